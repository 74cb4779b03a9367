//! Workbooks: which of their sheets are tables, and of what.

use std::ops::ControlFlow;

use super::header_choice::{Evidence, Rows, Verdict, judge, plan};
use super::{Form, Found, Source, named};
use crate::dataset::Dataset;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ingest::book::{Book, Shelf};
use crate::ingest::cell::Cell;
use crate::ingest::header::HEADER_ROWS;
use crate::ingest::name::key;
use crate::ingest::options::ReadOptions;
use crate::ingest::row::Origin;
use crate::ingest::workbook::{SheetInfo, SheetKind, Workbook, WorkbookError};
use crate::nearest::nearest;
use crate::words::{Filling, Speak};

pub(super) fn look(
    found: &Found<'_>,
    options: &ReadOptions,
    shelf: &Shelf,
    diagnostics: &mut Diagnostics,
    sources: &mut Vec<Source>,
) {
    let fail = |error: &WorkbookError, origin: &Origin, diagnostics: &mut Diagnostics| {
        let told = Diagnostic::error("bad-workbook").variant("file");
        diagnostics.add(told.with("error", error.saying()).at(origin.place()));
    };
    let book = Book::new(found.path);
    let workbook = match book.open(&options.limits.workbook) {
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
            let told = Diagnostic::note("sheet-skipped").variant("kind");
            diagnostics.add(told.with("kind", info.kind.saying()).at(origin.place()));
            continue;
        }
        let asked_for = found
            .told
            .iter()
            .any(|dataset| asks(dataset, &info.name, options));
        if info.hidden && !asked_for {
            diagnostics.add(Diagnostic::warning("hidden-sheet").at(origin.place()));
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
                form: Form::Sheet(book.clone()),
            });
        }
    }
    drop(workbook);
    book.put_away(sources.len() - before, shelf);
    let alone = sources.len() == before;
    for (origin, verdict, rows) in unread {
        if alone {
            let none = plan(verdict, &rows, &origin, options, diagnostics);
            debug_assert!(none.is_none());
        } else {
            let told = Diagnostic::note("sheet-skipped").variant("heads");
            diagnostics.add(told.at(origin.place()));
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
        let mut told = Diagnostic::error("missing-sheet")
            .with("sheet", sheet)
            .with("dataset", dataset.id)
            .with("sheets", Filling::list(names.iter().copied()));
        if let Some(near) = nearest(sheet, names.iter().copied()) {
            told = told.variant("near").with("near", near);
        }
        diagnostics.add(told.at(found.origin.place()));
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
