//! The progress bar: bytes read of bytes to read, or rows written, on stderr.
//!
//! Shows only once a run has taken half a second, and only where the caller allows it (a terminal, not under
//! `-q`, not with `CI` set); gone without a trace at the end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a run takes before it shows a bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar that shows itself once the run turns out long. Threads may share it.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    allowed: bool,
    shown: AtomicBool,
}

impl Progress {
    /// A bar over `total` bytes, not shown yet; never shown where not `allowed`.
    #[must_use]
    pub fn new(total: u64, allowed: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        if let Ok(style) =
            ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}")
        {
            bar.set_style(style);
        }
        bar.set_message("read");
        Self::of(bar, allowed)
    }

    /// A count of rows written, whose end nobody knows; not shown yet, never shown where not `allowed`.
    #[must_use]
    pub fn of_rows(allowed: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} {spinner} {human_pos} rows") {
            bar.set_style(style);
        }
        bar.set_message("write");
        Self::of(bar, allowed)
    }

    fn of(bar: ProgressBar, allowed: bool) -> Self {
        Self {
            bar,
            started: Instant::now(),
            allowed,
            shown: AtomicBool::new(false),
        }
    }

    /// The position is now `n` in all.
    pub fn reach(&self, n: u64) {
        self.bar.set_position(n);
        self.show_if_long(self.started.elapsed());
    }

    /// `bytes` more have been read.
    pub fn advance(&self, bytes: u64) {
        self.bar.inc(bytes);
        self.show_if_long(self.started.elapsed());
    }

    fn show_if_long(&self, elapsed: Duration) {
        if self.allowed && elapsed >= PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Whether the bar has come out.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.shown.load(Ordering::Relaxed)
    }

    /// How many bytes or rows there were so far.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.bar.position()
    }
}

impl Drop for Progress {
    /// Takes the bar off the terminal.
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_runs_show_nothing_and_long_ones_do() {
        let progress = Progress::new(100, true);
        progress.show_if_long(Duration::from_millis(499));
        assert!(!progress.is_shown());
        progress.show_if_long(Duration::from_millis(500));
        assert!(progress.is_shown());
    }

    #[test]
    fn a_pipe_never_shows_it_and_still_counts() {
        let progress = Progress::new(100, false);
        progress.advance(40);
        progress.advance(2);
        progress.show_if_long(Duration::from_mins(1));
        assert!(!progress.is_shown());
        assert_eq!(progress.position(), 42);
        progress.reach(7);
        assert_eq!(progress.position(), 7);
    }
}
