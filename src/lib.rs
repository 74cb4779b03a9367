//! yuebao (月报): the monthly report of a telecom service hall, from the systems' exports to the page.
//!
//! The modules follow the way the data goes; each names its input and its output and knows nothing of the ones after it:
//!
//! ```text
//! files ─ ingest ─▶ typed rows ─ facts ─▶ monthly aggregates ─ metrics ─▶ figures ─ findings ─▶ problems, causes, measures
//!                                                                  └──────── report ─▶ Document ─ render ─▶ pdf xlsx md json
//! ```
//!
//! Everything but [`commands`] is free of the clock, the terminal and the environment, so that the
//! same inputs, config and version give the same bytes.

pub mod chart;
pub mod checks;
pub mod cli;
pub mod commands;
pub mod config;
pub mod dataset;
pub mod diagnostic;
pub mod discreet;
pub mod explain;
pub mod facts;
pub mod findings;
pub mod font;
pub mod format;
pub mod history;
pub mod ingest;
pub mod logo;
pub mod merge;
pub mod metrics;
pub mod money;
pub mod month;
pub mod nearest;
pub mod output;
pub mod progress;
pub mod render;
pub mod report;
pub mod request;
pub mod sample;
pub mod theme;
pub mod value;
pub mod words;
