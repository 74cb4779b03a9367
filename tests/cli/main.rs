//! The `yuebao` command as a user meets it: arguments and files in; stdout, stderr, exit status and files out.

#![allow(clippy::unwrap_used)] // a test that cannot go on is to panic

mod agreement;
mod catalog;
mod checks;
mod driver;
mod explain;
mod gaps;
mod generate;
mod golden;
mod help;
mod init;
mod sample;
mod templates;
mod theme;
mod usage;
mod validate;
mod workbook;
