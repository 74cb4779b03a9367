//! The arithmetic behind problems, causes, measures and next month's plan (sections 05 and 06 of the report).
//!
//! The arithmetic (`apportion`, `decompose`, `erlang`, `forecast`) takes plain numbers and names and gives plain
//! numbers and names back and knows no dataset or metric; `rules`, `causes` and `measures` apply it to a month's figures and
//! facts. None knows a page or does I/O. All are deterministic: ties are settled by name or position, never by chance.

pub mod apportion;
pub mod causes;
pub mod decompose;
pub mod erlang;
pub mod forecast;
pub mod measures;
pub mod rules;
