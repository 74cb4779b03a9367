//! The sheet 来源 (Sources): every file or sheet read, its rows, and the SHA-256 by which it is known again.

use rust_xlsxwriter::XlsxError;

use super::grid::Grid;
use super::list::{Column, Item, List, grid};
use super::page::Page;
use super::print::Lead;
use crate::report::sources::SourceFile;
use crate::words::Lang;

fn columns(lang: Lang) -> [Column; 8] {
    let t = |zh, en| lang.pick(zh, en);
    [
        Column::text(t("文件", "File"), 44.0),
        Column::text(t("工作表", "Sheet"), 18.0),
        Column::text(t("数据集", "Dataset"), 15.0),
        Column::number(t("读取（行）", "Rows read"), 12.0),
        Column::number(t("剔除（行）", "Rows left out"), 12.0),
        Column::number(t("采用（行）", "Rows used"), 12.0),
        Column::number(t("剔除率", "Left out"), 10.0),
        Column::text("SHA-256", 68.0),
    ]
}

/// The grid of the sheet.
pub(super) fn columns_grid(lang: Lang) -> Grid {
    grid(&columns(lang))
}

/// Writes the files and what they add up to.
pub(super) fn sheet(page: &mut Page, files: &[SourceFile]) -> Result<Lead, XlsxError> {
    let lang = page.look.lang;
    let columns = columns(lang);
    let mut list = List::begin(page, &columns)?;
    let first = page.row + 1;
    for file in files {
        let items = [
            Item::Text(file.name.as_str().into()),
            file.sheet
                .as_deref()
                .map_or(Item::Blank, |sheet| Item::Text(sheet.into())),
            Item::Text(file.dataset.into()),
            Item::whole(file.rows),
            Item::whole(file.rejected),
            used(page.row + 1, file.rows, file.rejected),
            share(page.row + 1, file.rows, file.rejected),
            Item::Text(file.sha256.as_str().into()),
        ];
        list.row(page, &items)?;
    }
    let lead = list.end(page);
    let last = page.row;
    let (rows, rejected) = (
        files.iter().map(|file| file.rows).sum(),
        files.iter().map(|file| file.rejected).sum(),
    );
    let sum = |column: char, total: u64| {
        Item::Formula(
            format!("=SUM({column}{first}:{column}{last})"),
            Some(total as f64),
            "#,##0".into(),
        )
    };
    let items = [
        Item::Text(lang.pick("合计", "Total").into()),
        Item::Blank,
        Item::Blank,
        sum('E', rows),
        sum('F', rejected),
        used(page.row + 1, rows, rejected),
        share(page.row + 1, rows, rejected),
        Item::Blank,
    ];
    list.total(page, &items)?;
    page.row += 1;
    page.small(lang.pick(
        "SHA-256 是整个文件的摘要：文件改动一个字节，摘要即不同，可用来核对本报告所据的正是手中的文件。",
        "SHA-256 is the digest of the whole file: one byte changed, and it differs; it tells whether a file at hand is the one this report was made from.",
    ))?;
    Ok(lead)
}

fn used(r: u32, rows: u64, rejected: u64) -> Item<'static> {
    Item::Formula(
        format!("=E{r}-F{r}"),
        Some(rows.saturating_sub(rejected) as f64),
        "#,##0".into(),
    )
}

fn share(r: u32, rows: u64, rejected: u64) -> Item<'static> {
    Item::Formula(
        format!("=IF(E{r}>0,F{r}/E{r},\"—\")"),
        (rows > 0).then(|| rejected as f64 / rows as f64),
        "0.0%".into(),
    )
}
