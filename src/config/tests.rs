//! Configs read: defaults, every key, and what a mistake is told.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::output::Format;

fn read(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, Path::new("halls/yuebao.toml"))
}

fn error(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

/// The template with every commented setting made one.
fn uncommented() -> String {
    let uncomment = |line: &str| match line.strip_prefix('#') {
        Some(setting) if !setting.starts_with(' ') && !setting.is_empty() => setting.to_owned(),
        _ => line.to_owned(),
    };
    TEMPLATE
        .lines()
        .map(uncomment)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn an_empty_file_is_the_default() {
    assert_eq!(read("").unwrap(), Config::default());
}

#[test]
fn the_template_states_the_defaults() {
    let stated = read(TEMPLATE).unwrap();
    let mut expected = Config::default();
    expected.report.lang = Some(crate::words::LangTag::Zh);
    expected.report.formats = Format::DEFAULT.to_vec();
    assert_eq!(stated, expected);
}

#[test]
fn every_setting_of_the_template_is_valid() {
    let config = read(&uncommented()).unwrap();
    assert_eq!(config.report.hall.as_deref(), Some("城南营业厅"));
    assert_eq!(config.datasets["sales"].header_row, Some(2));
    let words = &config.datasets["sales"].values["category"]["vas"];
    assert_eq!(words.iter().collect::<Vec<_>>(), ["权益", "会员"]);
    assert_eq!(config.margin.clv, Some(0.35));
}

#[test]
fn the_template_explains_every_key() {
    let template = uncommented();
    for table in [
        "",
        "report",
        "theme",
        "theme.margins",
        "datasets.sales",
        "thresholds",
        "score",
        "margin",
        "training",
        "limits",
        "limits.workbook",
        "diagnostics",
    ] {
        let head = if table.is_empty() {
            String::new()
        } else {
            format!("[{table}]\n")
        };
        let refused = toml::from_str::<Config>(&format!("{head}no_such_key = 1")).unwrap_err();
        let keys: Vec<&str> = refused.message().split('`').skip(3).step_by(2).collect();
        assert!(!keys.is_empty(), "{}", refused.message());
        for key in keys {
            let stands = template.lines().any(|line| {
                line.starts_with(&format!("{key} ="))
                    || line.starts_with(&format!("[{key}]"))
                    || line.starts_with(&format!("[{key}."))
                    || line.starts_with(&format!("[{table}.{key}"))
            });
            assert!(stands, "[{table}] {key}");
        }
    }
}

#[test]
fn an_unknown_key_is_told_with_its_place_and_the_near_one() {
    assert_eq!(
        error("[report]\nhall = \"城南\"\npresentor = \"李\"\n"),
        "halls/yuebao.toml:3:1: there is no key `presentor`; did you mean `presenter`?"
    );
    assert_eq!(
        error("[reprot]"),
        "halls/yuebao.toml:1:2: there is no key `reprot`; did you mean `report`?"
    );
    assert_eq!(
        error("[training]\nmaximum = 1"),
        "halls/yuebao.toml:2:1: there is no key `maximum`; there are pass_mark"
    );
}

#[test]
fn an_unknown_dataset_field_or_value_is_told_too() {
    assert_eq!(
        error("[datasets.salse]"),
        "halls/yuebao.toml:1:11: there is no dataset `salse`; did you mean `sales`?"
    );
    assert_eq!(
        error("[datasets.sales]\ncolumns = { amuont = \"金额\" }"),
        "halls/yuebao.toml:2:13: there is no field `amuont`; did you mean `amount`?"
    );
    assert_eq!(
        error("[datasets.sales.values.category]\nvass = [\"权益\"]"),
        "halls/yuebao.toml:2:1: there is no value `vass`; did you mean `vas`?"
    );
    assert_eq!(
        error("[datasets.sales.values.amount]\nvas = []"),
        "halls/yuebao.toml:1:24: `datasets.sales.values.amount` must be a field that holds one of a few values"
    );
}

#[test]
fn wrong_types_and_bounds_are_told() {
    assert_eq!(
        error("[thresholds]\nin_time = 95"),
        "halls/yuebao.toml:2:1: `thresholds.in_time` must be a share from 0 to 1"
    );
    assert_eq!(
        error("[thresholds]\n# 中文\nworse_ratio = \"a lot\""),
        "halls/yuebao.toml:3:15: invalid type: string \"a lot\", expected f64"
    );
    assert_eq!(
        error("[score]\nminutes=0\nrating=0\nrecords=0\nsales=0"),
        "halls/yuebao.toml:1:2: `score` must be at least one weight above 0"
    );
    assert_eq!(
        error("[thresholds]\npeak_ratio = nan"),
        "halls/yuebao.toml:2:1: `thresholds.peak_ratio` must be a number not below 0"
    );
    assert_eq!(
        error("[datasets.sales]\nheader_row = 0"),
        "halls/yuebao.toml:2:1: `datasets.sales.header_row` must be a row, counted from 1"
    );
}

#[test]
fn a_syntax_error_has_its_line() {
    let message = error("[report]\nhall = 城南\n");
    assert!(message.starts_with("halls/yuebao.toml:2:8: "), "{message}");
}

#[test]
fn dates_are_read_in_both_forms() {
    let day = Some(jiff::civil::date(2025, 5, 6));
    for text in ["2025-05-06", "\"2025-05-06\""] {
        let config = read(&format!("[report]\ndate = {text}")).unwrap();
        assert_eq!(config.report.date, day, "{text}");
    }
    for text in ["\"soon\"", "2025-05-06T08:00:00", "20250506"] {
        let message = error(&format!("[report]\ndate = {text}"));
        assert!(
            message.contains("expected a date such as 2025-05-06"),
            "{message}"
        );
    }
}

#[test]
fn paths_are_relative_to_the_config() {
    let config =
        read("inputs = [\".\", \"a.csv\", \"/b.csv\"]\n[report]\nout = \"../out\"").unwrap();
    assert_eq!(
        config.inputs,
        [
            PathBuf::from("halls"),
            PathBuf::from("halls/a.csv"),
            PathBuf::from("/b.csv")
        ]
    );
    assert_eq!(config.report.out, Some(PathBuf::from("halls/../out")));
}

#[test]
fn benchmarks_are_checked_against_the_catalog() {
    let text = "[benchmarks]\n\"cost.marketing.rate\" = 0.08";
    let path = Path::new("yuebao.toml");
    let config = Config::parse(text, path).unwrap();
    let known = ["sales.total", "cost.marketing.ratio"];
    assert_eq!(
        config
            .check_metrics(&known, text, path)
            .unwrap_err()
            .to_string(),
        "yuebao.toml:2:1: there is no metric `cost.marketing.rate`; did you mean `cost.marketing.ratio`?"
    );
    let all = ["cost.marketing.rate"];
    assert!(config.check_metrics(&all, text, path).is_ok());
}

proptest! {
    #[test]
    fn any_text_is_a_config_or_an_error_with_a_place(text in any::<String>()) {
        if let Err(e) = read(&text) {
            prop_assert!(e.line >= 1 && e.column >= 1 && !e.message.is_empty());
        }
    }

    #[test]
    fn any_change_to_the_template_is_told_within_it(at in any::<prop::sample::Index>(), junk in "\\PC{0,4}") {
        let mut text = uncommented();
        let places: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        text.insert_str(*at.get(&places), &junk);
        if let Err(e) = read(&text) {
            prop_assert!(e.line <= text.lines().count());
            prop_assert!(!e.message.contains('\n'), "{}", e.message);
        }
    }
}
