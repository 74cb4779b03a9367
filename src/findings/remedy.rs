//! A measure: what is to be done about a finding, and what it brings.
//!
//! A measure is one that the hall has decided, or a proposal with the facts it rests on, each under a name: the words tell it by
//! them (`## measure call-back`), the JSON lists them. An effect that no figure backs is left out.

use jiff::civil::Date;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::cause::Label;
use super::finding::Finding;
use super::grounds::Grounds;

/// Works a measure out for a finding; none where the figures it rests on are missing.
pub type Propose = fn(&Grounds<'_>, &Finding) -> Option<Remedy>;

/// A measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remedy {
    /// What it is: `action` is one that the hall has decided.
    pub id: &'static str,
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

/// What a measure takes and rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[allow(missing_docs)] // the names say it
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
    /// The same measure as a finding before.
    Same {
        /// Its id.
        finding: String,
    },
    /// One that is worked out.
    #[serde(untagged)]
    Proposal(Proposal),
}

/// A measure that is worked out.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What its facts are about.
    pub kind: &'static str,
    /// What it takes and rests on, by name.
    pub facts: Vec<(&'static str, Fact)>,
}

/// A fact that a proposal rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // the names say it
pub enum Fact {
    Number(f64),
    Count(i64),
    Name(String),
    Names(Vec<String>),
    /// A part of what the finding comes from.
    Part(Label),
    Shifts(Vec<Shift>),
}

/// Hours with the same number of counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// Its first hour.
    pub from: u8,
    /// The hour it ends at.
    pub to: u8,
    /// Counters.
    pub counters: u32,
}

impl Serialize for Proposal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.facts.len() + 1))?;
        map.serialize_entry("kind", self.kind)?;
        for (name, fact) in &self.facts {
            map.serialize_entry(name, fact)?;
        }
        map.end()
    }
}

impl Remedy {
    /// A proposal whose facts are of a kind.
    #[must_use]
    pub const fn propose(id: &'static str, kind: &'static str) -> Self {
        Self {
            id,
            effect: None,
            detail: Detail::Proposal(Proposal {
                kind,
                facts: Vec::new(),
            }),
        }
    }

    /// With an effect.
    #[must_use]
    pub const fn effect(mut self, value: f64, unit: &'static str) -> Self {
        self.effect = Some(Effect { value, unit });
        self
    }

    /// With a fact it rests on.
    #[must_use]
    pub fn fact(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        if let Detail::Proposal(proposal) = &mut self.detail {
            proposal.facts.push((name, fact.into()));
        }
        self
    }
}

macro_rules! counts {
    ($($type:ty),+) => {
        $(impl From<$type> for Fact {
            fn from(count: $type) -> Self {
                Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
            }
        })+
    };
}

counts!(i64, u64, u32, usize);

macro_rules! facts {
    ($($type:ty => $kind:ident),+ $(,)?) => {
        $(impl From<$type> for Fact {
            fn from(fact: $type) -> Self {
                Self::$kind(fact)
            }
        })+
    };
}

facts! {
    f64 => Number,
    String => Name,
    Vec<String> => Names,
    Label => Part,
    Vec<Shift> => Shifts,
}

/// Writes a day as `2025-05-31`.
#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // serde's way of calling it
fn iso<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}
