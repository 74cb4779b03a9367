//! Diagnostics as annotations of a GitHub workflow: `::error file=…,line=…,col=…,title=…::message`.
//!
//! Form and escapes: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::fmt::Write;

use super::summary::{FileSummary, Shown, counted, thousands};
use super::{Diagnostic, Diagnostics, Level, human};

/// Prints one annotation a diagnostic, at most `cap` of each code, then a notice for each code that has more, then one
/// for the whole.
#[must_use]
pub fn render(diagnostics: &Diagnostics, files: &[FileSummary], cap: usize) -> String {
    let shown = Shown::new(diagnostics, cap);
    let mut out = String::new();
    for d in &shown.diagnostics {
        annotate(&mut out, d);
    }
    for (level, code, n) in &shown.more {
        let more = format!("{} more {code} not shown", thousands(*n));
        let _ = writeln!(
            out,
            "::{} title={}::{}",
            command(*level),
            property(code),
            data(&more)
        );
    }
    let rows = files.iter().map(|file| file.rows).sum();
    let _ = writeln!(
        out,
        "::notice title=yuebao::{}: {}, {}",
        counted(rows, "row"),
        counted(diagnostics.count(Level::Error), "error"),
        counted(diagnostics.count(Level::Warning), "warning")
    );
    out
}

fn annotate(out: &mut String, d: &Diagnostic) {
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
    let mut message = match (&d.place.sheet, d.place.row) {
        (Some(sheet), Some(row)) => format!("{sheet}, row {row}: {}", human::told(d)),
        (Some(sheet), None) => format!("{sheet}: {}", human::told(d)),
        (None, _) => human::told(d),
    };
    if let Some(hint) = &d.hint {
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
            render(&diagnostics, &files, 20),
            "\
::warning file=exports/sales.csv,title=month-gap::no rows in 2025-02
::error file=exports/sales.csv,line=2,col=1,title=bad-date::日期: `2025-13-01` is not a date%0A→ write it as 2025-04-30
::error file=exports/sales.csv,line=12,title=ragged-row::13 cells, where the header has 14
::warning file=exports/服务.xlsx,title=odd-value::投诉, row 5: `级别` is far outside its range
::notice title=yuebao::1,235 rows: 2 errors, 2 warnings
"
        );
    }

    #[test]
    fn what_would_break_an_annotation_is_escaped() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.add(Diagnostic {
            place: Place {
                file: "a,b:c%.csv".to_owned(),
                row: Some(1),
                ..Place::default()
            },
            message: "100 %\r\n::error::no".to_owned(),
            ..cases::error("odd")
        });
        let text = render(&diagnostics, &[], 20);
        assert_eq!(
            text.lines().next(),
            Some("::error file=a%2Cb%3Ac%25.csv,line=1,title=odd::100 %25%0D%0A::error::no")
        );
    }

    #[test]
    fn hidden_ones_are_counted() {
        let text = render(&cases::many(25), &[], 20);
        assert_eq!(text.lines().count(), 22);
        assert!(text.contains("\n::error title=bad-date::5 more bad-date not shown\n"));
    }
}
