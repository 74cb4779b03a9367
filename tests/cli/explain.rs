//! `yuebao explain` and `yuebao metrics`.

use std::fmt::Write;

use crate::driver::Yuebao;

/// Two halls in two months: 3,000 yuan of sales become 4,200; a mean of 22 minutes at the counter becomes 26.
fn exports() -> Yuebao {
    let sales = "日期,营业厅,大类,产品,金额\n\
        2025-03-01,城南厅,终端,手机,1000.00\n\
        2025-03-02,城北厅,增值,彩铃,2000.00\n\
        2025-04-01,城南厅,终端,手机,2500.00\n\
        2025-04-30,城北厅,增值,彩铃,1700.00\n";
    let targets = "月份,指标,目标\n2025-04,销售总额,4000\n";
    let mut visits = String::from("开始时间,结束时间,营业厅,业务名称\n");
    // Ten minutes over 60 visits and forty over 40; twelve over 50 and forty over 50.
    for (month, hall, minutes, n) in [
        ("03", "城南厅", 10, 60),
        ("03", "城北厅", 40, 40),
        ("04", "城南厅", 12, 50),
        ("04", "城北厅", 40, 50),
    ] {
        for day in 0..n {
            let day = day % 30 + 1;
            writeln!(
                visits,
                "2025-{month}-{day:02} 09:00,2025-{month}-{day:02} 09:{minutes},{hall},开户"
            )
            .unwrap();
        }
    }
    Yuebao::in_temp()
        .with_file("销售.csv", sales)
        .with_file("目标.csv", targets)
        .with_file("叫号记录.csv", visits)
}

#[test]
fn a_total_is_told_with_its_parts_and_their_contributions() {
    exports()
        .run([
            "explain",
            "sales.total",
            "--month",
            "2025-04",
            "--lang",
            "en",
        ])
        .exits(0)
        .stderr_is("")
        .stdout_has(
            "\nBy day (yuan)\n   1  2,500.00  ██████████████████████████████\n   2      0.00\n",
        )
        .stdout_has("\n  30  1,700.00  ████████████████████\n")
        .stdout_has(
            "\
Total sales · sales.total
April 2025 · all halls

  formula  Σ amount
  from     sales
  better   higher
  unit     yuan
  counted  2 rows

  this month  2025-04            4,200.00 yuan
  last month  2025-03            3,000.00 yuan                +40.0%
  last year   2024-04  — (no sales in 2024-04)                     —
  target      2025-04            4,000.00 yuan  attained 105.0%, met

Files
  ./销售.csv  sales  4 rows  2025-03 to 2025-04

By hall (yuan)
           2025-04   share   2025-03     change  growth (pp)
  城南厅  2,500.00   59.5%  1,000.00  +1,500.00        +50.0
  城北厅  1,700.00   40.5%  2,000.00    −300.00        −10.0
  all     4,200.00  100.0%  3,000.00  +1,200.00        +40.0
  +1,200.00 yuan on last month, most of it from 城南厅 +1,500.00 yuan

By category (yuan)
           2025-04   share   2025-03     change  growth (pp)
  device  2,500.00   59.5%  1,000.00  +1,500.00        +50.0
  vas     1,700.00   40.5%  2,000.00    −300.00        −10.0
  all     4,200.00  100.0%  3,000.00  +1,200.00        +40.0
  +1,200.00 yuan on last month, most of it from device +1,500.00 yuan
",
        );
}

#[test]
fn a_mean_is_told_with_rate_and_mix_effects() {
    exports()
        .run(["explain", "平均办理时长", "--month", "2025-04"])
        .exits(0)
        .stdout_is(
            "\
平均办理时长 · service.avg_minutes
2025年4月 · 全部营业厅

  公式  结束时间 − 开始时间的平均值，两者已填
  来源  services
  方向  越低越好
  单位  分钟
  分子  2,600
  分母  100
  计入  100 行

  本月      2025-04                         26.0 分钟
  上月      2025-03                         22.0 分钟  +18.2%
  上年同月  2024-04  —（services 数据不含 2024年4月）       —

文件
  ./叫号记录.csv  services  200 行  2025-03 至 2025-04

按营业厅（影响：分钟）
          2025-04  2025-03    权重  上月权重  自身变化  结构变化  合计影响
  城南厅     12.0     10.0   50.0%     60.0%     +1.10     +1.30     +2.40
  城北厅     40.0     40.0   50.0%     40.0%      0.00     +1.60     +1.60
  合计       26.0     22.0  100.0%    100.0%     +1.10     +2.90     +4.00
",
        );
}

#[test]
fn what_has_no_data_says_what_is_missing() {
    exports()
        .run(["explain", "nps", "--month", "2025-04"])
        .exits(0)
        .stdout_has("  没有数值  没有 surveys 数据\n")
        .stdout_has("\n文件\n  没有 surveys\n");
}

#[test]
fn some_halls_are_explained_by_themselves() {
    exports()
        .run([
            "explain",
            "sales.total",
            "--month",
            "2025-04",
            "--hall",
            "城北厅",
        ])
        .exits(0)
        .stdout_has("2025年4月 · 城北厅\n")
        .stdout_has("  本月      2025-04                    1,700.00 元\n");
    exports()
        .run(["explain", "sales.total", "--hall", "城北庁"])
        .exits(2)
        .stdout_is("")
        .stderr_has("error: no table names the hall 城北庁; did you mean 城北厅?\n");
}

#[test]
fn a_mistyped_metric_gets_the_near_one() {
    for (given, near) in [
        ("slaes.total", "sales.total"),
        ("销售总颜", "销售总额"),
        ("subs.retention", "subs.retention_rate"),
    ] {
        Yuebao::in_temp()
            .run(["explain", given])
            .exits(2)
            .stdout_is("")
            .stderr_is(&format!(
                "error: there is no metric `{given}`; did you mean `{near}`?\n"
            ));
    }
    Yuebao::in_temp()
        .run(["explain", "zzzzzz"])
        .exits(2)
        .stderr_is("error: there is no metric `zzzzzz`; `yuebao metrics` lists them\n");
}

#[test]
fn rows_left_out_are_said() {
    let text = "date,category,product,amount\n2025-04-01,vas,彩铃,6.00\n2025-04-30,vas,彩铃,six\n";
    Yuebao::in_temp()
        .with_file("sales.csv", text)
        .run(["explain", "sales.total", "sales.csv", "--month", "2025-04"])
        .exits(0)
        .stdout_has("  计入  1 行\n")
        .stdout_has("  sales.csv  sales  2 行  2025-04  剔除 1 行\n")
        .stderr_is(
            "warning: 1 error in the data: the rows are left out; `yuebao validate` tells where\n",
        );
}

#[test]
fn the_catalog_is_listed() {
    let json = Yuebao::in_temp()
        .run(["metrics", "--format", "json"])
        .exits(0)
        .stderr_is("")
        .json();
    let ids: Vec<&str> = json
        .as_array()
        .unwrap()
        .iter()
        .map(|metric| metric["id"].as_str().unwrap())
        .collect();
    let text = Yuebao::in_temp().run(["metrics"]).exits(0).stderr_is("");
    for id in &ids {
        let line = format!("{id} ");
        assert!(text.stdout().lines().any(|l| l.starts_with(&line)), "{id}");
    }
    // Every id can be explained.
    let yuebao = exports();
    for id in ids {
        yuebao.run(["explain", id, "--month", "2025-04"]).exits(0);
    }
}
