//! `DELETE /ng/api/invites/{inviteId}`: take an invite back (Harness).
//!
//! Access: `core_user_invite` in the invite's scope. Answers: 200 with the invite that was removed; `null` inside when there
//! was none. Errors: 403.
//! Source: Harness API, operation `deleteInvite`; `docs/contracts/harness.md`, 2.3.

use super::{AccountId, Data, Invite, InviteId, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Takes an invite back.
#[derive(Clone, Debug)]
pub struct DeleteInvite {
    /// The account.
    pub account: AccountId,
    /// Which invite.
    pub id: InviteId,
}

impl Endpoint for DeleteInvite {
    type Answer = Data<Option<Invite>>;

    const OPERATION: &'static str = "delete_invite";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/ng/api/invites/{inviteId}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("inviteId", &self.id)?;
        scope::fill_account(&self.account, to)
    }

    fn subject(&self) -> Option<String> {
        Some(["invite ", self.id.as_str()].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn one() -> DeleteInvite {
        DeleteInvite {
            account: AccountId::from("acc0"),
            id: InviteId::from("inv-1"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/invites/inv-1?accountIdentifier=acc0&routingId=acc0";
        assert_request(&one(), "DELETE", target, None);
    }

    #[test]
    fn a_200_is_read() {
        let Data(removed) = outcome(&one(), "invites.one").unwrap();
        assert!(removed.is_some());
        assert_eq!(outcome(&one(), "any.null"), Ok(Data(None)));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
            ],
        );
    }
}
