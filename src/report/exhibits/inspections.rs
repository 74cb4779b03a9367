//! 网络维护记录 and 设备巡检报告: inspections by area against last month, and the faults still open.

use serde_json::{Value as Json, json};

use super::{Exhibits, discreet::discreet, equipment, halls, part};
use crate::dataset::inspections::Area;
use crate::facts::Merge;
use crate::facts::inspections::{AreaInspections, InspectionFacts};
use crate::format;
use crate::metrics::OpenFault;
use crate::metrics::catalog::Better;
use crate::metrics::ledger::When;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::phrases;
use crate::say;
use crate::value::{Noun, Unit};

const TIMES: Unit = Unit::Count(Noun::Occurrences);
const HOUR: f64 = 3_600.0;
/// How many open faults are listed; all are counted.
const LISTED: usize = 20;

/// What is network; the rest is equipment.
pub(crate) const NETWORK: [Area; 4] = [
    Area::CoreNetwork,
    Area::Fibre,
    Area::BaseStation,
    Area::Security,
];
/// What is equipment.
pub(crate) const EQUIPMENT: [Area; 4] = [
    Area::HallDevice,
    Area::MachineRoom,
    Area::SparePart,
    Area::Ageing,
];

/// Four areas that a sub-item of the section tells of.
struct Group<'a> {
    /// What the prose and the ledger know them by: `network` or `devices`.
    kind: &'static str,
    areas: [Area; 4],
    now: &'a InspectionFacts,
    last: Option<&'a InspectionFacts>,
    open: Vec<OpenFault<'a>>,
}

/// Works both sub-items' exhibits out and gives what their prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let mut context = equipment::build(desk, exhibits);
    let now = desk.figures.view(desk.month()).inspections().ok();
    let last = desk.figures.view(desk.month().previous()).inspections();
    let open = desk.figures.books().open_faults(desk.month());
    for (kind, areas, inspected, faulty) in [
        ("network", NETWORK, "network_inspections", "network_faults"),
        ("devices", EQUIPMENT, "device_inspections", "device_faults"),
    ] {
        let of_areas = |fault: &&OpenFault<'_>| areas.contains(&fault.fault.area);
        let group = now.map(|now| Group {
            kind,
            areas,
            now,
            last: last.ok(),
            open: open.iter().filter(of_areas).copied().collect(),
        });
        let group = group.as_ref();
        exhibits.table(
            inspected,
            group.and_then(|group| group.by_area(desk, inspected)),
        );
        exhibits.table(faulty, group.and_then(|group| group.faults(desk, faulty)));
        if let Some(group) = group {
            context[kind] = group.told(desk);
        }
    }
    context
}

