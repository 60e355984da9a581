//! Parts that several request bodies share.

use serde::Serialize;

use super::{NewValidity, UserName};

/// Group and version of all records.
pub(super) const API_VERSION: &str = "auth.alauda.io/v1";

/// The media type of a change that is merged into a record (RFC 7396).
pub(super) const MERGE_PATCH: &str = "application/merge-patch+json";

/// What a new record says of itself.
#[derive(Serialize)]
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
}

/// From when to when.
#[derive(Serialize)]
pub(super) struct Window {
    begin: String,
    end: String,
}

impl Window {
    /// Nothing when there is no end: leaving the window out says so.
    pub(super) fn of(validity: NewValidity) -> Option<Self> {
        match validity {
            NewValidity::ForGood => None,
            NewValidity::Within { begin, end } => Some(Self {
                begin: begin.to_rfc3339(),
                end: end.to_rfc3339(),
            }),
        }
    }
}

/// The subject of a write about one account, on whichever route.
pub(super) fn subject(name: &UserName) -> String {
    ["user ", &name.0].concat()
}
