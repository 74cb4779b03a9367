//! The whole document laid out and read back.

use super::*;
use crate::report::specimen;

fn rendered() -> Rendered {
    pdf(&specimen::document(), &Theme::default(), &Fonts::default()).unwrap()
}

#[test]
#[ignore = "writes a file to look at"]
fn write_specimen() {
    let now = std::time::Instant::now();
    let rendered = rendered();
    eprintln!(
        "{} pages, {} bytes, {:?} {:?}",
        rendered.pages,
        rendered.bytes.len(),
        now.elapsed(),
        rendered.warnings
    );
    std::fs::write(std::env::var("YUEBAO_SPECIMEN").unwrap(), rendered.bytes).unwrap();
}
