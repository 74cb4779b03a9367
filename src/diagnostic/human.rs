//! Diagnostics for people: grouped by file, columns aligned, a summary at the foot.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};

use super::summary::{FileSummary, Shown, counted, noun, span, thousands};
use super::{Diagnostic, Diagnostics, Level, Place};
use crate::say;
use crate::words::Lang;

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
    lang: Lang,
) -> String {
    let paint = Paint { colour };
    let shown = Shown::new(diagnostics, cap);
    let mut out = String::new();
    for group in shown
        .diagnostics
        .chunk_by(|a, b| heading(&a.place, lang) == heading(&b.place, lang))
    {
        let Some(first) = group.first() else { continue };
        let _ = writeln!(out, "{}", paint.with(HEAD, &heading(&first.place, lang)));
        write_group(&mut out, group, paint, lang);
        out.push('\n');
    }
    for (level, code, n) in &shown.more {
        let number = (*n as f64, thousands(*n));
        let level = of_level(*level, number.0, lang);
        let more = say!(
            lang,
            "diagnostics.foot.more",
            n = number,
            code = *code,
            level = level
        );
        let _ = writeln!(out, "{}", paint.with(DIM, &more));
    }
    if !shown.more.is_empty() {
        out.push('\n');
    }
    for file in files {
        let _ = writeln!(out, "{}", file_line(file, diagnostics, lang));
    }
    let _ = writeln!(out, "{}", total_line(diagnostics, files, paint, lang));
    out
}

fn write_group(out: &mut String, group: &[&Diagnostic], paint: Paint, lang: Lang) {
    let widest = |text: &dyn Fn(&Diagnostic) -> usize| group.iter().map(|d| text(d)).max();
    let place_width = widest(&|d| position(&d.place).len()).unwrap_or(0);
    let level_width = widest(&|d| width(&of_level(d.level, 1.0, lang))).unwrap_or(0);
    let code_width = widest(&|d| d.code.len()).unwrap_or(0);
    let indent = place_width + level_width + code_width + 8;
    for d in group {
        let place = format!("{:<place_width$}", position(&d.place));
        let mut level = of_level(d.level, 1.0, lang);
        level.push_str(&" ".repeat(level_width - width(&level)));
        let code = format!("{:<code_width$}", d.code);
        let _ = writeln!(
            out,
            "  {}  {}  {}  {}",
            paint.with(DIM, &place),
            paint.with(style(d.level), &level),
            paint.with(DIM, &code),
            told(d, lang)
        );
        if let Some(hint) = d.hint(lang) {
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
pub(super) fn told(d: &Diagnostic, lang: Lang) -> String {
    let message = d.message(lang);
    match &d.place.field {
        Some(head) if !head.is_empty() && !message.contains(head.as_str()) => {
            say!(lang, "diagnostics.at.head", head = head, message = message)
        }
        _ => message,
    }
}

fn heading(place: &Place, lang: Lang) -> String {
    match (&place.sheet, place.file.as_str()) {
        (Some(sheet), file) => format!("{file} [{sheet}]"),
        (None, "") => say!(lang, "diagnostics.at.all_files").to_owned(),
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

fn file_line(file: &FileSummary, diagnostics: &Diagnostics, lang: Lang) -> String {
    let title = file.title();
    let Some(dataset) = &file.dataset else {
        return say!(lang, "diagnostics.foot.unread", file = title);
    };
    let mut rows = counted(file.rows, "row", lang);
    if file.rejected > 0 {
        let rejected = thousands(file.rejected);
        rows.push_str(&say!(lang, "diagnostics.foot.rejected", n = rejected));
    }
    let mut parts = vec![dataset.clone(), rows];
    parts.extend(file.months.map(|months| span(months, lang)));
    for level in [Level::Error, Level::Warning] {
        let n = diagnostics.count_in(&file.path, file.sheet.as_deref(), level);
        if n > 0 {
            parts.push(counted(n, noun(level), lang));
        }
    }
    let found = parts.join(say!(lang, "diagnostics.foot.comma"));
    say!(lang, "diagnostics.foot.file", file = title, found = found)
}

fn total_line(
    diagnostics: &Diagnostics,
    files: &[FileSummary],
    paint: Paint,
    lang: Lang,
) -> String {
    let comma = say!(lang, "diagnostics.foot.comma");
    let found = [Level::Error, Level::Warning].map(|level| {
        let n = diagnostics.count(level);
        let text = counted(n, noun(level), lang);
        if n == 0 {
            text
        } else {
            paint.with(style(level), &text)
        }
    });
    let found = found.join(comma);
    if files.is_empty() {
        return found;
    }
    let tables = u64::try_from(files.iter().filter(|f| f.dataset.is_some()).count()).unwrap_or(0);
    let rows = files.iter().map(|file| file.rows).sum();
    let read = [counted(tables, "table", lang), counted(rows, "row", lang)].join(comma);
    say!(lang, "diagnostics.foot.file", file = read, found = found)
}

/// The word of a level; plural in English but for 1.
fn of_level(level: Level, n: f64, lang: Lang) -> String {
    let key = format!("diagnostics.level.{}", noun(level));
    say!(lang, &key, n = (n, ""))
}

/// How many columns of a terminal a text takes: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
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
            render(&diagnostics, &files, 20, false, Lang::EN),
            "\
exports/sales.csv
  -    warning  month-gap  sales has no rows in 2025-02, but before and after
                           → add the export of that month, or its figures and changes are those of a month without rows
  2:1  error    bad-date   `13/01/2025` in `日期`: expected a day such as 2025-04-01
                           → if days come first, say so in the config: [datasets.sales] date_format = \"DD/MM/YYYY\"
  12   error    long-row   the row has 15 cells and the header 14: a cell may hold the delimiter without quotes around it

exports/服务.xlsx [投诉]
  5:3  warning  duplicate-id  工单编号: the same as in row 2; both rows count
                              → leave one of them out of the export, or its figures count twice

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
        let text = render(&diagnostics, &[], 20, false, Lang::EN);
        assert_eq!(text.matches("bad-date").count(), 21);
        assert!(
            text.ends_with("\n\n… 5 more bad-date errors not shown\n\n25 errors, 0 warnings\n"),
            "{text}"
        );
    }

    #[test]
    fn colours_wrap_the_same_text() {
        let (diagnostics, files) = cases::exports();
        let coloured = render(&diagnostics, &files, 20, true, Lang::EN);
        assert!(
            coloured.contains("\u{1b}[1m\u{1b}[31merror  \u{1b}[0m"),
            "{coloured:?}"
        );
        assert_eq!(
            anstream::adapter::strip_str(&coloured).to_string(),
            render(&diagnostics, &files, 20, false, Lang::EN)
        );
    }

    #[test]
    fn nothing_wrong_is_one_line() {
        assert_eq!(
            render(&Diagnostics::default(), &[], 20, false, Lang::EN),
            "0 errors, 0 warnings\n"
        );
    }
}
