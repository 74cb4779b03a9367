//! Where a finding comes from: its change split by part or group, and the kind of cause that this points to.
//!
//! Input: a finding, the figures and facts of its month and the month before. Output: a [`Cause`]: the parts that explain
//! most, with what the others add up to, so that all of them give the change; and the kinds of cause, each by a rule told at
//! [`Why`]. Refuses with [`NoSplit`]: no month before, nothing to split by.
//!
//! Totals are split category → product → channel (several halls: hall first is not known here, facts being rolled up), means
//! and rates into mix and rate effects by group; the arithmetic and its sources are told in [`super::decompose`].

use serde::{Serialize, Serializer};

use super::rules::{Finding, Grounds, Judgement, Rule};
use crate::dataset::ChoiceValue;
use crate::value::Severity;

mod halls;
mod holdings;
mod people;
mod split;
mod totals;
mod visits;

use split::{split_level, split_rate, split_total};
pub(in crate::findings) use totals::{Segments, segments};
pub(in crate::findings) use visits::VISITS;

#[cfg(test)]
mod tests;

/// Where a finding comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cause {
    /// How it is split; none where it cannot be.
    pub split: Option<Split>,
    /// The same change by hall, of what adds up over several halls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub halls: Option<Split>,
    /// Why it is not split.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_split: Option<NoSplit>,
    /// The kinds of cause it points to, the first one foremost, each with its evidence.
    #[serde(serialize_with = "kinds")]
    pub kinds: Vec<(Kind, Why)>,
}

/// Writes each kind with what points to it.
fn kinds<S: Serializer>(kinds: &[(Kind, Why)], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Pointer<'a> {
        kind: Kind,
        because: &'a Why,
    }
    serializer.collect_seq(kinds.iter().map(|(kind, because)| Pointer {
        kind: *kind,
        because,
    }))
}

/// Why there is no split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoSplit {
    /// The month before is not known.
    NoMonthBefore,
    /// The exports hold nothing to split it by.
    NoGroups,
}

/// A change, or a level, by its parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Split {
    /// What the parts are.
    pub by: By,
    /// What is split: a change on last month, or the level itself.
    pub of: Of,
    /// Last month's value, in the metric's base unit.
    pub base: Option<f64>,
    /// This month's.
    pub current: f64,
    /// What the parts add up to: the change, or the level.
    pub whole: f64,
    /// Of a mean or rate: what the groups' own changes did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// Of a mean or rate: what the shift between groups did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mix: Option<f64>,
    /// The parts that explain most, the greatest first, at most three.
    pub parts: Vec<Part>,
    /// What all others add up to.
    pub rest: f64,
}

/// What is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    /// The change on last month.
    Change,
    /// The level itself.
    Level,
}

/// What the parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Hours of the day.
    Hour,
    /// Businesses handled.
    Business,
    /// Members of staff.
    Staff,
    /// Plans and how long subscribers have been with them.
    PlanAndTenure,
    /// Services subscribed to.
    Service,
    /// Complaint categories.
    ComplaintCategory,
    /// Sale categories, then products, then channels.
    Product,
    /// Halls.
    Hall,
    /// Cost categories.
    Cost,
    /// Stock items.
    Item,
    /// Measures.
    Action,
    /// Faulty assets.
    Asset,
}

/// A part and what it did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The part.
    pub group: Label,
    /// What it contributed to the whole, in the unit of the whole.
    pub effect: f64,
    /// Of a mean or rate: what its own change did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// Of a mean or rate: what its change of weight did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mix: Option<f64>,
    /// Its own value last month.
    pub base: Option<f64>,
    /// Its own value this month.
    pub current: Option<f64>,
    /// Of a total: what pulled most within it, and so on down.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A part's name, not yet in a language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// From this hour to the next.
    Hour(u8),
    /// A name as the exports have it; empty where they give none.
    Name(String),
    /// A plan and how long subscribers had been with it when the month began.
    Tenure(String, Tenure),
    /// A value of a field of a dataset: its canonical name and its first Chinese one.
    Choice(&'static str, &'static str),
}

impl Label {
    /// The label of a value of a field, as `choice!` lists them; an empty name beyond them.
    fn choice(values: &'static [ChoiceValue], place: usize) -> Self {
        match values.get(place) {
            Some(value) => {
                let zh = value.aliases.first().copied().unwrap_or(value.name);
                Self::Choice(value.name, zh)
            }
            None => Self::Name(String::new()),
        }
    }

    /// A stable name in no language: `10:00`, `basic`, `校园39元套餐 <6m`.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Hour(hour) => format!("{hour:02}:00"),
            Self::Name(name) => name.clone(),
            Self::Tenure(plan, tenure) => format!("{plan} {}", tenure.key()),
            Self::Choice(name, _) => (*name).to_owned(),
        }
    }
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.key())
    }
}

/// How long a subscriber had been one when the month began, by the month of activation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tenure {
    /// Activated in one of the 6 months before.
    Under6,
    /// In one of the 18 before those.
    Upto24,
    /// Earlier.
    Over24,
}

impl Tenure {
    /// The band of one activated so many months before the month looked at.
    #[must_use]
    pub const fn after(months: i32) -> Self {
        match months {
            ..=6 => Self::Under6,
            7..=24 => Self::Upto24,
            _ => Self::Over24,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Under6 => "<6m",
            Self::Upto24 => "6-24m",
            Self::Over24 => ">24m",
        }
    }
}

/// The kinds of cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 流程
    Process,
    /// 系统
    Systems,
    /// 考核
    Appraisal,
    /// 培训
    Training,
    /// 资源
    Resources,
}

