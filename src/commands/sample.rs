//! `yuebao sample DIR`: made-up exports, their paths on stdout.

use super::console::Console;
use super::{Outcome, print_paths};
use crate::cli::{Headers, SampleArgs, SampleEncoding};
use crate::progress::Progress;
use crate::sample::{self, SampleOptions};

pub(super) fn run(args: &SampleArgs, console: &Console) -> anyhow::Result<Outcome> {
    let options = options(args);
    let progress = Progress::of_rows(console.allows_progress());
    console.step(format!(
        "write: {} sales rows into {}",
        options.rows,
        args.dir.display()
    ));
    let written = sample::write(&args.dir, &options, &mut |rows| progress.reach(rows))?;
    drop(progress);
    print_paths(&written)
}

/// What the flags ask for; rows left out are as many as so many halls have in so many months.
fn options(args: &SampleArgs) -> SampleOptions {
    SampleOptions {
        rows: args
            .rows
            .unwrap_or_else(|| SampleOptions::ordinary_rows(args.halls, args.months)),
        halls: args.halls,
        months: args.months,
        month: args.month,
        seed: args.seed,
        headers: match args.headers {
            Headers::Zh => sample::Headers::Zh,
            Headers::En => sample::Headers::En,
        },
        encoding: match args.encoding {
            SampleEncoding::Utf8 => sample::Encoding::Utf8,
            SampleEncoding::Gb18030 => sample::Encoding::Gb18030,
        },
        xlsx: args.xlsx,
        staff_anywhere: args.staff_anywhere,
    }
}
