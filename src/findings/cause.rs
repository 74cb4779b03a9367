//! Where a finding comes from: its change split by part or group, and the kind of cause that this points to.
//!
//! Input: a finding, the figures and facts of its month and the month before. Output: a [`Cause`]: the parts that explain
//! most, with what the others add up to, so that all of them give the change; and the kinds of cause, each by what points to
//! it ([`Why`]). Refuses with [`NoSplit`]: no month before, nothing to split by.
//!
//! Totals are split category → product → channel (several halls: hall first is not known here, facts being rolled up), means
//! and rates into mix and rate effects by group; the arithmetic and its sources are told in [`super::decompose`], the work is done in [`super::causes`] and in the rules.

use serde::{Serialize, Serializer};

use crate::dataset::ChoiceValue;
use crate::value::Unit;

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
        kind: &'static str,
        because: &'a Why,
    }
    serializer.collect_seq(kinds.iter().map(|(kind, because)| Pointer {
        kind: kind.id(),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The change on last month, in the metric's unit.
    Change,
    /// The level itself, counted in a unit of its own.
    Level(Unit),
}

impl Serialize for Of {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Change => "change",
            Self::Level(_) => "level",
        })
    }
}

/// What the parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl By {
    /// Its name in no language.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Business => "business",
            Self::Staff => "staff",
            Self::PlanAndTenure => "plan-and-tenure",
            Self::Service => "service",
            Self::ComplaintCategory => "complaint-category",
            Self::Product => "product",
            Self::Hall => "hall",
            Self::Cost => "cost",
            Self::Item => "item",
            Self::Action => "action",
            Self::Asset => "asset",
        }
    }
}

impl Serialize for By {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
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
    #[must_use]
    pub fn choice(values: &'static [ChoiceValue], place: usize) -> Self {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// How work is done.
    Process,
    /// What it is done with.
    Systems,
    /// What people are held to.
    Appraisal,
    /// What people know.
    Training,
    /// Counters, hours, assets.
    Resources,
}

impl Kind {
    /// Its name in no language.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Systems => "systems",
            Self::Appraisal => "appraisal",
            Self::Training => "training",
            Self::Resources => "resources",
        }
    }
}

/// What points to a kind of cause: a name under which the words tell it (`## why more-arrivals`), and the figure it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Why {
    /// The name.
    pub id: &'static str,
    /// The figure.
    pub figure: Option<Figure>,
}

/// A figure that a cause rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Figure {
    /// A ratio or a multiple.
    Ratio(f64),
    /// A number of things.
    Count(usize),
}

impl Why {
    /// What rests on no figure of its own.
    #[must_use]
    pub const fn of(id: &'static str) -> Self {
        Self { id, figure: None }
    }

    /// What rests on a ratio or multiple.
    #[must_use]
    pub const fn ratio(id: &'static str, ratio: f64) -> Self {
        Self {
            id,
            figure: Some(Figure::Ratio(ratio)),
        }
    }

    /// What rests on a number of things.
    #[must_use]
    pub const fn count(id: &'static str, count: usize) -> Self {
        Self {
            id,
            figure: Some(Figure::Count(count)),
        }
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.figure {
            None => serializer.serialize_str(self.id),
            Some(figure) => serializer.collect_map([(self.id, figure)]),
        }
    }
}

impl Cause {
    /// A cause that is split.
    #[must_use]
    pub const fn of(split: Split, kinds: Vec<(Kind, Why)>) -> Self {
        Self {
            split: Some(split),
            halls: None,
            not_split: None,
            kinds,
        }
    }

    /// One that is not.
    #[must_use]
    pub const fn unsplit(month_before: bool, kinds: Vec<(Kind, Why)>) -> Self {
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

    /// What is split where it can be; it has its kinds either way.
    #[must_use]
    pub fn known(split: Option<Split>, kinds: Vec<(Kind, Why)>) -> Self {
        match split {
            Some(split) => Self::of(split, kinds),
            None => Self::unsplit(true, kinds),
        }
    }

    /// One that is split where it can be; where it cannot, the month before is missing.
    #[must_use]
    pub fn maybe(split: Option<Split>, kinds: impl FnOnce(&Split) -> Vec<(Kind, Why)>) -> Self {
        match split {
            None => Self::unsplit(false, Vec::new()),
            Some(split) => {
                let kinds = kinds(&split);
                Self::of(split, kinds)
            }
        }
    }
}
