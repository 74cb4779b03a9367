//! How much a workbook may ask of the machine before it is refused.

use serde::Deserialize;

/// Bounds on what reading a workbook may cost. An error that comes from one names it, so that the config can raise it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Columns read from A on. Cells to the right are counted and left out. 1,024; Excel has 16,384.
    pub max_columns: u32,
    /// Rows read from 1 on. Cells below are counted and left out. 1,048,576, which is all that Excel has.
    pub max_rows: u64,
    /// Bytes of the file as it lies on the disk. 1 GiB.
    pub max_file_bytes: u64,
    /// Bytes of one unpacked part of an XLSX, XLSM, XLSB or ODS file. 2 GiB (a million rows of 20 columns are about 1 GiB).
    pub max_part_bytes: u64,
    /// Bytes of all the parts together. 4 GiB.
    pub max_total_bytes: u64,
    /// How many times its packed size a part may unpack to, once it is over 16 MiB. 250; exports are below 60.
    pub max_ratio: u64,
    /// Shared strings of a workbook. 10 million.
    pub max_shared_strings: u64,
    /// Bytes that have to be in memory at once: the text of the shared strings, of an ODS file's cells, an XLS file's
    /// workbook stream. 256 MiB.
    pub max_held_bytes: u64,
    /// Cells of the tables of an ODS file together, each table from the first row and column that hold something to the
    /// last. They are held in memory, with about 100 bytes each while the file is opened. 10 million.
    pub max_grid_cells: u64,
    /// Bytes of one cell's text, and of one XML tag. 1 MiB; Excel's own bound is 32,767 characters.
    pub max_cell_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Self {
            max_columns: 1024,
            max_rows: 1 << 20,
            max_file_bytes: 1024 * MIB,
            max_part_bytes: 2048 * MIB,
            max_total_bytes: 4096 * MIB,
            max_ratio: 250,
            max_shared_strings: 10_000_000,
            max_held_bytes: 256 * MIB,
            max_grid_cells: 10_000_000,
            max_cell_bytes: MIB,
        }
    }
}
