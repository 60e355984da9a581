//! `GET /kubernetes/global/apis/auth.alauda.io/v1/groups/{name}`: one group (Alauda Container Platform).
//!
//! Access: platform administrators and auditors; others perhaps. Answers: 200. Errors: 401; 403; 404 unknown.
//! Source: Alauda Container Platform API, operation `readAuthAlaudaIoV1Group`; `docs/contracts/alauda.md`, 2.2 and 3.5.

use super::{Group, GroupName, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Reads one group with its members.
#[derive(Clone, Debug)]
pub struct GetGroup {
    /// Which group.
    pub name: GroupName,
}

impl Endpoint for GetGroup {
    type Answer = Group;

    const OPERATION: &'static str = "get_group";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/kubernetes/global/apis/auth.alauda.io/v1/groups/{name}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("name", &self.name)
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::doubtful(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::alauda::Moment;
    use crate::api::alauda::error::unauthorized;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn ops() -> GetGroup {
        GetGroup {
            name: GroupName("ops".to_owned()),
        }
    }

    #[test]
    fn the_request_names_the_record() {
        assert_request(
            &ops(),
            "GET",
            "/kubernetes/global/apis/auth.alauda.io/v1/groups/ops",
            None,
        );
    }

    #[test]
    fn a_200_is_the_group_with_its_directory() {
        let group = outcome(&ops(), "get_group.directory").unwrap();
        assert_eq!(group.metadata.name, ops().name);
        assert_eq!(group.spec.users[0].name, "example4");
        assert_eq!(group.spec.users[1].since, Moment::Untold);
        let directory = group.spec.source.unwrap();
        assert_eq!(
            (directory.id.as_str(), directory.kind.as_str()),
            ("corp-1", "ldap")
        );
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ops(),
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.not_found", ErrorKind::NotFound),
            ],
        );
    }
}
