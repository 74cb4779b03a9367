//! The spreadsheets in folders.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::ingest::error::ReadError;

/// Folders within folders are searched this deep; deeper ones are told.
const DEPTH: usize = 16;

/// Whether a file of this extension is a workbook by its name.
pub(super) fn is_workbook(extension: &str) -> bool {
    ["xlsx", "xlsm", "xlsb", "xls", "ods"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

fn is_spreadsheet(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        let extension = extension.to_string_lossy();
        is_workbook(&extension)
            || ["csv", "tsv"]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Every file to look into: those named as they are, those of folders by their extension, hidden ones, lock files and reports
/// of this program passed over. In the order of the inputs, within a folder by name; each file once.
pub(super) fn files(
    inputs: &[PathBuf],
    diagnostics: &mut Diagnostics,
) -> Result<Vec<PathBuf>, ReadError> {
    let mut files = Vec::new();
    for input in inputs {
        let metadata = fs::metadata(input).map_err(|error| ReadError::io(input, error))?;
        if metadata.is_dir() {
            let before = files.len();
            walk(input, 0, &mut files, diagnostics)?;
            if files.len() == before {
                diagnostics.add(Diagnostic::warning("empty-folder").at(place(input)));
            }
        } else {
            files.push(input.clone());
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(fs::canonicalize(file).unwrap_or_else(|_| file.clone())));
    Ok(files)
}

fn walk(
    folder: &Path,
    depth: usize,
    files: &mut Vec<PathBuf>,
    diagnostics: &mut Diagnostics,
) -> Result<(), ReadError> {
    let failed = |error| ReadError::io(folder, error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?);
    }
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || name.starts_with("~$") || is_own_report(&name) {
            continue;
        }
        let path = entry.path();
        // A link to a folder is not followed: it may lead back up.
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            if depth == DEPTH {
                let told = Diagnostic::warning("deep-folder").with("depth", DEPTH);
                diagnostics.add(told.at(place(&path)));
            } else {
                walk(&path, depth + 1, files, diagnostics)?;
            }
        } else if is_spreadsheet(&path) && (kind.is_file() || path.is_file()) {
            files.push(path);
        }
    }
    Ok(())
}

fn place(folder: &Path) -> Place {
    Place {
        file: folder.display().to_string(),
        ..Place::default()
    }
}

/// Whether a file is what this program writes: `yuebao-2025-04.xlsx`, `yuebao-2025-04-甲店.xlsx`. Reading reports back in as
/// data would make every run after the first complain.
fn is_own_report(name: &str) -> bool {
    name.strip_prefix("yuebao-").is_some_and(|rest| {
        rest.get(..7)
            .is_some_and(|month| month.parse::<crate::month::Month>().is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_spreadsheets_once_and_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["b", "a/deep", ".git"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        for name in [
            "z.csv",
            "b/销售.XLSX",
            "a/deep/c.ods",
            ".git/x.csv",
            ".hidden.csv",
            "~$z.xlsx",
            "README.txt",
            "yuebao-2025-04.xlsx",
            "yuebao.toml",
        ] {
            fs::write(at(name), "x").unwrap();
        }
        let mut diagnostics = Diagnostics::default();
        let inputs = [folder.path().to_owned(), at("z.csv"), at("README.txt")];
        let found: Vec<String> = files(&inputs, &mut diagnostics)
            .unwrap()
            .iter()
            .map(|path| {
                path.strip_prefix(folder.path())
                    .unwrap()
                    .display()
                    .to_string()
            })
            .collect();
        assert_eq!(
            found,
            ["a/deep/c.ods", "b/销售.XLSX", "z.csv", "README.txt"]
        );
        assert!(diagnostics.is_empty());
        assert!(files(&[at("none.csv")], &mut diagnostics).is_err());
        files(
            &[at(".git/..").join("b/../.git/../a/deep/../../b")],
            &mut diagnostics,
        )
        .unwrap();
        fs::remove_file(at("b/销售.XLSX")).unwrap();
        files(&[at("b")], &mut diagnostics).unwrap();
        assert_eq!(diagnostics.sorted()[0].code, "empty-folder");
    }
}
