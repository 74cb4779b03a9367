//! 设备巡检报告's lists: spare parts running out or expiring, and the equipment to replace.

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::Exhibits;
use super::discreet::discreet;
use super::inspections::{area_name, whole_days};
use super::stock::item_key;
use crate::dataset::inventory::Category;
use crate::facts::inventory::{ItemKey, ItemStock};
use crate::metrics::ledger::Formulas;
use crate::metrics::{Batch, Replacement};
use crate::report::desk::Desk;
use crate::report::document::{Cell, Column, ColumnKind, Table};
use crate::report::draft::Draft;
use crate::report::phrases;
use crate::value::{Noun, Tone, Unit, Value};
use crate::words::{Lang, LangTag};

const ITEMS: Unit = Unit::Count(Noun::Items);
const PIECES: Unit = Unit::Count(Noun::Pieces);
/// How many assets of the replacement plan are listed; all are counted.
const LISTED: usize = 30;

/// Works both lists out and gives what their prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let spares = spares(desk);
    let wanting: Vec<_> = spares
        .iter()
        .flatten()
        .filter(|(_, stock)| stock.below_safety > 0 || stock.expiring > 0)
        .copied()
        .collect();
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
fn spares<'a>(desk: &Desk<'a>) -> Option<Vec<(&'a ItemKey, &'a ItemStock)>> {
    let facts = desk.figures.view(desk.month()).inventory().ok()?;
    let all = facts.items.iter();
    let spares = all.filter(|((category, ..), _)| *category == Category::Spare);
    Some(spares.collect())
}

fn spares_told(desk: &Desk<'_>, spares: &[(&ItemKey, &ItemStock)]) -> Json {
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

fn spare_table(desk: &Desk<'_>, spares: &[(&ItemKey, &ItemStock)]) -> Option<Table> {
    let end = desk.month().next().first_day();
    let column = |of: &dyn Fn(&ItemStock) -> Option<i64>| -> Vec<Option<f64>> {
        let numbers = spares.iter().map(|(_, stock)| of(stock));
        numbers.map(|n| n.map(|n| n as f64)).collect()
    };
    let state = |stock: &ItemStock| -> (String, Tone) {
        let expired = stock.expires_on.is_some_and(|day| day < end);
        let mut states = Vec::new();
        if stock.below_safety > 0 {
            states.push(desk.t("低于安全库存", "below safety stock").to_owned());
        }
        if stock.expiring > 0 {
            let state = if expired {
                desk.t("已过期", "expired")
            } else {
                desk.t("90 天内到期", "expires in 90 days")
            };
            states.push(state.to_owned());
        }
        (states.join(desk.t("、", ", ")), Tone::Bad)
    };
    let of = |amount: &str| {
        let items = spares
            .iter()
            .map(|((_, code, name), _)| item_key(code, name));
        Formulas::entries(&format!("inventory.{amount}.spare"), items)
    };
    let short_of = of("safety").with(&of("closing"), |safety, closing| safety - closing);
    let caption = desk.t("需要补货或换新的备件", "Spare parts to restock or renew");
    Draft::new("spare_parts", caption)
        .captioned()
        .texts(
            "item",
            desk.t("备件", "Part"),
            spares.iter().map(|((.., name), _)| discreet(name)),
        )
        .numbers(
            "closing",
            desk.t("结存", "In stock"),
            PIECES,
            &column(&|stock| Some(stock.closing)),
        )
        .formulas(of("closing"))
        .numbers(
            "safety",
            desk.t("安全库存", "Safety stock"),
            PIECES,
            &column(&|stock| stock.safety),
        )
        .formulas(of("safety"))
        .numbers(
            "short",
            desk.t("缺口", "Short by"),
            PIECES,
            &column(&|stock| Some(stock.safety? - stock.closing).filter(|short| *short > 0)),
        )
        .formulas(short_of)
        .cells(
            Column::of("expires", desk.t("有效期至", "Expires"), ColumnKind::Date),
            spares
                .iter()
                .map(|(_, stock)| Cell::new(stock.expires_on.map_or(Value::Absent, Value::Date)))
                .collect(),
        )
        .words(
            "state",
            desk.t("状态", "State"),
            spares.iter().map(|(_, stock)| state(stock)).collect(),
        )
        .done()
}

fn batch_name(batch: Batch, lang: Lang) -> &'static str {
    match batch {
        Batch::First => lang.pick("第一批", "First"),
        Batch::Second => lang.pick("第二批", "Second"),
        Batch::Third => lang.pick("第三批", "Third"),
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
    let listed = all.get(..LISTED).unwrap_or(all);
    let halls = all.iter().map(|r| r.hall);
    let halls = halls.collect::<std::collections::BTreeSet<_>>().len();
    let dates = |of: fn(&Replacement<'_>) -> Date| -> Vec<Cell> {
        let dates = listed.iter().map(|r| Cell::new(Value::Date(of(r))));
        dates.collect()
    };
    let left: Vec<Option<f64>> = listed
        .iter()
        .map(|r| Some((r.end_of_life.duration_since(end).as_hours() / 24) as f64))
        .collect();
    let caption = desk.t("设备更换计划", "Replacement plan");
    let mut draft = Draft::new("replacements", caption)
        .captioned()
        .words(
            "batch",
            desk.t("批次", "Batch"),
            listed
                .iter()
                .map(|r| {
                    let tone = match r.batch {
                        Batch::First => Tone::Bad,
                        _ => Tone::Neutral,
                    };
                    (batch_name(r.batch, desk.lang).to_owned(), tone)
                })
                .collect(),
        )
        .texts(
            "asset",
            desk.t("设备", "Asset"),
            listed.iter().map(|r| discreet(r.asset)),
        )
        .texts(
            "area",
            desk.t("类别", "Area"),
            listed.iter().map(|r| area_name(r.area, desk.lang)),
        );
    if halls > 1 {
        draft = draft.texts(
            "hall",
            desk.t("营业厅", "Hall"),
            listed.iter().map(|r| r.hall),
        );
    }
    draft = draft
        .cells(
            Column::of(
                "installed",
                desk.t("投用日期", "In use since"),
                ColumnKind::Date,
            ),
            dates(|r| r.installed_on),
        )
        .cells(
            Column::of(
                "end_of_life",
                desk.t("年限到期", "Life ends"),
                ColumnKind::Date,
            ),
            dates(|r| r.end_of_life),
        )
        .numbers("left", desk.t("剩余", "Left"), Unit::Days, &left);
    if all.len() > LISTED {
        draft = draft.note(match desk.lang.tag() {
            LangTag::Zh => format!("共 {} 项，列出最先到期的 {LISTED} 项。", all.len()),
            LangTag::En => format!("The first {LISTED} of {} to fall due.", all.len()),
        });
    }
    whole_days(draft.done())
}
