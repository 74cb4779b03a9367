//! Diagnostics for people: grouped by file, columns aligned, a summary at the foot.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};

use super::summary::{FileSummary, Shown, counted, span, thousands};
use super::{Diagnostic, Diagnostics, Level, Place};

const ERROR: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
const NOTE: Style = AnsiColor::Cyan.on_default();
const HEAD: Style = Style::new().effects(Effects::BOLD.insert(Effects::UNDERLINE));
const DIM: Style = Style::new().effects(Effects::DIMMED);

/// Prints the diagnostics and what was read. With `colour`, marked up for a terminal.
///
/// Each file's diagnostics stand under its name, as row:column, level, code and what is wrong, with what to do about it
/// below. At most `cap` of each code are shown; the rest are counted. Without `files` the foot is the counts alone.
#[must_use]
pub fn render(
    diagnostics: &Diagnostics,
    files: &[FileSummary],
    cap: usize,
    colour: bool,
) -> String {
    let paint = Paint { colour };
    let shown = Shown::new(diagnostics, cap);
    let mut out = String::new();
    for group in shown
        .diagnostics
        .chunk_by(|a, b| heading(&a.place) == heading(&b.place))
    {
        let Some(first) = group.first() else { continue };
        let _ = writeln!(out, "{}", paint.with(HEAD, &heading(&first.place)));
        write_group(&mut out, group, paint);
        out.push('\n');
    }
    for (level, code, n) in &shown.more {
        let more = format!("{} more {code} {}", thousands(*n), plural(*level, *n));
        let _ = writeln!(out, "{}", paint.with(DIM, &format!("… {more} not shown")));
    }
    if !shown.more.is_empty() {
        out.push('\n');
    }
    for file in files {
        let _ = writeln!(out, "{}", file_line(file, diagnostics));
    }
    let _ = writeln!(out, "{}", total_line(diagnostics, files, paint));
    out
}

fn write_group(out: &mut String, group: &[&Diagnostic], paint: Paint) {
    let widest = |text: &dyn Fn(&Diagnostic) -> usize| group.iter().map(|d| text(d)).max();
    let place_width = widest(&|d| position(&d.place).len()).unwrap_or(0);
    let level_width = widest(&|d| name(d.level).len()).unwrap_or(0);
    let code_width = widest(&|d| d.code.len()).unwrap_or(0);
    let indent = place_width + level_width + code_width + 8;
    for d in group {
        let place = format!("{:<place_width$}", position(&d.place));
        let level = format!("{:<level_width$}", name(d.level));
        let code = format!("{:<code_width$}", d.code);
        let _ = writeln!(
            out,
            "  {}  {}  {}  {}",
            paint.with(DIM, &place),
            paint.with(style(d.level), &level),
            paint.with(DIM, &code),
            told(d)
        );
        if let Some(hint) = &d.hint {
            let _ = writeln!(
                out,
                "{:indent$}{}",
                "",
                paint.with(NOTE, &format!("→ {hint}"))
            );
        }
    }
}

/// What is wrong, led by the column's head where the message does not name it.
pub(super) fn told(d: &Diagnostic) -> String {
    match &d.place.field {
        Some(field) if !field.is_empty() && !d.message.contains(field.as_str()) => {
            format!("{field}: {}", d.message)
        }
        _ => d.message.clone(),
    }
}

fn heading(place: &Place) -> String {
    match (&place.sheet, place.file.as_str()) {
        (Some(sheet), file) => format!("{file} [{sheet}]"),
        (None, "") => "all files".to_owned(),
        (None, file) => file.to_owned(),
    }
}

/// `12:3`, `12`, or `-` for the file as a whole.
fn position(place: &Place) -> String {
    match (place.row, place.column) {
        (Some(row), Some(column)) => format!("{row}:{column}"),
        (Some(row), None) => row.to_string(),
        (None, Some(column)) => format!("-:{column}"),
        (None, None) => "-".to_owned(),
    }
}

