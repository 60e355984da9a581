//! `GET /ng/api/invites/invite`: one invite (Harness).
//!
//! Access: `core_user_view` in the scope [guess]. Answers: 200 with the invite; `null` inside or a 400 when there
//! is none [guess]. Errors: 403.
//! Source: Harness API, operation `getInvite`; `docs/contracts/harness.md`, 2.3.

use super::{AccountId, Data, Invite, InviteId, error, scope};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Reads one invite.
#[derive(Clone, Debug)]
pub struct GetInvite {
    /// The account.
    pub account: AccountId,
    /// Which invite.
    pub id: InviteId,
}

impl Endpoint for GetInvite {
    type Answer = Data<Option<Invite>>;

    const OPERATION: &'static str = "get_invite";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/invites/invite";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(&self.account, to)?;
        scope::id(to, "inviteId", self.id.as_str())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            // Only the id can be wrong with the request.
            ErrorKind::Refused { status: 400, .. } => ErrorKind::NotFound,
            other => error::unknown_object(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::harness::{GroupId, InviteKind};
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn one() -> GetInvite {
        GetInvite {
            account: AccountId::from("acc0"),
            id: InviteId::from("inv-1"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/invites/invite?accountIdentifier=acc0&routingId=acc0&inviteId=inv-1";
        assert_request(&one(), "GET", target, None);
    }

    #[test]
    fn a_200_is_read() {
        let Data(invite) = outcome(&one(), "invites.one").unwrap();
        let invite = invite.unwrap();
        assert_eq!(invite.id(), InviteId::from("inv-1"));
        assert_eq!(invite.kind(), InviteKind::ByAdministrator);
        assert_eq!(invite.roles(), ["Account Viewer", "custom"]);
        assert_eq!(invite.groups(), [GroupId::from("ops")]);
        assert!(!invite.is_approved() && invite.name().is_none());
        assert_eq!(outcome(&one(), "any.null"), Ok(Data(None)));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.invalid_argument", ErrorKind::NotFound),
                ("any.limit", ErrorKind::NotFound),
            ],
        );
    }
}
