//! From the first rows of a table to its dataset, its header and its plan, or to the diagnostics that say what is in the way.

use crate::dataset::{self, Dataset};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::ingest::cell::trim;
use crate::ingest::header::{HEADER_ROWS, Lexicon, Match, Plan};
use crate::ingest::name::head_key;
use crate::ingest::options::ReadOptions;
use crate::ingest::row::{Origin, shorten};
use crate::nearest::nearest;
use crate::saying;
use crate::words::Filling;

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
            let told = Diagnostic::error("ambiguous-dataset")
                .with("first", names.first().copied().unwrap_or_default())
                .with("datasets", Filling::and(names))
                .with("file", file_name(&origin.file));
            diagnostics.add(told.at(origin.place()));
            None
        }
        Verdict::Unknown => {
            let mut told = Diagnostic::warning("unknown-table");
            let filled = rows
                .iter()
                .map(|(_, cells)| cells)
                .find(|cells| cells.iter().filter(|c| !trim(c).is_empty()).count() > 1);
            if let Some(cells) = filled {
                let heads = cells
                    .iter()
                    .map(|c| shorten(trim(c)))
                    .filter(|c| !c.is_empty())
                    .take(6);
                told = told.variant("heads").with("heads", Filling::list(heads));
            }
            let told = told.with("file", file_name(&origin.file));
            diagnostics.add(told.at(origin.place()));
            None
        }
        Verdict::NoSuchRow(dataset, row) => {
            let told = Diagnostic::error("missing-header").variant("row");
            let told = told.with("row", row).with("dataset", dataset.id);
            diagnostics.add(told.at(origin.place()));
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
        let named = columns.iter().map(|column| {
            let head = heads.get(*column).map(|head| shorten(trim(head)));
            let head = head.unwrap_or_default();
            saying!("diagnostics.column.named", head = head, column = column + 1)
        });
        let told = Diagnostic::error("duplicate-column")
            .with("columns", Filling::and(named))
            .with("field", field.name)
            .with("dataset", dataset.id);
        let second = columns.get(1).copied().unwrap_or_default();
        diagnostics.add(told.at(at(second)));
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
        let told = match earlier {
            Some(earlier) => Diagnostic::warning("duplicate-head")
                .with("first", earlier + 1)
                .with("second", column + 1),
            None => Diagnostic::note("unknown-column").with("dataset", dataset.id),
        };
        diagnostics.add(told.with("name", shorten(head)).at(at(*column)));
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
        let names = found
            .missing
            .iter()
            .filter_map(|field| lexicon.names_of(*field).get(1).copied());
        let told = Diagnostic::error("missing-header")
            .with("rows", HEADER_ROWS)
            .with("dataset", dataset.id)
            .with("names", Filling::list(names));
        diagnostics.add(told.at(origin.place()));
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
        let mut told = Diagnostic::error("missing-column")
            .with("dataset", dataset.id)
            .with("name", name)
            .with("names", Filling::list(names));
        if let Some(near) = near {
            told = told.variant("near").with("near", shorten(near));
        }
        diagnostics.add(told.at(Place {
            row: row.map(|(number, _)| *number),
            ..origin.place()
        }));
    }
}

fn file_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}
