//! What the values of a choice are called in a report, by `words/choices.toml`.

use super::{complaints, inspections, inventory, sales, subscribers};
use crate::words::Lang;

macro_rules! named {
    ($($choice:ty: $key:literal),+ $(,)?) => {
        $(impl $choice {
            /// Its name in a report.
            #[must_use]
            pub fn name(self, lang: Lang) -> &'static str {
                lang.text(&format!($key, self.id()))
            }
        })+
    };
}

named! {
    sales::Category: "choices.category.{}",
    sales::Channel: "choices.channel.{}",
    sales::Segment: "choices.segment.{}",
    inventory::Category: "choices.stock.{}",
    subscribers::Service: "choices.service.{}",
    inspections::Area: "choices.area.{}",
    complaints::Severity: "choices.severity.{}",
}
