//! surveys: answered questionnaires. Recommendation and satisfaction go together; queueing is the weakest, older customers the
//! less content.

use super::SampleError;
use super::calendar::Day;
use super::plan::{Plan, Stream};
use super::rng::Rng;
use super::sales::{OFFLINE, ONLINE};
use super::table::{Cell, Table, Target, Word, Writer, column};

const TABLE: Table = Table {
    id: "surveys",
    zh: "满意度调查",
    columns: &[
        column("date", "调查日期"),
        column("hall", "营业厅"),
        column("segment", "客群"),
        column("channel", "渠道"),
        column("nps_score", "推荐意愿"),
        column("overall", "综合满意度"),
        column("attitude", "服务态度"),
        column("efficiency", "办理效率"),
        column("environment", "环境设施"),
        column("queueing", "排队时长"),
        column("proficiency", "业务熟练度"),
        column("comment", "意见"),
    ],
};

/// Who is asked, how often, and how far from the others they judge.
const SEGMENTS: [(Word, u32, f64); 3] = [
    (Word("high", "高端"), 22, 2.5),
    (Word("standard", "普通"), 56, 0.5),
    (Word("senior", "老年"), 22, -4.0),
];

/// What the content and the discontent write.
const PRAISE: [&str; 5] = [
    "服务热情，讲解清楚",
    "办理速度快",
    "以旧换新很划算",
    "环境整洁",
    "自助机好用",
];
const BLAME: [&str; 6] = [
    "上午排队时间太长",
    "窗口开得少",
    "资费说明不够清楚",
    "自助机不会用，没人教",
    "宽带报装等得久",
    "优惠到期没有提醒",
];

/// Writes the table.
pub(crate) fn write(plan: &Plan, target: &mut Target<'_>, owner: &str) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    for (_, month, h, hall) in plan.hall_months() {
        let mut rng = plan.rng(Stream::Surveys, h, month, 0);
        let count = rng.round(260.0 * hall.size);
        let last = month == plan.last;
        let first = Day::first_of(month);
        for n in 0..count {
            let day = first.plus((n * u64::from(month.days()) / count) as i64);
            let place = rng.weighted(SEGMENTS.iter().map(|s| s.1));
            let (segment, _, lean) =
                SEGMENTS
                    .get(place)
                    .copied()
                    .unwrap_or((SEGMENTS[1].0, 0, 0.0));
            let nps = recommend(&mut rng, if last { 17 } else { 15 }, lean > 1.0);
            let mood = match nps {
                9.. => 92.0,
                7 | 8 => 85.0,
                _ => 68.0,
            };
            let overall = score(&mut rng, mood + lean, 3.0);
            let of = |rng: &mut Rng, offset: f64| score(rng, overall as f64 + offset, 4.0);
            let scores = [
                overall,
                of(&mut rng, 4.0),
                of(&mut rng, -1.5),
                of(&mut rng, 2.0),
                of(&mut rng, if last { -10.5 } else { -7.0 }),
                of(&mut rng, 1.0),
            ];
            let comment = rng.chance(0.12).then(|| {
                let words: &[&str] = if nps >= 9 { &PRAISE } else { &BLAME };
                rng.one_of(words)
            });
            let [
                overall,
                attitude,
                efficiency,
                environment,
                queueing,
                proficiency,
            ] = scores;
            writer.row(&[
                Cell::Day(day),
                Cell::Text(&hall.name),
                Cell::Word(segment),
                Cell::Word(if rng.chance(0.3) { ONLINE } else { OFFLINE }),
                Cell::Whole(nps),
                Cell::Whole(overall),
                Cell::Whole(attitude),
                Cell::Whole(efficiency),
                Cell::Whole(environment),
                Cell::Whole(queueing),
                Cell::Whole(proficiency),
                Cell::given(comment, Cell::Text),
            ])?;
        }
    }
    writer.finish()
}

/// A recommendation of 0 to 10, of which `detractors` in a hundred are 6 or less.
fn recommend(rng: &mut Rng, detractors: u32, fond: bool) -> i64 {
    let promoters = if fond { 62 } else { 56 };
    let passives = 100_u32.saturating_sub(promoters + detractors);
    match rng.weighted([detractors, passives, promoters].into_iter()) {
        0 => rng.one_of(&[6, 6, 6, 5, 5, 4, 3, 2, 0]),
        1 => rng.one_of(&[7, 8, 8]),
        _ => rng.one_of(&[9, 9, 10]),
    }
}

/// A score about `mean`, within 30 to 100.
fn score(rng: &mut Rng, mean: f64, spread: f64) -> i64 {
    (mean + spread * rng.normal() + 0.5).clamp(30.0, 100.0) as i64
}
