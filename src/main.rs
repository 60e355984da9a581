//! The panel.
fn main() {}
