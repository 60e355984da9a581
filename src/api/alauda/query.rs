//! Filters and orders of lists, in the forms that the platform documents for a sibling list.
//!
//! Source: `docs/contracts/alauda.md`, 5.1 (rows 13 to 15) and 5.2.

use super::Continue;
use crate::api::RequestParts;

/// Asks for a part of a Kubernetes-style list.
pub(super) fn part(to: &mut RequestParts, limit: u32, from: Option<&Continue>) {
    to.query("limit", &limit);
    if let Some(from) = from {
        to.query("continue", from);
    }
}

/// A member of an account by which lists can be filtered and sorted. Only the first is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserField {
    /// Display name.
    Username,
    /// Login identifier.
    Email,
    /// Mailbox.
    Mail,
    /// State.
    State,
    /// Kind of source.
    ConnectorType,
}

impl UserField {
    const fn word(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Email => "email",
            Self::Mail => "mail",
            Self::State => "state",
            Self::ConnectorType => "connector_type",
        }
    }
}

/// Which accounts a list is asked for: those in which a member holds a text.
///
/// Whether the server compares parts or wholes, and whether it minds the case, is not known: filter the answer again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    field: UserField,
    text: String,
}

impl Filter {
    /// A filter for a text, or for its part before the first comma: the server cannot be asked for a comma.
    ///
    /// Nothing when that part is empty.
    pub fn new(field: UserField, text: &str) -> Option<Self> {
        let (before, _) = text.split_once(',').unwrap_or((text, ""));
        (!before.is_empty()).then(|| Self {
            field,
            text: before.to_owned(),
        })
    }

    /// The value of `filterBy`.
    pub(super) fn value(&self) -> String {
        [self.field.word(), ",", &self.text].concat()
    }
}

/// In which order a list is asked for. The server may ignore it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By which member.
    pub field: UserField,
    /// Whether the last comes first.
    pub is_descending: bool,
}

impl Sort {
    /// The value of `sortBy`.
    pub(super) fn value(self) -> String {
        let direction = if self.is_descending { "d," } else { "a," };
        [direction, self.field.word()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_cannot_be_asked_for() {
        let value = |text| Filter::new(UserField::Username, text).map(|filter| filter.value());
        assert_eq!(value("anna, the first").as_deref(), Some("username,anna"));
        assert_eq!(value("anna").as_deref(), Some("username,anna"));
        assert_eq!(value(",x"), None);
        assert_eq!(value(""), None);
    }

    #[test]
    fn every_field_has_its_own_word() {
        let fields = [
            UserField::Username,
            UserField::Email,
            UserField::Mail,
            UserField::State,
            UserField::ConnectorType,
        ];
        let words = fields.map(|field| {
            let sort = Sort {
                field,
                is_descending: true,
            };
            sort.value()
        });
        assert_eq!(
            words,
            [
                "d,username",
                "d,email",
                "d,mail",
                "d,state",
                "d,connector_type"
            ]
        );
    }
}
