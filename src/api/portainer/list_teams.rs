//! `GET /teams`: teams (Portainer).
//!
//! Access: anyone signed in; someone who is no administrator gets their own teams. Answers: 200, the whole list.
//! Source: Portainer API, operation `TeamList`; `docs/contracts/portainer.md`, E6.

use super::{LIST_LIMIT_MS, Team};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists teams.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListTeams {
    /// Only teams that the caller leads: always none for an administrator.
    pub only_led: bool,
}

impl Endpoint for ListTeams {
    type Answer = Vec<Team>;

    const OPERATION: &'static str = "list_teams";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/teams";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.only_led {
            to.query("onlyLedTeams", &true);
        }
        Ok(())
    }
}
