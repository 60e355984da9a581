//! Ids of elements that have to name one another. Every kind is declared here, and nowhere else.

use std::sync::atomic::{AtomicUsize, Ordering};

/// What an id is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Id {
    /// A field's control.
    Field,
    /// The sentence under a field.
    Hint,
    /// A field's error.
    Error,
    /// Why a control cannot be used.
    Reason,
    /// A group of radio buttons.
    Group,
    /// The heading of a dialog or card.
    Title,
    /// The sentence below a dialog's heading.
    Description,
    /// A menu or popover.
    Popup,
    /// The main region.
    Main,
}

/// An id that no other element of this page has, however often the panel is mounted.
pub fn fresh(kind: Id) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    let name = match kind {
        Id::Field => "rollcall-field-",
        Id::Hint => "rollcall-hint-",
        Id::Error => "rollcall-error-",
        Id::Reason => "rollcall-reason-",
        Id::Group => "rollcall-group-",
        Id::Title => "rollcall-title-",
        Id::Description => "rollcall-description-",
        Id::Popup => "rollcall-popup-",
        Id::Main => "rollcall-main-",
    };
    let mut id = String::from(name);
    id.push_str(&NEXT.fetch_add(1, Ordering::Relaxed).to_string());
    id
}
