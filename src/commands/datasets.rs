//! `yuebao datasets [NAME]`: what yuebao reads, as text, as JSON, or as an empty export to fill in.

use std::fmt::Write;

use anyhow::{anyhow, bail};
use serde_json::{Value, json};

use super::{Outcome, print};
use crate::cli::{DatasetsArgs, DatasetsFormat};

use crate::dataset::{ALL, ChoiceValue, Dataset, Field, Kind, MOST};
use crate::nearest::nearest;

pub(super) fn run(args: &DatasetsArgs) -> anyhow::Result<Outcome> {
    let named = args.name.as_deref().map(find).transpose()?;
    let text = match (args.format, named) {
        (DatasetsFormat::Text, None) => list(ALL),
        (DatasetsFormat::Text, Some(dataset)) => describe(dataset),
        (DatasetsFormat::Json, None) => json_text(&ALL.iter().map(|d| to_json(d)).collect())?,
        (DatasetsFormat::Json, Some(dataset)) => json_text(&to_json(dataset))?,
        (DatasetsFormat::Csv, Some(dataset)) => header_row(dataset),
        (DatasetsFormat::Csv, None) => bail!(
            "`--format csv` writes an empty export of one dataset; name it, as `yuebao datasets sales --format csv`"
        ),
    };
    print(&text)
}

/// The dataset of an id or a name that exports use.
pub(crate) fn find(name: &str) -> anyhow::Result<&'static Dataset> {
    let wanted = name.to_lowercase();
    let found = ALL
        .iter()
        .find(|d| d.id == wanted || d.names.contains(&name));
    found.copied().ok_or_else(|| {
        let known = ALL.iter().flat_map(|d| [&d.id].into_iter().chain(d.names));
        match nearest(name, known.copied()) {
            Some(near) => anyhow!("there is no dataset `{name}`; did you mean `{near}`?"),
            None => anyhow!("there is no dataset `{name}`; `yuebao datasets` lists them"),
        }
    })
}

/// All datasets: id, names, what a row is.
fn list(datasets: &[&Dataset]) -> String {
    let width = datasets.iter().map(|d| d.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    for d in datasets {
        let names = d.names.join(" ");
        let _ = writeln!(out, "{:<width$}  {names}", d.id);
        let _ = writeln!(out, "{:width$}  {}", "", d.row_is.0);
    }
    out.push_str("\nThe fields of one: yuebao datasets NAME. A ready header row: yuebao datasets NAME --format csv\n");
    out
}

/// One dataset: its fields, their types and other names.
fn describe(dataset: &Dataset) -> String {
    let mut out = format!(
        "{}: {}\nOne row: {}\n\n",
        dataset.id,
        dataset.names.join(" "),
        dataset.row_is.0
    );
    let marked =
        |field: &Field| format!("{}{}", field.name, if field.required { " !" } else { "" });
    let name_width = dataset
        .fields
        .iter()
        .map(|f| marked(f).chars().count())
        .max()
        .unwrap_or(0);
    let kind_width = dataset
        .fields
        .iter()
        .map(|f| kind(f.kind).chars().count())
        .max()
        .unwrap_or(0);
    for field in dataset.fields {
        let line = format!(
            "  {:<name_width$}  {:<kind_width$}  {}",
            marked(field),
            kind(field.kind),
            field.aliases.join(" ")
        );
        let _ = writeln!(out, "{}", line.trim_end());
        if let Kind::Choice(values) = field.kind {
            for value in values {
                let line = format!(
                    "  {:name_width$}    {} {}",
                    "",
                    value.name,
                    value.aliases.join(" ")
                );
                let _ = writeln!(out, "{}", line.trim_end());
            }
        }
    }
    out.push_str("\n! must be there. Case, spaces, full-width forms, _ and - in a header do not matter, nor does a unit in brackets at its end.\n");
    out
}

/// The type of a field, as `datasets` names it.
fn kind(kind: Kind) -> String {
    match kind {
        Kind::Text | Kind::Id => "text".to_owned(),
        Kind::Int { min, max } => bounded("int", min, max),
        Kind::Num { min, max } => bounded("num", min, max),
        Kind::Money => "money".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::DateTime => "datetime".to_owned(),
        Kind::Bool => "bool".to_owned(),
        Kind::Month => "month".to_owned(),
        Kind::Choice(_) => "one of".to_owned(),
    }
}

/// A number's type with the bounds it has: `int ≥ 0`, `num 0–100`.
fn bounded(name: &str, min: i64, max: i64) -> String {
    match (min > -MOST, max < MOST) {
        (true, true) => format!("{name} {min}–{max}"),
        (true, false) => format!("{name} ≥ {min}"),
        (false, true) => format!("{name} ≤ {max}"),
        (false, false) => name.to_owned(),
    }
}

fn to_json(dataset: &Dataset) -> Value {
    let fields: Vec<Value> = dataset.fields.iter().map(field_json).collect();
    json!({
        "id": dataset.id,
        "names": dataset.names,
        "row_is": { "en": dataset.row_is.0, "zh-CN": dataset.row_is.1 },
        "fields": fields,
    })
}

fn field_json(field: &Field) -> Value {
    let kind = match field.kind {
        Kind::Text | Kind::Id => "text",
        Kind::Int { .. } => "int",
        Kind::Num { .. } => "num",
        Kind::Money => "money",
        Kind::Date => "date",
        Kind::DateTime => "datetime",
        Kind::Bool => "bool",
        Kind::Month => "month",
        Kind::Choice(_) => "enum",
    };
    let mut json = json!({
        "name": field.name,
        "aliases": field.aliases,
        "type": kind,
        "required": field.required,
        "private": field.private,
    });
    match field.kind {
        Kind::Int { min, max } | Kind::Num { min, max } => {
            if min > -MOST {
                json["min"] = json!(min);
            }
            if max < MOST {
                json["max"] = json!(max);
            }
        }
        Kind::Choice(values) => {
            let value = |v: &ChoiceValue| json!({ "name": v.name, "aliases": v.aliases });
            json["values"] = values.iter().map(value).collect();
        }
        _ => {}
    }
    json
}

fn json_text(value: &Value) -> anyhow::Result<String> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}

