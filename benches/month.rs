//! How long the stages of a report take on a made-up month: `cargo bench`.

#![allow(clippy::expect_used, missing_docs)] // a benchmark that cannot run is to stop

use std::collections::BTreeMap;
use std::path::PathBuf;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use tempfile::TempDir;

use yuebao::cli::Global;
use yuebao::commands::console::Console;
use yuebao::commands::reading;
use yuebao::commands::settings::Settings;
use yuebao::diagnostic::Diagnostics;
use yuebao::facts::Gather;
use yuebao::facts::sales::SalesFacts;
use yuebao::font::Fonts;
use yuebao::ingest::{self, ReadOptions};
use yuebao::metrics::books::Scope;
use yuebao::metrics::{self, Archive, Figures};
use yuebao::render;
use yuebao::report::document::Document;
use yuebao::report::sources::Sources;
use yuebao::report::{self, Cover, Report};
use yuebao::sample::{self, SampleOptions};
use yuebao::theme::Theme;
use yuebao::words::Lang;

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
        ingest::fold_source(
            Gather::<SalesFacts>::default,
            &sources[0],
            &options,
            &|_| (),
            &mut diagnostics,
        )
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

/// The report of a folder of exports for April 2025, and where it comes from.
fn reported(folder: PathBuf) -> (Report, Sources) {
    let settings = Settings::find(None, std::slice::from_ref(&folder)).expect("its config");
    let console = Console::new(&Global {
        quiet: true,
        ..Global::default()
    });
    let month = "2025-04".parse().expect("a month");
    let inputs = [folder];
    let read = reading::read(&inputs, &settings.config, None, Some(month), &console)
        .expect("readable exports");
    let sources = read.sources();
    let halls: Vec<String> = read
        .facts
        .sales
        .halls()
        .into_iter()
        .map(Into::into)
        .collect();
    let archive = Archive::new(read.facts);
    let computing = metrics::Settings {
        clv_margin: settings.config.margin.clv,
        pass_mark: settings.config.training.pass_mark,
    };
    let by_hall = archive.by_hall(&halls, month, computing);
    let books = archive.into_books(Scope::All);
    let figures = Figures::new(&books, month, computing);
    let cover = Cover::default();
    let templates = BTreeMap::new();
    let mut report = report::build(
        &figures,
        &settings.config,
        Lang::ZH,
        cover,
        &sources,
        &templates,
    )
    .expect("a report");
    report.add_halls(&by_hall);
    (report, sources)
}

/// The example's report, worked out up to its typed document.
fn example() -> Document {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/chengnan");
    reported(folder).0.document
}

/// The workbook of 500 halls by every metric, once their figures are there. Bytes are the workbook's.
#[divan::bench(sample_count = 20)]
fn workbook_of_500_halls(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = SampleOptions {
        rows: 70_000,
        halls: 500,
        ..SampleOptions::new("2025-04".parse().expect("a month"))
    };
    sample::write(folder.path(), &options, &mut |_| ()).expect("a sample");
    let (report, _) = reported(folder.path().to_owned());
    let theme = Theme::default();
    let bytes = render::xlsx::xlsx(&report, &theme).expect("a workbook");
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| render::xlsx::xlsx(&report, &theme));
}

/// The PDF of the example once its figures are there. Items are pages.
#[divan::bench]
fn pdf(bencher: Bencher<'_, '_>) {
    let document = example();
    let theme = Theme::default();
    let fonts = Fonts::default();
    let pages = render::pdf::pdf(&document, &theme, &fonts)
        .expect("a PDF")
        .pages;
    bencher
        .counter(ItemsCount::new(pages))
        .bench_local(|| render::pdf::pdf(&document, &theme, &fonts));
}

/// The same of its first five sections, the summary and four more.
#[divan::bench]
fn pdf_of_five_sections(bencher: Bencher<'_, '_>) {
    let mut document = example();
    document.sections.truncate(5);
    let theme = Theme::default();
    let fonts = Fonts::default();
    let rendered = render::pdf::pdf(&document, &theme, &fonts).expect("a PDF");
    bencher
        .counter(ItemsCount::new(rendered.pages))
        .bench_local(|| render::pdf::pdf(&document, &theme, &fonts));
}
