//! The arithmetic behind problems, causes, measures and next month's plan (sections 05 and 06 of the report).
//!
//! Each module takes plain numbers and names and gives plain numbers and names back; none knows a dataset, a metric or a
//! page, and none does I/O. All of them are deterministic: ties are settled by name or by position, never by chance.

pub mod apportion;
pub mod decompose;
pub mod erlang;
pub mod forecast;
pub mod outlier;
pub mod rules;
