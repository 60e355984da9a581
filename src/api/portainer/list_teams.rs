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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::portainer::TeamId;
    use crate::api::testing::{assert_refusals, assert_request, broken, outcome};

    const ALL: ListTeams = ListTeams { only_led: false };

    #[test]
    fn only_the_word_true_asks_for_led_teams() {
        assert_request(&ALL, "GET", "/api/teams", None);
        let led = ListTeams { only_led: true };
        assert_request(&led, "GET", "/api/teams?onlyLedTeams=true", None);
    }

    #[test]
    fn a_200_lists_teams() {
        let dev = Team {
            id: TeamId(1),
            name: "Dev".to_owned(),
        };
        assert_eq!(outcome(&ALL, "teams/18"), Ok(vec![dev]));
        assert_eq!(outcome(&ALL, "teams/5"), Ok(vec![]));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let inner = "Object not found inside the database (bucket=endpoints, key=99)";
        assert_refusals(
            &ALL,
            &[
                ("permissions-user/33", ErrorKind::SignedOut),
                ("teams/22", broken(500, inner)),
            ],
        );
    }
}
