//! Inspections of network and equipment, by area.

use crate::facts::inspections::AreaInspections;
use crate::metrics::ledger::Draft;
use crate::report::exhibits::inspections::{EQUIPMENT, NETWORK};
use crate::value::{Noun, Unit};

/// The item of a group's key, its names, its unit, and what it takes of an area.
type Amount = (
    &'static str,
    (&'static str, &'static str),
    Unit,
    fn(&AreaInspections) -> f64,
);

const TIMES: Unit = Unit::Count(Noun::Occurrences);
const HOUR: f64 = 3_600.0;

const AMOUNTS: [Amount; 5] = [
    ("rows", ("巡检次数", "Inspections"), TIMES, |area| {
        area.rows as f64
    }),
    ("faults", ("异常次数", "Faults"), TIMES, |area| {
        area.faults() as f64
    }),
    (
        "fixed",
        ("已修复异常", "Faults repaired"),
        TIMES,
        |area| area.fixed.yes as f64,
    ),
    (
        "hours",
        ("修复时长合计", "Hours to repair in all"),
        Unit::Hours,
        |area| area.fix_time.total() / HOUR,
    ),
    (
        "timed",
        ("发现与修复时间均有", "With found_at and fixed_at given"),
        TIMES,
        |area| area.fix_time.n as f64,
    ),
];

pub(super) fn write(draft: &mut Draft<'_>) {
    draft.table("inspections", "巡检", "Inspections");
    let lang = draft.lang;
    for (item, (zh, en), unit, of) in AMOUNTS {
        let mut parts = Vec::new();
        for (kind, (kind_zh, kind_en), areas) in [
            ("network", ("网络", "Network"), NETWORK),
            ("devices", ("设备", "Equipment"), EQUIPMENT),
        ] {
            let key = format!("inspections.{item}.{kind}");
            let (zh, en) = (format!("{zh}：{kind_zh}"), format!("{en}: {kind_en}"));
            let mut group = draft.group(&key, &zh, &en);
            for area in areas {
                let name = area.name(lang);
                group.entry(area.id(), (name, name), unit, |view| {
                    let facts = view.inspections().ok()?;
                    Some(of(&facts.areas[area as usize]))
                });
            }
            parts.push(key);
        }
        draft.whole(&format!("inspections.{item}"), &parts);
    }
}