fn file_line(file: &FileSummary, diagnostics: &Diagnostics) -> String {
    let title = file.title();
    let Some(dataset) = &file.dataset else {
        return format!("{title}: not read, no dataset recognised");
    };
    let mut line = format!("{title}: {dataset}, {}", counted(file.rows, "row"));
    if file.rejected > 0 {
        let _ = write!(line, " ({} left out)", thousands(file.rejected));
    }
    if let Some(months) = file.months {
        let _ = write!(line, ", {}", span(months));
    }
    for (level, noun) in [(Level::Error, "error"), (Level::Warning, "warning")] {
        let n = diagnostics.count_in(&file.path, file.sheet.as_deref(), level);
        if n > 0 {
            let _ = write!(line, ", {}", counted(n, noun));
        }
    }
    line
}

fn total_line(diagnostics: &Diagnostics, files: &[FileSummary], paint: Paint) -> String {
    let rows: u64 = files.iter().map(|file| file.rows).sum();
    let errors = diagnostics.count(Level::Error);
    let warnings = diagnostics.count(Level::Warning);
    let painted = |style, n: u64, noun: &str| {
        let text = counted(n, noun);
        if n == 0 {
            text
        } else {
            paint.with(style, &text)
        }
    };
    let errors = painted(ERROR, errors, "error");
    let warnings = painted(WARNING, warnings, "warning");
    if files.is_empty() {
        return format!("{errors}, {warnings}");
    }
    let tables = u64::try_from(files.iter().filter(|f| f.dataset.is_some()).count()).unwrap_or(0);
    format!(
        "{}, {}: {errors}, {warnings}",
        counted(tables, "table"),
        counted(rows, "row"),
    )
}

pub(super) const fn name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn plural(level: Level, n: u64) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{}{s}", name(level))
}

const fn style(level: Level) -> Style {
    match level {
        Level::Error => ERROR,
        Level::Warning => WARNING,
        Level::Note => NOTE,
    }
}

#[derive(Clone, Copy)]
struct Paint {
    colour: bool,
}

impl Paint {
    fn with(self, style: Style, text: &str) -> String {
        if self.colour {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::cases;

    #[test]
    fn groups_by_file_and_aligns() {
        let (diagnostics, files) = cases::exports();
        assert_eq!(
            render(&diagnostics, &files, 20, false),
            "\
exports/sales.csv
  -    warning  month-gap   no rows in 2025-02
  2:1  error    bad-date    日期: `2025-13-01` is not a date
                            → write it as 2025-04-30
  12   error    ragged-row  13 cells, where the header has 14

exports/服务.xlsx [投诉]
  5:3  warning  odd-value  `级别` is far outside its range

exports/sales.csv: sales, 1,234 rows (2 left out), 2024-03 to 2025-04, 2 errors, 1 warning
exports/服务.xlsx [投诉]: complaints, 1 row, 2025-04, 1 warning
exports/notes.xlsx: not read, no dataset recognised
2 tables, 1,235 rows: 2 errors, 2 warnings
"
        );
    }

    #[test]
    fn the_cap_holds_by_code_and_says_what_it_hides() {
        let diagnostics = cases::many(25);
        let text = render(&diagnostics, &[], 20, false);
        assert_eq!(text.matches("bad-date").count(), 21);
        assert!(
            text.ends_with("\n\n… 5 more bad-date errors not shown\n\n25 errors, 0 warnings\n"),
            "{text}"
        );
    }

    #[test]
    fn colours_wrap_the_same_text() {
        let (diagnostics, files) = cases::exports();
        let coloured = render(&diagnostics, &files, 20, true);
        assert!(
            coloured.contains("\u{1b}[1m\u{1b}[31merror  \u{1b}[0m"),
            "{coloured:?}"
        );
        assert_eq!(
            anstream::adapter::strip_str(&coloured).to_string(),
            render(&diagnostics, &files, 20, false)
        );
    }

    #[test]
    fn nothing_wrong_is_one_line() {
        assert_eq!(
            render(&Diagnostics::default(), &[], 20, false),
            "0 errors, 0 warnings\n"
        );
    }
}
