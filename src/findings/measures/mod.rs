//! What is to be done about a finding, with the effect worked out from the month's own data.
//!
//! Input: a finding with its cause, the figures and facts of its month, the measures that the hall has decided. Output: the
//! hall's own countermeasures that name it, else those of the built-in library. Refuses an effect that no figure backs: it
//! is left out, and a library measure whose figures are missing is not proposed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::causes::Label;
use super::rules::{Finding, Grounds, Judgement, Rule, Topic, topic};
use crate::dataset::actions::{ActionKind, Status};
use crate::facts::actions::Measure;
use crate::metrics::catalog;
use crate::month::Month;
use crate::value::Severity;

mod customers;
mod roster;
mod visits;

#[cfg(test)]
mod tests;

pub use roster::{Roster, Shift};

/// A measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remedy {
    /// What it is.
    pub id: RemedyId,
    /// Its effect, where a figure backs one.
    pub effect: Option<Effect>,
    /// What it takes and rests on.
    #[serde(flatten)]
    pub detail: Detail,
}

/// What a measure brings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Effect {
    /// How much, in `unit`.
    pub value: f64,
    /// `counter_hours_per_day`, `counter_hours`, `subscribers`, `yuan`, `tickets`, `hours`.
    pub unit: &'static str,
}

/// The measures of the library, and the hall's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemedyId {
    /// One that the hall has decided.
    Action,
    /// 动态排班
    DynamicRoster,
    /// 流程再造
    ProcessRedesign,
    /// 线上分流
    Diversion,
    /// 技能培训
    Training,
    /// 挽留回访
    CallBack,
    /// 补货
    Restock,
    /// 滞销处理
    Clearance,
    /// 工单督办
    TicketSupervision,
    /// 投诉专项治理
    ComplaintDrive,
    /// 故障销号
    FaultClearing,
}

/// What a measure takes and rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[allow(missing_docs)] // the names and the report say it
pub enum Detail {
    /// As the hall has it.
    Action {
        title: String,
        /// Its hall, where several are reported on.
        #[serde(skip_serializing_if = "Option::is_none")]
        hall: Option<String>,
        owner: Option<String>,
        #[serde(serialize_with = "iso")]
        due: Option<Date>,
        done: bool,
        progress: Option<f64>,
        expected: Option<String>,
    },
    /// Counters by the quarter of an hour.
    Roster(Roster),
    /// The five commonest businesses at their best-quartile staff's time.
    Redesign {
        businesses: Vec<String>,
        /// Their share of all visits, 0–1.
        share: f64,
        /// Hours a month that staff handled them.
        hours: f64,
    },
    /// Businesses done elsewhere too.
    Diversion {
        businesses: Vec<String>,
        /// Their visits at the counter.
        visits: f64,
        /// The hours those took.
        hours: f64,
        /// Visits to divert so that the share of `limit` is reached.
        needed: f64,
        limit: f64,
    },
    /// Who is to learn what.
    Training {
        staff: Vec<String>,
        /// The business, `vas` or `bundles`.
        subject: String,
        /// The rate or minutes to come to.
        aim: f64,
    },
    /// Whom to call.
    CallBack {
        segment: Label,
        /// Subscribers of the segment at the month's end.
        subscribers: f64,
        /// The segment's churn rate this month and last.
        rate: f64,
        aim: f64,
        /// What the whole's churn rate would be.
        whole: f64,
    },
    /// What to order.
    Restock {
        items: usize,
        pieces: i64,
        cost: f64,
    },
    /// What to sell off.
    Clearance {
        /// Value of slow stock.
        value: f64,
        /// The share to come to.
        limit: f64,
    },
    /// Tickets to close in time.
    Supervision {
        /// Tickets due, and how many of them were in time.
        due: u64,
        in_time: u64,
        limit: f64,
    },
    /// Tickets to have fewer of.
    Tickets {
        /// The category that pulled most.
        category: String,
        /// The rate to come to, per ten thousand subscribers.
        limit: f64,
    },
    /// The same measure as a finding before.
    Same {
        /// Its id.
        finding: String,
    },
    /// Faults to fix.
    Faults { open: u64, hours_each: f64 },
}

/// Writes a day as `2025-05-31`.
#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // serde's way of calling it
fn iso<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

/// Finds the measures of every finding that is more than worth knowing; a measure of the hall goes to one finding alone.
pub fn fill(grounds: &Grounds<'_>, judgement: &mut Judgement) {
    let actions = &grounds.figures.books().actions;
    let month = grounds.figures.month();
    let halls = grounds.figures.books().halls.get(&month);
    let several = halls.is_some_and(|halls| halls.keys().filter(|h| !h.is_empty()).count() > 1);
    let mut open: Vec<&Measure> = actions
        .iter()
        .filter(|action| action.kind == ActionKind::Countermeasure && is_of(action, month))
        .collect();
    let mut proposed: Vec<(String, Remedy)> = Vec::new();
    for finding in &mut judgement.findings {
        // Many halls have measures for the same problem.
        let mut known: BTreeMap<Option<&str>, bool> = BTreeMap::new();
        let (named, rest): (Vec<&Measure>, Vec<&Measure>) = open.into_iter().partition(|action| {
            let problem = action.problem.as_deref();
            *known
                .entry(problem)
                .or_insert_with(|| names(action, finding))
        });
        open = rest;
        let named = named.into_iter();
        finding.measures = named.map(|action| decided(action, several)).collect();
        if finding.severity > Severity::Low {
            // What is decided comes first; beside it the foremost of the library, whose figures it can be held against.
            let most = if finding.measures.is_empty() { 2 } else { 1 };
            let library = library(grounds, finding);
            for remedy in library.into_iter().take(most) {
                let before = proposed.iter().find(|(_, known)| *known == remedy);
                // Told once in full.
                let remedy = if let Some((id, _)) = before {
                    Remedy {
                        detail: Detail::Same {
                            finding: id.clone(),
                        },
                        ..remedy
                    }
                } else {
                    proposed.push((finding.id.clone(), remedy.clone()));
                    remedy
                };
                finding.measures.push(remedy);
            }
        }
    }
}

