//! 网络维护记录 and 设备巡检报告: inspections by area against last month, and the faults still open.

use serde_json::{Value as Json, json};

use super::{Exhibits, discreet::discreet, equipment};
use crate::dataset::inspections::Area;
use crate::facts::Merge;
use crate::facts::inspections::{AreaInspections, InspectionFacts};
use crate::metrics::OpenFault;
use crate::metrics::catalog::Better;
use crate::metrics::ledger::{Formulas, When};
use crate::report::desk::Desk;
use crate::report::document::{Cell, Column, ColumnKind, Table};
use crate::report::draft::Draft;
use crate::report::phrases;
use crate::value::{Noun, Unit, Value};
use crate::words::{Lang, LangTag};

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

/// The name of an inspected area in the report.
#[must_use]
pub fn area_name(area: Area, lang: Lang) -> &'static str {
    match area {
        Area::CoreNetwork => lang.pick("核心网络", "Core network"),
        Area::Fibre => lang.pick("光缆线路", "Fibre"),
        Area::BaseStation => lang.pick("无线基站", "Base stations"),
        Area::Security => lang.pick("网络安全", "Network security"),
        Area::HallDevice => lang.pick("营业厅终端", "Hall devices"),
        Area::MachineRoom => lang.pick("机房环境", "Machine room"),
        Area::SparePart => lang.pick("备品备件", "Spare parts"),
        Area::Ageing => lang.pick("老旧设备", "Ageing equipment"),
    }
}

/// Four areas that a sub-item of the section tells of.
struct Group<'a> {
    /// What the prose and the ledger know them by: `network` or `devices`.
    kind: &'static str,
    /// The ids of its two tables and their captions.
    tables: [(&'static str, &'static str); 2],
    areas: [Area; 4],
    now: &'a InspectionFacts,
    last: Option<&'a InspectionFacts>,
    open: Vec<OpenFault<'a>>,
}

