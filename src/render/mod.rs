//! Renderers: one Document in, bytes of one format out. They format; they never compute.

pub(crate) mod chart_table;
pub mod json;
pub mod markdown;
pub mod pdf;
#[cfg(test)]
mod specimen;
pub mod svg;
pub mod xlsx;
