//! Checks across rows and tables: what no single row shows to be wrong.
//!
//! In: the [`Evidence`] gathered of each file while its rows were folded, and the facts. Out: diagnostics, all of them warnings, the same
//! whatever order rows, blocks and files were read in. Rows are not left out here: they have been folded, and which of two
//! that contradict each other is right cannot be told. What that does to the figures each message says.
//!
//! | code | what |
//! |---|---|
//! | `duplicate-id` | two rows of a subscriber, a ticket, or an item of a hall and month: both count |
//! | `far-amount` | an amount far outside what rows of its kind usually have (robust z-score): it counts |
//! | `stock-not-carried-over` | stock that opens otherwise than the month before closed |
//! | `month-gap` | a month without rows between months with rows, of a table or a hall |
//! | `month-ends-early` | the reported month's last days have no rows |
//! | `unknown-hall`, `unknown-staff` | a name that the other tables, or the roster, do not have |
//! | `contradiction` | several rows for one target or one member of staff that differ |

mod amounts;
mod coverage;
mod ids;
mod names;
mod notes;
pub mod outlier;
mod outline;
mod stock;

use crate::dataset::{Dataset, Kind, by_id};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::facts::Facts;
use crate::format::decimal;
use crate::month::Month;
use crate::saying;
use crate::words::Saying;

pub use notes::{Noted, Notes};
pub use outline::{Outline, Outlined};

/// What was gathered of a file or sheet.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The file, and the sheet of a workbook.
    pub file: String,
    /// The sheet, of a workbook.
    pub sheet: Option<String>,
    /// The dataset's id.
    pub dataset: &'static str,
    /// What its rows cover.
    pub outline: Outline,
    /// What was noted of its rows.
    pub notes: Notes,
}

impl Evidence {
    fn place(&self) -> Place {
        Place {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            ..Place::default()
        }
    }

    /// A cell, or the column where `row` is none.
    fn at(&self, row: Option<u64>, field: Option<usize>) -> Place {
        let head = field.and_then(|field| self.notes.heads.get(&field));
        Place {
            row,
            column: head.map(|(column, _)| *column),
            field: head.map(|(_, head)| head.clone()),
            ..self.place()
        }
    }

    fn at_field(&self, name: &str) -> Place {
        let fields = by_id(self.dataset).map_or(&[][..], |dataset| dataset.fields);
        self.at(None, fields.iter().position(|field| field.name == name))
    }

    /// A row as a message about another row names it.
    fn row_named(&self, row: u64, from: &Self) -> Saying {
        if (&self.file, &self.sheet) == (&from.file, &from.sheet) {
            return saying!("diagnostics.row.here", row = row);
        }
        let file = &self.file;
        match &self.sheet {
            Some(sheet) => {
                saying!(
                    "diagnostics.row.sheet",
                    row = row,
                    file = file,
                    sheet = sheet
                )
            }
            None => saying!("diagnostics.row.file", row = row, file = file),
        }
    }
}

/// Checks everything that was read. `reported`: the month the report is about; none: each table's last.
pub fn check(
    files: &[Evidence],
    facts: &Facts,
    reported: Option<Month>,
    diagnostics: &mut Diagnostics,
) {
    for dataset in crate::dataset::ALL {
        let of_dataset = || {
            let all = files.iter().enumerate();
            all.filter(|(_, file)| file.dataset == dataset.id)
        };
        let ids: Vec<_> = of_dataset().map(|(n, file)| (n, &file.notes.ids)).collect();
        ids::repeats(&ids, |row, first| {
            diagnostics.extend(repeated(files, dataset, row, first));
        });
        let amounts: Vec<_> = of_dataset()
            .map(|(n, file)| (n, &file.notes.amounts))
            .collect();
        for far in amounts::far(&amounts) {
            tell_far(files, dataset, &far, diagnostics);
        }
        let stock: Vec<_> = of_dataset()
            .map(|(n, file)| (n, &file.notes.stock))
            .collect();
        for found in stock::breaks(&stock) {
            diagnostics.extend(broken(files, dataset, &found));
        }
    }
    coverage::check(files, reported, diagnostics);
    names::check(files, facts, diagnostics);
}

fn repeated(
    files: &[Evidence],
    dataset: &Dataset,
    (file, row): ids::At,
    (first_file, first): ids::At,
) -> Option<Diagnostic> {
    let watched = notes::watched(dataset);
    let (file, first_file) = (files.get(file)?, files.get(first_file)?);
    let first = first_file.row_named(first, file);
    let (field, variant) = match (watched.id, watched.stock) {
        (Some(id), _) => (id, ""),
        (None, Some([_, item, ..])) => (item, "item"),
        (None, None) => return None,
    };
    let told = Diagnostic::warning("duplicate-id").variant(variant);
    let told = told.with("first", first);
    Some(told.at(file.at(Some(row), Some(field))))
}

fn tell_far(
    files: &[Evidence],
    dataset: &Dataset,
    far: &amounts::Far,
    diagnostics: &mut Diagnostics,
) {
    let Some((field, kind)) = notes::watched(dataset).amount else {
        return;
    };
    let kind = match dataset.fields.get(kind).map(|field| field.kind) {
        Some(Kind::Choice(values)) => values.get(far.kind).map_or("", |value| value.name),
        _ => "",
    };
    let yuan = |size: i128| decimal(size as f64 / 10_000.0, 2, false);
    let high = yuan(far.range.high);
    let usual = if far.range.low > 0 {
        saying!(
            "diagnostics.usual.range",
            low = yuan(far.range.low),
            high = high
        )
    } else {
        saying!("diagnostics.usual.most", high = high)
    };
    let told = Diagnostic::warning("far-amount").with("kind", kind);
    let told = told.with("usual", usual);
    for (file, row, size) in &far.rows {
        let Some(file) = files.get(*file) else {
            continue;
        };
        let size = yuan(i128::try_from(*size).unwrap_or(i128::MAX));
        let one = told.clone().variant("one").value(size);
        diagnostics.add(one.at(file.at(Some(*row), Some(field))));
    }
    let untold = far.count.saturating_sub(far.rows.len() as u64);
    if untold > 0 {
        let more = told.variant("more").with("count", untold);
        diagnostics.add(more.at(of_table(files, dataset.id)));
    }
}

fn broken(files: &[Evidence], dataset: &Dataset, found: &stock::Break) -> Option<Diagnostic> {
    let [_, _, _, opening, _] = notes::watched(dataset).stock?;
    let file = files.get(found.at.0)?;
    let told = Diagnostic::warning("stock-not-carried-over")
        .with("opening", found.opening)
        .with("item", &found.item)
        .with("closing", found.closing)
        .with("before", found.before);
    Some(told.at(file.at(Some(found.at.1), Some(opening))))
}

/// The one file of a dataset, or no file where there are several.
fn of_table(files: &[Evidence], dataset: &str) -> Place {
    let mut of_dataset = files.iter().filter(|file| file.dataset == dataset);
    match (of_dataset.next(), of_dataset.next()) {
        (Some(one), None) => one.place(),
        _ => Place::default(),
    }
}
