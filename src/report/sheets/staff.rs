//! The sheet 员工排名 (Staff ranking): everybody active in the month, with the parts, score and rank as live formulas.
//!
//! In: the scores of [`crate::metrics::score`], whose rules the formulas repeat: each part is scaled min–max among the staff
//! of a hall, and the score is the mean of the parts that there are, weighed by the inputs above the list. The bounds of
//! each hall stand in a second list below, so that a part looks its hall up by number: names may hold what a criterion
//! of `MINIFS` would take for a wildcard or an operator.

use std::collections::BTreeMap;

use super::{Lines, Lists, Sheet, TEXT, bare, heading, known, note, percent, plain, whole};
use crate::metrics::score::StaffScore;
use crate::money::Money;
use crate::report::document::{Block, Cell, ColumnKind, Input, Shade};
use crate::say;
use crate::value::Unit;
use crate::words::Lang;

/// A part of the score.
struct Part {
    /// Its column.
    key: &'static str,
    /// The column that it is scaled from.
    from: &'static str,
    /// The columns of the least and the most in the bounds.
    bounds: [&'static str; 2],
    /// The name of its weight in formulas.
    weight: &'static str,
}

const PARTS: [Part; 4] = [
    Part {
        key: "minutes_part",
        from: "minutes",
        bounds: ["least_minutes", "most_minutes"],
        weight: "score_weight_minutes",
    },
    Part {
        key: "rating_part",
        from: "rating",
        bounds: ["least_rating", "most_rating"],
        weight: "score_weight_rating",
    },
    Part {
        key: "records_part",
        from: "records",
        bounds: ["least_records", "most_records"],
        weight: "score_weight_records",
    },
    Part {
        key: "sales_part",
        from: "counted",
        bounds: ["least_sales", "most_sales"],
        weight: "score_weight_sales",
    },
];

/// What `COUNTIFS` takes every number for, and no text.
const ANY_NUMBER: &str = "\">-1E+300\"";

/// The list, its weights, and the bounds.
pub(super) fn sheet(lists: &Lists<'_>) -> Option<Sheet> {
    let (lang, staff) = (lists.lang, lists.staff);
    if staff.is_empty() {
        return None;
    }
    let halls = halls(staff);
    let hall = |person: &StaffScore| halls.get(person.hall.as_str());
    let money = |amount: Option<Money>| bare(amount.map(Money::to_f64));
    let mut lines = Lines::new(lang, "staff", staff)
        .column(plain(0), "rank", 7.0, |p| {
            bare(p.rank.map(|rank| rank as f64))
                .live("IF(ISNUMBER({score}),RANK({score},{score:}),\"—\")")
        })
        .column(TEXT, "name", 14.0, |p| known(p.name.as_deref()))
        .column(TEXT, "staff_id", 11.0, |p| Cell::text(&p.staff_id))
        .column(TEXT, "hall", 18.0, |p| known(named(&p.hall)))
        .column(TEXT, "role", 12.0, |p| known(p.role.as_deref()))
        .column(plain(0), "records", 12.0, |p| whole(p.records))
        .column(plain(1), "minutes", 15.0, |p| bare(p.minutes))
        .column(plain(2), "rating", 10.5, |p| bare(p.rating))
        .column(plain(2), "sales", 13.0, |p| money(p.sales))
        .column(plain(2), "target", 13.0, |p| money(p.target))
        .column(percent(1), "attainment", 9.5, |p| {
            Cell::number(p.attainment, Unit::Ratio)
                .live("IF(AND(ISNUMBER({sales}),ISNUMBER({target})),{sales}/{target},\"—\")")
        })
        .shade(Shade::BelowOne);
    for (i, part) in PARTS.iter().enumerate() {
        let formula = part.formula();
        lines = lines
            .column(plain(1), part.key, 9.5, |p| {
                bare(p.parts[i]).live(&*formula)
            })
            .shade(Shade::Scale);
    }
    let score = score();
    let sheet = lines
        .column(plain(1), "score", 13.0, |p| {
            // In the steps by which the report ranks.
            bare(p.score.map(|score| (score * 1e9).round() / 1e9)).live(&*score)
        })
        .shade(Shade::Bar)
        .column(ColumnKind::Bare, "counted", 13.0, |p| {
            let against_target = hall(p).is_some_and(Bounds::against_target);
            counted(p, against_target)
                .live("IF(INDEX({staff_bounds/against_target:},{hall_no})=1,{attainment},{sales})")
        })
        .column(plain(0), "hall_no", 8.0, |p| {
            whole(hall(p).map_or(0, |hall| hall.number))
        })
        .sheet("staff", vec![note(say!(lang, "workbook.staff_how"))]);
    let mut blocks = sheet.blocks;
    blocks.push(heading(4, say!(lang, "workbook.staff_bounds_head")));
    blocks.push(bounds(&halls, lang));
    let weights = PARTS.iter().zip(lists.weights.parts());
    Some(Sheet {
        blocks,
        // Rank and name.
        keeps: 2,
        inputs: weights
            .map(|(part, value)| Input {
                name: part.weight,
                column: part.key,
                value,
            })
            .collect(),
        inputs_are: say!(lang, "workbook.weight").to_owned(),
        ..sheet
    })
}

impl Part {
    /// How it follows from the column that it is scaled from and the bounds of the person's hall.
    fn formula(&self) -> String {
        let Self { from, bounds, .. } = self;
        let [least, most] =
            bounds.map(|bound| format!("INDEX({{staff_bounds/{bound}:}},{{hall_no}})"));
        // Who handled nothing has no part in records.
        let has = match *from {
            "records" => format!("{{{from}}}>0"),
            _ => format!("ISNUMBER({{{from}}})"),
        };
        let above = match *from {
            "minutes" => format!("{most}-{{{from}}}"),
            _ => format!("{{{from}}}-{least}"),
        };
        format!("IF({has},IF({most}={least},100,({above})/({most}-{least})*100),\"—\")")
    }
}

/// How the score follows from the parts that there are and their weights.
fn score() -> String {
    let sum = |function: &str| {
        let terms = PARTS
            .iter()
            .map(|part| format!("{function}({{{}}})*{}", part.key, part.weight));
        terms.collect::<Vec<_>>().join("+")
    };
    let (weighed, total) = (sum("COUNT"), sum("N"));
    format!("IF({weighed}>0,ROUND(({total})/({weighed}),9),\"—\")")
}

/// What a person's sales count as.
fn counted(person: &StaffScore, against_target: bool) -> Cell {
    if against_target {
        Cell::number(person.attainment, Unit::Ratio)
    } else {
        Cell::number(person.sales.map(Money::to_f64), Unit::Money)
    }
}

fn named(hall: &str) -> Option<&str> {
    Some(hall).filter(|hall| !hall.is_empty())
}

/// What holds for the staff of a hall.
#[derive(Debug, Clone, Default)]
struct Bounds<'a> {
    number: u64,
    hall: &'a str,
    people: u64,
    sellers: u64,
    targeted: u64,
    /// The least and the most that each part is scaled between.
    of: [Option<(f64, f64)>; 4],
}