/// Works both sub-items' exhibits out and gives what their prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    for id in [
        "network_inspections",
        "network_faults",
        "device_inspections",
        "device_faults",
    ] {
        exhibits.table(id, None);
    }
    let mut context = equipment::build(desk, exhibits);
    let Ok(now) = desk.figures.view(desk.month()).inspections() else {
        return context;
    };
    let last = desk.figures.view(desk.month().previous()).inspections();
    let open = desk.figures.books().open_faults(desk.month());
    let groups = [
        (
            "network",
            NETWORK,
            [
                (
                    "network_inspections",
                    desk.t("网络巡检", "Network inspections"),
                ),
                (
                    "network_faults",
                    desk.t("月末未修复的网络异常", "Network faults open at month end"),
                ),
            ],
        ),
        (
            "devices",
            EQUIPMENT,
            [
                (
                    "device_inspections",
                    desk.t("设备巡检", "Equipment inspections"),
                ),
                (
                    "device_faults",
                    desk.t("月末未修复的设备异常", "Equipment faults open at month end"),
                ),
            ],
        ),
    ];
    for (kind, areas, tables) in groups {
        let of_areas = |fault: &&OpenFault<'_>| areas.contains(&fault.fault.area);
        let group = Group {
            kind,
            tables,
            areas,
            now,
            last: last.ok(),
            open: open.iter().filter(of_areas).copied().collect(),
        };
        exhibits.table(tables[0].0, group.by_area(desk));
        exhibits.table(tables[1].0, group.faults(desk));
        context[kind] = group.told(desk);
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
        let idle: Vec<String> = self
            .areas
            .into_iter()
            .filter(|area| self.of(*area).rows == 0)
            .map(|area| area_name(area, desk.lang).to_owned())
            .collect();
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
            "oldest": oldest.map(|fault| crate::format::date(fault.since(), desk.lang)),
            "oldest_asset": oldest.map(|fault| discreet(&fault.asset)),
            "idle": phrases::list(&idle, desk.lang),
        })
    }

    /// Where the most faults are, where several areas have some.
    fn most(&self, desk: &Desk<'_>) -> Option<String> {
        let faults = self.areas.map(|area| (area, self.of(area).faults()));
        let most = faults.iter().map(|(_, n)| *n).max().filter(|n| *n > 0)?;
        let names = |chosen: &dyn Fn(u64) -> bool| -> Vec<String> {
            let chosen = faults.iter().filter(|(_, n)| chosen(*n));
            chosen
                .map(|(area, _)| area_name(*area, desk.lang).to_owned())
                .collect()
        };
        let leaders = names(&|n| n == most);
        let count = desk.print(Some(most as f64), TIMES);
        let list = phrases::list(&leaders, desk.lang);
        Some(
            match (desk.lang.tag(), names(&|n| n > 0).len(), leaders.len()) {
                (LangTag::Zh, 1, _) => format!("都在{list}"),
                (LangTag::En, 1, _) => format!("all in {list}"),
                (LangTag::Zh, _, 1) => format!("其中{list}最多，{count}"),
                (LangTag::En, _, 1) => format!("most in {list}: {count}"),
                (LangTag::Zh, ..) => format!("其中{list}最多，各 {count}"),
                (LangTag::En, ..) => format!("most in {list}: {count} each"),
            },
        )
    }

    fn by_area(&self, desk: &Desk<'_>) -> Option<Table> {
        let seen = |area: &Area| {
            let last = self.last.map(|last| last.areas[*area as usize].rows);
            self.of(*area).rows > 0 || last.is_some_and(|rows| rows > 0)
        };
        let areas: Vec<Area> = self.areas.into_iter().filter(seen).collect();
        let mut names: Vec<&str> = areas.iter().map(|a| area_name(*a, desk.lang)).collect();
        let mut now: Vec<AreaInspections> = areas.iter().map(|area| self.of(*area)).collect();
        let mut last: Vec<Option<AreaInspections>> = areas
            .iter()
            .map(|area| Some(self.last?.areas[*area as usize]))
            .collect();
        let several = areas.len() > 1;
        if several {
            names.push(desk.t("合计", "Total"));
            now.push(self.sum(self.now));
            last.push(self.last.map(|last| self.sum(last)));
        }
        let column = |of: &dyn Fn(&AreaInspections) -> Option<f64>| -> Vec<Option<f64>> {
            now.iter().map(of).collect()
        };
        let mom: Vec<Option<f64>> = now
            .iter()
            .zip(&last)
            .map(|(now, last)| {
                Desk::growth(now.faults() as f64, last.map(|last| last.faults() as f64))
            })
            .collect();
        let last_faults: Vec<Option<f64>> = last
            .iter()
            .map(|last| last.map(|last| last.faults() as f64))
            .collect();
        let of = |amount: &str| {
            let group = format!("inspections.{amount}.{}", self.kind);
            Formulas::with_sum(&group, areas.iter().map(|area| area.id()))
        };
        let (id, caption) = self.tables[0];
        let mut draft = Draft::new(id, caption)
            .texts("area", desk.t("类别", "Area"), names)
            .numbers(
                "rows",
                desk.t("巡检", "Inspections"),
                TIMES,
                &column(&|a| Some(a.rows as f64)),
            )
            .formulas(of("rows"))
            .numbers(
                "faults",
                desk.t("异常", "Faults"),
                TIMES,
                &column(&|a| Some(a.faults() as f64)),
            )
            .formulas(of("faults"))
            .numbers(
                "fault_rate",
                desk.t("异常率", "Fault rate"),
                Unit::Ratio,
                &column(&|a| (a.rows > 0).then(|| a.faults() as f64 / a.rows as f64)),
            )
            .formulas(of("faults").over(&of("rows")))
            .numbers(
                "fixed",
                desk.t("已修复", "Fixed"),
                TIMES,
                &column(&|a| Some(a.fixed.yes as f64)),
            )
            .formulas(of("fixed"))
            .numbers(
                "fix_hours",
                desk.t("平均修复", "Mean time to fix"),
                Unit::Hours,
                &column(&|a| a.fix_time.mean().map(|seconds| seconds / HOUR)),
            )
            .formulas(of("hours").over(&of("timed")));
        if self.last.is_some() {
            draft = draft
                .numbers(
                    "last_faults",
                    desk.t("上月异常", "Last month's faults"),
                    TIMES,
                    &last_faults,
                )
                .formulas(of("faults").at(When::LastMonth))
                .changes(
                    "mom",
                    desk.t("异常环比", "Faults on month"),
                    Unit::Ratio,
                    Better::Lower,
                    &mom,
                )
                .formulas(of("faults").growth_since(When::LastMonth));
        }
        if several {
            draft = draft.total_last();
        }
        draft.done()
    }

    /// The faults open at the month's end, the oldest first.
    fn faults(&self, desk: &Desk<'_>) -> Option<Table> {
        let end = desk.month().last_day();
        let listed = self.open.get(..LISTED).unwrap_or(&self.open);
        let halls = self.open.iter().map(|open| &open.fault.hall);
        let halls = halls.collect::<std::collections::BTreeSet<_>>().len();
        let days: Vec<Option<f64>> = listed
            .iter()
            .map(|open| Some((end.duration_since(open.fault.since()).as_hours() / 24) as f64))
            .collect();
        let (id, caption) = self.tables[1];
        let mut draft = Draft::new(id, caption)
            .captioned()
            .texts(
                "asset",
                desk.t("设备", "Asset"),
                listed.iter().map(|open| discreet(&open.fault.asset)),
            )
            .texts(
                "area",
                desk.t("类别", "Area"),
                listed
                    .iter()
                    .map(|open| area_name(open.fault.area, desk.lang)),
            );
        if halls > 1 {
            draft = draft.texts(
                "hall",
                desk.t("营业厅", "Hall"),
                listed.iter().map(|open| &*open.fault.hall),
            );
        }
        draft = draft
            .texts(
                "note",
                desk.t("情况", "What"),
                listed.iter().map(|open| remark(desk, open)),
            )
            .cells(
                Column::of("since", desk.t("发现", "Found"), ColumnKind::Date),
                listed
                    .iter()
                    .map(|open| Cell::new(Value::Date(open.fault.since())))
                    .collect(),
            )
            .numbers(
                "days",
                desk.t("至月末", "Open at month end"),
                Unit::Days,
                &days,
            );
        if self.open.len() > LISTED {
            let all = desk.print(Some(self.open.len() as f64), TIMES);
            draft = draft.note(match desk.lang.tag() {
                LangTag::Zh => format!("共 {all}，列出最早的 {LISTED} 次。"),
                LangTag::En => format!("The {LISTED} oldest of {}.", self.open.len()),
            });
        }
        whole_days(draft.done())
    }
}

/// What the inspection noted, and that the asset was since found in order.
fn remark(desk: &Desk<'_>, open: &OpenFault<'_>) -> String {
    let note = open.fault.note.as_deref().map(discreet).unwrap_or_default();
    let Some(day) = open.ok_since else {
        return note;
    };
    let later = match desk.lang.tag() {
        LangTag::Zh => format!("{}月{}日复检正常，修复时间未登记", day.month(), day.day()),
        LangTag::En => format!("in order on {day}, time of repair not given"),
    };
    match note.as_str() {
        "" => later,
        _ => note + desk.t("；", "; ") + &later,
    }
}

/// Prints whole days without places.
pub(super) fn whole_days(table: Option<Table>) -> Option<Table> {
    table.map(|mut table| {
        for column in &mut table.columns {
            if let ColumnKind::Number(style) = &mut column.kind
                && style.unit == Unit::Days
            {
                style.places = 0;
            }
        }
        table
    })
}
