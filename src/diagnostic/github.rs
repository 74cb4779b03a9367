//! Diagnostics as annotations of a GitHub workflow: `::error file=…,line=…,col=…,title=…::message`.
//!
//! Form and escapes: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::fmt::Write;

use super::summary::{FileSummary, Shown, counted, noun, thousands};
use super::{Diagnostic, Diagnostics, Level, human};
use crate::say;
use crate::words::Lang;

/// Prints one annotation a diagnostic, at most `cap` of each code, then a notice for each code that has more, then one
/// for the whole.
#[must_use]
pub fn render(diagnostics: &Diagnostics, files: &[FileSummary], cap: usize, lang: Lang) -> String {
    let shown = Shown::new(diagnostics, cap);
    let mut out = String::new();
    for d in &shown.diagnostics {
        annotate(&mut out, d, lang);
    }
    for (level, code, n) in &shown.more {
        let n = (*n as f64, thousands(*n));
        let more = say!(lang, "diagnostics.foot.more_of", n = n, code = *code);
        let _ = writeln!(
            out,
            "::{} title={}::{}",
            command(*level),
            property(code),
            data(&more)
        );
    }
    let rows = files.iter().map(|file| file.rows).sum();
    let found = [Level::Error, Level::Warning]
        .map(|level| counted(diagnostics.count(level), noun(level), lang))
        .join(say!(lang, "diagnostics.foot.comma"));
    let rows = counted(rows, "row", lang);
    let told = say!(lang, "diagnostics.foot.file", file = rows, found = found);
    let _ = writeln!(out, "::notice title=yuebao::{}", data(&told));
    out
}

fn annotate(out: &mut String, d: &Diagnostic, lang: Lang) {
    let mut properties = Vec::new();
    if !d.place.file.is_empty() {
        properties.push(format!("file={}", property(&d.place.file)));
    }
    // A workbook has no lines: its row is said in the message.
    if d.place.sheet.is_none() {
        properties.extend(d.place.row.map(|row| format!("line={row}")));
        if d.place.row.is_some() {
            properties.extend(d.place.column.map(|column| format!("col={column}")));
        }
    }
    properties.push(format!("title={}", property(d.code)));
    let message = human::told(d, lang);
    let mut message = match (&d.place.sheet, d.place.row) {
        (Some(sheet), Some(row)) => {
            say!(
                lang,
                "diagnostics.at.row",
                sheet = sheet,
                row = row,
                message = message
            )
        }
        (Some(sheet), None) => say!(lang, "diagnostics.at.head", head = sheet, message = message),
        (None, _) => message,
    };
    if let Some(hint) = d.hint(lang) {
        let _ = write!(message, "\n→ {hint}");
    }
    let _ = writeln!(
        out,
        "::{} {}::{}",
        command(d.level),
        properties.join(","),
        data(&message)
    );
}

const fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

/// A message: the characters that would end it, escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property's value: also the characters that part properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, cases};

    #[test]
    fn annotates_lines_of_text_files_and_rows_of_sheets() {
        let (diagnostics, files) = cases::exports();
        assert_eq!(
            render(&diagnostics, &files, 20, Lang::EN),
            "\
::warning file=exports/sales.csv,title=month-gap::sales has no rows in 2025-02, but before and after%0A→ add the export of that month, or its figures and changes are those of a month without rows
::error file=exports/sales.csv,line=2,col=1,title=bad-date::`13/01/2025` in `日期`: expected a day such as 2025-04-01%0A→ if days come first, say so in the config: [datasets.sales] date_format = \"DD/MM/YYYY\"
::error file=exports/sales.csv,line=12,title=long-row::the row has 15 cells and the header 14: a cell may hold the delimiter without quotes around it
::warning file=exports/服务.xlsx,title=duplicate-id::投诉, row 5: 工单编号: the same as in row 2; both rows count%0A→ leave one of them out of the export, or its figures count twice
::notice title=yuebao::1,235 rows: 2 errors, 2 warnings
"
        );
    }

    #[test]
    fn what_would_break_an_annotation_is_escaped() {
        let mut diagnostics = Diagnostics::default();
        let told = Diagnostic::error("bad-text").value("100 %\r\n::error::no");
        diagnostics.add(told.at(Place {
            file: "a,b:c%.csv".to_owned(),
            row: Some(1),
            field: Some("name".to_owned()),
            ..Place::default()
        }));
        let text = render(&diagnostics, &[], 20, Lang::EN);
        assert_eq!(
            text.lines().next(),
            Some(
                "::error file=a%2Cb%3Ac%25.csv,line=1,title=bad-text::`100 %25%0D%0A::error::no` in `name`: expected text"
            )
        );
    }

    #[test]
    fn hidden_ones_are_counted() {
        let text = render(&cases::many(25), &[], 20, Lang::EN);
        assert_eq!(text.lines().count(), 22);
        assert!(text.contains("\n::error title=bad-date::5 more bad-date not shown\n"));
    }
}
