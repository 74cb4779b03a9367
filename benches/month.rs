//! How long the stages of a report take on a made-up month: `cargo bench`.

#![allow(clippy::expect_used, missing_docs)] // a benchmark that cannot run is to stop

use std::path::PathBuf;

use divan::Bencher;
use divan::counter::BytesCount;
use tempfile::TempDir;

use yuebao::diagnostic::Diagnostics;
use yuebao::facts::Table;
use yuebao::facts::sales::SalesFacts;
use yuebao::ingest::{self, ReadOptions};
use yuebao::sample::{self, SampleOptions};

fn main() {
    divan::main();
}

/// Made-up exports of one hall in a folder of their own.
fn exports(rows: u64) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let month = "2025-04".parse().expect("a month");
    let options = SampleOptions {
        rows,
        ..SampleOptions::new(month)
    };
    sample::write(folder.path(), &options, &mut |_| ()).expect("a sample");
    folder
}

/// Reads and folds a CSV of 200,000 order lines.
#[divan::bench]
fn fold_sales(bencher: Bencher<'_, '_>) {
    let folder = exports(200_000);
    let path = folder.path().join("销售明细.csv");
    let bytes = std::fs::metadata(&path).expect("the sales").len();
    let options = ReadOptions::default();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let mut diagnostics = Diagnostics::default();
        let sources = ingest::discover(std::slice::from_ref(&path), &options, &mut diagnostics)
            .expect("a readable file");
        ingest::fold_source::<Table<SalesFacts>>(&sources[0], &options, &|_| (), &mut diagnostics)
            .expect("a readable file")
    });
}

/// The whole command on one hall's 14 months, every table as CSV, to a PDF, a workbook and Markdown.
#[divan::bench(sample_count = 20)]
fn generate_a_halls_month(bencher: Bencher<'_, '_>) {
    let folder = exports(42_000);
    let out = folder.path().join("report");
    let arguments: Vec<PathBuf> = [
        "yuebao".into(),
        "--quiet".into(),
        "generate".into(),
        folder.path().to_owned(),
        "--month".into(),
        "2025-04".into(),
        "--out".into(),
        out,
    ]
    .into();
    bencher.bench_local(|| {
        std::process::Command::new(env!("CARGO_BIN_EXE_yuebao"))
            .args(&arguments[1..])
            .output()
            .expect("the command")
    });
}
