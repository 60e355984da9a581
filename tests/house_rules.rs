//! The rules of the house that no compiler knows, held against the source tree itself.
//!
//! Each test names every place that breaks its rule.

#![expect(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

#[path = "rules/code.rs"]
mod code;
#[path = "rules/layers.rs"]
mod layers;
#[path = "rules/look.rs"]
mod look;
#[path = "rules/markup.rs"]
mod markup;
#[path = "rules/tree.rs"]
mod tree;
