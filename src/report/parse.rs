//! A section's Markdown → blocks.
//!
//! Headings of level 3 and 4, paragraphs, lists, bold text and quotes are taken as they are; a quote is the section's
//! lead, a quote that begins with `※` a note. A fenced block names an exhibit: ```` ```table categories ````,
//! ```` ```chart daily_sales ````, ```` ```kpis summary ````, ```` ```panels summary ````, ```` ```findings ````.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::document::{Block, Span, Text};
use super::exhibits::Exhibits;

/// What a section's Markdown holds that a report cannot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// A fenced block that names nothing known.
    #[error("there is no exhibit `{0}`")]
    UnknownExhibit(String),
    /// Markup beyond headings, paragraphs, lists, bold, quotes and fenced exhibits.
    #[error("{0} cannot stand in a section")]
    Unsupported(&'static str),
}

/// Parses a section. Exhibits without data leave nothing behind.
pub fn blocks(markdown: &str, exhibits: &Exhibits) -> Result<Vec<Block>, ParseError> {
    let mut reader = Reader {
        exhibits,
        blocks: Vec::new(),
        text: Text::default(),
        bold: 0,
        quote: 0,
        lists: Vec::new(),
        fence: None,
    };
    for event in Parser::new(markdown) {
        reader.take(event)?;
    }
    Ok(reader.blocks)
}

struct Reader<'a> {
    exhibits: &'a Exhibits,
    blocks: Vec<Block>,
    text: Text,
    bold: usize,
    quote: usize,
    lists: Vec<(bool, Vec<Text>)>,
    fence: Option<String>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>) -> Result<(), ParseError> {
        match event {
            Event::Start(tag) => self.start(tag)?,
            Event::End(tag) => self.end(tag)?,
            // What a fence holds is nothing to print; its name says it all.
            Event::Text(_) if self.fence.is_some() => {}
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::SoftBreak | Event::HardBreak => self.push_break(),
            Event::Html(_) | Event::InlineHtml(_) => return Err(ParseError::Unsupported("HTML")),
            Event::Rule => return Err(ParseError::Unsupported("a rule")),
            _ => return Err(ParseError::Unsupported("this markup")),
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), ParseError> {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::Item => self.text = Text::default(),
            Tag::Strong | Tag::Emphasis => self.bold += 1,
            Tag::BlockQuote(_) => self.quote += 1,
            Tag::List(first) => self.lists.push((first.is_some(), Vec::new())),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fence = Some(info.to_string()),
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                return Err(ParseError::Unsupported("an indented block"));
            }
            _ => return Err(ParseError::Unsupported("this markup")),
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), ParseError> {
        match tag {
            TagEnd::Paragraph if self.lists.is_empty() => {
                let text = self.finish();
                if text.0.is_empty() {
                    return Ok(());
                }
                let block = match (self.quote > 0, text.0.first()) {
                    (true, Some(span)) if span.text.starts_with('※') => Block::Note(unmark(text)),
                    (true, _) => Block::Lead(text),
                    _ => Block::Prose(text),
                };
                self.blocks.push(block);
            }
            TagEnd::Heading(level) => {
                let text = self.finish();
                let level = if level <= HeadingLevel::H3 { 3 } else { 4 };
                self.blocks.push(Block::Heading(level, text));
            }
            TagEnd::Strong | TagEnd::Emphasis => self.bold -= 1,
            TagEnd::BlockQuote(_) => self.quote -= 1,
            TagEnd::Item => {
                let text = self.finish();
                if let Some((_, items)) = self.lists.last_mut()
                    && !text.0.is_empty()
                {
                    items.push(text);
                }
            }
            TagEnd::List(_) => {
                if let Some((ordered, items)) = self.lists.pop()
                    && !items.is_empty()
                {
                    self.blocks.push(Block::List(ordered, items));
                }
            }
            TagEnd::CodeBlock => {
                let name = self.fence.take().unwrap_or_default();
                self.blocks.extend(self.exhibits.named(&name)?);
            }
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        let bold = self.bold > 0;
        match self.text.0.last_mut() {
            Some(last) if last.bold == bold => last.text.push_str(text),
            _ => self.text.0.push(Span {
                text: text.to_owned(),
                bold,
            }),
        }
    }

    /// A line break in the template is a space between Latin words and nothing between Chinese characters.
    fn push_break(&mut self) {
        let last = self.text.0.last().and_then(|span| span.text.chars().last());
        if last.is_some_and(|c| c.is_ascii() && c != ' ') {
            self.push(" ");
        }
    }

    fn finish(&mut self) -> Text {
        let mut text = std::mem::take(&mut self.text);
        for span in &mut text.0 {
            span.text = close_up(&span.text);
        }
        if let Some(last) = text.0.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        text.0.retain(|span| !span.text.is_empty());
        text
    }
}

/// Takes out spaces between two Chinese characters, which stand there where a printed value with a unit (`86.4 万元`)
/// meets the sentence's own words.
pub(super) fn close_up(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let chinese = |at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_some_and(|c| matches!(*c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
    };
    let kept = characters
        .iter()
        .enumerate()
        .filter(|(at, c)| **c != ' ' || !(chinese(at.checked_sub(1)) && chinese(Some(at + 1))));
    kept.map(|(_, c)| *c).collect()
}

fn unmark(mut text: Text) -> Text {
    if let Some(first) = text.0.first_mut() {
        first.text = first.text.trim_start_matches('※').trim_start().to_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_templates_write() {
        let markdown = "> 要点。\n\n### 小节\n\n一段**重点**\n续行。\n\n1. 甲\n2. 乙\n\n> ※ 说明\n";
        let blocks = blocks(markdown, &Exhibits::default()).unwrap();
        let bold = Text(vec![
            Span {
                text: "一段".into(),
                bold: false,
            },
            Span {
                text: "重点".into(),
                bold: true,
            },
            Span {
                text: "续行。".into(),
                bold: false,
            },
        ]);
        assert_eq!(
            blocks,
            [
                Block::Lead(Text::plain("要点。")),
                Block::Heading(3, Text::plain("小节")),
                Block::Prose(bold),
                Block::List(true, vec![Text::plain("甲"), Text::plain("乙")]),
                Block::Note(Text::plain("说明")),
            ]
        );
    }

    #[test]
    fn closes_up_chinese_but_not_latin() {
        assert_eq!(
            close_up("目标 96.4 万元 的 102.1%"),
            "目标 96.4 万元的 102.1%"
        );
        assert_eq!(close_up("NPS 净推荐值 of 40"), "NPS 净推荐值 of 40");
    }

    #[test]
    fn refuses_an_unknown_exhibit() {
        let error = blocks("```chart nothing\n```\n", &Exhibits::default()).unwrap_err();
        assert_eq!(error, ParseError::UnknownExhibit("chart nothing".into()));
    }
}
