//! The bounds of each hall's parts, as a list of formulas below the ranking, and the formulas that look them up.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use super::{ATTAINMENT, COUNTED, KEY, MINUTES, RATING, RECORDS, SALES};
use crate::metrics::score::StaffScore;
use crate::money::Money;
use crate::render::xlsx::list::{Column, Item, List};
use crate::render::xlsx::page::Page;
use crate::words::Lang;

/// What `COUNTIFS` takes every number for, and no text.
const ANY_NUMBER: &str = "\">-1E+300\"";

/// The columns that the parts are scaled from: minutes, rating, records, sales counted.
const FROM: [char; 4] = [MINUTES, RATING, RECORDS, COUNTED];

/// The columns of the least and the most of each, in the bounds' list.
const LEAST: [char; 4] = ['F', 'H', 'J', 'L'];
const MOST: [char; 4] = ['G', 'I', 'K', 'M'];

/// The column that says what sales count by.
const BASIS: char = 'E';

/// The bounds of the halls and where they stand.
pub(super) struct Halls<'a> {
    numbers: BTreeMap<&'a str, u64>,
    bounds: BTreeMap<&'a str, Bounds>,
    /// The first and the last row of the ranking.
    pub(super) first: u32,
    pub(super) last: u32,
    /// The first row of the bounds.
    top: u32,
}

#[derive(Debug, Clone, Default)]
struct Bounds {
    people: u64,
    sellers: u64,
    targeted: u64,
    of: [Option<(f64, f64)>; 4],
}

impl Bounds {
    const fn against_target(&self) -> bool {
        self.sellers == self.targeted
    }
}

impl<'a> Halls<'a> {
    /// The halls of `staff`, whose rows stand from `first` to `last`; the bounds will stand from `top` on.
    pub(super) fn of(staff: &'a [StaffScore], first: u32, last: u32, top: u32) -> Self {
        let mut bounds: BTreeMap<&str, Bounds> = BTreeMap::new();
        for person in staff {
            let hall = bounds.entry(&person.hall).or_default();
            hall.people += 1;
            hall.sellers += u64::from(person.sales.is_some());
            hall.targeted += u64::from(person.attainment.is_some());
        }
        for person in staff {
            let Some(hall) = bounds.get_mut(person.hall.as_str()) else {
                continue;
            };
            let sales = if hall.against_target() {
                person.attainment
            } else {
                person.sales.map(Money::to_f64)
            };
            let records = (person.records > 0).then_some(person.records as f64);
            let raw = [person.minutes, person.rating, records, sales];
            for (bounds, value) in hall.of.iter_mut().zip(raw) {
                if let Some(value) = value {
                    let (least, most) = bounds.unwrap_or((value, value));
                    *bounds = Some((least.min(value), most.max(value)));
                }
            }
        }
        Self {
            numbers: super::numbers(staff),
            bounds,
            first,
            last,
            top,
        }
    }

    /// A hall's number, from 1.
    pub(super) fn number(&self, hall: &str) -> u64 {
        self.numbers.get(hall).copied().unwrap_or(0)
    }

    /// Whether the hall's sales count against target.
    pub(super) fn against_target(&self, hall: &str) -> bool {
        self.bounds.get(hall).is_some_and(Bounds::against_target)
    }

    /// The formula of a part of the person in row `r` (from 1).
    pub(super) fn part(&self, i: usize, r: u32) -> String {
        let (from, least, most) = (FROM[i], LEAST[i], MOST[i]);
        let least = self.looked_up(least, r);
        let most = self.looked_up(most, r);
        // Who handled nothing has no part in records.
        let has = match from {
            RECORDS => format!("{from}{r}>0"),
            _ => format!("ISNUMBER({from}{r})"),
        };
        let above = match from {
            MINUTES => format!("{most}-{from}{r}"),
            _ => format!("{from}{r}-{least}"),
        };
        format!("=IF({has},IF({most}={least},100,({above})/({most}-{least})*100),\"—\")")
    }

