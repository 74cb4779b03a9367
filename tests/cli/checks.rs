//! Checks across rows and tables, as `validate` and `generate` tell them.

use std::fmt::Write;

use crate::driver::Yuebao;

/// Three halls' exports with one slip of each kind.
fn slips() -> Yuebao {
    let mut sales = String::from("日期,营业厅,工号,大类,产品,金额\n");
    for month in [1, 2, 3] {
        for day in 1..=if month == 3 { 20 } else { 28 } {
            let hall = if month == 2 {
                "城南厅"
            } else {
                ["城南厅", "城北厅"][day % 2]
            };
            let amount = 90 + day;
            writeln!(
                sales,
                "2025-0{month}-{day:02},{hall},S01,增值,彩铃,{amount}.00"
            )
            .unwrap();
        }
    }
    // A fen for a yuan.
    sales += "2025-03-20,城南厅,S1O,增值,彩铃,9900.00\n";
    let complaints = "工单号,营业厅,投诉类型,受理时间\n\
        T1,城南厅,资费,2025-01-02 09:00\n\
        T2,城北厅,资费,2025-01-03 09:00\n\
        T1,城南厅,网络,2025-01-04 09:00\n\
        T3,诚北厅,网络,2025-03-04 09:00\n";
    let more_complaints = "工单号,营业厅,投诉类型,受理时间\nT2,城南厅,资费,2025-03-02 09:00\n";
    let stock = "月份,营业厅,编码,名称,物料类别,期初,入库,出库,期末\n\
        2025-02,城南厅,C1,SIM卡,sim,10,5,3,12\n\
        2025-03,城南厅,C1,SIM卡,sim,11,0,1,10\n\
        2025-03,城北厅,C1,SIM卡,sim,1,0,0,1\n\
        2025-03,城北厅,C1,SIM卡,sim,1,0,1,0\n";
    let staff = "工号,姓名,营业厅\nS01,甲,城南厅\nS10,乙,城北厅\n";
    Yuebao::in_temp()
        .with_file("销售.csv", &sales)
        .with_file("销售（副本）.csv", &sales)
        .with_file("投诉1.csv", complaints)
        .with_file("投诉2.csv", more_complaints)
        .with_file("库存.csv", stock)
        .with_file("花名册.csv", staff)
}

#[test]
fn every_slip_is_told_where_it_is() {
    slips()
        .run(["validate", "."])
        .exits(0)
        .stderr_is("")
        .stdout_is(
            "\
all files
  -  warning  month-gap  complaints has no rows in 2025-02, but before and after
                         → add the export of that month, or its figures and changes are those of a month without rows

./库存.csv
  3:6  warning  stock-not-carried-over  期初: 11 pieces of `C1` at the month's start, but 12 at the end of 2025-02
                                        → count them, and mend the row that is wrong; both count as they stand
  5:3  warning  duplicate-id            编码: the same item, hall and month as in row 4; both rows count
                                        → leave one of them out of the export, or its figures count twice

./投诉1.csv
  -:2  warning  unknown-hall  营业厅: no other table names the hall `诚北厅`
                              → if it is 城北厅, write it so
  4:1  warning  duplicate-id  工单号: the same as in row 2; both rows count
                              → leave one of them out of the export, or its figures count twice

./投诉2.csv
  2:1  warning  duplicate-id  工单号: the same as in row 3 of ./投诉1.csv; both rows count
                              → leave one of them out of the export, or its figures count twice

./销售.csv
  -     warning  month-ends-early  sales ends on 2025-03-20, before 2025-03 does
                                   → export the whole month, or the month's figures are those of a part of it
  -     warning  month-gap         sales has no rows of 城北厅 in 2025-02, but before and after
                                   → add the hall's export of that month
  -:3   warning  unknown-staff     工号: 1 row names `S1O`, whom the roster does not have
                                   → if it is `S10`, write it so; else add it to the roster
  78:6  warning  far-amount        金额: 9,900.00 is far from the usual of vas, 24.87 to 424.96; it counts
                                   → look for a slip: a fen for a yuan, two numbers run together

./销售（副本）.csv
  -  warning  same-file  the same bytes as ./销售.csv: it is taken for a copy and left out
                         → delete one of them

./库存.csv: inventory, 4 rows, 2025-02 to 2025-03, 2 warnings
./投诉1.csv: complaints, 4 rows, 2025-01 to 2025-03, 2 warnings
./投诉2.csv: complaints, 1 row, 2025-03, 1 warning
./花名册.csv: staff, 2 rows
./销售.csv: sales, 77 rows, 2025-01 to 2025-03, 4 warnings
./销售（副本）.csv: sales, 77 rows (77 left out), 1 warning
6 tables, 165 rows: 0 errors, 11 warnings
",
        );
}

#[test]
fn warnings_fail_where_asked_and_never_stop_a_report() {
    slips().run(["validate", "--warnings-as-errors"]).exits(1);
    let run = slips()
        .run(["generate", ".", "--format", "json", "--out", "-"])
        .exits(0);
    let report = run.json();
    // Of the copy nothing counts; of the tickets that bear one number both do.
    assert_eq!(report["metrics"]["sales.total"]["value"], 11_910);
    assert_eq!(report["metrics"]["complaints.count"]["value"], 2);
    let told: Vec<&str> = report["tables"]["quality_counts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["code"].as_str().unwrap())
        .collect();
    for code in ["duplicate-id", "same-file", "far-amount", "unknown-staff"] {
        assert!(told.contains(&code), "{code} not in {told:?}");
    }
}

#[test]
fn ids_are_never_printed() {
    let numbers =
        "用户编号,业务,入网日期\n13800138000,移动,2025-01-01\n13800138000,移动,2025-01-02\n";
    for format in ["human", "json", "sarif", "github"] {
        let run = Yuebao::in_temp()
            .with_file("用户清单.csv", numbers)
            .run(["validate", "--format", format])
            .exits(0)
            .stdout_has("duplicate-id");
        assert!(!run.stdout().contains("13800138000"), "{run}");
    }
}
