//! Tests of the plan on worked figures.
