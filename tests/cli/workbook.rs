//! The workbook recomputes itself: its formulas come to the cached values, the cached values are the JSON's, and a changed
//! entry changes what follows from it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use calamine::{Data, Range, Reader, Xlsx};
use serde_json::Value;
use yuebao::metrics::catalog;
use yuebao::value::Unit;

use crate::driver::Yuebao;

type Book = Xlsx<Cursor<Vec<u8>>>;

fn opened(bytes: &[u8]) -> Book {
    calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap()
}

/// The example's workbook and JSON of April 2025, made once.
fn april() -> &'static (Vec<u8>, Value) {
    static APRIL: OnceLock<(Vec<u8>, Value)> = OnceLock::new();
    APRIL.get_or_init(generated)
}

fn generated() -> (Vec<u8>, Value) {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/chengnan");
    let yuebao = Yuebao::in_temp();
    let args = [
        "generate",
        "--month",
        "2025-04",
        "--format",
        "xlsx,json",
        "--out",
        "out",
    ];
    yuebao
        .run(args.into_iter().chain([example.to_str().unwrap()]))
        .exits(0);
    let read = |name: &str| fs::read(yuebao.path().join("out").join(name)).unwrap();
    let json = serde_json::from_slice(&read("yuebao-2025-04.json")).unwrap();
    (read("yuebao-2025-04.xlsx"), json)
}

/// The rows of the sheet 指标 by metric id.
fn metrics(book: &mut Book) -> BTreeMap<String, Vec<Data>> {
    let sheet = book.worksheet_range("指标").unwrap();
    let rows = sheet.rows().filter_map(|row| match row.get(1) {
        Some(Data::String(id)) if id != "编号" => Some((id.clone(), row.to_vec())),
        _ => None,
    });
    rows.collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn the_sheet_of_metrics_says_what_the_json_says() {
    let (workbook, json) = april();
    let mut book = opened(workbook);
    let rows = metrics(&mut book);
    let names = book.defined_names().to_vec();
    let total = ("m_sales_total".to_owned(), "'指标'!$D$5".to_owned());
    assert!(names.contains(&total), "{names:?}");
    let figures = json["metrics"].as_object().unwrap();
    assert_eq!(rows.len(), figures.len());
    for (id, figure) in figures {
        let row = &rows[id];
        let name = format!("m_{}", id.replace('.', "_"));
        assert!(names.iter().any(|(given, _)| *given == name), "{name}");
        let ratio = catalog::by_id(id).unwrap().unit == Unit::Ratio;
        // Changes of ratios stand in the workbook as percentage points.
        let points = if ratio { 100.0 } else { 1.0 };
        for (key, col, scale) in [
            ("value", 3, 1.0),
            ("mom", 6, points),
            ("yoy", 7, points),
            ("target", 8, 1.0),
            ("attainment", 9, 1.0),
        ] {
            match (figure[key].as_f64(), &row[col]) {
                (Some(wanted), Data::Float(found)) => {
                    assert!(
                        close(*found, wanted * scale),
                        "{id} {key}: {found}, not {wanted}"
                    );
                }
                (None, Data::String(dash)) => assert_eq!(dash, "—", "{id} {key}"),
                (wanted, found) => panic!("{id} {key}: {found:?}, not {wanted:?}"),
            }
        }
    }
}

/// LibreOffice, where it is installed; a test without it says so and passes.
fn soffice() -> Option<&'static str> {
    let found = ["soffice", "libreoffice"].into_iter().find(|program| {
        let version = Command::new(program).arg("--version").output();
        version.is_ok_and(|output| output.status.success())
    });
    if found.is_none() {
        // Past the capture of a test's output, which a passing test would not show.
        let skipped = "skipped: LibreOffice is not installed, nothing was recalculated\n";
        std::io::stderr().write_all(skipped.as_bytes()).unwrap();
    }
    found
}

/// A workbook with its parts changed by `change`, which takes a part's name and text.
fn rewritten(workbook: &[u8], change: impl Fn(&str, &str) -> Option<String>) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..from.len() {
        let mut part = from.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if let Ok(text) = std::str::from_utf8(&bytes)
            && let Some(text) = change(&name, text)
        {
            bytes = text.into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        to.start_file(name, options).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// A sheet's XML without the cached values of its formulas, so that they have to be worked out.
fn without_cached(name: &str, xml: &str) -> Option<String> {
    if !name.starts_with("xl/worksheets/sheet") {
        return None;
    }
    let mut parts = xml.split("</f>");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare.push_str("</f>");
        match part
            .strip_prefix("<v>")
            .and_then(|rest| rest.split_once("</v>"))
        {
            Some((_, rest)) => bare.push_str(rest),
            None => bare.push_str(part),
        }
    }
    Some(bare)
}

/// The workbook as LibreOffice works it out.
fn recalculated(soffice: &str, workbook: &[u8]) -> Book {
    let folder = tempfile::tempdir().unwrap();
    let home = format!(
        "-env:UserInstallation=file://{}",
        folder.path().join("home").display()
    );
    let given = folder.path().join("given.xlsx");
    fs::write(&given, workbook).unwrap();
    let out: PathBuf = folder.path().join("out");
    let run = Command::new(soffice)
        .args([
            home.as_str(),
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
        ])
        .args([&out, &given])
        .output()
        .unwrap();
    let result = fs::read(out.join("given.xlsx"));
    let result = result.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stderr)));
    opened(&result)
}

