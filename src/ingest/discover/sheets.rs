//! Workbooks: which of their sheets are tables, and of what.

use std::ops::ControlFlow;

use super::header_choice::{Evidence, Rows, Verdict, judge, plan};
use super::{Form, Found, Source, named, tell};
use crate::dataset::Dataset;
use crate::diagnostic::{Diagnostics, Level};
use crate::ingest::cell::Cell;
use crate::ingest::header::HEADER_ROWS;
use crate::ingest::name::key;
use crate::ingest::options::ReadOptions;
use crate::ingest::row::Origin;
use crate::ingest::workbook::{SheetInfo, SheetKind, Workbook, WorkbookError};
use crate::nearest::nearest;

pub(super) fn look(
    found: &Found<'_>,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
    sources: &mut Vec<Source>,
) {
    let fail = |error: &WorkbookError, origin: &Origin, diagnostics: &mut Diagnostics| {
        tell(
            diagnostics,
            origin.place(),
            Level::Error,
            "bad-workbook",
            error.to_string(),
            Some("a workbook".to_owned()),
            None,
        );
    };
    let workbook = match Workbook::open(found.path, &options.limits.workbook) {
        Ok(workbook) => workbook,
        Err(error) => return fail(&error, &found.origin, diagnostics),
    };
    let infos: Vec<SheetInfo> = workbook.sheets().to_vec();
    tell_missing_sheets(found, &infos, options, diagnostics);
    let before = sources.len();
    let mut bytes = found.bytes;
    let mut unread: Vec<Unread> = Vec::new();
    for info in &infos {
        let origin = Origin {
            sheet: Some(info.name.clone()),
            ..found.origin.clone()
        };
        let Some(evidence) = evidence(found, info, options) else {
            continue;
        };
        if info.kind != SheetKind::Worksheet {
            tell(
                diagnostics,
                origin.place(),
                Level::Note,
                "sheet-skipped",
                format!("the sheet is a {} and holds no rows", info.kind.name()),
                None,
                None,
            );
            continue;
        }
        let asked_for = found
            .told
            .iter()
            .any(|dataset| asks(dataset, &info.name, options));
        if info.hidden && !asked_for {
            tell(
                diagnostics,
                origin.place(),
                Level::Warning,
                "hidden-sheet",
                "the sheet is hidden and was not read".to_owned(),
                None,
                Some("show it, or name it in the config: sheet = \"…\"".to_owned()),
            );
            continue;
        }
        let rows = match first_rows(&workbook, &info.name, found, options) {
            Ok(rows) => rows,
            Err(error) => {
                fail(&error, &origin, diagnostics);
                continue;
            }
        };
        if rows.is_empty() {
            continue;
        }
        let verdict = judge(&rows, &evidence, options);
        // Where only the file is named, a sheet without the heads is most likely a cover or a note.
        let by_file = !matches!(evidence, Evidence::SheetName(_));
        if by_file && matches!(verdict, Verdict::Missing(..) | Verdict::Unknown) {
            unread.push((origin, verdict, rows));
            continue;
        }
        if let Some(plan) = plan(verdict, &rows, &origin, options, diagnostics) {
            sources.push(Source {
                path: found.path.to_owned(),
                bytes: std::mem::take(&mut bytes),
                origin,
                plan,
                form: Form::Sheet,
            });
        }
    }
    let alone = sources.len() == before;
    for (origin, verdict, rows) in unread {
        if alone {
            let none = plan(verdict, &rows, &origin, options, diagnostics);
            debug_assert!(none.is_none());
        } else {
            tell(
                diagnostics,
                origin.place(),
                Level::Note,
                "sheet-skipped",
                "the sheet has no heads of a dataset and was not read".to_owned(),
                None,
                None,
            );
        }
    }
}

/// A sheet without the heads that its file's name promises, its verdict and first rows.
type Unread = (Origin, Verdict, Rows);

/// Whether the config names this sheet for the dataset.
fn asks(dataset: &Dataset, sheet: &str, options: &ReadOptions) -> bool {
    options
        .datasets
        .get(dataset.id)
        .and_then(|own| own.sheet.as_deref())
        .is_some_and(|name| key(name) == key(sheet))
}

/// What says which dataset a sheet holds; `None` where the config names other sheets only.
fn evidence(found: &Found<'_>, info: &SheetInfo, options: &ReadOptions) -> Option<Evidence> {
    if found.told.is_empty() {
        return Some(match named(&info.name) {
            Some(dataset) => Evidence::SheetName(dataset),
            None => found.evidence(),
        });
    }
    let free = |dataset: &Dataset| {
        options
            .datasets
            .get(dataset.id)
            .is_some_and(|own| own.sheet.is_none())
    };
    let asking: Vec<_> = found
        .told
        .iter()
        .copied()
        .filter(|dataset| asks(dataset, &info.name, options))
        .collect();
    if !asking.is_empty() {
        return Some(Evidence::Config(asking));
    }
    let rest: Vec<_> = found.told.iter().copied().filter(|d| free(d)).collect();
    match (named(&info.name), rest.is_empty()) {
        (_, true) => None,
        // Of several datasets told for one workbook, the sheet's name says which.
        (Some(dataset), false) if rest.iter().any(|other| other.id == dataset.id) => {
            Some(Evidence::Config(vec![dataset]))
        }
        (_, false) => Some(Evidence::Config(rest)),
    }
}

fn tell_missing_sheets(
    found: &Found<'_>,
    infos: &[SheetInfo],
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) {
    for dataset in &found.told {
        let Some(sheet) = options
            .datasets
            .get(dataset.id)
            .and_then(|own| own.sheet.as_deref())
        else {
            continue;
        };
        if infos.iter().any(|info| key(&info.name) == key(sheet)) {
            continue;
        }
        let names: Vec<&str> = infos.iter().map(|info| info.name.as_str()).collect();
        tell(
            diagnostics,
            found.origin.place(),
            Level::Error,
            "missing-sheet",
            format!(
                "the workbook has no sheet `{sheet}`, which the config names for {}",
                dataset.id
            ),
            Some(format!("one of {}", names.join(", "))),
            nearest(sheet, names.iter().copied()).map(|near| format!("is `{near}` meant?")),
        );
    }
}

fn first_rows(
    workbook: &Workbook,
    sheet: &str,
    found: &Found<'_>,
    options: &ReadOptions,
) -> Result<Rows, WorkbookError> {
    let header_row = found
        .told
        .iter()
        .filter_map(|dataset| options.datasets.get(dataset.id)?.header_row)
        .max()
        .unwrap_or(0);
    let mut rows = Vec::new();
    workbook.rows(sheet, &mut |number, cells| {
        let words: Vec<String> = cells.iter().map(word).collect();
        if words.iter().any(|word| !word.trim().is_empty()) {
            rows.push((number, words));
        }
        if rows.len() >= HEADER_ROWS && number >= header_row {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    Ok(rows)
}

fn word(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) | Cell::Error(text) => (*text).to_owned(),
        Cell::Number(number) | Cell::Serial(number) => number.to_string(),
        Cell::Bool(truth) => truth.to_string(),
    }
}
