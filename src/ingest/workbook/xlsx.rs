//! XLSX and XLSM, read by this program's own scanner (see `xlsx_scan`): nothing is held but the shared strings in one text,
//! what the cell styles make of numbers, and one row.
//!
//! Sheets may be read at the same time: each reading has its own place in the file.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::dates::{NumberKind, built_in, format_code};
use super::markup::{Markup, Token};
use super::ooxml::{Relationship, relationships};
use super::package::Package;
use super::sink::{Each, RowSink};
use super::texts::Texts;
use super::xlsx_scan::{Contents, SheetScan};
use super::xml::{Xml, local_attribute};
use super::{Limits, SheetInfo, SheetKind, SheetReport, WorkbookError};

/// An open XLSX or XLSM file.
pub(super) struct Xlsx {
    package: Package,
    contents: Contents,
    sheets: Vec<SheetInfo>,
    /// The sheets' parts, in the same order.
    parts: Vec<String>,
}

impl Xlsx {
    pub(super) fn open(
        mut package: Package,
        main: &str,
        limits: &Limits,
    ) -> Result<Self, WorkbookError> {
        let related = relationships(&mut package, main, limits)?;
        let mut book = Self {
            sheets: Vec::new(),
            parts: Vec::new(),
            contents: Contents::default(),
            package,
        };
        book.read_main(main, &related, limits)?;
        let part_of = |kind: &str, usual: &str| {
            let mut named = related.values().filter(|related| related.kind == kind);
            let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
            let usual = || format!("{folder}/{usual}");
            named.next().map_or_else(usual, |part| part.target.clone())
        };
        book.contents.formats =
            read_formats(&mut book.package, &part_of("styles", "styles.xml"), limits)?;
        book.contents.strings = read_strings(
            &mut book.package,
            &part_of("sharedStrings", "sharedStrings.xml"),
            limits,
        )?;
        Ok(book)
    }

    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    pub(super) fn date_1904(&self) -> bool {
        self.contents.date_1904
    }

    /// Bytes held while it is open.
    pub(super) fn held(&self) -> u64 {
        self.contents.strings.held()
    }

    /// Hands on the rows of a sheet.
    pub(super) fn rows(
        &self,
        index: usize,
        limits: &Limits,
        each: Each<'_>,
    ) -> Result<SheetReport, WorkbookError> {
        let name = self.parts.get(index).map_or("", String::as_str);
        let mut package = self.package.clone();
        let Some(part) = package.part(name, limits)? else {
            return Err(WorkbookError::damaged(name, "the part is missing"));
        };
        let sink = RowSink::new(limits, self.contents.date_1904, each);
        SheetScan::new(part, &self.contents, limits, sink).run()
    }

    /// Reads the list of sheets and the date system.
    fn read_main(
        &mut self,
        main: &str,
        related: &BTreeMap<String, Relationship>,
        limits: &Limits,
    ) -> Result<(), WorkbookError> {
        let Some(part) = self.package.small_part(main, limits)? else {
            return Err(WorkbookError::damaged(main, "the part is missing"));
        };
        let mut xml = Xml::new(part);
        loop {
            match xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == "sheet" => {
                    let name = local_attribute(&element, "name").unwrap_or_default();
                    let id = local_attribute(&element, "id");
                    let Some(part) = id.and_then(|id| related.get(id.as_ref())) else {
                        return Err(WorkbookError::damaged(
                            main,
                            format!("no part is named for the sheet {name}"),
                        ));
                    };
                    let state = local_attribute(&element, "state");
                    self.sheets.push(SheetInfo {
                        hidden: matches!(state.as_deref(), Some("hidden" | "veryHidden")),
                        kind: match part.kind.as_str() {
                            "worksheet" => SheetKind::Worksheet,
                            "chartsheet" => SheetKind::Chart,
                            "dialogsheet" => SheetKind::Dialog,
                            "xlMacrosheet" | "xlIntlMacrosheet" => SheetKind::Macro,
                            _ => SheetKind::Other,
                        },
                        name: name.into_owned(),
                    });
                    self.parts.push(part.target.clone());
                }
                Event::Start(element) if element.local_name().as_ref() == "workbookPr" => {
                    // Extensions have an element of the same name, without the attribute.
                    if let Some(value) = local_attribute(&element, "date1904") {
                        self.contents.date_1904 = matches!(value.as_ref(), "1" | "true");
                    }
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

/// What each cell style makes of a number.
fn read_formats(
    package: &mut Package,
    name: &str,
    limits: &Limits,
) -> Result<Vec<NumberKind>, WorkbookError> {
    let Some(part) = package.small_part(name, limits)? else {
        return Ok(Vec::new());
    };
    let mut xml = Xml::new(part);
    let mut own: BTreeMap<u32, NumberKind> = BTreeMap::new();
    let mut styles: Vec<u32> = Vec::new();
    // The elements that count have namesakes among the styles' names and the formats of conditions.
    let (mut in_formats, mut in_styles) = (false, false);
    loop {
        match xml.next()? {
            Event::Start(element) => {
                let id = || {
                    let id = local_attribute(&element, "numFmtId")?;
                    id.parse().ok()
                };
                match element.local_name().as_ref() {
                    "numFmts" => in_formats = true,
                    "cellXfs" => in_styles = true,
                    "numFmt" if in_formats => {
                        if let (Some(id), Some(code)) =
                            (id(), local_attribute(&element, "formatCode"))
                        {
                            own.insert(id, format_code(&code));
                        }
                    }
                    "xf" if in_styles => styles.push(id().unwrap_or(0)),
                    _ => {}
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "numFmts" => in_formats = false,
                "cellXfs" => in_styles = false,
                _ => {}
            },
            Event::Eof => {
                let kind = |id: u32| own.get(&id).copied().unwrap_or_else(|| built_in(id));
                return Ok(styles.into_iter().map(kind).collect());
            }
            _ => {}
        }
    }
}

/// The shared strings. What the part says of their count is not looked at.
fn read_strings(
    package: &mut Package,
    name: &str,
    limits: &Limits,
) -> Result<Texts, WorkbookError> {
    let mut strings = Texts::default();
    let Some(part) = package.part(name, limits)? else {
        return Ok(strings);
    };
    let mut markup = Markup::new(part, limits.max_cell_bytes);
    loop {
        match markup.next()? {
            Token::Start(tag) if tag.name == b"si" => {
                let place = || format!("a shared string of {name}");
                markup.rich_text(strings.buffer(), &place)?;
                strings.finish(limits)?;
            }
            Token::Eof => {
                strings.shrink();
                return Ok(strings);
            }
            _ => {}
        }
    }
}