/// Every cell of a sheet that holds a formula: its place and the formula.
fn formulas(book: &mut Book, sheet: &str) -> Vec<((u32, u32), String)> {
    let range: Range<String> = book.worksheet_formula(sheet).unwrap();
    let (top, left) = range.start().unwrap_or_default();
    let cells = range.used_cells();
    cells
        .filter(|(.., formula)| !formula.is_empty())
        .map(|(row, col, formula)| {
            let at = (
                top + u32::try_from(row).unwrap(),
                left + u32::try_from(col).unwrap(),
            );
            (at, formula.clone())
        })
        .collect()
}

#[test]
fn every_formula_comes_to_its_cached_value() {
    let Some(soffice) = soffice() else { return };
    let (workbook, _) = april();
    let mut ours = opened(workbook);
    let mut theirs = recalculated(soffice, &rewritten(workbook, without_cached));
    let mut compared = 0;
    let mut wrong = Vec::new();
    for sheet in ours.sheet_names() {
        let cached = ours.worksheet_range(&sheet).unwrap();
        let found = theirs.worksheet_range(&sheet).unwrap();
        for (at, formula) in formulas(&mut ours, &sheet) {
            let (cached, found) = (cached.get_value(at), found.get_value(at));
            let same = match (cached, found) {
                (Some(Data::Float(a)), Some(Data::Float(b))) => close(*a, *b),
                (Some(a), Some(b)) => a == b,
                _ => false,
            };
            if !same {
                wrong.push(format!(
                    "{sheet} {at:?} ={formula}: {found:?}, cached {cached:?}"
                ));
            }
            compared += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 94 * 3, "{compared} formulas");
}

#[test]
fn a_changed_entry_changes_what_follows_from_it() {
    let Some(soffice) = soffice() else { return };
    let (workbook, json) = april();
    let value = |id: &str| json["metrics"][id]["value"].as_f64().unwrap();
    let basic = value("sales.basic");
    // Ten thousand yuan more of basic services in 数据_销售.
    let changed = rewritten(workbook, |name, xml| {
        // Once the cached values are gone, the entry alone holds the number.
        let xml = without_cached(name, xml)?;
        let (entry, more) = (format!("<v>{basic}</v>"), basic + 10_000.0);
        Some(xml.replace(&entry, &format!("<v>{more}</v>")))
    });
    let rows = metrics(&mut recalculated(soffice, &changed));
    let found = |id: &str, col: usize| match rows[id][col] {
        Data::Float(number) => number,
        ref other => panic!("{id}: {other:?}"),
    };
    let total = value("sales.total") + 10_000.0;
    assert!(close(found("sales.basic", 3), basic + 10_000.0));
    assert!(close(found("sales.total", 3), total));
    assert!(close(
        found("sales.basic.share", 3),
        (basic + 10_000.0) / total
    ));
    assert!(close(
        found("sales.ticket", 3),
        total / value("sales.orders")
    ));
    let target = json["metrics"]["sales.total"]["target"].as_f64().unwrap();
    assert!(close(found("sales.total", 9), total / target));
}

#[test]
fn the_sheet_of_halls_says_what_each_halls_own_report_says() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/three-halls");
    let case = case.to_str().unwrap();
    let yuebao = Yuebao::in_temp();
    let run = |more: &[&str]| {
        let args = ["generate", case, "--month", "2025-04"];
        yuebao.run(args.iter().chain(more)).exits(0)
    };
    run(&["--format", "xlsx,json", "--out", "all", "--by-hall"]);
    let book = fs::read(yuebao.path().join("all/yuebao-2025-04.xlsx")).unwrap();
    let sheet = opened(&book).worksheet_range("分厅").unwrap();
    let rows: Vec<&[Data]> = sheet.rows().collect();
    let head = rows
        .iter()
        .position(|row| row[0] == Data::String("营业厅".into()))
        .unwrap();
    let column = |label: &str| {
        let is = |cell: &Data| *cell == Data::String(label.into());
        rows[head]
            .iter()
            .position(is)
            .unwrap_or_else(|| panic!("no column {label}"))
    };
    let halls = &rows[head + 1..head + 4];
    let mut total = 0.0;
    for row in halls {
        let Data::String(hall) = &row[0] else {
            panic!("{row:?}")
        };
        let own = run(&["--hall", hall, "--format", "json", "--out", "-"]).json();
        let by_hall = yuebao
            .path()
            .join(format!("all/yuebao-2025-04-{hall}.json"));
        let by_hall: Value = serde_json::from_slice(&fs::read(by_hall).unwrap()).unwrap();
        assert_eq!(own, by_hall, "{hall}");
        for (label, id) in [
            ("销售总额（元）", "sales.total"),
            ("NPS净推荐值（分）", "nps"),
            ("用户保有率", "subs.retention_rate"),
            ("平均处理时长（小时）", "complaints.avg_close_hours"),
        ] {
            let Data::Float(found) = row[column(label)] else {
                panic!("{hall} {label}")
            };
            assert!(
                close(found, own["metrics"][id]["value"].as_f64().unwrap()),
                "{hall} {id}"
            );
        }
        total += own["metrics"]["sales.total"]["value"].as_f64().unwrap();
    }
    let row = |label: &str| {
        let row = rows.iter().find(|row| row[0] == Data::String(label.into()));
        *row.unwrap_or_else(|| panic!("no row {label}: {rows:?}"))
    };
    let sales = column("销售总额（元）");
    assert_eq!(row("报表")[sales], row("各厅合计")[sales]);
    assert!(matches!(row("各厅合计")[sales], Data::Float(sum) if close(sum, total)));
    assert_eq!(row("各厅合计")[column("NPS净推荐值（分）")], Data::Empty);
}
