//! targets · 目标: one row a month, hall and metric.

use super::{Dataset, Field, Kind};
use crate::ingest::Cells;
use crate::money::Money;
use crate::month::Month;

/// The dataset. [`TargetRow::read`] takes its fields by their places.
pub const TARGETS: Dataset = Dataset {
    id: "targets",
    names: &["目标值", "目标"],
    row_is: (
        "the target of one metric for a month",
        "一行一个指标一个月的目标值",
    ),
    fields: &[
        Field::month(),
        Field::hall(),
        Field::new("metric", Kind::Text, &["指标"]).required(),
        Field::new(
            "target",
            Kind::Num {
                min: -super::MOST,
                max: super::MOST,
            },
            &["目标", "目标值"],
        )
        .required()
        .percent(),
    ],
};

/// The target of one metric for a month. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct TargetRow<'a> {
    pub month: Month,
    pub hall: Option<&'a str>,
    /// A metric's id or name, as the file has it.
    pub metric: &'a str,
    /// In the metric's base unit; ratios 0–1.
    pub target: Money,
}

impl<'a> TargetRow<'a> {
    /// Reads a row of [`TARGETS`]. `None` where a cell is bad or a required one blank: the row has then
    /// been told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let month = row.month(0);
        let hall = row.text(1);
        let metric = row.text(2);
        let target = row.num(3);
        row.accept(Self {
            month: month?,
            hall,
            metric: metric?,
            target: target?,
        })
    }
}
