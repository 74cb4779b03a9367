//! Renderers: one Document in, bytes of one format out. They format; they never compute.

pub mod pdf;
pub mod svg;
