//! Every metric's formula over the ledger's entries and other metrics.
//!
//! These are the formulas of `metrics::compute`, said once more as data: the program works a figure out from the facts, a
//! workbook from the entries, and a test holds the two against each other.

use super::formula::{Fold, Formula, When};
use crate::metrics::Settings;
use crate::metrics::catalog::{Better, Metric};

/// How a metric follows from the entries in the month reported on. One that no line here names is above over below the
/// line, entries of its own.
pub(super) fn recipe(id: &str, settings: Settings) -> Formula {
    let family = id.split('.').next().unwrap_or(id);
    match family {
        "sales" => sales(id),
        "subs" => subscribers(id, settings),
        "complaints" => complaints(id),
        "inventory" => inventory(id),
        "nps" => surveys(id),
        "service" => services(id),
        "cost" | "profit" => costs(id),
        "training" | "inspection" | "issues" => operations(id),
        _ => ratio(id),
    }
}

/// The change of a metric since an earlier month, as [`figures::change`](crate::metrics::figures::change) works it out.
#[must_use]
pub fn change(metric: &Metric, since: When) -> Formula {
    let now = Formula::metric(metric.id);
    if metric.differs() {
        let base = now.at(since);
        now - base
    } else {
        now.growth_since(since)
    }
}

/// How far a metric reaches its target, as [`figures::attainment`](crate::metrics::figures::attainment) works it out; of
/// no value where the target is 0, which nothing is divided by.
#[must_use]
pub fn attainment(metric: &Metric) -> Formula {
    let reached = Formula::metric(metric.id) / Formula::Target(metric.id);
    match metric.better {
        Better::Higher | Better::Neither => reached,
        Better::Lower => (Formula::Number(2.0) - reached).or_larger(Formula::Number(0.0)),
    }
}

fn ratio(id: &str) -> Formula {
    above(id) / below(id)
}

fn above(id: &str) -> Formula {
    Formula::entry(format!("{id}.above"))
}

fn below(id: &str) -> Formula {
    Formula::entry(format!("{id}.below"))
}

fn entry(key: &str) -> Formula {
    Formula::entry(key)
}

fn sum(group: &str) -> Formula {
    Formula::sum(group)
}

const fn metric(id: &'static str) -> Formula {
    Formula::metric(id)
}

fn sales(id: &str) -> Formula {
    match id {
        "sales.total" => sum("sales.category"),
        "sales.basic" => entry("sales.category.basic"),
        "sales.vas" => entry("sales.category.vas"),
        "sales.device" => entry("sales.category.device"),
        "sales.basic.share" => metric("sales.basic") / metric("sales.total"),
        "sales.vas.share" => metric("sales.vas") / metric("sales.total"),
        "sales.device.share" => metric("sales.device") / metric("sales.total"),
        "sales.orders" => entry("sales.count.orders"),
        "sales.ticket" => metric("sales.total") / metric("sales.orders"),
        "sales.device.ticket" => metric("sales.device") / entry("sales.count.device_orders"),
        "sales.customers" => entry("sales.count.customers"),
        "sales.vas.penetration" => entry("sales.count.vas_customers") / metric("sales.customers"),
        "sales.online.share" => entry("sales.channel.online") / sum("sales.channel"),
        "sales.renewal.share" => entry("sales.order_type.renewal") / sum("sales.order_type"),
        "sales.trade_in.share" => entry("sales.part.trade_in") / metric("sales.device"),
        "sales.business.share" => {
            (entry("sales.segment.sme") + entry("sales.segment.enterprise")) / sum("sales.segment")
        }
        "sales.gross_margin" => {
            (entry("sales.part.costed") - entry("sales.part.cost")) / entry("sales.part.costed")
        }
        _ => ratio(id),
    }
}

fn subscribers(id: &str, settings: Settings) -> Formula {
    match id {
        "subs.opening" => sum("subs.opening"),
        "subs.new" => sum("subs.begun"),
        "subs.churned" => sum("subs.ended"),
        "subs.closing" => metric("subs.opening") + metric("subs.new") - metric("subs.churned"),
        "subs.net" => metric("subs.new") - metric("subs.churned"),
        "subs.retention_rate" => {
            (metric("subs.opening") - entry("subs.part.ended_opening")) / metric("subs.opening")
        }
        "subs.churn_rate" => entry("subs.part.ended_opening") / metric("subs.opening"),
        "subs.high_value.retention_rate" => {
            let opening = entry("subs.part.opening_high");
            (opening.clone() - entry("subs.part.ended_opening_high")) / opening
        }
        "subs.mobile.new" => entry("subs.begun.mobile"),
        "subs.broadband.new" => entry("subs.begun.broadband"),
        "subs.line.new" => entry("subs.begun.line"),
        "subs.clv" => {
            let margin = match settings.clv_margin {
                Some(_) => entry("month.setting.clv_margin"),
                None => metric("sales.gross_margin"),
            };
            metric("subs.arpu") * margin / metric("subs.churn_rate")
        }
        _ => ratio(id),
    }
}

