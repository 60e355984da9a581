//! `PUT /ng/api/invites/{inviteId}`: send the mail of an invite again (Harness).
//!
//! Access: `core_user_invite` in the invite's scope. The invite is sent back as it was listed, for its roles and groups are
//! replaced by those of the body. Answers: 200 with the invite, whose time begins anew; `null` inside when nothing was sent,
//! because it is unknown, accepted already, or an identity provider's. Errors: 400 validation; 403; 500 another e-mail.
//! Source: Harness API, operation `updateInvite`; `docs/contracts/harness.md`, 2.3.

use super::{AccountId, Data, Invite, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Sends an invite again, as it was read.
#[derive(Clone, Debug)]
pub struct ResendInvite {
    /// The account.
    pub account: AccountId,
    /// The invite.
    pub invite: Invite,
}

impl Endpoint for ResendInvite {
    type Answer = Data<Option<Invite>>;

    const OPERATION: &'static str = "resend_invite";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/ng/api/invites/{inviteId}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("inviteId", &self.invite.id())?;
        scope::fill_account(&self.account, to)?;
        to.json(&self.invite)
    }

    fn subject(&self) -> Option<String> {
        Some(["invite ", self.invite.id().as_str()].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn one() -> ResendInvite {
        let text = r#"{"id":"inv-1","email":"new@example.org","inviteType":"ADMIN_INITIATED_INVITE","roleBindings":[],"later":1.5}"#;
        ResendInvite {
            account: AccountId::from("acc0"),
            invite: serde_json::from_str(text).unwrap(),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/invites/inv-1?accountIdentifier=acc0&routingId=acc0";
        let body = r#"{"id":"inv-1","email":"new@example.org","inviteType":"ADMIN_INITIATED_INVITE","roleBindings":[],"later":1.5}"#;
        assert_request(&one(), "PUT", target, Some(body));
    }

    #[test]
    fn a_200_is_read() {
        let Data(sent) = outcome(&one(), "invites.one").unwrap();
        assert!(sent.is_some());
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
