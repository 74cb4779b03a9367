//! From a row of heads to a plan: which column holds which field of a dataset.
//!
//! In: the first rows of a table, a dataset, its options. Out: a [`Plan`], or what is missing. Refused: a field that two
//! columns claim with equal right.

use std::collections::BTreeMap;

use super::cell::date::DateOrder;
use super::cell::trim;
use super::name::{head_key, key};
use super::options::{DatasetOptions, ReadOptions};
use crate::dataset::{Dataset, Kind};

/// The header stands within this many rows that hold anything.
pub(crate) const HEADER_ROWS: usize = 20;

/// How the rows of one table are read.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) dataset: &'static Dataset,
    /// By field, its column from 0.
    pub(crate) columns: Vec<Option<usize>>,
    /// The heads as the table has them.
    pub(crate) heads: Vec<String>,
    /// By field, the keys of its values and their places; empty where the field is no choice.
    pub(crate) choices: Vec<Vec<(String, usize)>>,
    pub(crate) date_order: Option<DateOrder>,
    /// The hall of every row, where the table has no such column.
    pub(crate) hall: Option<String>,
    /// The row of the heads, from 1; of a text file the line.
    pub(crate) row: u64,
    /// How many fields are required.
    pub(crate) required: usize,
    /// Columns up to the last that holds a field.
    pub(crate) width: usize,
    /// The column of the hall, where a blank in it does not stand for all halls.
    pub(crate) hall_column: Option<usize>,
}

/// What a row of heads says about one dataset.
#[derive(Debug, Clone, Default)]
pub(crate) struct Match {
    /// By field, its column.
    pub(crate) columns: Vec<Option<usize>>,
    /// How many heads name a field.
    pub(crate) covered: usize,
    /// Required fields that no head names.
    pub(crate) missing: Vec<usize>,
    /// Fields that several columns claim with equal right, and these columns.
    pub(crate) claimed: Vec<(usize, Vec<usize>)>,
    /// Columns whose head names no field and is not blank.
    pub(crate) unknown: Vec<usize>,
}

/// A field that a head names, and by what right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Right {
    /// An alias.
    Alias,
    /// The canonical name.
    Canonical,
    /// The config.
    Config,
}

/// The heads that a dataset knows, the config's included.
#[derive(Debug)]
pub(crate) struct Lexicon {
    pub(crate) dataset: &'static Dataset,
    heads: BTreeMap<String, (usize, Right)>,
}

impl Lexicon {
    pub(crate) fn new(dataset: &'static Dataset, options: Option<&DatasetOptions>) -> Self {
        let mut heads = BTreeMap::new();
        for (place, field) in dataset.fields.iter().enumerate() {
            for alias in field.aliases {
                heads.insert(head_key(alias), (place, Right::Alias));
            }
            heads.insert(head_key(field.name), (place, Right::Canonical));
        }
        for (name, names) in options.iter().flat_map(|options| &options.columns) {
            let Some(place) = field_place(dataset, name) else {
                continue;
            };
            for head in names.iter() {
                // As it stands and without its unit: `成绩（训前）` is mapped although the bracket is no unit.
                heads.insert(key(head), (place, Right::Config));
                heads
                    .entry(head_key(head))
                    .or_insert((place, Right::Config));
            }
        }
        Self { dataset, heads }
    }

    fn find(&self, head: &str) -> Option<(usize, Right)> {
        let exact = self.heads.get(&key(head));
        exact.or_else(|| self.heads.get(&head_key(head))).copied()
    }

    /// Every name that a head may bear, for a suggestion.
    pub(crate) fn names_of(&self, field: usize) -> Vec<&'static str> {
        self.dataset
            .fields
            .get(field)
            .map(|field| {
                let mut names = vec![field.name];
                names.extend(field.aliases);
                names
            })
            .unwrap_or_default()
    }

    pub(crate) fn matched(&self, heads: &[String]) -> Match {
        let fields = self.dataset.fields;
        let mut claims: Vec<Vec<(Right, usize)>> = vec![Vec::new(); fields.len()];
        let mut found = Match::default();
        for (column, head) in heads.iter().enumerate() {
            match self.find(head) {
                Some((field, right)) => {
                    if let Some(claims) = claims.get_mut(field) {
                        claims.push((right, column));
                    }
                }
                None if !trim(head).is_empty() => found.unknown.push(column),
                None => {}
            }
        }
        for (field, claims) in claims.iter().enumerate() {
            let best = claims.iter().map(|(right, _)| *right).max();
            let columns: Vec<usize> = claims
                .iter()
                .filter(|(right, _)| Some(*right) == best)
                .map(|(_, column)| *column)
                .collect();
            found.columns.push(columns.first().copied());
            if columns.len() > 1 {
                found.claimed.push((field, columns));
            }
            if best.is_some() {
                found.covered += 1;
            } else if fields.get(field).is_some_and(|field| field.required) {
                found.missing.push(field);
            }
        }
        found
    }
}

/// The place of the field that a config key names, by its canonical name or an alias.
pub(crate) fn field_place(dataset: &Dataset, name: &str) -> Option<usize> {
    let name = head_key(name);
    dataset.fields.iter().position(|field| {
        head_key(field.name) == name || field.aliases.iter().any(|alias| head_key(alias) == name)
    })
}

