//! The sheet 员工排名 (Staff ranking): everybody active in the month, with the parts, score and rank as live formulas.
//!
//! In: the scores of [`crate::metrics::score`], whose rules the formulas repeat: each part is scaled min–max among the staff
//! of a hall, and the score is the mean of the parts that there are, weighed by the cells above the list. The bounds of
//! each hall stand in a second list below, so that a part looks its hall up by number: names may hold what a criterion
//! of `MINIFS` would take for a wildcard or an operator.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormatCell, ConditionalFormatCellRule,
    ConditionalFormatDataBar, ConditionalFormatType, Format, FormatAlign, XlsxError,
};

use super::grid::FIRST;
use super::list::{Column, Item, List, grid};
use super::page::Page;
use super::print::Lead;
use crate::config::ScoreWeights;
use crate::metrics::score::StaffScore;
use crate::money::Money;
use crate::words::Lang;

mod bounds;

use bounds::Halls;

/// The columns by letter, as the formulas name them.
const KEY: char = 'S';
const RECORDS: char = 'G';
const MINUTES: char = 'H';
const RATING: char = 'I';
const SALES: char = 'J';
const ATTAINMENT: char = 'L';
const COUNTED: char = 'R';
const SCORE: char = 'Q';

/// The column of the first part, M; its weight stands above it.
const PARTS: u16 = 12;

/// The defined names of the weights, in the order of the parts.
const WEIGHTS: [&str; 4] = [
    "score_weight_minutes",
    "score_weight_rating",
    "score_weight_records",
    "score_weight_sales",
];

/// The row of the weights; the list's head is the next.
const WEIGHTS_ROW: u32 = 5;

fn columns(lang: Lang) -> [Column; 18] {
    let t = |zh, en| lang.pick(zh, en);
    [
        Column::number(t("名次", "Rank"), 7.0),
        Column::text(t("姓名", "Name"), 14.0),
        Column::text(t("工号", "Staff id"), 11.0),
        Column::text(t("营业厅", "Hall"), 18.0),
        Column::text(t("岗位", "Role"), 12.0),
        Column::number(t("受理量（笔）", "Records"), 12.0),
        Column::number(t("平均办理（分钟）", "Mean minutes"), 15.0),
        Column::number(t("评分（分）", "Rating of 5"), 10.5),
        Column::number(t("销售额（元）", "Sales (yuan)"), 13.0),
        Column::number(t("销售目标（元）", "Target (yuan)"), 13.0),
        Column::number(t("目标完成率", "Of target"), 9.5),
        Column::number(t("时长分", "Minutes part"), 9.5),
        Column::number(t("评分分", "Rating part"), 9.5),
        Column::number(t("受理分", "Records part"), 9.5),
        Column::number(t("销售分", "Sales part"), 9.5),
        Column::number(t("综合得分", "Score"), 13.0),
        Column::number(t("销售计分值", "Sales counted"), 13.0),
        Column::number(t("厅序号", "Hall no."), 8.0),
    ]
}

/// The names of the weights, each with its cell.
pub(super) fn weight_cells() -> impl Iterator<Item = (&'static str, String)> {
    let cell = |col| rust_xlsxwriter::utility::row_col_to_cell_absolute(WEIGHTS_ROW, col);
    WEIGHTS.into_iter().zip((PARTS..).map(cell))
}

/// The grid of the sheet.
pub(super) fn columns_grid(lang: Lang) -> super::grid::Grid {
    grid(&columns(lang))
}

/// Writes the list and the bounds; the page stands at its body.
pub(super) fn sheet(
    page: &mut Page,
    staff: &[StaffScore],
    weights: ScoreWeights,
) -> Result<Lead, XlsxError> {
    let lang = page.look.lang;
    page.small(lang.pick(
        "各分项在同一营业厅（厅序号相同）的员工之间按最小—最大折算为 0–100，全部相同记 100，办理时长以短为好；厅内凡有销售者都有目标时按完成率计，否则按销售额计。综合得分是已有分项按权重的加权平均，缺少的分项不计。权重与明细都可以改，改后自动重算。",
        "Each part is scaled min–max to 0–100 among the staff of a hall (same hall number; all equal: 100; fewer minutes are better). Sales count against target where everybody of the hall who sold has one, else plain. The score is the mean of the parts that there are, weighed as set here. Change weights or figures and the sheet works itself out anew.",
    ))?;
    page.row = WEIGHTS_ROW;
    write_weights(page, weights)?;

    let columns = columns(lang);
    let mut list = List::begin(page, &columns)?;
    let first = page.row;
    let rows = u32::try_from(staff.len()).unwrap_or(u32::MAX);
    // Below the list: a blank row, a heading, a head.
    let halls = Halls::of(staff, first, first + rows.max(1) - 1, first + rows + 3);
    for person in staff {
        let row = page.row;
        list.row(page, &items(person, row, &halls))?;
    }
    list.end(page);
    colour(page, first, page.row.max(first + 1) - 1)?;
    page.row += 1;
    let heading = lang.pick("各厅分项的上下限", "Bounds of the parts by hall");
    page.heading(4, heading)?;
    halls.write(page)?;
    // Rank and name stay in view.
    Ok(Lead::List(list.head, FIRST + 2))
}