/// Whether a measure belongs to a month's report: begun by the end of the month after it, and not over before it began.
fn is_of(action: &Measure, month: Month) -> bool {
    let over = action.due.is_some_and(|due| due < month.first_day());
    let later = action
        .start
        .is_some_and(|start| start > month.next().last_day());
    !(later || over && action.is_done())
}

/// Words by which a problem names a topic.
const fn words(topic: Topic) -> &'static [&'static str] {
    match topic {
        Topic::Waiting => &["等候", "排队", "高峰", "客流", "waiting", "queue", "peak"],
        Topic::Handling => &["办理时长", "办理效率", "一次通过", "handling"],
        Topic::Diversion => &["分流", "自助", "divert"],
        Topic::Churn => &["流失", "保有", "离网", "挽留", "churn", "retention"],
        Topic::Intake => &["新增用户", "发展", "new subscribers"],
        Topic::Sales => &["销售", "营收", "收入", "sales", "revenue"],
        Topic::Lateness => &[
            "办结",
            "超时",
            "响应",
            "闭环",
            "跟进",
            "处理时长",
            "in time",
        ],
        Topic::Complaints => &["投诉", "complaint"],
        Topic::Safety => &["安全库存", "缺货", "补货", "safety stock"],
        Topic::SlowStock => &["滞销", "周转", "库存", "turnover", "slow stock"],
        Topic::Skills => &["技能", "新员工", "培训", "skill", "training"],
        Topic::Faults => &["故障", "异常", "巡检", "fault"],
        Topic::Actions => &["逾期", "past due"],
        Topic::Issues => &["协作", "issue"],
        Topic::Satisfaction => &["满意", "推荐", "satisfaction"],
        Topic::Profit => &["利润", "费用", "成本", "profit", "cost"],
    }
}

/// Whether a measure's problem names the finding: its id, its metric's name in either language, or a word of its topic.
fn names(action: &Measure, finding: &Finding) -> bool {
    let Some(problem) = action.problem.as_deref() else {
        return false;
    };
    let problem = problem.to_lowercase();
    let metric = catalog::by_id(finding.metric);
    let names = metric
        .iter()
        .flat_map(|metric| [metric.id, metric.zh, metric.en]);
    let mut words = names.chain(topic::of(finding).map_or(&[][..], words).iter().copied());
    problem.contains(&finding.id) || words.any(|word| problem.contains(&word.to_lowercase()))
}

/// A measure that the hall has decided.
fn decided(action: &Measure, several: bool) -> Remedy {
    Remedy {
        id: RemedyId::Action,
        effect: None,
        detail: Detail::Action {
            title: action.title.to_string(),
            hall: (several && !action.hall.is_empty()).then(|| action.hall.to_string()),
            owner: action.owner.as_deref().map(str::to_owned),
            due: action.due,
            done: action.is_done(),
            progress: match (action.status, action.progress) {
                (_, Some(progress)) => Some(progress.to_f64()),
                (Some(Status::Planned), None) => Some(0.0),
                (_, None) => None,
            },
            expected: action.expected.as_deref().map(str::to_owned),
        },
    }
}

/// The library's measures for a finding.
fn library(grounds: &Grounds<'_>, finding: &Finding) -> Vec<Remedy> {
    let found: Vec<Option<Remedy>> = match topic::of(finding) {
        Some(Topic::Waiting) => vec![roster::dynamic(grounds), visits::redesign(grounds)],
        Some(Topic::Handling) => vec![
            match finding.rule {
                Rule::SlowBusiness => visits::train(grounds, finding),
                _ => None,
            },
            visits::redesign(grounds),
        ],
        Some(Topic::Diversion) => vec![visits::divert(grounds)],
        Some(Topic::Churn) => vec![customers::call_back(grounds, finding)],
        Some(Topic::Skills) => vec![customers::train(grounds, finding)],
        Some(Topic::Sales) if finding.metric == "sales.vas" => {
            vec![customers::train(grounds, finding)]
        }
        Some(Topic::Lateness) => vec![customers::supervise(grounds, finding)],
        Some(Topic::Safety) => vec![customers::restock(grounds)],
        Some(Topic::SlowStock) => vec![customers::clear(grounds)],
        Some(Topic::Complaints) => vec![customers::fewer_tickets(grounds, finding)],
        Some(Topic::Faults) => vec![customers::fix(grounds)],
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}