impl Group<'_> {
    fn sum(&self, facts: &InspectionFacts) -> AreaInspections {
        let mut sum = AreaInspections::default();
        for area in self.areas {
            sum.absorb(facts.areas[area as usize]);
        }
        sum
    }

    fn of(&self, area: Area) -> AreaInspections {
        self.now.areas[area as usize]
    }

    /// What the prose needs. Numbers that decide a sentence are plain, those printed are text.
    fn told(&self, desk: &Desk<'_>) -> Json {
        let now = self.sum(self.now);
        let last = self.last.map(|last| self.sum(last));
        let count = |n: u64| desk.print(Some(n as f64), TIMES);
        let hours = |sum: AreaInspections| {
            let hours = sum.fix_time.mean().map(|seconds| seconds / HOUR);
            hours.map(|hours| desk.print(Some(hours), Unit::Hours))
        };
        let idle = self
            .areas
            .into_iter()
            .filter(|area| self.of(*area).rows == 0);
        let idle: Vec<String> = idle.map(|area| area.name(desk.lang).to_owned()).collect();
        let oldest = self.open.first().map(|open| open.fault);
        json!({
            "rows": now.rows,
            "rows_text": count(now.rows),
            "rows_against": last.map(|last| {
                phrases::against(now.rows, last.rows, Noun::Occurrences, desk.lang)
            }),
            "faults": now.faults(),
            "faults_text": count(now.faults()),
            "rate": desk.print(
                (now.rows > 0).then(|| now.faults() as f64 / now.rows as f64),
                Unit::Ratio,
            ),
            "last_faults": last.map(|last| last.faults()),
            "last_faults_text": last.map(|last| count(last.faults())),
            "most": self.most(desk),
            "fixed": now.fixed.yes,
            "fixed_text": count(now.fixed.yes),
            "fix_hours": hours(now),
            "last_fix_hours": last.and_then(hours),
            "open": self.open.len(),
            "open_text": count(self.open.len() as u64),
            "oldest": oldest.map(|fault| format::date(fault.since(), desk.lang)),
            "oldest_asset": oldest.map(|fault| discreet(&fault.asset)),
            "idle": phrases::list(&idle, desk.lang),
        })
    }

    /// Where the most faults are, where several areas have some.
    fn most(&self, desk: &Desk<'_>) -> Option<String> {
        let lang = desk.lang;
        let faults = self.areas.map(|area| (area, self.of(area).faults()));
        let most = faults.iter().map(|(_, n)| *n).max().filter(|n| *n > 0)?;
        let faulty = faults.iter().filter(|(_, n)| *n > 0).count();
        let leaders = faults.iter().filter(|(_, n)| *n == most);
        let leaders: Vec<String> = leaders
            .map(|(area, _)| area.name(lang).to_owned())
            .collect();
        let count = desk.print(Some(most as f64), TIMES);
        let names = phrases::list(&leaders, lang);
        Some(match (faulty, leaders.len()) {
            (1, _) => say!(lang, "phrases.faults.all_in", names = names),
            (_, 1) => say!(lang, "phrases.faults.most_in", names = names, count = count),
            _ => say!(
                lang,
                "phrases.faults.most_in_each",
                names = names,
                count = count
            ),
        })
    }

    fn by_area(&self, desk: &Desk<'_>, id: &str) -> Option<Table> {
        let seen = |area: &Area| {
            let last = self.last.map(|last| last.areas[*area as usize].rows);
            self.of(*area).rows > 0 || last.is_some_and(|rows| rows > 0)
        };
        let areas = self.areas.into_iter().filter(seen);
        let mut rows: Vec<Option<Area>> = areas.map(Some).collect();
        if rows.len() > 1 {
            rows.push(None);
        }
        let of = |amount: &str, area: &Option<Area>| {
            let group = format!("inspections.{amount}.{}", self.kind);
            part(&group, area.map(Area::id))
        };
        desk.table(id, &rows)
            .named("area", |area| Some(area.as_ref()?.name(desk.lang)))
            .number("rows", TIMES, |area| of("rows", area))
            .number("faults", TIMES, |area| of("faults", area))
            .number("fault_rate", Unit::Ratio, |area| {
                of("faults", area) / of("rows", area)
            })
            .number("fixed", TIMES, |area| of("fixed", area))
            .number("fix_hours", Unit::Hours, |area| {
                let sum = area.map_or_else(|| self.sum(self.now), |area| self.of(area));
                let mean = sum.fix_time.mean().map(|seconds| seconds / HOUR);
                (mean, of("hours", area) / of("timed", area))
            })
            .when(self.last.is_some(), |columns| {
                columns
                    .number("last_faults", TIMES, |area| {
                        of("faults", area).at(When::LastMonth)
                    })
                    .change("mom", (Unit::Ratio, Better::Lower), |area| {
                        of("faults", area).growth_since(When::LastMonth)
                    })
            })
            .done()
    }

    /// The faults open at the month's end, the oldest first.
    fn faults(&self, desk: &Desk<'_>, id: &str) -> Option<Table> {
        let end = desk.month().last_day();
        let listed = self.open.get(..LISTED).unwrap_or(&self.open);
        let all = self.open.len();
        let table = desk
            .table(id, listed)
            .captioned()
            .text("asset", |open| discreet(&open.fault.asset))
            .text("area", |open| open.fault.area.name(desk.lang))
            .when(
                halls(self.open.iter().map(|open| &*open.fault.hall)) > 1,
                |columns| columns.text("hall", |open| &*open.fault.hall),
            )
            .text("note", |open| remark(desk, open))
            .date("since", |open| Some(open.fault.since()))
            .places("days", (Unit::Days, 0), |open| {
                end.duration_since(open.fault.since()).as_hours() / 24
            });
        if all > LISTED {
            let text = desk.print(Some(all as f64), TIMES);
            let note = say!(
                desk.lang,
                "tables.faults.remark",
                all = all,
                text = text,
                listed = LISTED
            );
            return table.note(note).done();
        }
        table.done()
    }
}

/// What the inspection noted, and that the asset was since found in order.
fn remark(desk: &Desk<'_>, open: &OpenFault<'_>) -> String {
    let note = open.fault.note.as_deref().map(discreet).unwrap_or_default();
    let Some(day) = open.ok_since else {
        return note;
    };
    let (month, of_month, iso) = (day.month(), day.day(), day.to_string());
    let later = say!(
        desk.lang,
        "tables.faults.since_in_order",
        month = i16::from(month),
        day = i16::from(of_month),
        iso = iso
    );
    match note.as_str() {
        "" => later,
        _ => note + say!(desk.lang, "phrases.semicolon") + &later,
    }
}
