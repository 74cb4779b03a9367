//! Formulas over the cells of a sheet: columns by their keys → addresses, once every table of the sheet has its place.

use rust_xlsxwriter::utility::{column_number_to_name, row_col_to_cell};

use crate::report::document::Table;

/// Where a table stands: its rows, totals left out, and its columns.
#[derive(Debug)]
pub(super) struct Place {
    id: String,
    pub(super) head: u32,
    pub(super) last: u32,
    columns: Vec<(String, u16)>,
}

impl Place {
    pub(super) fn of(table: &Table, first: u16, head: u32, last: u32) -> Self {
        let mut col = first;
        let columns = table.columns.iter().map(|column| {
            let at = col;
            col += column.spans;
            (column.key.clone(), at)
        });
        Self {
            id: table.id.clone(),
            head,
            last,
            columns: columns.collect(),
        }
    }

    /// The sheet's column of a column.
    pub(super) fn column(&self, key: &str) -> Option<u16> {
        let mut columns = self.columns.iter();
        columns.find(|(k, _)| k == key).map(|(_, col)| *col)
    }
}

/// A formula as the cell in `row` of the table at `own` holds it; none where it names what there is not.
pub(super) fn placed(formula: &str, own: usize, row: u32, places: &[Place]) -> Option<String> {
    let mut out = String::new();
    let mut rest = formula;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}')?;
        out.push_str(before);
        out.push_str(&reference(inside, places.get(own)?, row, places)?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

fn reference(inside: &str, own: &Place, row: u32, places: &[Place]) -> Option<String> {
    let (place, key) = match inside.split_once('/') {
        Some((table, key)) => (places.iter().find(|place| place.id == table)?, key),
        None => (own, inside),
    };
    // A table without a row has a blank one.
    let (first, last) = (place.head + 1, place.last.max(place.head + 1));
    if let Some(key) = key.strip_suffix("..") {
        let col = place.column(key)?;
        let (first, last) = (row_col_to_cell(first, col), row_col_to_cell(last, col));
        return Some(format!("{first}:{last}"));
    }
    if let Some(key) = key.strip_suffix(':') {
        let name = column_number_to_name(place.column(key)?);
        return Some(format!("${name}${}:${name}${}", first + 1, last + 1));
    }
    match key.strip_prefix('$') {
        Some(key) => Some(format!("${}", row_col_to_cell(row, place.column(key)?))),
        None => Some(row_col_to_cell(row, place.column(key)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::Column;

    #[test]
    fn columns_become_addresses() {
        let table = |id: &str, columns: &[&str]| Table {
            id: id.to_owned(),
            columns: columns.iter().map(|key| Column::text(key, "")).collect(),
            ..Table::default()
        };
        let places = [
            Place::of(&table("halls", &["name", "sales"]), 1, 3, 5),
            Place::of(&table("none", &["sales"]), 1, 9, 9),
        ];
        let placed = |formula: &str| placed(formula, 0, 4, &places);
        assert_eq!(placed("IF({sales}>0,{$name},1)").unwrap(), "IF(C5>0,$B5,1)");
        assert_eq!(
            placed("SUM({sales..})/SUM({sales:})").unwrap(),
            "SUM(C5:C6)/SUM($C$5:$C$6)"
        );
        assert_eq!(placed("{none/sales:}").unwrap(), "$B$11:$B$11");
        assert_eq!(placed("{cost}"), None);
        assert_eq!(placed("{other/sales:}"), None);
    }
}
