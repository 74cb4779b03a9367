//! The report: figures in, a [`document::Document`] out.

pub mod document;
#[cfg(test)]
pub(crate) mod specimen;