/// The canonical header row. ASCII, so that a program that guesses encodings guesses right.
fn header_row(dataset: &Dataset) -> String {
    let names: Vec<&str> = dataset.fields.iter().map(|field| field.name).collect();
    format!("{}\r\n", names.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOMS: Dataset = Dataset {
        id: "rooms",
        names: &["房间"],
        row_is: ("one room", "一行一间"),
        fields: &[
            Field::new("room_id", Kind::Text, &["房号"]).required(),
            Field::new(
                "seats",
                Kind::Int {
                    min: 0,
                    max: i64::MAX,
                },
                &["座位", "座"],
            ),
            Field::new(
                "kind",
                Kind::Choice(&[ChoiceValue {
                    name: "open",
                    aliases: &["开放"],
                }]),
                &[],
            ),
            Field::new("score", Kind::Num { min: 0, max: 10 }, &[]),
        ],
    };

    #[test]
    fn describes_fields_with_types_and_values() {
        assert_eq!(
            describe(&ROOMS),
            "\
rooms: 房间
One row: one room

  room_id !  text      房号
  seats      int ≥ 0   座位 座
  kind       one of
               open 开放
  score      num 0–10

! must be there. Case, spaces, full-width forms, _ and - in a header do not matter, nor does a unit in brackets at its end.
"
        );
    }

    #[test]
    fn an_empty_export_has_the_canonical_header() {
        assert_eq!(header_row(&ROOMS), "room_id,seats,kind,score\r\n");
    }

    #[test]
    fn json_holds_bounds_and_values() {
        assert_eq!(
            field_json(&ROOMS.fields[1]),
            json!({"name": "seats", "aliases": ["座位", "座"], "type": "int", "required": false, "private": false,
                   "min": 0})
        );
        assert_eq!(
            field_json(&ROOMS.fields[2])["values"],
            json!([{"name": "open", "aliases": ["开放"]}])
        );
    }

    #[test]
    fn finds_by_id_and_name_and_suggests() {
        assert_eq!(find("Sales").unwrap().id, "sales");
        assert_eq!(find("销售明细").unwrap().id, "sales");
        assert_eq!(
            find("saels").unwrap_err().to_string(),
            "there is no dataset `saels`; did you mean `sales`?"
        );
        assert_eq!(
            find("weather").unwrap_err().to_string(),
            "there is no dataset `weather`; `yuebao datasets` lists them"
        );
    }
}
