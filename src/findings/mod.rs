//! The arithmetic behind problems, causes, measures and next month's plan (sections 05 and 06 of the report).
//!
//! The arithmetic (`apportion`, `decompose`, `erlang`, `forecast`) takes plain numbers and names and gives plain
//! numbers and names back and knows no dataset or metric. A rule in [`rules`] finds ([`finding`]) on what is known ([`grounds`]), says
//! where it comes from ([`cause`]) and what may be done ([`remedy`]); `causes` and `measures` are what several rules take for that.
//! None knows a page or does I/O. All are deterministic: ties are settled by name or position, never by chance.

pub mod apportion;
pub mod cause;
mod causes;
pub mod decompose;
pub mod erlang;
pub mod finding;
pub mod forecast;
pub mod grounds;
pub(crate) mod measures;
pub mod remedy;
pub mod rules;
mod skills;
pub mod topic;
