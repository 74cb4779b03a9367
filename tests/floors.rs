//! The house stands on its floors: what each module takes comes from its own floor's files or from the floors below, and no two files
//! take from each other.

#![allow(clippy::unwrap_used)] // a test that cannot go on is to panic

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors, lowest first, with the modules that stand on each.
const FLOORS: &[&[&str]] = &[
    &[
        "month",
        "money",
        "merge",
        "value",
        "text",
        "nearest",
        "words",
        "format",
        "diagnostic",
        "discreet",
        "theme",
    ],
    &["dataset"],
    &["ingest"],
    &["facts", "checks"],
    &["config", "metrics", "history"],
    &["findings"],
    &["chart"],
    &["report"],
    &["render", "explain", "font", "logo"],
    &["sample", "output", "progress", "request", "cli", "commands"],
    &["lib", "main"],
];

/// How many are left to be mended: to be lowered with each.
const STILL_UP: usize = 36;
/// How many files are left in circles.
const STILL_IN_CIRCLES: usize = 36;

/// A file of the source: its module path and what it takes, with the line.
struct File {
    path: PathBuf,
    module: String,
    takes: Vec<(usize, String)>,
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let test = path
            .file_stem()
            .is_some_and(|name| name == "tests" || name == "specimen");
        if test {
            continue;
        }
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

/// `src/report/exhibits/stock.rs` → `report::exhibits::stock`.
fn module_of(path: &Path, root: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap().with_extension("");
    let mut parts: Vec<&str> = inner.iter().map(|part| part.to_str().unwrap()).collect();
    if parts.last() == Some(&"mod") {
        parts.pop();
    }
    parts.join("::")
}

/// The source without comments, strings and what is compiled for tests alone; the lines stay where they are.
fn product(text: &str) -> String {
    let mut out = String::new();
    let mut hidden = false;
    let mut depth = 0_usize;
    let mut pending = false;
    for line in text.lines() {
        let bare = line.trim_start();
        let code = if bare.starts_with("//") { "" } else { line };
        if !hidden && code.trim() == "#[cfg(test)]" {
            pending = true;
        } else if pending && !bare.starts_with("#[") {
            pending = false;
            // `mod tests;` or an item in braces that ends at its own indentation.
            hidden = code.trim_end().ends_with('{');
            depth = line.len() - bare.len();
            out.push('\n');
            continue;
        }
        if hidden {
            hidden = !(code.starts_with(&" ".repeat(depth))
                && code.trim_end() == format!("{}}}", " ".repeat(depth)));
            out.push('\n');
            continue;
        }
        let _ = writeln!(out, "{}", if pending { "" } else { code });
    }
    out
}

/// The paths that begin at `crate::` or `super::` in the code, groups in braces taken apart, with their lines.
fn paths(code: &str, module: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '$') {
                continue;
            }
            let line = code[..at].matches('\n').count() + 1;
            let mut base: Vec<&str> = module.split("::").collect();
            let mut rest = &code[at..];
            if let Some(after) = rest.strip_prefix("crate::") {
                base.clear();
                rest = after;
            } else if let Some(after) = rest.strip_prefix("self::") {
                rest = after;
            } else {
                while let Some(after) = rest.strip_prefix("super::") {
                    base.pop();
                    rest = after;
                }
            }
            take(&base.join("::"), rest, line, &mut found);
        }
    }
    found
}

