//! Every text that the source asks for is there, and every text is asked for.

#![allow(clippy::unwrap_used)] // a test that cannot go on is to panic

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder whose name ends in `ext`.
fn files(folder: &Path, ext: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ext));
        } else if path.extension().is_some_and(|e| e == ext) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The keys of `templates/<lang>/words`.
fn keys(lang: &str) -> BTreeSet<String> {
    fn walk(path: &str, value: &toml::Value, keys: &mut BTreeSet<String>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    walk(&format!("{path}.{key}"), value, keys);
                }
            }
            _ => {
                keys.insert(path.to_owned());
            }
        }
    }
    let mut all = BTreeSet::new();
    for file in files(&root().join("templates").join(lang).join("words"), "toml") {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let table: toml::Table = fs::read_to_string(&file).unwrap().parse().unwrap();
        walk(name, &toml::Value::Table(table), &mut all);
    }
    all
}

/// The string literals of the source and the templates' calls that look like keys of a file of words.
fn asked(names: &BTreeSet<String>) -> BTreeSet<String> {
    let mut literals = BTreeSet::new();
    let mut sources = files(&root().join("src"), "rs");
    sources.extend(files(&root().join("templates"), "md"));
    for file in sources {
        let text = fs::read_to_string(&file).unwrap();
        for part in text.split('"').skip(1) {
            let first = part.split('.').next().unwrap();
            let whole = part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "._-{}".contains(c));
            if part.contains('.') && whole && names.contains(first) {
                literals.insert(part.to_owned());
            }
        }
    }
    literals
}

/// Whether a diagnostic's code, and the variant of it, that a key stands under are literals of the source: its texts are asked for by them.
fn told(key: &str, sources: &str) -> bool {
    let parts: Vec<&str> = key.split('.').collect();
    let stated = |word: &str| sources.contains(&format!("\"{word}\""));
    match parts[..] {
        ["diagnostics", code, "message" | "expected" | "hint"] => stated(code),
        [
            "diagnostics",
            code,
            variant,
            "message" | "expected" | "hint",
        ] => stated(code) && stated(variant),
        _ => false,
    }
}

/// Whether a literal, `units.month.{number}`, may stand for a key: what is in braces stands for anything.
fn fits(literal: &str, key: &str) -> bool {
    let mut rest = key;
    let mut pieces = literal
        .split('{')
        .map(|piece| piece.split('}').next_back().unwrap());
    let first = pieces.next().unwrap();
    let Some(after) = rest.strip_prefix(first) else {
        return false;
    };
    rest = after;
    for piece in pieces {
        if piece.is_empty() {
            return true;
        }
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}

#[test]
fn every_text_is_asked_for_and_there() {
    let keys = keys("en");
    let names: BTreeSet<String> = keys
        .iter()
        .map(|key| key.split('.').next().unwrap().to_owned())
        .collect();
    let mut asked = asked(&names);
    asked.retain(|literal| !literal.starts_with("diagnostics.{code}"));
    let sources: String = files(&root().join("src"), "rs")
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let unused: Vec<&String> = keys
        .iter()
        .filter(|key| !asked.iter().any(|literal| fits(literal, key)) && !told(key, &sources))
        .collect();
    assert!(
        unused.is_empty(),
        "texts that nothing asks for: {unused:#?}"
    );
}

/// A table's words are asked for by its id and a column's key, which stand apart in the source.
#[test]
fn every_table_and_head_is_stated() {
    let mut stated = BTreeSet::new();
    for file in files(&root().join("src"), "rs") {
        let text = fs::read_to_string(&file).unwrap();
        stated.extend(text.split('"').skip(1).map(str::to_owned));
    }
    let built_in = ["columns", "caption"];
    let keys = keys("en");
    let tables = keys.iter().filter(|key| key.starts_with("tables."));
    let unstated: Vec<&String> = tables
        .filter(|key| !stated.contains(*key))
        .filter(|key| {
            let mut parts = key.split('.').skip(1);
            !parts.all(|part| built_in.contains(&part) || stated.contains(part))
        })
        .collect();
    assert!(
        unstated.is_empty(),
        "words of tables or columns that there are not: {unstated:#?}"
    );
}

/// What points to a cause and what is proposed is told by pieces of its name: `Why::of("peak")` by `## why peak`.
#[test]
fn every_cause_and_measure_is_told() {
    let mut stated = BTreeSet::new();
    for file in files(&root().join("src/findings"), "rs") {
        let text = fs::read_to_string(&file).unwrap();
        for (call, piece) in [
            ("Why::of(", "why"),
            ("Why::ratio(", "why"),
            ("Why::count(", "why"),
            ("Remedy::propose(", "measure"),
        ] {
            let calls = text.split(call).skip(1);
            let names =
                calls.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
            stated.extend(names.map(|name| format!("{piece} {name}")));
        }
    }
    assert!(stated.len() > 30, "{stated:?}");
    let mut told = BTreeSet::new();
    for file in files(&root().join("templates/en/findings"), "md") {
        let text = fs::read_to_string(&file).unwrap();
        let heads = text.lines().filter_map(|line| line.strip_prefix("## "));
        let of = |head: &&str| head.starts_with("why ") || head.starts_with("measure ");
        told.extend(heads.filter(of).map(str::to_owned));
    }
    // What the hall has decided, and what is told before, are no rule's.
    for own in ["action", "actions", "same"] {
        assert!(told.remove(&format!("measure {own}")));
    }
    assert_eq!(stated, told);
}
