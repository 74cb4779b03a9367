//! The formulas held against the figures, over whole folders of exports.

use std::path::Path;

use super::*;
use crate::cli::Global;
use crate::commands::console::Console;
use crate::commands::reading;
use crate::commands::settings::Settings as Config;
use crate::metrics::books::Scope;
use crate::metrics::{Books, Settings};

/// The books of a folder of exports, and what its config sets for the formulas.
fn books(folder: &str) -> (Books, Settings) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let inputs = [folder];
    let config = Config::find(None, &inputs).unwrap().config;
    let console = Console::new(&Global {
        quiet: true,
        ..Global::default()
    });
    let read = reading::read(&inputs, &config, None, None, &console).unwrap();
    let settings = Settings {
        clv_margin: config.margin.clv,
        pass_mark: config.training.pass_mark,
    };
    (Books::new(read.facts, Scope::All), settings)
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Every metric with a value has a formula, which comes to that value.
fn agree(figures: &Figures<'_>) -> usize {
    let ledger = Ledger::new(figures, Lang::ZH);
    let mut compared = 0;
    for line in &ledger.metrics {
        for when in When::ALL {
            let Some(value) = line.values[when as usize] else {
                continue;
            };
            let id = line.metric.id;
            let formula = line.formulas[when as usize].as_ref();
            let formula = formula.unwrap_or_else(|| panic!("{id} has no formula {when:?}"));
            let found = ledger.value(formula).unwrap();
            assert!(
                (found - value).abs() <= 1e-9 * value.abs().max(1.0),
                "{id} {when:?}: {found} against {value}"
            );
            compared += 1;
        }
    }
    compared
}

#[test]
fn every_formula_comes_to_its_figure() {
    let (books, settings) = books("examples/chengnan");
    let of = |reported, settings| agree(&Figures::new(&books, month(reported), settings));
    assert_eq!(of("2025-04", settings), 3 * 94);
    assert!(of("2025-03", settings) > 94);
    let margin = Settings {
        clv_margin: Some(0.35),
        ..settings
    };
    assert_eq!(of("2025-04", margin), 3 * 94);
    let (books, settings) = self::books("tests/cases/three-halls");
    for reported in ["2025-04", "2025-03", "2024-04"] {
        assert!(agree(&Figures::new(&books, month(reported), settings)) > 60);
    }
}

#[test]
fn what_only_the_history_knows_has_no_formula() {
    let books = Books::new(crate::facts::Facts::default(), Scope::All);
    let past = [(("nps", month("2025-03")), 41.0)].into_iter().collect();
    let figures = Figures::new(&books, month("2025-04"), Settings::default()).with_past(past);
    let ledger = Ledger::new(&figures, Lang::ZH);
    let nps = ledger.line("nps").unwrap();
    assert_eq!(nps.values, [None, Some(41.0), None]);
    assert_eq!(nps.formulas, [None, None, None]);
    assert_eq!(nps.absent_because.as_deref(), Some("没有 surveys 数据"));
}

#[test]
fn groups_fold_over_what_has_a_value() {
    let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
    assert_eq!(Fold::Deviation.of(&values), Some(2.0));
    assert_eq!(Fold::Mean.of(&values), Some(5.0));
    assert_eq!(Fold::Max.of(&values), Some(9.0));
    assert_eq!(Fold::Sum.of(&values), Some(40.0));
    assert_eq!(Fold::Sum.of(&[]), None);
}

mod cells;
