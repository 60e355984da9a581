//! The panel's wasm module.
//!
//! Nothing happens when it is loaded: the page that wants a panel calls the exported `mount`.

// Linking the library is what carries its exports into the module.
use rollcall as _;

fn main() {}