impl Bounds<'_> {
    const fn against_target(&self) -> bool {
        self.sellers == self.targeted
    }
}

/// The halls of a list by name, numbered from 1.
fn halls(staff: &[StaffScore]) -> BTreeMap<&str, Bounds<'_>> {
    let mut halls: BTreeMap<&str, Bounds<'_>> = BTreeMap::new();
    for person in staff {
        let hall = halls.entry(&person.hall).or_default();
        hall.people += 1;
        hall.sellers += u64::from(person.sales.is_some());
        hall.targeted += u64::from(person.attainment.is_some());
    }
    for ((name, hall), number) in halls.iter_mut().zip(1..) {
        (hall.hall, hall.number) = (name, number);
    }
    for person in staff {
        let Some(hall) = halls.get_mut(person.hall.as_str()) else {
            continue;
        };
        let sales = counted(person, hall.against_target()).value.as_number();
        let records = (person.records > 0).then_some(person.records as f64);
        let raw = [person.minutes, person.rating, records, sales];
        for (bounds, value) in hall.of.iter_mut().zip(raw) {
            if let Some(value) = value {
                let (least, most) = bounds.unwrap_or((value, value));
                *bounds = Some((least.min(value), most.max(value)));
            }
        }
    }
    halls
}

/// The bounds, a row a hall, as formulas over the list.
fn bounds(halls: &BTreeMap<&str, Bounds<'_>>, lang: Lang) -> Block {
    let rows: Vec<&Bounds<'_>> = halls.values().collect();
    let key = "{staff/hall_no:},{$number}";
    let numbers_of = |column: &str| format!("COUNTIFS({key},{{staff/{column}:}},{ANY_NUMBER})");
    let against = format!(
        "IF({}={},1,0)",
        numbers_of("sales"),
        numbers_of("attainment")
    );
    let mut lines = Lines::new(lang, "staff_bounds", &rows)
        .column(plain(0), "number", 7.0, |hall| whole(hall.number))
        .column(TEXT, "hall", 14.0, |hall| known(named(hall.hall)))
        .column(plain(0), "people", 11.0, |hall| {
            whole(hall.people).live(format!("COUNTIFS({key})"))
        })
        .column(plain(0), "against_target", 18.0, |hall| {
            whole(u64::from(hall.against_target())).live(&*against)
        });
    for (i, part) in PARTS.iter().enumerate() {
        let (from, any) = match part.from {
            from @ "records" => (from, "\">0\""),
            from => (from, ANY_NUMBER),
        };
        let of = format!("{{staff/{from}:}}");
        let functions = [("MINIFS", 0), ("MAXIFS", 1)];
        for ((function, end), bound) in functions.into_iter().zip(part.bounds) {
            let formula = format!(
                "IF(COUNTIFS({key},{of},{any})=0,\"—\",_xlfn.{function}({of},{key},{of},{any}))"
            );
            let kind = match part.from {
                "counted" => ColumnKind::Bare,
                "records" => plain(0),
                "rating" => plain(2),
                _ => plain(1),
            };
            lines = lines.column(kind, bound, 9.5, |hall| {
                let unit = match part.from {
                    "counted" if hall.against_target() => Unit::Ratio,
                    "counted" => Unit::Money,
                    _ => Unit::Bare,
                };
                let bound = hall.of[i].map(|of| if end == 0 { of.0 } else { of.1 });
                Cell::number(bound, unit).live(&*formula)
            });
        }
    }
    lines.block()
}
