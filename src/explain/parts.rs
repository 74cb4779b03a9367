//! The parts of a figure: by hall, by kind, by day.

use crate::dataset::{self, ChoiceValue};
use crate::facts::{Mean, Share};
use crate::findings::decompose::Fraction;
use crate::metrics::books::View;
use crate::metrics::{Archive, Figure, Figures, Metric, Settings};
use crate::money::Money;
use crate::month::Month;
use crate::words::Lang;

/// The parts of a figure in a month, by name.
#[derive(Debug, Clone, PartialEq)]
pub enum Parts {
    /// Amounts that add up to the figure: whole numbers of which `scale` make one of its unit.
    Sum {
        /// How many make one.
        scale: f64,
        /// The amounts.
        parts: Vec<(String, i128)>,
    },
    /// Numerators and denominators that add up to the figure's; `factor` times a quotient is in its unit.
    Rate {
        /// What a quotient is multiplied by.
        factor: f64,
        /// The fractions.
        parts: Vec<(String, Fraction)>,
    },
}

impl Parts {
    /// The names of those that are not nothing.
    pub fn names(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Sum { parts, .. } => {
                let some = parts.iter().filter(|(_, amount)| *amount != 0);
                Box::new(some.map(|(name, _)| name.as_str()))
            }
            Self::Rate { parts, .. } => {
                let some = parts
                    .iter()
                    .filter(|(_, part)| *part != Fraction::default());
                Box::new(some.map(|(name, _)| name.as_str()))
            }
        }
    }
}

/// Whole numbers that stand for one unit of a figure known as a decimal.
const FINE: f64 = 1e6;

fn money<'a>(parts: impl IntoIterator<Item = (&'a str, Money)>) -> Parts {
    let parts = parts.into_iter();
    Parts::Sum {
        scale: Money::SCALE as f64,
        parts: parts
            .map(|(name, amount)| (name.to_owned(), amount.ten_thousandths()))
            .collect(),
    }
}

fn counts<'a>(parts: impl IntoIterator<Item = (&'a str, u64)>) -> Parts {
    let parts = parts.into_iter();
    Parts::Sum {
        scale: 1.0,
        parts: parts.map(|(name, n)| (name.to_owned(), n.into())).collect(),
    }
}

/// Means of seconds or scores, of which `per` make one of the figure's unit.
fn means<'a>(parts: impl IntoIterator<Item = (&'a str, Mean)>, per: f64) -> Parts {
    let fraction = |mean: Mean| Fraction::new(mean.sum.ten_thousandths(), mean.n.into());
    let parts = parts.into_iter();
    Parts::Rate {
        factor: 1.0 / (Money::SCALE as f64 * per),
        parts: parts
            .map(|(name, mean)| (name.to_owned(), fraction(mean)))
            .collect(),
    }
}

fn shares<'a>(parts: impl IntoIterator<Item = (&'a str, Share)>) -> Parts {
    let fraction = |share: Share| Fraction::new(share.yes.into(), share.of.into());
    let parts = parts.into_iter();
    Parts::Rate {
        factor: 1.0,
        parts: parts
            .map(|(name, share)| (name.to_owned(), fraction(share)))
            .collect(),
    }
}

