//! 设备巡检报告's lists: spare parts running out or expiring, and the equipment to replace.

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::stock::item_key;
use super::{Exhibits, discreet::discreet, halls, part};
use crate::dataset::inventory::Category;
use crate::facts::inventory::{ItemKey, ItemStock};
use crate::metrics::{Batch, Replacement};
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::phrases;
use crate::say;
use crate::value::{Noun, Tone, Unit};

const ITEMS: Unit = Unit::Count(Noun::Items);
const PIECES: Unit = Unit::Count(Noun::Pieces);
/// How many assets of the replacement plan are listed; all are counted.
const LISTED: usize = 30;

/// A spare part in stock.
type Spare<'a> = (&'a ItemKey, &'a ItemStock);

/// Works both lists out and gives what their prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let spares = spares(desk);
    let wanting = |(_, stock): &&Spare<'_>| stock.below_safety > 0 || stock.expiring > 0;
    let wanting: Vec<_> = spares.iter().flatten().filter(wanting).copied().collect();
    exhibits.table("spare_parts", spare_table(desk, &wanting));
    let replacements = desk.figures.books().replacements(desk.month());
    let covered = desk.figures.view(desk.month()).inspections().is_ok();
    let replacements = if covered { replacements } else { Vec::new() };
    exhibits.table("replacements", replacement_table(desk, &replacements));
    json!({
        "spares": spares.map(|spares| spares_told(desk, &spares)),
        "replacement": replacements_told(desk, &replacements),
    })
}

/// The spare parts in stock, by code and name; none without inventory.
fn spares<'a>(desk: &Desk<'a>) -> Option<Vec<Spare<'a>>> {
    let facts = desk.figures.view(desk.month()).inventory().ok()?;
    let all = facts.items.iter();
    let spares = all.filter(|((category, ..), _)| *category == Category::Spare);
    Some(spares.collect())
}

fn spares_told(desk: &Desk<'_>, spares: &[Spare<'_>]) -> Json {
    let names = |chosen: fn(&ItemStock) -> bool| -> Vec<String> {
        let chosen = spares.iter().filter(|(_, stock)| chosen(stock));
        chosen.map(|((.., name), _)| discreet(name)).collect()
    };
    let below = names(|stock| stock.below_safety > 0);
    let expiring = names(|stock| stock.expiring > 0);
    let count = |n: usize| desk.print(Some(n as f64), ITEMS);
    json!({
        "items": spares.len(),
        "items_text": count(spares.len()),
        "below": below.len(),
        "below_text": count(below.len()),
        "below_names": phrases::list(&below, desk.lang),
        "expiring": expiring.len(),
        "expiring_text": count(expiring.len()),
        "expiring_names": phrases::list(&expiring, desk.lang),
    })
}

fn spare_table(desk: &Desk<'_>, spares: &[Spare<'_>]) -> Option<Table> {
    let lang = desk.lang;
    let end = desk.month().next().first_day();
    let state = |(_, stock): &Spare<'_>| {
        let expired = stock.expires_on.is_some_and(|day| day < end);
        let below = say!(lang, "tables.spare_parts.below_safety");
        let expires = if expired {
            say!(lang, "tables.spare_parts.expired")
        } else {
            say!(lang, "tables.spare_parts.expiring")
        };
        let states = [
            (stock.below_safety > 0, below),
            (stock.expiring > 0, expires),
        ];
        let states = states
            .into_iter()
            .filter(|(is, _)| *is)
            .map(|(_, state)| state);
        let states = states
            .collect::<Vec<_>>()
            .join(say!(lang, "phrases.and_comma"));
        (states, Tone::Bad)
    };
    let of = |amount: &str, ((_, code, name), _): &Spare<'_>| {
        part(
            &format!("inventory.{amount}.spare"),
            Some(&item_key(code, name)),
        )
    };
    desk.table("spare_parts", spares)
        .captioned()
        .text("item", |((.., name), _)| discreet(name))
        .number("closing", PIECES, |spare| of("closing", spare))
        .number("safety", PIECES, |spare| of("safety", spare))
        .number("short", PIECES, |spare| {
            let (_, stock) = spare;
            let short = stock.safety.map(|safety| safety - stock.closing);
            let short = short.filter(|short| *short > 0).map(|short| short as f64);
            (short, of("safety", spare) - of("closing", spare))
        })
        .date("expires", |(_, stock)| stock.expires_on)
        .words("state", state)
        .done()
}

fn batch_name(desk: &Desk<'_>, batch: Batch) -> &'static str {
    match batch {
        Batch::First => say!(desk.lang, "choices.batch.first"),
        Batch::Second => say!(desk.lang, "choices.batch.second"),
        Batch::Third => say!(desk.lang, "choices.batch.third"),
    }
}

fn replacements_told(desk: &Desk<'_>, replacements: &[Replacement<'_>]) -> Json {
    let of = |batch: Batch| replacements.iter().filter(move |r| r.batch == batch);
    let count = |batch: Batch| match of(batch).count() {
        0 => None,
        n => Some(desk.print(Some(n as f64), ITEMS)),
    };
    let month = desk.month();
    let day = |day: Date| crate::format::date(day, desk.lang);
    let oldest = of(Batch::First).next();
    json!({
        // Without both dates of any asset nothing can be said, not even that nothing is due.
        "known": desk.figures.books().inspections.months().any(|(known, facts)| {
            known <= month && facts.assets.values().any(|asset| asset.end_of_life().is_some())
        }),
        "any": !replacements.is_empty(),
        "first": count(Batch::First),
        "oldest": oldest.map(|r| discreet(r.asset)),
        "oldest_day": oldest.map(|r| day(r.end_of_life)),
        "second": count(Batch::Second),
        "second_by": day(month.plus(6).last_day()),
        "third": count(Batch::Third),
        "third_by": day(month.plus(12).last_day()),
    })
}

fn replacement_table(desk: &Desk<'_>, all: &[Replacement<'_>]) -> Option<Table> {
    let end = desk.month().last_day();
    let table = desk
        .table("replacements", all.get(..LISTED).unwrap_or(all))
        .captioned()
        .words("batch", |r| {
            let tone = match r.batch {
                Batch::First => Tone::Bad,
                _ => Tone::Neutral,
            };
            (batch_name(desk, r.batch), tone)
        })
        .text("asset", |r| discreet(r.asset))
        .text("area", |r| r.area.name(desk.lang))
        .when(halls(all.iter().map(|r| r.hall)) > 1, |columns| {
            columns.text("hall", |r| r.hall)
        })
        .date("installed", |r| Some(r.installed_on))
        .date("end_of_life", |r| Some(r.end_of_life))
        .places("left", (Unit::Days, 0), |r| {
            r.end_of_life.duration_since(end).as_hours() / 24
        });
    if all.len() > LISTED {
        let (all, listed) = (all.len(), LISTED);
        let note = say!(
            desk.lang,
            "tables.replacements.remark",
            all = all,
            listed = listed
        );
        return table.note(note).done();
    }
    table.done()
}
