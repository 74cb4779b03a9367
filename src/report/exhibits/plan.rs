//! 下月工作计划: next month's targets and their parts, the steps with owner, due day and measure, resources and risks.
//!
//! In: the figures, the actions and the findings. Out: the section's exhibits and the facts of its prose. It names nobody
//! whom the data do not name.

mod answers;
mod breakdown;
mod resources;
mod risks;
mod steps;
mod targets;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::Exhibits;
use crate::findings::finding::Judgement;
use crate::money::Money;
use crate::month::Month;
use crate::report::desk::Desk;
use crate::say;
use crate::value::{NumberStyle, Scale, Severity, Unit};
use crate::words::Lang;
use steps::{Origin, Step};

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, judgement: &Judgement, exhibits: &mut Exhibits) -> Json {
    let next = desk.month().next();
    let targets = targets::next_targets(desk);
    let steps = steps::steps(desk, judgement, &targets);
    let resources = resources::resources(desk, &steps, judgement);
    let risks = risks::risks(desk, judgement, &targets);
    let halls = breakdown::hall_table(desk, &targets);
    let staff = breakdown::staff_table(desk, &targets);
    let proposed = targets.iter().filter(|target| target.proposed).count();
    let from = |origin: Origin| steps.iter().filter(|step| step.origin == origin).count();
    let due = |severity| day(steps::due_by(severity, next), desk.lang);
    let facts = json!({
        "next_month": crate::format::month(next, desk.lang),
        "targets": targets.len(),
        "given": targets.len() - proposed,
        "proposed": proposed,
        "split": breakdown::count(&targets),
        "halls": halls.as_ref().map_or(0, |table| table.rows.len().saturating_sub(1)),
        "staff": staff.as_ref().map_or(0, |table| table.rows.len().saturating_sub(1)),
        "category_gap": breakdown::category_gap(desk, &targets),
        "weighed_by": breakdown::weighed_by(desk, &targets),
        "actions": !desk.figures.books().actions.is_empty(),
        "steps": steps.len(),
        "planned": from(Origin::Planned),
        "carried": from(Origin::Carried),
        "new": from(Origin::Finding),
        "unnamed": steps.iter().filter(|step| step.unnamed).count(),
        "first_step": steps.first().map(|step| first_step(desk, step)),
        "due_high": due(Severity::High),
        "due_medium": due(Severity::Medium),
        "due_low": due(Severity::Low),
        "resources": resources::facts(desk, &resources),
        "risks": risks.len(),
        "findings": judgement.findings.len(),
    });
    exhibits.table("next_targets", targets::table(desk, &targets));
    exhibits.table("target_weeks", breakdown::week_table(desk, &targets));
    exhibits.table("target_halls", halls);
    exhibits.table("target_staff", staff);
    exhibits.table("step_groups", steps::summary(desk, &steps));
    exhibits.table("steps", steps::table(desk, &steps));
    exhibits.chart("timeline", steps::timeline(desk, &steps));
    exhibits.table("resources", resources::table(desk, &resources));
    exhibits.table(
        "risks",
        risks::table(desk, &risks, &steps, judgement, &targets),
    );
    facts
}

/// The step due first, with its day.
fn first_step(desk: &Desk<'_>, step: &Step) -> Json {
    json!({ "what": step.what, "due": day(step.due, desk.lang) })
}

/// A day without its year: `5月7日`, `7 May`.
fn day(date: Date, lang: Lang) -> String {
    let month = crate::format::month_short(Month::of(date), lang);
    say!(lang, "plan.day", month = month, day = date.day())
}

/// The style for amounts that are read against each other, of hundreds and ten thousands alike: yuan, with fen where some
/// have any.
fn yuan(amounts: impl IntoIterator<Item = Money>) -> NumberStyle {
    let fen = amounts
        .into_iter()
        .any(|money| money.ten_thousandths() % Money::SCALE != 0);
    NumberStyle {
        scale: Scale::One,
        ..NumberStyle::fit(Unit::Money, 0.0).places(if fen { 2 } else { 0 })
    }
}

/// The days of a month.
fn days(month: Month) -> Vec<Date> {
    let first = month.first_day();
    let days = first.series(jiff::Span::new().days(1));
    days.take_while(|day| *day <= month.last_day()).collect()
}
