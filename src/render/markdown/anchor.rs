//! The anchors GitHub gives headings, so that a contents list can link to them.

use std::collections::BTreeMap;

/// Anchors given so far; a heading that repeats one gets `-1`, `-2` … as on GitHub.
#[derive(Debug, Default)]
pub(super) struct Anchors(BTreeMap<String, u32>);

impl Anchors {
    /// The anchor of the next heading in the document, whose text (without markup) is `text`.
    pub(super) fn heading(&mut self, text: &str) -> String {
        let base = slug(text);
        let seen = self.0.entry(base.clone()).or_insert(0);
        let anchor = match *seen {
            0 => base,
            n => format!("{base}-{n}"),
        };
        *seen += 1;
        anchor
    }
}

/// Lower case; letters, marks, digits, `_` and `-` stay, a space becomes `-`, all else goes
/// (html-pipeline's rule: `gsub(/[^\p{Word}\- ]/u, '')`).
fn slug(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' => Some('-'),
            // Of numbers only decimal digits are word characters: ① and ½ go.
            '-' | '_' | '0'..='9' | '０'..='９' => Some(c),
            _ if c.is_alphabetic() => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_github() {
        for (heading, anchor) in [
            ("01 业绩回顾", "01-业绩回顾"),
            ("05 问题与对策", "05-问题与对策"),
            ("整体销售额（4月）：86.4 万元", "整体销售额4月864-万元"),
            ("NPS 净推荐值 — 城南", "nps-净推荐值--城南"),
            (
                "Targets & results: snake_case",
                "targets--results-snake_case",
            ),
            ("①第一", "第一"),
        ] {
            assert_eq!(Anchors::default().heading(heading), anchor);
        }
    }

    #[test]
    fn numbers_repeats() {
        let mut anchors = Anchors::default();
        let given: Vec<String> = ["要点", "要点", "要点"]
            .map(|text| anchors.heading(text))
            .into();
        assert_eq!(given, ["要点", "要点-1", "要点-2"]);
    }
}
