//! `GET /settings/public`: what anyone may know of the settings (Portainer).
//!
//! Access: public; answers also when the time for the first run is over, but only without a query.
//! Answers: 200. Tells how accounts sign in and the least length of a password.
//! Source: Portainer API, operation `SettingsPublic`; `docs/contracts/portainer.md`, E4.

use super::PublicSettings;
use crate::api::{Auth, Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads the public settings.
#[derive(Clone, Copy, Debug)]
pub struct GetPublicSettings;

impl Endpoint for GetPublicSettings {
    type Answer = PublicSettings;

    const OPERATION: &'static str = "get_public_settings";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/settings/public";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}
