//! 已定举措: the measures that halls have decided, equal ones of several halls in one sentence.
//!
//! In: a finding's measures from the actions table. Out: a sentence a title, and one that counts the rest where there are
//! more titles than a reader follows. Every measure stands in the workbook and the JSON.

use jiff::civil::Date;

use super::{groups, measures};
use crate::findings::measures::{Detail, Remedy};
use crate::findings::rules::Judgement;
use crate::report::desk::Desk;
use crate::report::parse::close_up;
use crate::report::phrases;
use crate::words::{Lang, LangTag};

/// How many titles are told.
const TOLD: usize = 8;
/// How many halls are named.
const NAMED: usize = 3;

/// The sentences.
pub(super) fn sentences(
    desk: &Desk<'_>,
    judgement: &Judgement,
    decided: &[&Remedy],
) -> Vec<String> {
    let groups = groups::by(decided, |remedy| match &remedy.detail {
        Detail::Action { title, .. } => title.as_str(),
        _ => "",
    });
    let told = groups
        .iter()
        .take(TOLD)
        .map(|group| match group.as_slice() {
            [one] => measures::sentence(desk, judgement, one),
            several => Several::of(several).sentence(desk),
        });
    let mut told: Vec<String> = told.collect();
    let more: usize = groups.iter().skip(TOLD).map(Vec::len).sum();
    if more > 0 {
        told.push(match desk.lang.tag() {
            LangTag::Zh => format!("另有已定举措 {more} 项，见工作簿。"),
            LangTag::En => format!("The workbook lists {more} more."),
        });
    }
    told
}

/// What is told of equal measures.
#[derive(Default)]
struct Several<'a> {
    title: &'a str,
    count: usize,
    /// Different halls, in the order of the measures.
    halls: Vec<String>,
    due: Vec<Date>,
    done: usize,
    /// Of those not done.
    progress: Vec<Option<f64>>,
    expected: Vec<Option<&'a str>>,
}

impl<'a> Several<'a> {
    fn of(remedies: &[&&'a Remedy]) -> Self {
        let mut all = Self::default();
        let mut known = std::collections::BTreeSet::new();
        for remedy in remedies {
            let Detail::Action {
                title,
                hall,
                due,
                done,
                progress,
                expected,
                ..
            } = &remedy.detail
            else {
                continue;
            };
            all.title = title;
            all.count += 1;
            if let Some(hall) = hall
                && known.insert(hall)
            {
                all.halls.push(hall.clone());
            }
            all.due.extend(due);
            if *done {
                all.done += 1;
            } else {
                all.progress.push(*progress);
            }
            all.expected.push(expected.as_deref());
        }
        all
    }

    fn sentence(&self, desk: &Desk<'_>) -> String {
        let mut notes = vec![self.whose(desk.lang)];
        notes.extend(self.by(desk.lang));
        notes.extend(self.state(desk));
        let title = self.title;
        let notes = notes.join(desk.t("，", ", "));
        let expected = match self.expected.as_slice() {
            [Some(first), rest @ ..] if rest.iter().all(|text| *text == Some(first)) => {
                match desk.lang.tag() {
                    LangTag::Zh => format!("，预期{first}"),
                    LangTag::En => format!("; expected: {first}"),
                }
            }
            _ => String::new(),
        };
        match desk.lang.tag() {
            LangTag::Zh => close_up(&format!("已定举措：{title}（{notes}）{expected}。")),
            LangTag::En => format!("Decided: {title} ({notes}){expected}."),
        }
    }

    /// The halls, the first few by name, and how many measures where they are not one a hall.
    fn whose(&self, lang: Lang) -> String {
        let n = self.count;
        let halls = self.halls.len();
        if halls == 0 {
            return match lang.tag() {
                LangTag::Zh => format!("{n} 项"),
                LangTag::En => format!("{n} measures"),
            };
        }
        let named = self.halls.get(..NAMED).filter(|_| halls > NAMED);
        let names = match (named, lang.tag()) {
            (None, _) => phrases::list(&self.halls, lang),
            (Some(named), LangTag::Zh) => format!("{}等 {halls} 个营业厅", named.join("、")),
            (Some(named), LangTag::En) => {
                let more = halls - NAMED;
                let word = if more == 1 { "hall" } else { "halls" };
                format!("{} and {more} more {word}", named.join(", "))
            }
        };
        match (n == halls, lang.tag()) {
            (true, _) => names,
            (false, LangTag::Zh) => format!("{names}，共 {n} 项"),
            (false, LangTag::En) => format!("{names}, {n} measures"),
        }
    }

    /// The day due, of several the first.
    fn by(&self, lang: Lang) -> Option<String> {
        let first = self.due.iter().min()?;
        let same = self.due.len() == self.count && self.due.iter().all(|due| due == first);
        Some(match (lang.tag(), same) {
            (LangTag::Zh, true) => format!("{first} 截止"),
            (LangTag::Zh, false) => format!("最早 {first} 截止"),
            (LangTag::En, true) => format!("due {first}"),
            (LangTag::En, false) => format!("due from {first} on"),
        })
    }

    /// How far they are: how many are done, and where all the others are equally far, how far.
    fn state(&self, desk: &Desk<'_>) -> Vec<String> {
        let done = self.done;
        let mut parts = Vec::new();
        let all_open = done == 0;
        if self.progress.is_empty() {
            parts.push(desk.t("均已完成", "all done").to_owned());
            return parts;
        }
        if !all_open {
            parts.push(match desk.lang.tag() {
                LangTag::Zh => format!("完成 {done} 项"),
                LangTag::En => format!("{done} done"),
            });
        }
        let known: Vec<f64> = self.progress.iter().copied().flatten().collect();
        let (least, most) = known.iter().fold((1.0_f64, 0.0_f64), |(least, most), p| {
            (least.min(*p), most.max(*p))
        });
        let (least, most) = (
            measures::percent(desk, least),
            measures::percent(desk, most),
        );
        let range = match (known.len() == self.progress.len(), least == most) {
            (false, _) => None,
            (true, true) => Some(least),
            (true, false) => Some(format!("{least}–{most}")),
        };
        let rest = self.progress.len();
        parts.push(match (range, all_open, desk.lang.tag()) {
            (Some(range), true, LangTag::Zh) => format!("各完成 {range}"),
            (Some(range), false, LangTag::Zh) => format!("其余完成 {range}"),
            (None, true, LangTag::Zh) => "均未完成".to_owned(),
            (None, false, LangTag::Zh) => format!("{rest} 项未完成"),
            (Some(range), true, LangTag::En) => format!("each {range} done"),
            (Some(range), false, LangTag::En) => format!("the others {range} done"),
            (None, true, LangTag::En) => "none done".to_owned(),
            (None, false, LangTag::En) => format!("{rest} not done"),
        });
        parts
    }
}
