//! `GET /users/current/permissions`: what the caller may do in a scope (Harbor).
//!
//! Access: anyone signed in. Answers: 200 with pairs of resource and action, `[]` when there is none.
//! An administrator gets the full list for any project number, existing or not; a robot gets `[]` whatever it may do.
//! `relative` takes the scope's own path off the resources; with the system's scope it gives always `[]`.
//! Source: Harbor API, operation `getCurrentUserPermissions`; `docs/contracts/harbor.md`, 2.1 row 4 and 5.15.

use super::Permission;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Where something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole installation.
    System,
    /// One project, by its number.
    Project {
        /// Which project.
        id: i64,
        /// Whether resources come without the project's own path.
        is_relative: bool,
    },
}

/// Reads what the caller may do.
#[derive(Clone, Copy, Debug)]
pub struct GetPermissions {
    /// Where.
    pub scope: Scope,
}

impl Endpoint for GetPermissions {
    type Answer = Vec<Permission>;

    const OPERATION: &'static str = "get_current_user_permissions";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users/current/permissions";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        match self.scope {
            Scope::System => to.query_words("scope", "/system"),
            Scope::Project { id, is_relative } => {
                to.query_words("scope", &["/project/", &id.to_string()].concat());
                if is_relative {
                    to.query("relative", &true);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    const SYSTEM: GetPermissions = GetPermissions {
        scope: Scope::System,
    };

    #[test]
    fn the_request_names_the_scope() {
        let path = "/api/v2.0/users/current/permissions";
        assert_request(&SYSTEM, "GET", &format!("{path}?scope=/system"), None);
        let of = |id, is_relative| GetPermissions {
            scope: Scope::Project { id, is_relative },
        };
        let target = format!("{path}?scope=/project/3");
        assert_request(&of(3, false), "GET", &target, None);
        let target = format!("{path}?scope=/project/3&relative=true");
        assert_request(&of(3, true), "GET", &target, None);
    }

    #[test]
    fn a_200_lists_pairs() {
        let all = outcome(&SYSTEM, "permissions/5").unwrap();
        assert_eq!(all.len(), 53);
        let create = Permission {
            resource: "user".to_owned(),
            action: "create".to_owned(),
        };
        assert!(all.contains(&create));
        assert_eq!(outcome(&SYSTEM, "permissions/10"), Ok(Vec::new()));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(&SYSTEM, &[("permissions/17", ErrorKind::SignedOut)]);
    }
}
