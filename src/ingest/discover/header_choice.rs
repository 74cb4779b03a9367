//! From the first rows of a table to its dataset, its header and its plan, or to the diagnostics that say what is in the way.

use super::tell;
use crate::dataset::{self, Dataset};
use crate::diagnostic::{Diagnostics, Level, Place};
use crate::ingest::cell::trim;
use crate::ingest::header::{HEADER_ROWS, Lexicon, Match, Plan};
use crate::ingest::name::head_key;
use crate::ingest::options::ReadOptions;
use crate::ingest::row::{Origin, shorten};
use crate::nearest::nearest;

/// What says which dataset a table holds, before its heads are looked at.
#[derive(Debug, Clone)]
pub(super) enum Evidence {
    /// The config names the file for these.
    Config(Vec<&'static Dataset>),
    /// The sheet's name.
    SheetName(&'static Dataset),
    /// The file's name. Other sheets of the workbook may be the ones meant.
    FileName(&'static Dataset),
    Nothing,
}

/// The first rows of a table: their numbers and cells.
pub(super) type FirstRows = [(u64, Vec<String>)];
/// The same, owned.
pub(super) type Rows = Vec<(u64, Vec<String>)>;

/// What the first rows say.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The header of this dataset stands in that row of the first ones.
    Found(&'static Dataset, usize, Match),
    /// The table should hold this dataset; the row that comes nearest lacks heads.
    Missing(&'static Dataset, usize, Match),
    /// The heads fit several as well.
    Tie(Vec<&'static Dataset>),
    /// The heads fit none.
    Unknown,
    /// The header row that the config names is not there.
    NoSuchRow(&'static Dataset, u64),
}

impl Verdict {
    /// For choosing the delimiter: the better, the more heads are known.
    pub(super) fn rank(&self) -> (u8, usize) {
        match self {
            Self::Found(_, _, found) => (3, found.covered),
            Self::Tie(_) => (2, 0),
            Self::Missing(_, _, found) => (1, found.covered),
            Self::Unknown | Self::NoSuchRow(..) => (0, 0),
        }
    }
}

pub(super) fn judge(rows: &FirstRows, evidence: &Evidence, options: &ReadOptions) -> Verdict {
    let candidates: Vec<&'static Dataset> = match evidence {
        Evidence::Config(told) => told.clone(),
        Evidence::SheetName(dataset) | Evidence::FileName(dataset) => vec![dataset],
        Evidence::Nothing => dataset::ALL.to_vec(),
    };
    let mut fitting: Vec<(usize, &'static Dataset, usize, Match)> = Vec::new();
    let mut nearest: Option<(usize, &'static Dataset, usize, Match)> = None;
    for dataset in &candidates {
        let own = options.datasets.get(dataset.id);
        let lexicon = Lexicon::new(dataset, own);
        let header_row = own
            .filter(|_| !matches!(evidence, Evidence::Nothing))
            .and_then(|own| own.header_row);
        if let Some(header_row) = header_row
            && !rows.iter().any(|(number, _)| *number == header_row)
        {
            return Verdict::NoSuchRow(dataset, header_row);
        }
        for (index, (number, heads)) in rows.iter().enumerate() {
            if header_row.map_or(index >= HEADER_ROWS, |row| row != *number) {
                continue;
            }
            let found = lexicon.matched(heads);
            if found.missing.is_empty() {
                fitting.push((found.covered, dataset, index, found));
                break;
            }
            let better = nearest
                .as_ref()
                .is_none_or(|(covered, ..)| found.covered > *covered);
            if better {
                nearest = Some((found.covered, dataset, index, found));
            }
        }
    }
    let most = fitting.iter().map(|(covered, ..)| *covered).max();
    fitting.retain(|(covered, ..)| Some(*covered) == most);
    if fitting.len() > 1 {
        return Verdict::Tie(fitting.iter().map(|(_, dataset, ..)| *dataset).collect());
    }
    match (fitting.pop(), nearest, evidence) {
        (Some((_, dataset, index, found)), ..) => Verdict::Found(dataset, index, found),
        (None, Some((covered, dataset, index, found)), evidence)
            if covered > 0 && !matches!(evidence, Evidence::Nothing) =>
        {
            Verdict::Missing(dataset, index, found)
        }
        (None, _, Evidence::Nothing) => Verdict::Unknown,
        _ => match candidates.first() {
            Some(dataset) => {
                let found = Lexicon::new(dataset, None).matched(&[]);
                Verdict::Missing(dataset, 0, found)
            }
            None => Verdict::Unknown,
        },
    }
}

/// The plan of a table whose header was found, or the diagnostics that say why there is none.
pub(super) fn plan(
    verdict: Verdict,
    rows: &FirstRows,
    origin: &Origin,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Plan> {
    match verdict {
        Verdict::Found(dataset, index, found) => {
            let (row, heads) = rows.get(index)?;
            let fine = tell_columns(dataset, *row, heads, &found, origin, diagnostics);
            fine.then(|| Plan::new(dataset, heads.clone(), found.columns, *row, options))
        }
        Verdict::Missing(dataset, index, found) => {
            tell_missing(
                dataset,
                rows.get(index),
                &found,
                origin,
                options,
                diagnostics,
            );
            None
        }
        Verdict::Tie(datasets) => {
            let names: Vec<&str> = datasets.iter().map(|dataset| dataset.id).collect();
            let first = names.first().copied().unwrap_or_default();
            tell(
                diagnostics,
                origin.place(),
                Level::Error,
                "ambiguous-dataset",
                format!("the heads fit {} equally well", names.join(" and ")),
                Some("one dataset".to_owned()),
                Some(format!(
                    "say which it is in the config: [datasets.{first}] files = [\"{}\"]",
                    file_name(&origin.file)
                )),
            );
            None
        }
        Verdict::Unknown => {
            let filled = rows
                .iter()
                .map(|(_, cells)| cells)
                .find(|cells| cells.iter().filter(|c| !trim(c).is_empty()).count() > 1)
                .map(|cells| {
                    let heads: Vec<String> = cells
                        .iter()
                        .map(|c| shorten(trim(c)))
                        .filter(|c| !c.is_empty())
                        .take(6)
                        .collect();
                    format!(" (it begins with {})", heads.join(", "))
                })
                .unwrap_or_default();
            tell(
                diagnostics,
                origin.place(),
                Level::Warning,
                "unknown-table",
                format!("neither the name nor the heads fit a dataset{filled}; it was not read"),
                Some("the required heads of a dataset; `yuebao datasets` lists them".to_owned()),
                Some(format!(
                    "if it is one, say so in the config: [datasets.sales] files = [\"{}\"]",
                    file_name(&origin.file)
                )),
            );
            None
        }
        Verdict::NoSuchRow(dataset, row) => {
            tell(
                diagnostics,
                origin.place(),
                Level::Error,
                "missing-header",
                format!(
                    "the config says that the heads stand in row {row}, which holds nothing or comes too late"
                ),
                Some(format!("the heads of {}", dataset.id)),
                Some(format!(
                    "correct or remove header_row in [datasets.{}]",
                    dataset.id
                )),
            );
            None
        }
    }
}

/// Tells of heads that are unused, or claim what another claims. Gives whether the table can be read.
fn tell_columns(
    dataset: &'static Dataset,
    row: u64,
    heads: &[String],
    found: &Match,
    origin: &Origin,
    diagnostics: &mut Diagnostics,
) -> bool {
    let at = |column: usize| Place {
        row: Some(row),
        column: u32::try_from(column + 1).ok(),
        field: heads.get(column).map(|head| shorten(trim(head))),
        ..origin.place()
    };
    for (field, columns) in &found.claimed {
        let Some(field) = dataset.fields.get(*field) else {
            continue;
        };
        let named: Vec<String> = columns
            .iter()
            .map(|column| {
                let head = heads.get(*column).map(|head| shorten(trim(head)));
                format!("`{}` (column {})", head.unwrap_or_default(), column + 1)
            })
            .collect();
        tell(
            diagnostics,
            at(columns.get(1).copied().unwrap_or_default()),
            Level::Error,
            "duplicate-column",
            format!(
                "{} both name {}; the table was not read",
                named.join(" and "),
                field.name
            ),
            Some(format!("one column for {}", field.name)),
            Some(format!(
                "rename or remove one, or say which it is in the config: [datasets.{}.columns] {} = \"…\"",
                dataset.id, field.name
            )),
        );
    }
    for (index, column) in found.unknown.iter().enumerate() {
        let head = heads
            .get(*column)
            .map(|head| trim(head))
            .unwrap_or_default();
        let earlier = found.unknown.iter().take(index).find(|other| {
            heads
                .get(**other)
                .is_some_and(|other| head_key(other) == head_key(head))
        });
        let head = shorten(head);
        match earlier {
            Some(earlier) => tell(
                diagnostics,
                at(*column),
                Level::Warning,
                "duplicate-head",
                format!(
                    "`{head}` stands over columns {} and {}; neither is read",
                    earlier + 1,
                    column + 1
                ),
                Some("every head once".to_owned()),
                None,
            ),
            None => tell(
                diagnostics,
                at(*column),
                Level::Note,
                "unknown-column",
                format!(
                    "`{head}` is no head that {} knows; the column is not read",
                    dataset.id
                ),
                None,
                None,
            ),
        }
    }
    found.claimed.is_empty()
}

fn tell_missing(
    dataset: &'static Dataset,
    row: Option<&(u64, Vec<String>)>,
    found: &Match,
    origin: &Origin,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) {
    let lexicon = Lexicon::new(dataset, options.datasets.get(dataset.id));
    if found.covered == 0 {
        let names: Vec<&str> = found
            .missing
            .iter()
            .filter_map(|field| lexicon.names_of(*field).get(1).copied())
            .collect();
        tell(
            diagnostics,
            origin.place(),
            Level::Error,
            "missing-header",
            format!(
                "none of the first {HEADER_ROWS} rows holds a head of {}; the table was not read",
                dataset.id
            ),
            Some(format!("a row with {}", names.join(", "))),
            Some(format!(
                "name the heads in the config: [datasets.{}.columns]",
                dataset.id
            )),
        );
        return;
    }
    let heads = row.map(|(_, heads)| heads.as_slice()).unwrap_or_default();
    let unknown: Vec<&str> = found
        .unknown
        .iter()
        .filter_map(|column| heads.get(*column))
        .map(|head| trim(head))
        .collect();
    for field in &found.missing {
        let names = lexicon.names_of(*field);
        let name = names.first().copied().unwrap_or_default();
        let near = names
            .iter()
            .find_map(|name| nearest(name, unknown.iter().copied()));
        let hint = match near {
            Some(near) => format!(
                "if `{}` is meant, say so in the config: [datasets.{}.columns] {name} = \"{}\"",
                shorten(near),
                dataset.id,
                shorten(near)
            ),
            None => format!(
                "name its head in the config: [datasets.{}.columns] {name} = \"…\"",
                dataset.id
            ),
        };
        tell(
            diagnostics,
            Place {
                row: row.map(|(number, _)| *number),
                ..origin.place()
            },
            Level::Error,
            "missing-column",
            format!(
                "{} needs a column for {name}, and no head names it; the table was not read",
                dataset.id
            ),
            Some(format!("one of {}", names.join(", "))),
            Some(hint),
        );
    }
}

fn file_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}
