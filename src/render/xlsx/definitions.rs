//! The sheet 口径 (Definitions): what every metric is, the rules that hold for all of them, and the method of analysis.
//!
//! In: the catalog, which metrics have a target, and the appendix of the Document, whose lists the workbook has on sheets of
//! their own: what else it says (the method, whatever an analyst added) stands below the rules.

use rust_xlsxwriter::XlsxError;

use super::grid::Grid;
use super::list::{Column, Item, List, grid};
use super::page::Page;
use super::print::Lead;
use crate::format::unit_word;
use crate::metrics::catalog::{self, Better};
use crate::report::MetricRow;
use crate::report::document::{Block, Document, Text};
use crate::words::{Lang, LangTag};

/// The section that the workbook's lists stand for.
pub(super) const APPENDIX: &str = "appendix";

/// The appendix's tables that are sheets here, by id.
const ELSEWHERE: [&str; 6] = [
    "sources",
    "quality_counts",
    "quality",
    "metrics",
    "staff_all",
    "definitions",
];

/// The headings of those tables, which stand alone where a table is empty.
const HEADINGS: [&str; 4] = ["数据来源", "数据质量", "Data sources", "Data quality"];

fn columns(lang: Lang) -> [Column; 7] {
    let t = |zh, en| lang.pick(zh, en);
    [
        Column::text(t("标识", "Id"), 31.0),
        Column::text(t("指标", "Metric"), 26.0),
        Column::word(t("单位", "Unit"), 14.0),
        Column::word(t("方向", "Better"), 9.0),
        Column::text(
            t(
                "公式（字段名为数据集的标准字段）",
                "Formula (fields as the datasets call them)",
            ),
            72.0,
        ),
        Column::text(t("数据集", "Datasets"), 24.0),
        Column::word(t("本月目标", "Target set"), 10.0),
    ]
}

/// The grid of the sheet.
pub(super) fn columns_grid(lang: Lang) -> Grid {
    grid(&columns(lang))
}

/// Writes the metrics, the rules, and what the appendix says besides.
pub(super) fn sheet(
    page: &mut Page,
    metrics: &[MetricRow],
    document: &Document,
) -> Result<Lead, XlsxError> {
    let lang = page.look.lang;
    let columns = columns(lang);
    let mut list = List::begin(page, &columns)?;
    for row in metrics {
        let Some(metric) = catalog::by_id(row.id) else {
            continue;
        };
        let better = match metric.better {
            Better::Higher => lang.pick("↑ 高", "↑ higher"),
            Better::Lower => lang.pick("↓ 低", "↓ lower"),
            Better::Neither => lang.pick("· 不论", "· neither"),
        };
        let target = if row.target.is_some() {
            lang.pick("有", "yes")
        } else {
            "—"
        };
        let items = [
            Item::Text(metric.id.into()),
            Item::Text(metric.name(lang).into()),
            Item::Text(unit_word(metric.unit, lang).into()),
            Item::Text(better.into()),
            Item::Text(metric.formula(lang).into()),
            Item::Text(metric.needs.join(", ").into()),
            Item::Text(target.into()),
        ];
        list.row(page, &items)?;
    }
    let lead = list.end(page);
    page.row += 1;
    page.heading(3, lang.pick("通用规则", "Rules that hold for all"))?;
    let rules = rules(lang).map(Text::plain);
    page.block(&Block::List(true, rules.into()))?;
    for block in besides(document) {
        page.block(block)?;
    }
    Ok(lead)
}

/// What the appendix says under headings that lead to no list of this workbook.
fn besides(document: &Document) -> Vec<&Block> {
    let appendix = document.sections.iter().find(|one| one.id == APPENDIX);
    let mut parts: Vec<Vec<&Block>> = Vec::new();
    for block in appendix.into_iter().flat_map(|section| &section.blocks) {
        match parts.last_mut() {
            Some(part) if !matches!(block, Block::Heading(..)) => part.push(block),
            _ => parts.push(vec![block]),
        }
    }
    parts.retain(|part| !part.iter().any(|block| is_elsewhere(block)));
    // A heading whose list is empty leads to nothing.
    parts.retain(|part| part.len() > 1 || !matches!(part.first(), Some(Block::Heading(..))));
    parts.concat()
}

fn is_elsewhere(block: &Block) -> bool {
    match block {
        Block::Table(table) => ELSEWHERE.contains(&table.id.as_str()),
        Block::Heading(_, text) => HEADINGS.contains(&text.to_plain().as_str()),
        _ => false,
    }
}

const fn rules(lang: Lang) -> [&'static str; 8] {
    match lang.tag() {
        LangTag::Zh => [
            "月份从该月首日零时起，到下月首日零时止；时间一律按当地时间。",
            "数据集缺失或分母为 0 时，指标没有值，印作“—”，不当作 0；原因另行说明。",
            "数据集覆盖首行到末行所在的月份（用户清单：直到最晚日期）。覆盖之内没有行即为 0，之外没有值，也不作比较的基数。",
            "金额按小数精确相加；比率与均值只在显示时四舍五入。几个营业厅合计时，先加分子与分母，不对比率求平均。",
            "公式中的 given 指该字段有填写的行。",
            "环比以上月、同比以去年同月为基数：金额、数量与均值取（本期－基期）÷｜基期｜，比率与固定分制的得分取差（百分点、分）。",
            "达成率：以高为好的指标为实际÷目标；以低为好的为 2－实际÷目标，不低于 0。未经舍入达到 1 即为达成。",
            "拉动（个百分点）为某部分（本期－基期）÷｜总体基期｜，各部分之和等于总体的增幅。",
        ],
        LangTag::En => [
            "A month runs from midnight of its first day to midnight of the next month's first day; all times are local.",
            "A metric has no value where its dataset is missing or its denominator is 0: printed as —, never as 0, with the reason.",
            "A dataset covers the months from its first row's to its last row's (subscribers: up to the latest date). No rows within them is 0; outside them there is no value, and no base of comparison.",
            "Amounts add up in exact decimals; ratios and means are rounded only where shown. Over several halls numerators and denominators are added first; ratios are never averaged.",
            "In formulas, given means over rows where the field is filled in.",
            "Changes on the month and on the year: for money, counts and means (current − base) / |base|; for ratios, and scores on a fixed scale, the difference (percentage points, points).",
            "Attainment: where more is better, actual / target; where less is better, 2 − actual / target, not below 0. Met when 1 or more before rounding.",
            "The growth contribution of a part is (current − base) / |base of the whole|, in percentage points; the parts' contributions add up to the whole's growth.",
        ],
    }
}
