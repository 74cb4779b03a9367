//! Document → an Excel workbook with typed cells and native charts.
//!
//! Sheets: the overview (title, links, key figures with sparklines, the summary), one a section in
//! reading order, and the data that charts refer to. Cells hold base units (yuan, ratios, hours;
//! percentage points as points), whatever scale the pages print. No text of the Document can become
//! a formula. The bytes depend on the Document alone: the file's date is the report's, else the
//! month's last day.
//!
//! It refuses only what Excel cannot hold, such as a table of more than 1,048,576 rows.

mod cells;
mod charts;
mod data;
mod formats;
mod grid;
mod kpis;
mod names;
mod overview;
mod page;
mod print;
mod section;
mod table;

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::chart::{Chart, ChartKind};
use crate::render::chart_table::chart_table;
use crate::report::Report;
use crate::report::document::{Block, Document, Lang, Section, Table};
use crate::report::sources::Sources;
use crate::theme::Theme;
use cells::{At, excel_day};
use data::Data;
use formats::{Look, clean, cut};
use grid::Grid;
use names::{SheetNames, metric_name, quoted};
use page::{Page, ROW_PIXELS};

/// Why a Document could not become a workbook.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be built: {0}")]
pub struct XlsxError(#[from] rust_xlsxwriter::XlsxError);

/// The Document as a workbook's bytes.
///
/// # Errors
/// Where the Document holds more than a workbook can (rows or columns of a sheet).
pub fn xlsx(report: &Report, sources: &Sources, theme: &Theme) -> Result<Vec<u8>, XlsxError> {
    Ok(build(report, sources, theme)?.save_to_buffer()?)
}

fn build(report: &Report, _sources: &Sources, theme: &Theme) -> Result<Workbook, XlsxError> {
    let document = &report.document;
    let look = Look::new(document.lang, theme.colours);
    let mut workbook = Workbook::new();
    // 64 pixels is the default column of a face whose digits are 7 pixels wide.
    workbook.set_default_format(&look.body(), ROW_PIXELS, 64)?;
    workbook.set_properties(&properties(document));

    let plan = Plan::of(document);
    for name in plan.sheets() {
        workbook.add_worksheet().set_name(name)?;
    }
    let data = match &plan.data {
        Some(name) => Data::write(document, &look, workbook.worksheet_from_name(name)?)?,
        None => Data::default(),
    };

    let mut metrics: Vec<(String, String, At)> = Vec::new();
    {
        let blocks = overview::summary(document);
        let grid = sheet_grid(blocks, true, document.lang);
        let sheet = workbook.worksheet_from_name(&plan.overview)?;
        let mut page = Page::new(sheet, &look, &data, grid)?;
        overview::write(&mut page, document, &plan.links(document.lang))?;
        print::set_up(&mut page, document, print::Lead::Title)?;
        let cells = page.metrics.into_iter();
        metrics.extend(cells.map(|(id, at)| (id, plan.overview.clone(), at)));
    }
    for (section, name) in &plan.sections {
        let kpis = section
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Kpis(_)));
        let grid = sheet_grid(&section.blocks, kpis, document.lang);
        let sheet = workbook.worksheet_from_name(name)?;
        let mut page = Page::new(sheet, &look, &data, grid)?;
        let lead = section::write(&mut page, document, section, &plan.overview)?;
        print::set_up(&mut page, document, lead)?;
        let cells = page.metrics.into_iter();
        metrics.extend(cells.map(|(id, at)| (id, name.clone(), at)));
    }
    if let Some(name) = &plan.data {
        print::set_up_data(workbook.worksheet_from_name(name)?, &plan.overview, &look)?;
    }
    define_metrics(&mut workbook, metrics)?;
    workbook
        .worksheet_from_name(&plan.overview)?
        .set_active(true);
    Ok(workbook)
}

/// The sheets in order, by name.
struct Plan<'a> {
    overview: String,
    sections: Vec<(&'a Section, String)>,
    data: Option<String>,
}

impl<'a> Plan<'a> {
    fn of(document: &'a Document) -> Self {
        let lang = document.lang;
        let mut names = SheetNames::default();
        let overview = names.give(lang.pick("概览", "Overview"));
        // Reserved first, so that a section's title cannot take the name links and docs speak of.
        let data = Data::is_needed(document).then(|| names.give(lang.pick("数据", "Data")));
        let sections = document
            .sections
            .iter()
            .filter(|section| section.id != overview::SUMMARY)
            .map(|section| (section, names.give(&section_title(section))));
        Self {
            sections: sections.collect(),
            overview,
            data,
        }
    }

    fn sheets(&self) -> impl Iterator<Item = &str> {
        let sections = self.sections.iter().map(|(_, name)| name.as_str());
        std::iter::once(self.overview.as_str())
            .chain(sections)
            .chain(self.data.as_deref())
    }

    /// (sheet, text) of every link on the overview.
    fn links(&self, lang: Lang) -> Vec<(String, String)> {
        let sections = self
            .sections
            .iter()
            .map(|(section, name)| (name.clone(), section_title(section)));
        let data = self
            .data
            .iter()
            .map(|name| (name.clone(), lang.pick("图表数据", "Chart data").to_owned()));
        sections.chain(data).collect()
    }
}

/// `01 业绩回顾`, or the title alone.
fn section_title(section: &Section) -> String {
    match section.number {
        Some(number) => format!("{number} {}", section.title),
        None => section.title.clone(),
    }
}

fn sheet_grid(blocks: &[Block], kpis: bool, lang: Lang) -> Grid {
    let heat_maps: Vec<Table> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Chart(chart) if is_heat_map(chart) => Some(chart_table(chart, lang)),
            _ => None,
        })
        .collect();
    let floor: &[f64] = if kpis { &kpis::WIDTHS } else { &[] };
    Grid::of(blocks, &heat_maps, floor, lang)
}

const fn is_heat_map(chart: &Chart) -> bool {
    matches!(chart.kind, ChartKind::Heatmap(_))
}

/// Gives each metric's first cell its name; a name taken already is not given again.
fn define_metrics(
    workbook: &mut Workbook,
    metrics: Vec<(String, String, At)>,
) -> Result<(), XlsxError> {
    let mut given = BTreeSet::new();
    for (id, sheet, (row, col)) in metrics {
        let name = metric_name(&id);
        if given.insert(name.to_ascii_lowercase()) {
            let cell = rust_xlsxwriter::utility::row_col_to_cell_absolute(row, col);
            workbook.define_name(name, &format!("={}!{cell}", quoted(&sheet)))?;
        }
    }
    Ok(())
}

fn properties(document: &Document) -> DocProperties {
    let fit = |text: &str| cut(&clean(text), 255).into_owned();
    let day = document.date.unwrap_or_else(|| document.month.last_day());
    let mut properties = DocProperties::new()
        .set_title(fit(&document.title))
        .set_subject(fit(&format!(
            "{} {}",
            document.hall,
            crate::format::month(document.month, document.lang)
        )))
        .set_company(fit(&document.hall));
    if let Some(presenter) = &document.presenter {
        properties = properties.set_author(fit(presenter));
    }
    // Excel's calendar starts in 1900; without a date the library would ask the clock.
    let created = excel_day(day).or_else(|| ExcelDateTime::from_ymd(1900, 3, 1).ok());
    match created {
        Some(created) => properties.set_creation_datetime(&created),
        None => properties,
    }
}

#[cfg(test)]
mod tests;
