//! Document → an Excel workbook with typed cells and native charts.
//!
//! Sheets: the overview (title, links, key figures with sparklines, the summary), one a section in
//! reading order, the metrics, the data that formulas and charts refer to, and the sheets that the Document has for the
//! workbook alone, which stand for its appendix. What follows from other numbers is a formula with its value beside it, so
//! that the workbook can be checked and every viewer shows figures. Cells hold base units (yuan, ratios, hours;
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
mod live;
mod names;
mod overview;
mod page;
mod print;
mod refs;
mod section;
mod sheet;
mod table;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::chart::{Chart, ChartKind};
use crate::render::chart_table::chart_table;
use crate::report::Report;
use crate::report::document::{Block, Document, Section, Sheet, Table};
use crate::say;
use crate::theme::Theme;
use crate::words::Lang;
use cells::excel_day;
use data::Data;
use formats::{Look, clean, cut};
use grid::Grid;
use names::SheetNames;
use page::{Page, ROW_PIXELS, Shared};
use refs::Refs;

/// Why a Document could not become a workbook.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be built: {0}")]
pub struct XlsxError(#[from] rust_xlsxwriter::XlsxError);

/// The Document as a workbook's bytes.
///
/// # Errors
/// Where the Document holds more than a workbook can (rows or columns of a sheet).
pub fn xlsx(report: &Report, theme: &Theme) -> Result<Vec<u8>, XlsxError> {
    Ok(build(report, theme)?.save_to_buffer()?)
}

fn build(report: &Report, theme: &Theme) -> Result<Workbook, XlsxError> {
    let document = &*report.document.for_workbook();
    let look = Look::new(document.lang, theme.colours);
    let mut workbook = Workbook::new();
    // 64 pixels is the default column of a face whose digits are 7 pixels wide.
    workbook.set_default_format(&look.body(), ROW_PIXELS, 64)?;
    workbook.set_properties(&properties(document));

    let plan = Plan::of(document);
    for name in plan.sheets() {
        workbook.add_worksheet().set_name(name)?;
    }
    let refs = Refs {
        ledger: &report.ledger,
        tables: report
            .ledger
            .tables
            .iter()
            .map(|table| plan.sheet(&format!("data_{}", table.id)))
            .collect(),
        metrics: plan.sheet("metrics"),
    };
    let data = match &plan.data {
        Some(name) => {
            let sheet = workbook.worksheet_from_name(name)?;
            data::write(
                document,
                &report.chart_formulas,
                (&look, &refs),
                sheet,
                name,
            )?
        }
        None => Data::default(),
    };
    let shared = Shared {
        look: &look,
        data: &data,
        refs: &refs,
    };

    {
        let blocks = overview::summary(document);
        let grid = sheet_grid(blocks, true, document.lang);
        let sheet = workbook.worksheet_from_name(&plan.overview)?;
        let mut page = Page::new(sheet, &plan.overview, shared, grid)?;
        overview::write(&mut page, document, &plan.links(document.lang))?;
        print::set_up(&mut page, document, print::Lead::Title)?;
    }
    for (section, name) in &plan.sections {
        let kpis = section
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Kpis(_)));
        let grid = sheet_grid(&section.blocks, kpis, document.lang);
        let sheet = workbook.worksheet_from_name(name)?;
        let mut page = Page::new(sheet, name, shared, grid)?;
        let lead = section::write(&mut page, document, section, &plan.overview)?;
        print::set_up(&mut page, document, lead)?;
    }
    if let Some(name) = &plan.data {
        let sheet = workbook.worksheet_from_name(name)?;
        print::set_up_plain(sheet, (2, 0), &plan.overview, document, &look)?;
        sheet.set_landscape().set_tab_color(look.colours.grey);
    }
    refs.define(&mut workbook)?;
    for (sheet, name) in &plan.lists {
        sheet::write(&mut workbook, sheet, name, document, shared, &plan.overview)?;
    }
    workbook
        .worksheet_from_name(&plan.overview)?
        .set_active(true);
    Ok(workbook)
}

/// The section that the lists stand for.
const APPENDIX: &str = "appendix";

/// The sheets in order, by name.
struct Plan<'a> {
    overview: String,
    sections: Vec<(&'a Section, String)>,
    data: Option<String>,
    lists: Vec<(&'a Sheet, String)>,
}

impl<'a> Plan<'a> {
    fn of(document: &'a Document) -> Self {
        let lang = document.lang;
        let mut names = SheetNames::default();
        let overview = names.give(say!(lang, "workbook.sheet.overview"));
        // Reserved first, so that a section's title cannot take the names that links and docs speak of.
        let lists = document.sheets.iter();
        let lists: Vec<_> = lists
            .map(|sheet| (sheet, names.give(&sheet.title)))
            .collect();
        let data =
            Data::is_needed(document).then(|| names.give(say!(lang, "workbook.sheet.charts")));
        // Together these say all that the appendix does.
        let stand_for_appendix = ["definitions", "sources"]
            .iter()
            .all(|id| document.sheets.iter().any(|sheet| sheet.id == *id));
        let elsewhere = |section: &&Section| {
            section.id == overview::SUMMARY || section.id == APPENDIX && stand_for_appendix
        };
        let sections = document
            .sections
            .iter()
            .filter(|section| !elsewhere(section))
            .map(|section| (section, names.give(&section_title(section))));
        Self {
            sections: sections.collect(),
            overview,
            data,
            lists,
        }
    }

    fn sheets(&self) -> impl Iterator<Item = &str> {
        let sections = self.sections.iter().map(|(_, name)| name.as_str());
        std::iter::once(self.overview.as_str())
            .chain(sections)
            .chain(self.lists.iter().map(|(_, name)| name.as_str()))
            .chain(self.data.as_deref())
    }

    /// The name of the sheet of an id.
    fn sheet(&self, id: &str) -> String {
        let sheet = self.lists.iter().find(|(sheet, _)| sheet.id == id);
        sheet.map_or_else(String::new, |(_, name)| name.clone())
    }

    /// (sheet, text) of every link on the overview.
    fn links(&self, lang: Lang) -> Vec<(String, String)> {
        let sections = self
            .sections
            .iter()
            .map(|(section, name)| (name.clone(), section_title(section)));
        let lists = self.lists.iter().filter_map(|(sheet, name)| {
            let text = sheet.link.clone()?;
            Some((
                name.clone(),
                if text == sheet.title {
                    name.clone()
                } else {
                    text
                },
            ))
        });
        let charts = self.data.iter();
        let charts =
            charts.map(|name| (name.clone(), say!(lang, "workbook.link.charts").to_owned()));
        sections.chain(lists).chain(charts).collect()
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