fn write_weights(page: &mut Page, weights: ScoreWeights) -> Result<(), XlsxError> {
    let lang = page.look.lang;
    let label = page
        .look
        .body()
        .set_font_color(page.look.colours.muted)
        .set_align(FormatAlign::Right);
    let text = lang.pick("权重", "Weight");
    page.sheet
        .write_string_with_format(page.row, PARTS - 1, text, &label)?;
    let input = page
        .look
        .body()
        .set_align(FormatAlign::Right)
        .set_bold()
        .set_font_color(page.look.colours.navy)
        .set_background_color(page.look.colours.panel)
        .set_num_format("0.##");
    for (weight, col) in weights.parts().into_iter().zip(PARTS..) {
        page.sheet
            .write_number_with_format(page.row, col, weight, &input)?;
    }
    page.row += 1;
    Ok(())
}

/// A person's row; `row` counts from 0, formulas from 1.
fn items<'a>(person: &'a StaffScore, row: u32, halls: &Halls<'_>) -> [Item<'a>; 18] {
    let r = row + 1;
    let number = |number: Option<f64>, shown: &'static str| Item::Number(number, shown.into());
    let formula = |text: String, cached: Option<f64>, shown: &'static str| {
        Item::Formula(text, cached, shown.into())
    };
    let part = |i: usize| {
        let cached = person.parts.get(i).copied().flatten();
        formula(halls.part(i, r), cached, "0.0")
    };
    let score = person.score.map(in_steps);
    let (first, last) = (halls.first + 1, halls.last + 1);
    let parts: [String; 4] = std::array::from_fn(|i| {
        let letter = ['M', 'N', 'O', 'P'][i];
        format!("{letter}{r}")
    });
    let sum = |of: &dyn Fn(&str) -> String| -> String {
        let terms = parts.iter().zip(WEIGHTS);
        let terms: Vec<String> = terms
            .map(|(part, weight)| format!("{}*{weight}", of(part)))
            .collect();
        terms.join("+")
    };
    let weighed = sum(&|part| format!("COUNT({part})"));
    let total = sum(&|part| format!("N({part})"));
    let against_target = halls.against_target(&person.hall);
    [
        formula(
            format!(
                "=IF(ISNUMBER({SCORE}{r}),RANK({SCORE}{r},${SCORE}${first}:${SCORE}${last}),\"—\")"
            ),
            person.rank.map(|rank| rank as f64),
            "0",
        ),
        Item::text(person.name.as_deref()),
        Item::Text(person.staff_id.as_str().into()),
        Item::text(Some(person.hall.as_str()).filter(|hall| !hall.is_empty())),
        Item::text(person.role.as_deref()),
        Item::whole(person.records),
        number(person.minutes, "0.0"),
        number(person.rating, "0.00"),
        number(person.sales.map(Money::to_f64), "#,##0.00"),
        number(person.target.map(Money::to_f64), "#,##0.00"),
        formula(
            format!("=IF(AND(ISNUMBER(J{r}),ISNUMBER(K{r})),J{r}/K{r},\"—\")"),
            person.attainment,
            "0.0%",
        ),
        part(0),
        part(1),
        part(2),
        part(3),
        formula(
            format!("=IF({weighed}>0,ROUND(({total})/({weighed}),9),\"—\")"),
            score,
            "0.0",
        ),
        formula(
            halls.counted(r),
            if against_target {
                person.attainment
            } else {
                person.sales.map(Money::to_f64)
            },
            if against_target { "0.0%" } else { "#,##0.00" },
        ),
        Item::whole(halls.number(&person.hall)),
    ]
}

/// The score in the steps by which the report ranks.
fn in_steps(score: f64) -> f64 {
    (score * 1e9).round() / 1e9
}

/// Bars for scores, a light scale for parts, red for targets missed.
fn colour(page: &mut Page, first: u32, last: u32) -> Result<(), XlsxError> {
    let colours = page.look.colours;
    let scale = ConditionalFormat2ColorScale::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 100)
        .set_minimum_color(colours.paper)
        .set_maximum_color(0x00C4_D2E3);
    page.sheet
        .add_conditional_format(first, PARTS, last, PARTS + 3, &scale)?;
    let bar = ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 150)
        .set_fill_color(colours.grey)
        .set_solid_fill(true)
        .set_border_off(true);
    page.sheet
        .add_conditional_format(first, PARTS + 4, last, PARTS + 4, &bar)?;
    let missed = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::LessThan(1))
        .set_format(Format::new().set_font_color(colours.red));
    page.sheet
        .add_conditional_format(first, PARTS - 1, last, PARTS - 1, &missed)?;
    Ok(())
}

/// The halls of a list, each with its number.
fn numbers(staff: &[StaffScore]) -> BTreeMap<&str, u64> {
    let halls: std::collections::BTreeSet<&str> =
        staff.iter().map(|person| person.hall.as_str()).collect();
    halls.into_iter().zip(1..).collect()
}
