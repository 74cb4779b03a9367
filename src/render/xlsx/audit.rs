//! The sheets that an auditor asks for beside the report's own: problems, measures, causes, staff, data quality, definitions
//! and sources. Says which of them a report has, and writes each over a whole sheet.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::data::Data;
use super::formats::Look;
use super::grid::Grid;
use super::names::{SheetNames, quoted};
use super::page::{Page, Shared};
use super::refs::Refs;
use super::{definitions, print, problems, quality, section, sources, staff};
use crate::report::Report;
use crate::report::sources::Sources;
use crate::words::Lang;

/// What a sheet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Problems,
    Measures,
    Causes,
    Staff,
    Quality,
    Definitions,
    Sources,
}

impl Subject {
    const ALL: [Self; 7] = [
        Self::Problems,
        Self::Measures,
        Self::Causes,
        Self::Staff,
        Self::Quality,
        Self::Definitions,
        Self::Sources,
    ];

    /// Whether there is anything to say.
    fn is_in(self, report: &Report, sources: &Sources) -> bool {
        match self {
            Self::Problems => report.problems.rules > 0,
            Self::Measures => !report.problems.measures.is_empty(),
            Self::Causes => !report.problems.parts.is_empty(),
            Self::Staff => !report.staff.is_empty(),
            // Of files without a fault the sheet says that they have none.
            Self::Quality => !sources.files.is_empty() || !sources.diagnostics.is_empty(),
            Self::Definitions => !report.metrics.is_empty(),
            Self::Sources => !sources.files.is_empty(),
        }
    }

    /// The sheet's name. Section 05 has a sheet of the name 问题与对策 already.
    const fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Problems => lang.pick("问题清单", "Problem list"),
            Self::Measures => lang.pick("对策清单", "Measures"),
            Self::Causes => lang.pick("原因分解", "Causes in parts"),
            Self::Staff => lang.pick("员工排名", "Staff ranking"),
            Self::Quality => lang.pick("质量", "Data quality"),
            Self::Definitions => lang.pick("口径", "Definitions"),
            Self::Sources => lang.pick("来源", "Sources"),
        }
    }

    fn grid(self, lang: Lang) -> Grid {
        let [of_problems, of_measures, of_causes] = problems::grids(lang);
        match self {
            Self::Problems => of_problems,
            Self::Measures => of_measures,
            Self::Causes => of_causes,
            Self::Staff => staff::columns_grid(lang),
            Self::Quality => quality::columns_grid(lang),
            Self::Definitions => definitions::columns_grid(lang),
            Self::Sources => sources::columns_grid(lang),
        }
    }
}

/// The sheets of a report, by name.
#[derive(Debug, Default)]
pub(super) struct AuditSheets(Vec<(Subject, String)>);

impl AuditSheets {
    /// The sheets there are, in order.
    pub(super) fn of(report: &Report, sources: &Sources, names: &mut SheetNames) -> Self {
        let lang = report.document.lang;
        let subjects = Subject::ALL.into_iter();
        let given = subjects
            .filter(|subject| subject.is_in(report, sources))
            .map(|subject| (subject, names.give(subject.title(lang))));
        Self(given.collect())
    }

    /// Whether they say all that the Document's appendix does.
    pub(super) fn cover_appendix(&self) -> bool {
        let has = |wanted| self.0.iter().any(|(subject, _)| *subject == wanted);
        has(Subject::Definitions) && has(Subject::Sources)
    }

    /// Their names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, name)| name.as_str())
    }

    /// Writes them; the workbook has a sheet of each name.
    pub(super) fn write(
        &self,
        workbook: &mut Workbook,
        (report, sources): (&Report, &Sources),
        (look, refs): (&Look, &Refs),
        overview: &str,
    ) -> Result<(), XlsxError> {
        let (document, lang) = (&report.document, look.lang);
        let data = Data::default();
        let shared = Shared {
            look,
            data: &data,
            refs,
        };
        for (subject, name) in &self.0 {
            let sheet = workbook.worksheet_from_name(name)?;
            let mut page = Page::new(sheet, name, shared, subject.grid(lang))?;
            section::open(&mut page, document, name, overview)?;
            let page = &mut page;
            let lead = match subject {
                Subject::Problems => problems::sheet(page, &report.problems),
                Subject::Measures => problems::measures(page, &report.problems.measures),
                Subject::Causes => problems::parts(page, &report.problems.parts),
                Subject::Staff => staff::sheet(page, &report.staff, report.score_weights),
                Subject::Quality => quality::sheet(page, &sources.diagnostics),
                Subject::Definitions => definitions::sheet(page, &report.metrics, document),
                Subject::Sources => sources::sheet(page, &sources.files),
            }?;
            print::set_up(page, document, lead)?;
            page.sheet.set_tab_color(look.colours.navy);
            if *subject == Subject::Staff {
                for (weight, cell) in staff::weight_cells() {
                    workbook.define_name(weight, &format!("={}!{cell}", quoted(name)))?;
                }
            }
        }
        Ok(())
    }
}
