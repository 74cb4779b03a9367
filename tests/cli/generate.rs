//! `yuebao generate` on exports with errors.

use std::fmt::Write;

use crate::driver::Yuebao;

/// Ten rows of April, two of them bad.
fn dirty() -> Yuebao {
    let mut sales = String::from("date,category,product,amount\n");
    for day in 21..=30 {
        let amount = match day {
            22 => "six",
            25 => "1.2.3",
            _ => "10.00",
        };
        writeln!(sales, "2025-04-{day},vas,彩铃,{amount}").unwrap();
    }
    Yuebao::in_temp().with_file("sales.csv", sales)
}

#[test]
fn errors_stop_the_report_and_say_how_to_go_on() {
    let run = dirty()
        .run(["generate", "sales.csv", "--month", "2025-04"])
        .exits(1)
        .stdout_is("")
        .stderr_has("3:4")
        .stderr_has("6:4")
        .stderr_has(
            "the data has 2 errors, more than allowed; nothing was written; `--max-errors 2` leaves the rows out",
        );
    assert_eq!(run.files(), ["sales.csv"]);
}

#[test]
fn fewer_errors_than_there_are_stop_it_too() {
    for allowed in ["1", "19%"] {
        dirty()
            .run(["generate", "sales.csv", "--max-errors", allowed])
            .exits(1);
    }
}

#[test]
fn allowed_errors_leave_rows_out_and_the_appendix_lists_them() {
    for allowed in ["2", "20%"] {
        let args = ["--month", "2025-04", "--max-errors", allowed, "--out", "-"];
        let run = |format: &str| {
            let args = args.into_iter().chain(["--format", format]);
            dirty()
                .run(["generate", "sales.csv"].into_iter().chain(args))
                .exits(0)
        };
        let report = run("json").json();
        assert_eq!(report["metrics"]["sales.total"]["value"], 80);
        assert_eq!(report["metrics"]["sales.total"]["rows"], 8);
        assert_eq!(report["inputs"][0]["rows_read"], 10);
        assert_eq!(report["inputs"][0]["rows_rejected"], 2);
        let places: Vec<&str> = report["tables"]["quality"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["place"].as_str().unwrap())
            .collect();
        assert_eq!(places, ["sales.csv:3:4", "sales.csv:6:4"]);
        let text = run("md");
        let (_, appendix) = text.stdout().split_once("\n## 附录").unwrap();
        for part in ["sales.csv:3:4", "sales.csv:6:4", "1.2.3"] {
            assert!(appendix.contains(part), "no {part} in\n{appendix}");
        }
    }
}
