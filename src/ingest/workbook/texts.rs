//! The shared strings of a workbook, in one piece.

use super::{Limits, WorkbookError};

/// Texts one after the other in one string, found by number: a workbook's shared strings.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Ends the text that was written with [`Texts::buffer`] and numbers it.
    pub(super) fn finish(&mut self, limits: &Limits) -> Result<(), WorkbookError> {
        let size = self.text.len() as u64;
        let max = limits.max_held_bytes.min(u64::from(u32::MAX));
        if size > max {
            return Err(WorkbookError::bytes(
                "the text of the shared strings",
                size,
                "max_held_bytes",
                max,
            ));
        }
        self.ends.push(self.text.len() as u32);
        if self.ends.len() as u64 > limits.max_shared_strings {
            return Err(WorkbookError::TooLarge {
                what: "the table of shared strings".to_owned(),
                size: self.ends.len() as u64,
                unit: "strings or more",
                limit: "max_shared_strings",
                max: limits.max_shared_strings,
            });
        }
        Ok(())
    }

    /// Where to write the next text.
    pub(super) fn buffer(&mut self) -> &mut String {
        &mut self.text
    }

    /// Gives back the room that is not used, when there are no more.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Bytes held.
    pub(super) fn held(&self) -> u64 {
        (self.text.capacity() + self.ends.capacity() * size_of::<u32>()) as u64
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}
