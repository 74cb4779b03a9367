//! The manifest keeps its promises: the compiler it names suffices for every dependency, and every dependency is used.

#![allow(clippy::unwrap_used)] // a test that cannot go on is to panic

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// `1.90` and `1.90.0` as numbers.
fn version(text: &str) -> Vec<u64> {
    let mut parts: Vec<u64> = text.split('.').map(|part| part.parse().unwrap()).collect();
    parts.resize(3, 0);
    parts
}

#[test]
fn every_dependency_builds_with_the_compiler_named() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let own = packages
        .iter()
        .find(|package| package["name"] == "yuebao")
        .unwrap();
    let own = version(own["rust_version"].as_str().unwrap());
    let newer: Vec<String> = packages
        .iter()
        .filter_map(|package| {
            let needs = package["rust_version"].as_str()?;
            (version(needs) > own).then(|| format!("{} needs {needs}", package["name"]))
        })
        .collect();
    assert!(newer.is_empty(), "{newer:#?}");
    assert!(packages.len() > 100);
}

fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_dependency_is_used() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let mut text = String::new();
    for folder in ["src", "tests", "benches", "examples"] {
        sources(&root().join(folder), &mut text);
    }
    let mut unused = Vec::new();
    for table in ["dependencies", "dev-dependencies"] {
        for name in manifest[table].as_table().unwrap().keys() {
            let path = name.replace('-', "_");
            if ![format!("{path}::"), format!("use {path};")]
                .iter()
                .any(|use_| text.contains(use_))
            {
                unused.push(name.clone());
            }
        }
    }
    assert!(unused.is_empty(), "{unused:?}");
}
