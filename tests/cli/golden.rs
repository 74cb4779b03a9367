//! What the program makes held against what is kept in the repository.
//!
//! `ACCEPT=1 cargo test` takes what is made for right and writes it over what is kept; `git diff` then shows what changed.

use std::fs;
use std::path::Path;

use similar::TextDiff;

/// Whether what is made is to be kept.
pub(crate) fn accepting() -> bool {
    std::env::var_os("ACCEPT").is_some_and(|value| value == "1")
}

/// Holds a text against a kept file and shows the lines that differ.
pub(crate) fn hold(made: &str, kept: &Path) {
    if accepting() {
        fs::create_dir_all(kept.parent().unwrap()).unwrap();
        fs::write(kept, made).unwrap();
        return;
    }
    let old = fs::read_to_string(kept).unwrap_or_default();
    if old != made {
        let diff = TextDiff::from_lines(old.as_str(), made);
        let mut diff = diff.unified_diff();
        let diff = diff.context_radius(1).header("kept", "made").to_string();
        let shown: String = diff
            .lines()
            .take(60)
            .flat_map(|line| [line, "\n"])
            .collect();
        panic!(
            "{} differs; ACCEPT=1 cargo test keeps what is made\n{shown}",
            kept.display()
        );
    }
}
