//! What the browser remembers: never a credential, never an account.
//!
//! A browser that refuses storage costs the memory and nothing else.

use leptos::prelude::window;
use web_sys::Storage;

fn key(name: &str) -> String {
    format!("rollcall.{name}")
}

fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Reads what was remembered.
pub(super) fn read(name: &str) -> Option<String> {
    local()?.get_item(&key(name)).ok().flatten()
}

/// Remembers.
pub(super) fn write(name: &str, value: &str) {
    if let Some(storage) = local() {
        let _ = storage.set_item(&key(name), value);
    }
}

/// Reads what this tab remembers across a reload.
pub(super) fn read_tab(name: &str) -> Option<String> {
    tab()?.get_item(&key(name)).ok().flatten()
}

/// Remembers for this tab; `None` forgets.
pub(super) fn write_tab(name: &str, value: Option<&str>) {
    if let Some(storage) = tab() {
        let _ = match value {
            Some(value) => storage.set_item(&key(name), value),
            None => storage.remove_item(&key(name)),
        };
    }
}
