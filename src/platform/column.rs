//! Columns of the account list.

use crate::i18n::t;

/// A column of the account list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its id, as the address carries it.
    pub id: &'static str,
    /// Its heading.
    pub label: &'static str,
    /// Grid track.
    pub width: &'static str,
    /// Which columns give way first as the page narrows: the highest number.
    pub priority: u8,
    /// Whether it is shown when the person has not chosen.
    pub is_default: bool,
}

impl Column {
    /// One of the columns that the list can draw.
    pub(super) fn new(id: &'static str) -> Self {
        let t = t();
        let (label, width, priority) = match id {
            "full_name" => (t.column_full_name, "minmax(9em, 1.4fr)", 2),
            "email" => (t.column_email, "minmax(11em, 2fr)", 3),
            "role" => (t.column_role, "9.5em", 1),
            "status" => (t.column_status, "minmax(7.5em, 0.9fr)", 1),
            "second_factor" => (t.column_second_factor, "8.5em", 4),
            "last_sign_in" => (t.column_last_sign_in, "8.5em", 4),
            "created" => (t.column_created, "8.5em", 5),
            "teams" => (t.column_teams, "minmax(9em, 1.6fr)", 3),
            "groups" => (t.column_groups, "minmax(8em, 1.2fr)", 3),
            "source" => (t.column_source, "8.5em", 4),
            "id" => (t.column_id, "5em", 2),
            _ => (t.column_name, "minmax(14em, 2.2fr)", 0),
        };
        Self {
            id,
            label,
            width,
            priority,
            is_default: true,
        }
    }

    /// Shown only when the person asks for it.
    pub(super) fn hidden(self) -> Self {
        Self {
            is_default: false,
            ..self
        }
    }
}
