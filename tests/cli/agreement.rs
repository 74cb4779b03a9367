//! Figures agree with those of another program, and do not depend on the order of rows or on how files part them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::driver::{Run, Yuebao};
use crate::golden;

fn case() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/three-halls")
}

fn generate(yuebao: &Yuebao, inputs: &Path, format: &str) -> Run {
    let args = ["generate", "--month", "2025-04", "--out", "-", "--format"];
    let inputs = inputs.to_str().unwrap();
    yuebao
        .run(args.into_iter().chain([format, inputs]))
        .exits(0)
}

#[test]
fn every_expected_figure_is_met_in_three_months() {
    let expected = fs::read_to_string(case().join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let case = case();
    let months = expected.as_object().unwrap();
    assert_eq!(months.len(), 3);
    let mut wrong = Vec::new();
    for (month, figures) in months {
        let args = [
            "generate", "--format", "json", "--out", "-", "--month", month,
        ];
        let report = Yuebao::in_temp()
            .run(args.into_iter().chain([case.to_str().unwrap()]))
            .exits(0)
            .json();
        let figures = figures.as_object().unwrap();
        assert!(figures.len() > 80, "{month}");
        for (id, figure) in figures {
            let value = &report["metrics"][id]["value"];
            let agrees = match (figure.as_f64(), value.as_f64()) {
                (Some(wanted), Some(value)) => (value - wanted).abs() <= 1e-9 * wanted.abs(),
                (None, None) => figure.is_null() && value.is_null(),
                _ => false,
            };
            if !agrees {
                wrong.push(format!("{month} {id}: {value}, not {figure}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rows of a folder's exports turned round and dealt into three files each.
fn dealt(from: &Path) -> Yuebao {
    let mut yuebao = Yuebao::in_temp();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "csv") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let (head, rows) = text.split_once('\n').unwrap();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let rows: Vec<&str> = rows.lines().rev().collect();
        for part in 0..3 {
            let rows = rows.iter().skip(part).step_by(3);
            let text: String = rows.flat_map(|row| ["\n", row]).collect();
            yuebao = yuebao.with_file(&format!("in/{stem}-{part}.csv"), format!("{head}{text}\n"));
        }
    }
    yuebao
}

/// The JSON report without what names files, which differs as it should.
fn without_files(run: &Run) -> String {
    let mut report = run.json();
    let object = report.as_object_mut().unwrap();
    object.remove("inputs").unwrap();
    let tables = object["tables"].as_object_mut().unwrap();
    tables.remove("sources").unwrap();
    tables.remove("quality");
    report.to_string()
}

#[test]
fn rows_in_another_order_and_other_files_give_the_same_report() {
    let whole = Yuebao::in_temp();
    let parted = dealt(&case());
    let folder = parted.path().join("in");

    let one = generate(&whole, &case(), "json");
    let other = generate(&parted, &folder, "json");
    assert_eq!(without_files(&one), without_files(&other));

    // The appendix names the files; before it nothing does.
    let body = |run: &Run| {
        let (body, _) = run.stdout().split_once("\n## 附录").unwrap();
        body.to_owned()
    };
    let one = generate(&whole, &case(), "md");
    let other = generate(&parted, &folder, "md");
    assert!(body(&one).len() > 10_000, "{one}");
    assert_eq!(body(&one), body(&other));
}

#[test]
fn files_of_several_blocks_give_the_same_report() {
    let whole = Yuebao::in_temp();
    whole
        .run([
            "sample", "in", "--rows", "14000", "--months", "2", "--halls", "2",
        ])
        .exits(0);
    let folder = whole.path().join("in");
    let sales = fs::metadata(folder.join("销售明细.csv")).unwrap().len();
    assert!(sales > 1 << 20, "a block is a MiB; {sales}");
    let parted = dealt(&folder);
    let one = generate(&whole, &folder, "json");
    let other = generate(&parted, &parted.path().join("in"), "json");
    assert_eq!(without_files(&one), without_files(&other));
}

#[test]
fn two_runs_give_the_same_bytes_in_every_format() {
    let case = case();
    let run = || {
        let yuebao = Yuebao::in_temp();
        let args = [
            "generate",
            "--month",
            "2025-04",
            "--format",
            "pdf,xlsx,md,json",
        ];
        yuebao
            .run(args.into_iter().chain([case.to_str().unwrap()]))
            .exits(0)
    };
    let (one, other) = (run(), run());
    let files = one.files();
    for kind in [".pdf", ".xlsx", ".md", ".json", ".svg"] {
        assert!(files.iter().any(|file| file.ends_with(kind)), "no {kind}");
    }
    assert_eq!(files, other.files());
    for file in &files {
        assert!(one.read(file) == other.read(file), "{file} differs");
    }
}

/// What the repository shows of the example is what the program makes of it.
#[test]
fn the_example_s_report_is_the_one_committed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = root.join("examples/chengnan/report");
    let out = Yuebao::in_temp();
    // Accepting makes the files that no test compares anew too.
    let formats = if golden::accepting() {
        "md,json,pdf,xlsx"
    } else {
        "md,json"
    };
    let made = if golden::accepting() {
        shown.as_path()
    } else {
        out.path()
    };
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_yuebao"))
        .current_dir(root)
        .args(["generate", "examples/chengnan", "--month", "2025-04"])
        .args(["--format", formats, "--out"])
        .arg(made)
        .output()
        .unwrap();
    assert!(command.status.success(), "{command:?}");
    for name in ["yuebao-2025-04.md", "yuebao-2025-04.json"] {
        let made = fs::read_to_string(made.join(name)).unwrap();
        golden::hold(&made, &shown.join(name));
    }
}

/// What each hall brought of a change, as added up from the rows by hand: H0000 −2,598.70, H0001 −1,154.67, H0002 +385.60.
#[test]
fn a_change_over_several_halls_is_told_by_hall() {
    let yuebao = Yuebao::in_temp();
    let report = generate(&yuebao, &case(), "json").json();
    let findings = report["findings"].as_array().unwrap();
    let basic = findings
        .iter()
        .find(|finding| finding["metric"] == "sales.basic")
        .unwrap();
    let halls = &basic["cause"]["halls"];
    let is = |value: &Value, expected: f64| (value.as_f64().unwrap() - expected).abs() < 1e-6;
    assert!(is(&halls["whole"], -3_367.77));
    assert_eq!(halls["parts"][0]["group"], "H0000");
    assert!(is(&halls["parts"][0]["effect"], -2_598.70));
    assert!(is(&halls["rest"], -1_154.67 + 385.60));
}
