//! The whole report, both languages, with each table missing in turn and for a month without rows: every sentence still
//! reads, and nothing of the machinery shows.

use std::fs;

use crate::driver::Yuebao;

/// What no report may print.
const NEVER: [&str; 19] = [
    "{{", "}}", "{%", "%}", "null", "NaN", "inf ", "。。", "，，", "；；", "、、", "，。", "；。",
    "。；", "：。", "（）", ", ,", ",.", "..",
];

/// A small hall's three months, in a folder of its own.
fn hall() -> Yuebao {
    let hall = Yuebao::in_temp();
    hall.run([
        "sample",
        "exports",
        "--rows",
        "900",
        "--months",
        "3",
        "--month",
        "2025-04",
        "--headers",
        "en",
    ])
    .exits(0);
    hall
}

fn check(hall: &Yuebao, month: &str, what: &str) {
    for lang in ["zh-CN", "en"] {
        let args = [
            "generate",
            "exports",
            "--format",
            "md",
            "--out",
            "-",
            "--max-errors",
            "100%",
        ];
        let run = hall.run(args.into_iter().chain(["--month", month, "--lang", lang]));
        let run = run.exits(0);
        let text = run.stdout();
        // Formulas and file names stand in the appendix as they are.
        let appendix = text
            .find("\n## 附录")
            .or_else(|| text.find("\n## Appendix"))
            .unwrap();
        let body = &text[..appendix];
        for never in NEVER {
            let found = body.lines().find(|line| line.contains(never));
            assert!(found.is_none(), "{what}, {lang}: `{never}` in {found:?}");
        }
        let sections = body.lines().filter(|line| line.starts_with("## 0")).count();
        assert_eq!(sections, 6, "{what}, {lang}");
    }
}

#[test]
fn every_table_may_be_missing() {
    let hall = hall();
    let folder = hall.path().join("exports");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 13);
    check(&hall, "2025-04", "nothing missing");
    for file in files {
        let aside = hall.path().join("aside");
        fs::rename(&file, &aside).unwrap();
        check(&hall, "2025-04", &format!("{} missing", file.display()));
        fs::rename(&aside, &file).unwrap();
    }
}

#[test]
fn a_month_without_rows_is_told_as_such() {
    check(&hall(), "2026-09", "an empty month");
}
