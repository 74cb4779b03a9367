//! The `yuebao` command.

fn main() {}