/// What points to a kind of cause; each variant tells its rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Resources: in the hours named, arrivals grew by 5 % or more (a ratio of growth).
    MoreArrivals(f64),
    /// Process: visits in the hours named did not grow by 5 %, mean handling minutes did grow (a ratio of growth).
    SlowerHandling(f64),
    /// Resources: neither arrivals nor handling minutes grew by 5 %, yet waits did.
    FewerCounters,
    /// Resources: the busiest hour's multiple of the mean hour.
    Peak(f64),
    /// Appraisal: the segment that pulled most joined within six months, won and not kept.
    NewJoiners,
    /// Process: the segment that pulled most has been there for longer.
    Retention,
    /// Systems: the category that pulled most names network, signal, system or fault.
    NetworkCategory,
    /// Training: it names service or attitude.
    ServiceCategory,
    /// Resources: it names queues or waiting.
    QueueCategory,
    /// Process: it names none of these.
    OtherCategory,
    /// Process: cross-department tickets take at least 1.2 times as long to close as the others (the multiple).
    CrossDepartment(f64),
    /// Appraisal: they do not, so the limit itself is not kept.
    LimitNotKept,
    /// Systems: what pulled most came in online.
    OnlineChannel,
    /// Training: what pulled most came in at the hall, and new staff sell fewer than the threshold (their share of the
    /// others' rate).
    NewStaff(f64),
    /// Appraisal: what pulled most came in at the hall, and new staff are not the reason.
    HallChannel,
    /// Training: the slowest quarter of staff takes at least 1.25 times as long as the best (the multiple).
    StaffSpread(f64),
    /// Process: it does not: all staff are alike.
    StaffAlike,
    /// Process: these businesses can be done elsewhere already (their counter visits).
    DoneOnline(f64),
    /// Process: items are ordered when they are gone.
    OrderedLate,
    /// Process: more was ordered than is issued.
    OrderedTooMuch,
    /// Resources: of the faulty assets this many are past their service life.
    WornOut(usize),
    /// Systems: none of them is.
    Faulty,
    /// Training: new staff sell at this share of the others' rate.
    Rate(f64),
    /// Appraisal: due days passed without consequence.
    DueDaysPassed,
}

/// Finds the cause of every finding that is more than worth knowing.
pub fn fill(grounds: &Grounds<'_>, judgement: &mut Judgement) {
    for finding in &mut judgement.findings {
        let cause = find(grounds, finding);
        // What is only worth knowing need not say that nothing is known of it.
        let telling = cause.split.is_some() || !cause.kinds.is_empty();
        finding.cause = (telling || finding.severity > Severity::Low).then_some(cause);
    }
}

/// Finds the cause of a finding.
#[must_use]
pub fn find(grounds: &Grounds<'_>, finding: &Finding) -> Cause {
    let mut cause = find_split(grounds, finding);
    if matches!(finding.rule, Rule::TargetMissed | Rule::Worse) {
        cause.halls = halls::split(grounds, finding.metric);
    }
    cause
}

fn find_split(grounds: &Grounds<'_>, finding: &Finding) -> Cause {
    let figures = grounds.figures;
    match finding.rule {
        Rule::PeakHour | Rule::DailyVariation => return visits::peak(grounds),
        Rule::SlowBusiness => {
            return visits::business(grounds, finding.subject.as_deref().unwrap_or(""));
        }
        Rule::BelowSafety => return holdings::below_safety(grounds),
        Rule::SlowStock => return holdings::slow(grounds),
        Rule::SkillGap => return people::skills(grounds, finding),
        Rule::FaultsUnfixed => return people::faults(grounds),
        Rule::ActionsLate => return people::actions(grounds),
        Rule::LevelLate => return people::late(grounds, finding),
        Rule::LowDiversion => return visits::diversion(grounds),
        Rule::TargetMissed | Rule::ChurnUp | Rule::Worse => {}
    }
    match finding.metric {
        "service.avg_wait_minutes" => visits::waiting(grounds),
        "service.peak_ratio" | "service.daily_cv" => visits::peak(grounds),
        "service.avg_minutes" => visits::handling(grounds),
        "service.one_pass_rate" => visits::one_pass(grounds),
        "service.diverted_share" => visits::diversion(grounds),
        "subs.churn_rate" | "subs.retention_rate" => totals::churn(grounds, finding.metric),
        "subs.new" => totals::intake(grounds),
        "sales.total" | "sales.basic" | "sales.vas" | "sales.device" => {
            totals::sales(grounds, finding.metric)
        }
        "profit.margin" => totals::profit(grounds),
        "inventory.device.days" | "inventory.days" => holdings::days(grounds, finding.metric),
        "complaints.count" | "complaints.per_10k" => people::complaints(grounds, finding.metric),
        metric if metric.starts_with("complaints.") => people::tickets(grounds, metric),
        _ => Cause::unsplit(
            figures
                .value_at(finding.metric, figures.month().previous())
                .is_some(),
            Vec::new(),
        ),
    }
}

impl Cause {
    /// A cause that is split.
    fn of(split: Split, kinds: Vec<(Kind, Why)>) -> Self {
        Self {
            split: Some(split),
            halls: None,
            not_split: None,
            kinds,
        }
    }

    /// One that is not.
    fn unsplit(month_before: bool, kinds: Vec<(Kind, Why)>) -> Self {
        Self {
            split: None,
            halls: None,
            not_split: Some(if month_before {
                NoSplit::NoGroups
            } else {
                NoSplit::NoMonthBefore
            }),
            kinds,
        }
    }

    /// One that is split where it can be; where it cannot, the month before is missing.
    fn maybe(split: Option<Split>, kinds: impl FnOnce(&Split) -> Vec<(Kind, Why)>) -> Self {
        match split {
            None => Self::unsplit(false, Vec::new()),
            Some(split) => {
                let kinds = kinds(&split);
                Self::of(split, kinds)
            }
        }
    }
}