impl Plan {
    pub(crate) fn new(
        dataset: &'static Dataset,
        heads: Vec<String>,
        columns: Vec<Option<usize>>,
        row: u64,
        options: &ReadOptions,
    ) -> Self {
        let own = options.datasets.get(dataset.id);
        let choices = dataset
            .fields
            .iter()
            .map(|field| match field.kind {
                Kind::Choice(values) => {
                    let mut words: Vec<(String, usize)> = Vec::new();
                    for (place, value) in values.iter().enumerate() {
                        words.extend(value.aliases.iter().map(|alias| (key(alias), place)));
                        words.push((key(value.name), place));
                    }
                    let more = own
                        .into_iter()
                        .flat_map(|own| &own.values)
                        .filter(|(name, _)| {
                            field_place(dataset, name)
                                .and_then(|place| dataset.fields.get(place))
                                .map(|f| f.name)
                                == Some(field.name)
                        })
                        .flat_map(|(_, values)| values);
                    let mut mapped = Vec::new();
                    for (value, names) in more {
                        let value = key(value);
                        if let Some(place) =
                            words.iter().find(|(word, _)| *word == value).map(|w| w.1)
                        {
                            mapped.extend(names.iter().map(|name| (key(name), place)));
                        }
                    }
                    // The config's words go before the built-in ones, which they may redefine.
                    mapped.extend(words);
                    mapped
                }
                _ => Vec::new(),
            })
            .collect();
        let mut fields = dataset.fields.iter().zip(&columns);
        let hall_column = fields
            .find(|(field, _)| field.name == "hall")
            .and_then(|(_, column)| *column);
        Self {
            dataset,
            required: dataset.fields.iter().filter(|field| field.required).count(),
            width: columns.iter().flatten().max().map_or(0, |last| last + 1),
            columns,
            heads,
            choices,
            date_order: own.and_then(|own| own.date_format),
            hall: options.hall.clone().filter(|_| hall_column.is_none()),
            row,
            // A target or an action without a hall is one for all of them.
            hall_column: hall_column.filter(|_| !matches!(dataset.id, "targets" | "actions")),
        }
    }

    /// A field's column, from 1, and its head as the file has it; `None` where the table has no such column.
    pub(crate) fn numbered_head(&self, field: usize) -> Option<(u32, String)> {
        let column = self.columns.get(field).copied().flatten()?;
        let number = u32::try_from(column + 1).ok()?;
        Some((number, self.head(field).to_owned()))
    }

    /// A field's head as the table has it, or its canonical name where the table has no such column.
    pub(crate) fn head(&self, field: usize) -> &str {
        self.columns
            .get(field)
            .copied()
            .flatten()
            .and_then(|column| self.heads.get(column))
            .map(|head| trim(head))
            .or_else(|| self.dataset.fields.get(field).map(|field| field.name))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::sales::SALES;

    fn heads(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn matches_names_aliases_and_units() {
        let found = Lexicon::new(&SALES, None).matched(&heads(
            "销售 日期,业务类型,商品,实收金额（元）,Staff ID,备注",
        ));
        assert!(found.missing.is_empty() && found.claimed.is_empty());
        let columns = found.columns.clone();
        assert_eq!(columns[0], Some(0));
        assert_eq!(columns[2], Some(4));
        assert_eq!(columns[5], Some(1));
        assert_eq!(columns[6], Some(2));
        assert_eq!(columns[12], Some(3));
        assert_eq!(found.unknown, [5]);
        assert_eq!(found.covered, 5);
    }

    #[test]
    fn the_canonical_name_goes_before_an_alias_and_two_aliases_are_told() {
        let lexicon = Lexicon::new(&SALES, None);
        let found = lexicon.matched(&heads("金额,amount"));
        assert_eq!((found.columns[12], found.claimed.len()), (Some(1), 0));
        let found = lexicon.matched(&heads("金额,实收金额"));
        assert_eq!(found.claimed, [(12, vec![0, 1])]);
        assert_eq!(found.missing, [0, 5, 6]);
    }

    #[test]
    fn the_config_goes_before_all() {
        let options: DatasetOptions = toml::from_str(r#"columns."金额" = "实收金额""#).unwrap();
        let found = Lexicon::new(&SALES, Some(&options)).matched(&heads("金额,amount,实收金额"));
        assert_eq!((found.columns[12], found.claimed.len()), (Some(2), 0));
    }

    #[test]
    fn maps_values() {
        let options = ReadOptions {
            datasets: [(
                "sales".to_owned(),
                toml::from_str(r#"values."业务大类"."增值业务" = ["权益", "终端"]"#).unwrap(),
            )]
            .into(),
            ..ReadOptions::default()
        };
        let plan = Plan::new(&SALES, Vec::new(), vec![None; 14], 1, &options);
        let place = |word: &str| plan.choices[5].iter().find(|(w, _)| w == word).map(|w| w.1);
        assert_eq!(place("权益"), Some(1));
        assert_eq!(place("终端"), Some(1));
        assert_eq!(place("硬件"), Some(2));
    }
}
