//! The sheet 来源 (Sources): every file or sheet read, its rows, and the SHA-256 by which it is known again.

use super::{Lines, Lists, Sheet, TEXT, given, note, percent, plain, sum, whole};
use crate::report::document::Cell;
use crate::report::sources::SourceFile;
use crate::say;
use crate::value::Unit;

pub(super) fn sheet(lists: &Lists<'_>) -> Option<Sheet> {
    let (lang, files) = (lists.lang, &lists.sources.files);
    let of_all = |count: fn(&SourceFile) -> u64| files.iter().map(count).sum();
    let (rows, rejected) = (of_all(|file| file.rows), of_all(|file| file.rejected));
    let mut sheet = Lines::new(lang, "source_files", files)
        .column(TEXT, "file", 44.0, |f| Cell::text(&f.name))
        .column(TEXT, "sheet", 18.0, |f| given(f.sheet.as_deref()))
        .column(TEXT, "dataset", 15.0, |f| Cell::text(f.dataset))
        .column(plain(0), "rows", 12.0, |f| whole(f.rows))
        .column(plain(0), "rejected", 12.0, |f| whole(f.rejected))
        .column(plain(0), "used", 12.0, |f| used(f.rows, f.rejected))
        .column(percent(1), "share", 10.0, |f| share(f.rows, f.rejected))
        .column(TEXT, "sha256", 68.0, |f| Cell::text(&f.sha256))
        .total(vec![
            Cell::text(say!(lang, "workbook.total")),
            given(None),
            given(None),
            sum("rows", rows),
            sum("rejected", rejected),
            used(rows, rejected),
            share(rows, rejected),
            given(None),
        ])
        .sheet("sources", Vec::new());
    sheet.blocks.push(note(say!(lang, "workbook.digest")));
    (!files.is_empty()).then_some(sheet)
}

fn used(rows: u64, rejected: u64) -> Cell {
    whole(rows.saturating_sub(rejected)).live("{rows}-{rejected}")
}

fn share(rows: u64, rejected: u64) -> Cell {
    let share = (rows > 0).then(|| rejected as f64 / rows as f64);
    Cell::number(share, Unit::Ratio).live("IF({rows}>0,{rejected}/{rows},\"—\")")
}
