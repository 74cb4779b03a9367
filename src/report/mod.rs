//! The report: figures in, a [`document::Document`] out.

pub mod document;