/// One path, or a group in braces, below `base`.
fn take(base: &str, rest: &str, line: usize, found: &mut Vec<(usize, String)>) {
    let name: String = rest
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let join = |name: &str| {
        if base.is_empty() {
            name.to_owned()
        } else {
            format!("{base}::{name}")
        }
    };
    if !name.is_empty() {
        let after = &rest[name.len()..];
        match after.strip_prefix("::") {
            Some(after) if after.starts_with(|c: char| c.is_alphabetic() || c == '{') => {
                take(&join(&name), after, line, found);
            }
            _ => found.push((line, join(&name))),
        }
        return;
    }
    let Some(inside) = rest.strip_prefix('{') else {
        found.push((line, base.to_owned()));
        return;
    };
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                let piece = inside[start..at].trim();
                if !piece.is_empty() {
                    take(base, piece, line, found);
                }
                start = at + 1;
                if c == '}' {
                    return;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
}

fn house() -> Vec<File> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found.sort();
    // What a module declares for tests alone is no part of the house, nor is what stands below it.
    let mut for_tests = BTreeSet::new();
    for path in &found {
        let text = fs::read_to_string(path).unwrap();
        let module = module_of(path, &root);
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2) {
            let name = pair[1]
                .trim_start_matches("pub(crate) ")
                .strip_prefix("mod ");
            if let (true, Some(name)) = (pair[0] == "#[cfg(test)]", name) {
                let name = name.trim_end_matches([';', '{', ' ']);
                for_tests.insert(if module == "lib" {
                    name.to_owned()
                } else {
                    format!("{module}::{name}")
                });
            }
        }
    }
    found.retain(|path| {
        let module = module_of(path, &root);
        !for_tests
            .iter()
            .any(|test| module == *test || module.starts_with(&format!("{test}::")))
    });
    let mut files: Vec<File> = found
        .iter()
        .map(|path| {
            let module = module_of(path, &root);
            let code = product(&fs::read_to_string(path).unwrap());
            File {
                path: path
                    .strip_prefix(root.parent().unwrap())
                    .unwrap()
                    .to_owned(),
                takes: paths(&code, &module),
                module,
            }
        })
        .collect();
    // Each path becomes the file it leads to: the longest module that there is.
    let modules: BTreeSet<String> = files.iter().map(|file| file.module.clone()).collect();
    for file in &mut files {
        for (_, path) in &mut file.takes {
            while !path.is_empty() && !modules.contains(path) {
                let cut = path.rfind("::").unwrap_or(0);
                path.truncate(cut);
            }
        }
        let own = file.module.clone();
        file.takes
            .retain(|(_, path)| !path.is_empty() && *path != own);
    }
    files
}

fn floor(module: &str) -> Option<usize> {
    let top = module.split("::").next().unwrap();
    FLOORS.iter().position(|floor| floor.contains(&top))
}

#[test]
fn every_module_stands_on_a_floor() {
    let lost: Vec<String> = house()
        .into_iter()
        .filter(|file| floor(&file.module).is_none())
        .map(|file| file.path.display().to_string())
        .collect();
    assert!(lost.is_empty(), "name their floor in FLOORS: {lost:#?}");
}

#[test]
fn nothing_is_taken_from_a_floor_above() {
    let mut up = Vec::new();
    for file in house() {
        for (line, path) in &file.takes {
            if floor(path) > floor(&file.module) {
                up.push(format!("{}:{line} takes from {path}", file.path.display()));
            }
        }
    }
    assert!(up.len() <= STILL_UP, "{} run up: {up:#?}", up.len());
}

#[test]
fn no_files_take_from_each_other_in_a_circle() {
    let files = house();
    let mut takes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in &files {
        let of = takes.entry(&file.module).or_default();
        for (_, path) in &file.takes {
            // A parent names its children to hold them together; that is no taking.
            if !path.starts_with(&format!("{}::", file.module)) {
                of.insert(path);
            }
        }
    }
    let circles: Vec<String> = takes
        .keys()
        .filter(|module| reaches(&takes, module, module))
        .map(|module| {
            let of: Vec<&&str> = takes[module]
                .iter()
                .filter(|path| reaches(&takes, path, module))
                .collect();
            format!("{module} takes from {of:?}")
        })
        .collect();
    assert!(
        circles.len() <= STILL_IN_CIRCLES,
        "{} in circles: {circles:#?}",
        circles.len()
    );
}

/// Whether one module takes from another, be it through others.
fn reaches(takes: &BTreeMap<&str, BTreeSet<&str>>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = takes.get(from).into_iter().flatten().copied().collect();
    while let Some(module) = open.pop() {
        if module == to {
            return true;
        }
        if seen.insert(module) {
            open.extend(takes.get(module).into_iter().flatten());
        }
    }
    false
}

#[test]
fn paths_are_found_in_code() {
    let code = "use crate::{a::{self, B}, c::d};\nuse super::e;\nlet x = crate::f::g();\n";
    let found: Vec<String> = paths(code, "m::n")
        .into_iter()
        .map(|(line, path)| format!("{line} {path}"))
        .collect();
    assert_eq!(found, ["1 a::self", "1 a::B", "1 c::d", "3 f::g", "2 m::e"]);
    let hidden = product(
        "use a;\n#[cfg(test)]\nmod tests {\n    use crate::up;\n}\nuse b; // crate::c\n// crate::d\n",
    );
    assert_eq!(hidden.lines().count(), 7);
    assert!(!hidden.contains("up") && hidden.contains("use b"));
}
