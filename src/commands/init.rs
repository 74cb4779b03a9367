//! `yuebao init [DIR]`: a `yuebao.toml` with every key explained and the tables of DIR mapped as far as they are recognised.
//!
//! What could not be placed stands there as a comment. An existing config is never overwritten.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::console::Console;
use super::{Outcome, print_paths};
use crate::cli::InitArgs;
use crate::config::{FILE_NAME, TEMPLATE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ingest::ReadOptions;
use crate::ingest::discover::{Source, discover};
use crate::ingest::options::fits;
use crate::words::Lang;

/// Where the mapping goes: before the next part of the template.
const AFTER_DATASETS: &str = "# From where on a figure is a finding of section 05.\n";

pub(super) fn run(args: &InitArgs, console: &Console) -> anyhow::Result<Outcome> {
    let folder = args.dir.clone().unwrap_or_default();
    let path = folder.join(FILE_NAME);
    if path.exists() {
        return Err(is_there(&path));
    }
    fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let searched = match &args.dir {
        None => PathBuf::from("."),
        Some(dir) => dir.clone(),
    };
    let mut diagnostics = Diagnostics::default();
    let sources = discover(
        std::slice::from_ref(&searched),
        &ReadOptions::default(),
        &mut diagnostics,
    )
    .with_context(|| format!("cannot look through {}", searched.display()))?;
    let text = config(&sources, &searched, &diagnostics);
    // To open it as new is one step for the system: a file that appears meanwhile is not lost either.
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    match file {
        Ok(mut file) => file
            .write_all(text.as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))?,
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Err(is_there(&path)),
        Err(e) => bail!("cannot write {}: {e}", path.display()),
    }
    if !sources.is_empty() {
        let datasets = by_dataset(&sources).len();
        let (tables, s) = (sources.len(), if datasets == 1 { "" } else { "s" });
        console.info(format!(
            "{datasets} dataset{s} recognised, in {tables} files or sheets"
        ));
    }
    print_paths(&[path])
}

fn is_there(path: &Path) -> anyhow::Error {
    anyhow::anyhow!("{} is there already and stays as it is", path.display())
}

/// The template with what was found mapped in it.
fn config(sources: &[Source], folder: &Path, diagnostics: &Diagnostics) -> String {
    let mut mapping = String::new();
    for (id, parts) in by_dataset(sources) {
        let others: Vec<&str> = sources
            .iter()
            .filter(|source| source.dataset().id != id)
            .map(Source::file)
            .collect();
        write_dataset(&mut mapping, id, &parts, &others, folder);
    }
    // A head without a field stands with its dataset; what is told of a row is for `validate`.
    let of_a_table = |told: &&Diagnostic| {
        told.place.row.is_none()
            && told.place.column.is_none()
            && Path::new(&told.place.file) != folder
            && told.code != "unknown-column"
    };
    for told in diagnostics.sorted().into_iter().filter(of_a_table) {
        let message = told.message(Lang::EN).replace(['\n', '\r'], " ");
        let name = relative(&told.place.file, folder);
        let _ = writeln!(mapping, "# Not placed: {name}: {message}");
    }
    if mapping.is_empty() {
        return TEMPLATE.to_owned();
    }
    let mapped =
        format!("# What was found here, as it was recognised:\n{mapping}\n{AFTER_DATASETS}");
    TEMPLATE.replacen(AFTER_DATASETS, &mapped, 1)
}

fn by_dataset(sources: &[Source]) -> BTreeMap<&'static str, Vec<&Source>> {
    let mut datasets: BTreeMap<&'static str, Vec<&Source>> = BTreeMap::new();
    for source in sources {
        datasets
            .entry(source.dataset().id)
            .or_default()
            .push(source);
    }
    datasets
}

