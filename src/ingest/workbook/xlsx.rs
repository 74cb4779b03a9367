//! XLSX and XLSM through calamine, cell by cell: nothing is held but the shared strings, the styles and one row.

use calamine::{Reader as _, XlsxError};
use quick_xml::events::Event;

use super::calamine_call::{Source, calling, from_xlsx, put_value, sheets_of_parts, source};
use super::ooxml::relationships;
use super::package::Package;
use super::sink::{Each, RowSink};
use super::view::FileView;
use super::xlsx_scan::{SheetScan, check_strings, check_styles};
use super::xml::{Xml, local_attribute};
use super::{Limits, SheetInfo, SheetReport, WorkbookError};

/// An open XLSX or XLSM file.
pub(super) struct Xlsx {
    package: Package,
    book: calamine::Xlsx<Source>,
    sheets: Vec<SheetInfo>,
    /// The sheets' parts, in the same order.
    parts: Vec<String>,
}

impl Xlsx {
    pub(super) fn open(
        mut package: Package,
        view: &FileView,
        main: &str,
        limits: &Limits,
    ) -> Result<Self, WorkbookError> {
        for name in package.ending_with("sharedstrings.xml") {
            check_strings(&mut package, &name, limits)?;
        }
        for name in package.ending_with("styles.xml") {
            check_styles(&mut package, &name, limits)?;
        }
        package.check_held(&[".rels", "workbook.xml", "theme1.xml"], limits)?;
        let parts = sheet_parts(&mut package, main, limits)?;
        let source = source(view);
        let book = calling(main, || calamine::Xlsx::new(source))?
            .map_err(|fault| from_xlsx(fault, main))?;
        let sheets = sheets_of_parts(book.sheets_metadata(), &parts, main)?;
        Ok(Self {
            package,
            book,
            sheets,
            parts,
        })
    }

    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    pub(super) fn date_1904(&self) -> bool {
        self.book.has_1904_epoch()
    }

    /// Hands on the rows of a sheet. The scan is always a cell ahead of calamine, and both must agree about the cells.
    pub(super) fn rows(
        &mut self,
        index: usize,
        limits: &Limits,
        each: Each<'_>,
    ) -> Result<SheetReport, WorkbookError> {
        let date_1904 = self.date_1904();
        let name = self.parts.get(index).map_or("", String::as_str);
        let sheet = self.sheets.get(index).map_or("", |info| info.name.as_str());
        let Some(part) = self.package.part(name, limits)? else {
            return Err(WorkbookError::damaged(name, "the part is missing"));
        };
        let mut scan = SheetScan::new(part, limits);
        let mut sink = RowSink::new(limits, date_1904, each);
        let mut scanned = scan.next_cell()?;
        let mut cells = calling(name, || self.book.worksheet_cells_reader(sheet))?
            .map_err(|fault| from_xlsx(fault, name))?;
        while let Some(cell) = scanned {
            let address = cell.address;
            if sink.go_to_row(address.row, cell.starts_row)?.is_break() {
                return Ok(sink.report);
            }
            if cell.formula_without_value {
                sink.report.formulas_without_value.note(address);
            }
            match calling(name, || cells.next_cell())? {
                Ok(Some(read)) => {
                    let (row, column) = read.get_position();
                    if (u64::from(row) + 1, column) != (address.row, address.column) {
                        return Err(WorkbookError::damaged(
                            format!("cell {address}"),
                            "its address contradicts its row",
                        ));
                    }
                    put_value(&mut sink, column, read.get_value(), date_1904);
                }
                // An error newer than 2007, such as #SPILL!, is told before the cell ends; the next cell can be read.
                Err(XlsxError::CellError(error)) => sink.put_error(address.column, error.trim()),
                Ok(None) => {
                    return Err(WorkbookError::damaged(
                        format!("cell {address}"),
                        "it is not where cells are",
                    ));
                }
                Err(fault) => return Err(from_xlsx(fault, &format!("cell {address}"))),
            }
            scanned = scan.next_cell()?;
        }
        sink.report.merged_ranges = scan.merged_ranges;
        Ok(sink.finish())
    }
}

/// The parts of the sheets, in order.
fn sheet_parts(
    package: &mut Package,
    main: &str,
    limits: &Limits,
) -> Result<Vec<String>, WorkbookError> {
    let related = relationships(package, main, limits)?;
    let Some(part) = package.small_part(main, limits)? else {
        return Err(WorkbookError::damaged(main, "the part is missing"));
    };
    let mut xml = Xml::new(part);
    let mut parts = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "sheet" => {
                let id = local_attribute(&element, "id");
                let Some(relationship) = id.and_then(|id| related.get(id.as_ref())) else {
                    let name = local_attribute(&element, "name").unwrap_or_default();
                    return Err(WorkbookError::damaged(
                        main,
                        format!("no part is named for the sheet {name}"),
                    ));
                };
                parts.push(relationship.target.clone());
            }
            Event::Eof => return Ok(parts),
            _ => {}
        }
    }
}
