//! Harbor in neutral words.
//!
//! `docs/contracts/harbor.md` has the rules.

#![expect(clippy::unused_async, reason = "the calls come with the adapter")]

use super::{
    Absence, Account, Act, Claims, Column, Me, Profile, Scene, Scheme, SoFar, Survey, Token,
};
use crate::api::{ApiError, Door, Effect, ErrorKind, Platform, Secret};

pub(super) const SCHEMES: &[Scheme] = &[Scheme::Password];

pub(super) fn credential_hint(_scheme: Scheme) -> &'static str {
    ""
}

pub(super) fn columns() -> Vec<Column> {
    vec![Column::new("name"), Column::new("id").hidden()]
}

pub(super) fn absences() -> Vec<Absence> {
    Vec::new()
}

pub(super) fn why_not(_scene: &Scene, _act: Act, _target: Option<&Account>) -> Option<String> {
    None
}

pub(super) async fn survey<D: Door>(_door: &D) -> Result<Survey, ApiError> {
    Err(nothing())
}

pub(super) fn read_token(secret: Secret) -> Token {
    Token {
        secret,
        expires_at: None,
        claims: Claims::default(),
    }
}

pub(super) async fn whoami<D: Door>(_door: &D) -> Result<Me, ApiError> {
    Err(nothing())
}

pub(super) async fn list<D: Door>(_door: &D, _so_far: SoFar<'_>) -> Result<Vec<Account>, ApiError> {
    Err(nothing())
}

pub(super) async fn profile<D: Door>(
    _door: &D,
    _scene: &Scene,
    _id: &str,
) -> Result<Profile, ApiError> {
    Err(nothing())
}

fn nothing() -> ApiError {
    ApiError {
        platform: Platform::Harbor,
        operation: "none",
        effect: Effect::Read,
        request_id: None,
        kind: ErrorKind::NoSuchCall { status: 0 },
    }
}