/// A choice's names: the first Chinese one, or the canonical one.
fn names(values: &'static [ChoiceValue], lang: Lang) -> impl Iterator<Item = &'static str> {
    values.iter().map(move |value| match value.aliases.first() {
        Some(alias) => lang.pick(alias, value.name),
        None => value.name,
    })
}

/// The parts by kind that a metric has in a month (category, product, service, business, segment), and what they are by;
/// `None` where it has none or the month is not known.
pub fn by_kind(metric: &Metric, view: &View<'_>, lang: Lang) -> Option<(&'static str, Parts)> {
    const HOUR: f64 = 3_600.0;
    const MINUTE: f64 = 60.0;
    let category = lang.pick("按类别", "By category");
    let service = lang.pick("按业务", "By service");
    let services = || names(dataset::subscribers::Service::VALUES, lang);
    let product = |place: usize| {
        let products = view.sales().ok()?.products.get(place)?.sorted();
        let amounts = products
            .into_iter()
            .map(|(name, sales)| (name, sales.amount()));
        Some((lang.pick("按产品", "By product"), money(amounts)))
    };
    Some(match metric.id {
        "sales.total" => {
            let names = names(dataset::sales::Category::VALUES, lang);
            (category, money(names.zip(view.sales().ok()?.category)))
        }
        "sales.basic" => product(0)?,
        "sales.vas" => product(1)?,
        "sales.device" => product(2)?,
        "subs.opening" => {
            let stock = view.subscribers().ok()?.opening;
            (service, counts(services().zip(stock.service)))
        }
        "subs.closing" => {
            let stock = view.subscribers().ok()?.closing;
            (service, counts(services().zip(stock.service)))
        }
        "subs.new" => {
            let stock = view.subscribers().ok()?.facts.begun;
            (service, counts(services().zip(stock.service)))
        }
        "subs.churned" => {
            let stock = view.subscribers().ok()?.facts.ended;
            (service, counts(services().zip(stock.service)))
        }
        "complaints.count" => {
            let tickets = view.complaints().ok()?.categories.sorted();
            (
                category,
                counts(tickets.into_iter().map(|(name, t)| (name, t.rows))),
            )
        }
        "complaints.avg_close_hours" => {
            let tickets = view.complaints().ok()?.categories.sorted();
            let times = tickets.into_iter().map(|(name, t)| (name, t.close_time()));
            (category, means(times, HOUR))
        }
        "complaints.first_contact_rate" => {
            let tickets = view.complaints().ok()?.categories.sorted();
            let solved = tickets.into_iter().map(|(name, t)| (name, t.first_contact));
            (category, shares(solved))
        }
        "cost.total" => {
            let names = names(dataset::costs::Category::VALUES, lang);
            (category, money(names.zip(view.costs().ok()?.category)))
        }
        "inventory.value" => {
            let stock = view.inventory().ok()?;
            let kinds = dataset::inventory::Category::ALL.iter().copied();
            let all = names(dataset::inventory::Category::VALUES, lang).zip(kinds);
            let kept = all.filter(|(_, kind)| *kind != dataset::inventory::Category::Scrap);
            let values = kept.map(|(name, kind)| (name, stock.sum(|c| c == kind).closing_value));
            (category, money(values))
        }
        "service.count" => {
            let visits = view.services().ok()?.businesses.sorted();
            (
                service,
                counts(visits.into_iter().map(|(name, b)| (name, b.rows))),
            )
        }
        "service.avg_minutes" => {
            let visits = view.services().ok()?.businesses.sorted();
            let times = visits.into_iter().map(|(name, b)| (name, b.handling));
            (service, means(times, MINUTE))
        }
        "csat.overall" => {
            let scores = view.surveys().ok()?.segments;
            let named = names(dataset::surveys::Segment::VALUES, lang).zip(scores);
            let overall = named.map(|(name, scores)| (name, scores[0]));
            (lang.pick("按客群", "By segment"), means(overall, 1.0))
        }
        _ => return None,
    })
}

/// The days' parts of a metric that is a total of its days, the 1st first.
pub fn by_day(metric: &Metric, view: &View<'_>) -> Option<Vec<f64>> {
    let mut days: Vec<f64> = match metric.id {
        "sales.total" => view.sales().ok()?.days.map(Money::to_f64).to_vec(),
        "complaints.count" => view.complaints().ok()?.days.map(|n| n as f64).to_vec(),
        "service.count" => view.services().ok()?.days.map(|n| n as f64).to_vec(),
        _ => return None,
    };
    days.truncate(view.month.days() as usize);
    Some(days)
}

/// The figures of each hall in two months.
#[derive(Debug)]
pub struct HallFigures {
    /// The hall; nothing where rows name none.
    pub hall: String,
    /// In the month explained.
    pub now: Option<Figure>,
    /// In the month before.
    pub base: Option<Figure>,
}

/// What every hall has by itself, in order; halls that have neither month are left out.
pub fn of_halls(
    archive: &Archive,
    halls: &[String],
    metric: &'static Metric,
    month: Month,
    settings: Settings,
) -> Vec<HallFigures> {
    let mut all = Vec::new();
    for hall in halls {
        let books = archive.hall(hall);
        let figures = Figures::new(&books, month, settings);
        let now = figures.now(metric).ok();
        let base = figures.at(metric, month.previous()).ok();
        if now.is_some() || base.is_some() {
            all.push(HallFigures {
                hall: hall.clone(),
                now,
                base,
            });
        }
    }
    all
}

/// The halls as parts of the whole in one month: as amounts where these add up to it, or as fractions where numerators
/// and denominators do. `None` where neither does: a customer of two halls is one customer.
pub fn as_parts(
    metric: &Metric,
    halls: &[HallFigures],
    of: impl Fn(&HallFigures) -> Option<Figure>,
    whole: Figure,
) -> Option<Parts> {
    let near = |sum: f64, whole: f64| (sum - whole).abs() <= 1e-9 * whole.abs().max(1.0);
    let figures = || halls.iter().map(|hall| (hall.hall.clone(), of(hall)));
    if metric.adds() {
        let sum: f64 = figures()
            .filter_map(|(_, figure)| Some(figure?.value))
            .sum();
        if !near(sum, whole.value) {
            return None;
        }
        let fine =
            |figure: Option<Figure>| figure.map_or(0, |f| (f.value * 10_000.0).round() as i128);
        return Some(Parts::Sum {
            scale: 10_000.0,
            parts: figures()
                .map(|(hall, figure)| (hall, fine(figure)))
                .collect(),
        });
    }
    let (numerator, denominator) = (whole.numerator?, whole.denominator?);
    let added = |part: fn(&Figure) -> Option<f64>| -> f64 {
        figures().filter_map(|(_, figure)| part(&figure?)).sum()
    };
    if !near(added(|f| f.numerator), numerator) || !near(added(|f| f.denominator), denominator) {
        return None;
    }
    let fine = |part: Option<f64>| (part.unwrap_or(0.0) * FINE).round() as i128;
    let fraction = |figure: Option<Figure>| match figure {
        Some(figure) => Fraction::new(fine(figure.numerator), fine(figure.denominator)),
        None => Fraction::default(),
    };
    let quotient = numerator / denominator;
    Some(Parts::Rate {
        factor: if quotient == 0.0 {
            1.0
        } else {
            whole.value / quotient
        },
        parts: figures()
            .map(|(hall, figure)| (hall, fraction(figure)))
            .collect(),
    })
}
