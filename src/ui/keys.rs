//! What key an event is about.
//!
//! Password managers and autofill dispatch `keydown` events that are not `KeyboardEvent`s; reading
//! `.key()` from those panics, and a panic is the end of the page. So the type is asked first.

use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Event, KeyboardEvent};

/// The key's name, or nothing if no key was pressed.
///
/// Nothing as well while a word is being composed (an Enter that ends it is not ours).
pub fn key_of(event: &Event) -> Option<String> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    (!event.is_composing()).then(|| event.key())
}

/// Whether Control, Alt or Meta is held: then the key belongs to the browser or the system.
pub fn has_modifier(event: &Event) -> bool {
    event
        .dyn_ref::<KeyboardEvent>()
        .is_some_and(|event| event.ctrl_key() || event.alt_key() || event.meta_key())
}

/// Whether Shift is held.
pub fn has_shift(event: &Event) -> bool {
    event
        .dyn_ref::<KeyboardEvent>()
        .is_some_and(KeyboardEvent::shift_key)
}