fn complaints(id: &str) -> Formula {
    match id {
        "complaints.count" => sum("complaints.category_count"),
        "complaints.avg_close_hours" => {
            sum("complaints.category_hours") / sum("complaints.category_closed")
        }
        "complaints.first_contact_rate" => {
            sum("complaints.category_solved") / sum("complaints.category_answered")
        }
        "complaints.per_10k" => {
            let subscribers = (metric("subs.opening") + metric("subs.closing")) / 2.0;
            metric("complaints.count") / subscribers * 10_000.0
        }
        "complaints.red.in_time_rate" => in_time("red"),
        "complaints.yellow.in_time_rate" => in_time("yellow"),
        "complaints.blue.in_time_rate" => in_time("blue"),
        "complaints.cross_department.share" => {
            let cross = entry("complaints.cross.count");
            cross.clone() / (cross + entry("complaints.single.count"))
        }
        "complaints.p90_close_hours" => entry("complaints.all.p90"),
        "complaints.open" => sum("complaints.open_age"),
        _ => ratio(id),
    }
}

/// The share of a level's tickets that were handled within its limit.
fn in_time(level: &str) -> Formula {
    entry(&format!("complaints.in_time.{level}")) / entry(&format!("complaints.due.{level}"))
}

fn inventory(id: &str) -> Formula {
    let turns =
        |issued: Formula, opening: Formula, closing: Formula| issued / ((opening + closing) / 2.0);
    let days = || entry("month.calendar.days");
    match id {
        "inventory.value" => sum("inventory.closing_value"),
        "inventory.turnover" => turns(
            sum("inventory.issued_value"),
            sum("inventory.opening_value"),
            sum("inventory.closing_value"),
        ),
        "inventory.days" => days() / metric("inventory.turnover"),
        "inventory.device.turnover" => turns(
            sum("inventory.issued_value.device"),
            sum("inventory.opening_value.device"),
            sum("inventory.closing_value.device"),
        ),
        "inventory.device.days" => days() / metric("inventory.device.turnover"),
        "inventory.sim.cover_days" => {
            sum("inventory.closing.sim") / (sum("inventory.issued.sim") / days())
        }
        "inventory.device.return_rate" => {
            sum("inventory.returned.device") / sum("inventory.returned_of.device")
        }
        "inventory.below_safety" => entry("inventory.count.below_safety"),
        "inventory.expiring" => entry("inventory.count.expiring"),
        "inventory.marketing.issued" => sum("inventory.issued.marketing"),
        "inventory.scrap.income" => entry("inventory.count.scrap_income"),
        _ => ratio(id),
    }
}

fn surveys(id: &str) -> Formula {
    let promoters = || sum("surveys.promoters");
    let detractors = || sum("surveys.detractors");
    let answers = || promoters() + sum("surveys.passives") + detractors();
    match id {
        "nps" => (promoters() - detractors()) / answers() * 100.0,
        "nps.margin" => {
            let net = || metric("nps") / 100.0;
            let variance = (promoters() + detractors()) / answers() - net() * net();
            (variance.or_larger(Formula::Number(0.0)) / answers()).root() * 100.0 * 1.96
        }
        _ => ratio(id),
    }
}

fn services(id: &str) -> Formula {
    match id {
        "service.count" => sum("services.day"),
        "service.diverted_share" => {
            let away = entry("services.channel.self_service") + entry("services.channel.online");
            away / sum("services.channel")
        }
        "service.daily_cv" => {
            Formula::fold(Fold::Deviation, "services.day")
                / Formula::fold(Fold::Mean, "services.day")
        }
        "service.peak_ratio" => {
            Formula::fold(Fold::Max, "services.hour") / Formula::fold(Fold::Mean, "services.hour")
        }
        "service.top5_share" => entry("services.count.top5") / metric("service.count"),
        _ => ratio(id),
    }
}

fn costs(id: &str) -> Formula {
    match id {
        "cost.total" => sum("costs.category"),
        "cost.marketing.ratio" => entry("costs.category.marketing") / metric("sales.total"),
        "cost.labour.ratio" => entry("costs.category.labour") / metric("sales.total"),
        "profit.margin" => (metric("sales.total") - metric("cost.total")) / metric("sales.total"),
        _ => ratio(id),
    }
}

fn operations(id: &str) -> Formula {
    match id {
        "training.pass_rate" => sum("training.passed") / sum("training.results"),
        "training.uplift" => sum("training.gain") / sum("training.gained"),
        "inspection.count" => sum("inspections.rows"),
        "inspection.fault_rate" => sum("inspections.faults") / metric("inspection.count"),
        "inspection.fix_rate" => sum("inspections.fixed") / sum("inspections.faults"),
        "inspection.avg_fix_hours" => sum("inspections.hours") / sum("inspections.timed"),
        "issues.opened" => sum("issues.raised"),
        "issues.open" => sum("issues.standing"),
        _ => ratio(id),
    }
}
