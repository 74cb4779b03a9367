//! `yuebao validate`.

use crate::driver::Yuebao;

const CLEAN: &str =
    "date,category,product,amount\n2025-03-31,vas,彩铃,6.00\n2025-04-30,device,手机,1999.00\n";
const DIRTY: &str =
    "date,category,product,amount\n2025-04-30,vas,彩铃,6.00\n2025-04-02,vas,彩铃,six\n";

#[test]
fn clean_data_exits_0_and_says_what_was_read() {
    Yuebao::in_temp()
        .with_file("sales.csv", CLEAN)
        .run(["validate", "sales.csv"])
        .exits(0)
        .stdout_is(
            "sales.csv: sales, 2 rows, 2025-03 to 2025-04\n1 table, 2 rows: 0 errors, 0 warnings\n",
        )
        .stderr_is("");
}

#[test]
fn an_error_exits_1_with_its_place() {
    let run = Yuebao::in_temp()
        .with_file("sales.csv", DIRTY)
        .run(["validate", "sales.csv"])
        .exits(1)
        .stderr_is("");
    let lines: Vec<&str> = run.stdout().lines().collect();
    assert_eq!(lines[0], "sales.csv");
    assert!(lines[1].starts_with("  3:4  error  "), "{run}");
    assert!(lines[1].contains("six"), "{run}");
    assert_eq!(
        lines[lines.len() - 2],
        "sales.csv: sales, 2 rows (1 left out), 2025-04, 1 error"
    );
    assert_eq!(
        lines[lines.len() - 1],
        "1 table, 2 rows: 1 error, 0 warnings"
    );
}

#[test]
fn every_format_tells_the_same_error() {
    let yuebao = Yuebao::in_temp().with_file("sales.csv", DIRTY);
    let json = yuebao.run(["validate", "--format", "json"]).exits(1).json();
    assert_eq!(json["errors"], 1);
    assert_eq!(json["diagnostics"][0]["place"]["row"], 3);
    assert_eq!(json["files"][0]["rejected"], 1);
    let code = json["diagnostics"][0]["code"].as_str().unwrap();
    let sarif = yuebao
        .run(["validate", "--format", "sarif"])
        .exits(1)
        .json();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], code);
    yuebao
        .run(["validate", "--format", "github", "sales.csv"])
        .exits(1)
        .stdout_has(&format!(
            "::error file=sales.csv,line=3,col=4,title={code}::"
        ));
}

#[test]
fn a_dataset_is_checked_alone() {
    let yuebao = Yuebao::in_temp()
        .with_file("sales.csv", DIRTY)
        .with_file("costs.csv", "month,category,amount\n2025-04,labour,1.00\n");
    yuebao
        .run(["validate", "--dataset", "costs"])
        .exits(0)
        .stdout_has("1 table, 1 row: 0 errors, 0 warnings\n");
    yuebao
        .run(["validate", "--dataset", "cost"])
        .exits(2)
        .stdout_is("")
        .stderr_is("error: there is no dataset `cost`; did you mean `costs`?\n");
}

#[test]
fn a_missing_input_is_no_data() {
    Yuebao::in_temp()
        .run(["validate", "none.csv"])
        .exits(2)
        .stdout_is("")
        .stderr_has("error: cannot read none.csv: ");
}

#[test]
fn a_bad_config_is_told_before_anything_is_read() {
    Yuebao::in_temp()
        .with_file("sales.csv", DIRTY)
        .with_file("yuebao.toml", "[report]\nhal = \"城南\"\n")
        .run(["validate"])
        .exits(2)
        .stdout_is("")
        .stderr_is("error: yuebao.toml:2:1: there is no key `hal`; did you mean `hall`?\n");
}

#[test]
fn each_file_tells_its_own_months() {
    let head = "date,category,product,amount\n";
    let yuebao = Yuebao::in_temp()
        .with_file(
            "sales-1.csv",
            format!("{head}2025-01-31,vas,彩铃,6.00\n2025-03-31,vas,彩铃,6.00\n"),
        )
        .with_file("sales-2.csv", format!("{head}2025-02-28,vas,彩铃,6.00\n"))
        .with_file(
            "targets.csv",
            "month,metric,target\n2025-03,sales.total,9\n",
        );
    yuebao
        .run(["validate", "sales-1.csv", "sales-2.csv", "targets.csv"])
        .exits(0)
        .stdout_is(
            "sales-1.csv: sales, 2 rows, 2025-01 to 2025-03\n\
             sales-2.csv: sales, 1 row, 2025-02\n\
             targets.csv: targets, 1 row\n\
             3 tables, 4 rows: 0 errors, 0 warnings\n",
        );
    let report = yuebao.run(["validate", "--format", "json"]).exits(0).json();
    assert_eq!(
        report["files"][0]["months"],
        serde_json::json!(["2025-01", "2025-03"])
    );
}

#[test]
fn a_code_is_shown_as_often_as_the_config_says_and_counted_in_full() {
    let rows: String = (0..7).map(|_| "2025-04-30,vas,彩铃,six\n").collect();
    let run = Yuebao::in_temp()
        .with_file("sales.csv", format!("date,category,product,amount\n{rows}"))
        .with_file("yuebao.toml", "[diagnostics]\nshown = 3\n")
        .run(["validate", "."])
        .exits(1)
        .stdout_has("\n… 4 more bad-amount errors not shown\n")
        .stdout_has("\n1 table, 7 rows: 7 errors, 0 warnings\n");
    assert_eq!(run.stdout().matches("  error  bad-amount  ").count(), 3);
}