fn write_dataset(out: &mut String, id: &str, parts: &[&Source], others: &[&str], folder: &Path) {
    let mut files: Vec<String> = Vec::new();
    let mut columns: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut unknown: Vec<&str> = Vec::new();
    for part in parts {
        let pattern = pattern(part.file(), others, folder);
        push_new(&mut files, pattern);
        for (field, head) in part.columns() {
            push_new(columns.entry(field).or_default(), head);
        }
        for head in part.unknown_heads() {
            push_new(&mut unknown, head);
        }
    }
    let files: Vec<String> = files.iter().map(|file| quoted(file)).collect();
    let _ = writeln!(out, "[datasets.{id}]\nfiles = [{}]", files.join(", "));
    let sheet = parts.first().and_then(|part| part.sheet());
    if let Some(sheet) = sheet
        && parts.iter().all(|part| part.sheet() == Some(sheet))
    {
        let _ = writeln!(out, "sheet = {}", quoted(sheet));
    }
    let row = parts.first().map_or(1, |part| part.header_row());
    if row > 1 && parts.iter().all(|part| part.header_row() == row) {
        // Found again where it moves; said so that it can be settled where it is found wrong.
        let _ = writeln!(out, "#header_row = {row}");
    }
    let _ = writeln!(out, "[datasets.{id}.columns]");
    for (field, heads) in columns {
        let heads: Vec<String> = heads.iter().map(|head| quoted(head)).collect();
        let value = match heads.as_slice() {
            [one] => one.clone(),
            several => format!("[{}]", several.join(", ")),
        };
        let _ = writeln!(out, "{field} = {value}");
    }
    if !unknown.is_empty() {
        let heads: Vec<String> = unknown.iter().map(|head| quoted(head)).collect();
        let _ = writeln!(out, "# No field for {}", heads.join(", "));
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The file's name below the folder; the month in it left open where no other dataset's file fits then.
fn pattern(file: &str, others: &[&str], folder: &Path) -> String {
    let name = relative(file, folder);
    let open = month_left_open(&name);
    if others.iter().any(|other| fits(&open, other)) {
        name
    } else {
        open
    }
}

/// `sales-2025-04.csv` as `sales-*.csv`: runs of six digits or more, dashes, underscores and dots between them not counted.
fn month_left_open(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, run) = rest.split_at(start);
        let len = run
            .find(|c: char| !(c.is_ascii_digit() || "-_.".contains(c)))
            .unwrap_or(run.len());
        let (run, after) = run.split_at(len);
        let digits = run.trim_end_matches(['-', '_', '.']);
        let tail = run.get(digits.len()..).unwrap_or_default();
        out.push_str(before);
        if digits.bytes().filter(u8::is_ascii_digit).count() >= 6 {
            out.push('*');
        } else {
            out.push_str(digits);
        }
        out.push_str(tail);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn relative(file: &str, folder: &Path) -> String {
    let path = Path::new(file);
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.display().to_string().replace('\\', "/")
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn found(folder: &Path, options: &ReadOptions) -> (Vec<Source>, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let sources = discover(&[folder.to_owned()], options, &mut diagnostics).unwrap();
        (sources, diagnostics)
    }

    #[test]
    fn maps_what_it_recognises_and_reads_it_back_alike() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write(
            "销售明细-2025-04.csv",
            "日期,业务大类,产品,实收金额,经办\n2025-04-01,终端,手机,1999.00,甲\n",
        );
        write(
            "export.csv",
            "工单号,投诉类型,受理时间\nT1,网络,2025-04-02 08:00\n",
        );
        write("weather.csv", "city,rain\nX,1\n");
        let (sources, diagnostics) = found(folder.path(), &ReadOptions::default());
        let text = config(&sources, folder.path(), &diagnostics);
        let start = text.find("# What was found").unwrap();
        let end = text.find(AFTER_DATASETS).unwrap();
        let mapping = &text[start..end];
        let (mapping, not_placed) = mapping.split_once("# Not placed: ").unwrap();
        assert_eq!(
            mapping,
            "\
# What was found here, as it was recognised:
[datasets.complaints]
files = [\"export.csv\"]
[datasets.complaints.columns]
category = \"投诉类型\"
created_at = \"受理时间\"
ticket_id = \"工单号\"
[datasets.sales]
files = [\"销售明细-*.csv\"]
[datasets.sales.columns]
amount = \"实收金额\"
category = \"业务大类\"
date = \"日期\"
product = \"产品\"
# No field for \"经办\"
"
        );
        assert!(not_placed.starts_with("weather.csv: "), "{not_placed}");

        let read = Config::parse(&text, &folder.path().join(FILE_NAME)).unwrap();
        let (again, _) = found(folder.path(), &read.read_options());
        let told = |sources: &[Source]| -> Vec<(String, &str)> {
            let pair = |s: &Source| (s.file().to_owned(), s.dataset().id);
            sources.iter().map(pair).collect()
        };
        assert_eq!(told(&again), told(&sources));
    }

    #[test]
    fn an_empty_folder_gives_the_template() {
        let folder = tempfile::tempdir().unwrap();
        let (sources, diagnostics) = found(folder.path(), &ReadOptions::default());
        assert_eq!(config(&sources, folder.path(), &diagnostics), TEMPLATE);
    }

    #[test]
    fn months_in_names_are_left_open() {
        for (name, open) in [
            ("sales-2025-04.csv", "sales-*.csv"),
            ("销售202504.xlsx", "销售*.xlsx"),
            ("2025.04.30_a.csv", "*_a.csv"),
            ("hall-12.csv", "hall-12.csv"),
            ("2025/sales.csv", "2025/sales.csv"),
        ] {
            assert_eq!(month_left_open(name), open, "{name}");
        }
    }
}
