//! The sections on service, operations and the team: whole, without each dataset in turn, in an empty month.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::{APRIL, hall};
use crate::config::Config;
use crate::facts::Facts;
use crate::metrics::books::Scope;
use crate::metrics::{Books, Figures, Settings};
use crate::month::Month;
use crate::render::markdown::{ChartLinks, markdown};
use crate::report::sources::Sources;
use crate::report::{Cover, build};
use crate::words::Lang;

/// The sections on service, operations and the team as Markdown.
fn sections(facts: Facts, scope: Scope, lang: Lang) -> String {
    let books = Books::new(facts, scope);
    let figures = Figures::new(&books, Month::of(APRIL), Settings::default());
    let (config, own) = (Config::default(), BTreeMap::new());
    let cover = Cover::default();
    let report = build(&figures, &config, lang, cover, &Sources::default(), &own).unwrap();
    let mut document = report.document;
    document
        .sections
        .retain(|section| ["service", "operations", "team"].contains(&section.id));
    markdown(&document, ChartLinks::Tables)
}

#[test]
fn the_sentences_of_a_whole_month() {
    let text = sections(hall(APRIL), Scope::All, Lang::ZH);
    for sentence in [
        "网络巡检 3 次，与上月相同；发现异常 2 次（上月 2 次），异常率 66.7%，都在光缆线路。已修复 1 次，平均修复 4.0 小时（上月 4.0 小时）。\
         本月没有巡检记录：无线基站和网络安全。月末未修复 2 次，最早的是光缆乙，2025年3月20日发现。",
        "设备巡检 2 次，与上月相同；没有发现异常。本月没有巡检记录：机房环境和备品备件。月末没有未修复的异常。",
        "备品备件 2 项：低于安全库存 1 项（电源）；90 天内没有到期的。",
        "第一批（年限已满，应先更换）1 项，最早的是旧POS机，2024年10月15日到期；第二批（2025年10月31日前到期）1 项；此后 6 个月没有到期的。",
        "王芳的办理时长、评分、受理量和销售在全厅居首。1 人有个人销售目标，全部完成。",
        "本月开课 2 门，参训 1 人、2 人次，覆盖率 50.0%，环比基本持平。",
        "不合格 1 次，通过率最低的是5G套餐（0.0%）；训后成绩平均比训前高 15.0 分。未参训 1 人：陈静。",
        "新提协作问题 2 项，与上月相同；关闭 1 项，平均用时 2.0 天；月末未关闭 2 项，其中系统最多，2 项。\
         最早的是 2025年3月2日提出的“客户138****8000无法开户”。",
        "10:00–11:00 到厅最多，日均 1.5 笔，在岗 1.0 人，人均接待 1.5 笔。这也是人均负荷最高的时段，全天平均为 1.3 笔。等候最长的是 10:00–11:00，平均 1.7 分钟。",
        "服务优化举措 3 项：完成 1 项，进行中 1 项，未开始 1 项。逾期未完成 1 项：驻点（王芳）。已完成的 1 项还没有登记实际效果。",
    ] {
        assert!(text.contains(sentence), "no `{sentence}` in\n{text}");
    }
}

/// A month without one dataset, by its name.
fn without(dataset: &str) -> Facts {
    let mut facts = hall(APRIL);
    let none = Facts::default();
    match dataset {
        "services" => facts.services = none.services,
        "sales" => facts.sales = none.sales,
        "staff" => facts.staff = none.staff,
        "training" => facts.training = none.training,
        "inspections" => facts.inspections = none.inspections,
        "issues" => facts.issues = none.issues,
        "actions" => facts.actions = none.actions,
        "inventory" => facts.inventory = none.inventory,
        _ => panic!("{dataset} is not among them"),
    }
    facts
}

fn assert_clean(text: &str, of: &str) {
    for leftover in [
        "{{", "{%", "null", "NaN", "None", "inf%", "。。", "，，", "，。", "；。", "：。", "；；",
        "，；", "；，", "：，", "（）", "、、", "“”", "，、", ",,", " ,", " .\n", "..",
    ] {
        assert!(
            !text.contains(leftover),
            "`{leftover}` without {of}:\n{text}"
        );
    }
}

#[test]
fn every_section_reads_without_each_dataset_in_turn() {
    let notes = [
        ("services", "（services）"),
        ("sales", ""),
        ("staff", ""),
        ("training", "（training）"),
        ("inspections", "（inspections）"),
        ("issues", "（issues）"),
        ("actions", "（actions）"),
        ("inventory", "（inventory）"),
    ];
    for (dataset, note) in notes {
        let text = sections(without(dataset), Scope::All, Lang::ZH);
        assert_clean(&text, dataset);
        assert!(text.contains(note), "{dataset}");
        let text = sections(without(dataset), Scope::All, Lang::EN);
        assert_clean(&text, dataset);
    }
    let nothing = sections(Facts::default(), Scope::All, Lang::ZH);
    assert_clean(&nothing, "everything");
    assert!(nothing.contains("本月没有巡检与库存数据。"));
    assert!(nothing.contains("没有可计入个人的受理或销售数据"));
}

#[test]
fn an_empty_month_says_that_nothing_happened() {
    let text = sections(hall(date(2025, 5, 1)), Scope::All, Lang::ZH);
    assert_clean(&text, "rows in April");
    for sentence in [
        "本月没有核心网络、光缆线路、无线基站和网络安全的巡检记录。月末未修复 1 次，最早的是光缆乙，2025年3月20日发现。",
        "本月没有培训。",
        "本月没有新提的协作问题，比上月少 2 项；没有关闭的；月末未关闭 1 项",
    ] {
        assert!(text.contains(sentence), "no `{sentence}` in\n{text}");
    }
    assert!(!text.contains("异常率 0.0%"), "{text}");
    assert!(!text.contains("（0 次）"), "{text}");
}

#[test]
fn a_hall_nobody_belongs_to_reads_too() {
    let scope = Scope::Halls(vec!["城北".to_owned()]);
    assert_clean(&sections(hall(APRIL), scope, Lang::ZH), "its hall");
}