    /// The formula of what the sales of the person in row `r` count as.
    pub(super) fn counted(&self, r: u32) -> String {
        let by_target = self.looked_up(BASIS, r);
        format!("=IF({by_target}=1,{ATTAINMENT}{r},{SALES}{r})")
    }

    /// A column of the bounds in the row of the hall of the person in row `r`.
    fn looked_up(&self, column: char, r: u32) -> String {
        let count = u32::try_from(self.bounds.len()).unwrap_or(u32::MAX);
        let (first, last) = (self.top + 1, self.top + count);
        format!("INDEX(${column}${first}:${column}${last},{KEY}{r})")
    }

    /// A column of the ranking.
    fn column(&self, letter: char) -> String {
        let (first, last) = (self.first + 1, self.last + 1);
        format!("${letter}${first}:${letter}${last}")
    }

    /// Writes the list from the page's next row on.
    pub(super) fn write(&self, page: &mut Page) -> Result<(), XlsxError> {
        let columns = columns(page.look.lang);
        let mut list = List::begin(page, &columns)?;
        let key = self.column(KEY);
        for (hall, number) in &self.numbers {
            let Some(bounds) = self.bounds.get(hall) else {
                continue;
            };
            let r = page.row + 1;
            let formula = |text: String, cached: Option<f64>, shown: &'static str| {
                Item::Formula(text, cached, shown.into())
            };
            let numbers_of = |letter: char| {
                let of = self.column(letter);
                format!("COUNTIFS({key},$B{r},{of},{ANY_NUMBER})")
            };
            let (sellers, targeted) = (numbers_of(SALES), numbers_of(ATTAINMENT));
            let sales_shown = if bounds.against_target() {
                "0.0%"
            } else {
                "#,##0.00"
            };
            let shown = ["0.0", "0.00", "#,##0", sales_shown];
            let mut items = vec![
                Item::whole(*number),
                Item::text(Some(*hall).filter(|hall| !hall.is_empty())),
                formula(
                    format!("=COUNTIFS({key},$B{r})"),
                    Some(bounds.people as f64),
                    "0",
                ),
                formula(
                    format!("=IF({sellers}={targeted},1,0)"),
                    Some(f64::from(u8::from(bounds.against_target()))),
                    "0",
                ),
            ];
            for ((from, bounds), shown) in FROM.iter().zip(bounds.of).zip(shown) {
                let of = self.column(*from);
                let any = match *from {
                    RECORDS => "\">0\"",
                    _ => ANY_NUMBER,
                };
                let bound = |function: &str| {
                    format!(
                        "=IF(COUNTIFS({key},$B{r},{of},{any})=0,\"—\",_xlfn.{function}({of},{key},$B{r},{of},{any}))"
                    )
                };
                items.push(formula(
                    bound("MINIFS"),
                    bounds.map(|(least, _)| least),
                    shown,
                ));
                items.push(formula(
                    bound("MAXIFS"),
                    bounds.map(|(_, most)| most),
                    shown,
                ));
            }
            list.row(page, &items)?;
        }
        Ok(())
    }
}

fn columns(lang: Lang) -> [Column; 12] {
    let t = |zh, en| lang.pick(zh, en);
    let number = |zh, en, width| Column::number(t(zh, en), width);
    [
        number("厅序号", "Hall no.", 7.0),
        Column::text(t("营业厅", "Hall"), 14.0),
        number("人数", "Staff", 11.0),
        number("按完成率计（1 是）", "Against target (1: yes)", 18.0),
        number("时长最短", "Fewest minutes", 12.0),
        number("时长最长", "Most minutes", 9.5),
        number("评分最低", "Lowest rating", 10.5),
        number("评分最高", "Highest rating", 9.5),
        number("受理最少", "Fewest records", 13.0),
        number("受理最多", "Most records", 13.0),
        number("销售最低", "Least sales", 9.5),
        number("销售最高", "Most sales", 9.5),
    ]
}
