//! What the capability table says, held against what the simulated server does (contract, part 6).
//!
//! "Yes" must succeed, and "no" must be what the server refuses, but for taking oneself out, which only the panel refuses.

use rollcall::api::harness::{
    AddUsers, ApiKey, CreateApiKey, GetAggregatedUser, GetUsers, ListAggregatedTokens, Owner,
    Paging, RemoveUser, Reset2fa, TokensOf, UnlockUser, UpdateUserInfo1, UserId,
};
use rollcall::platform::{Account, Act};

use crate::panel::{ADMINISTRATOR, HARNESS, MEMBER, Panel, SECOND, SERVICE, VIEWER};

/// The acts that are calls.
const CALLS: &[Act] = &[
    Act::List,
    Act::Create,
    Act::Rename,
    Act::Delete,
    Act::Unlock,
    Act::ResetSecondFactor,
    Act::ListKeys,
    Act::CreateKey,
    Act::ShowPermissions,
];

/// Whether the server let it happen; nothing where the act is no call.
fn is_done(panel: &Panel, act: Act, target: &Account) -> Option<bool> {
    let (scope, account) = (panel.scope(), panel.account());
    let id = UserId::from(target.id.as_str());
    let owner = Owner {
        account: account.clone(),
        user: id.clone(),
    };
    let outcome = match act {
        Act::List => panel.send(&GetUsers::everybody(scope)).map(drop),
        Act::Create => {
            let add = AddUsers {
                scope,
                emails: vec!["new.one@acme.example".to_owned()],
                roles: Vec::new(),
                groups: Vec::new(),
            };
            panel.send(&add).map(drop)
        }
        Act::Rename => {
            let row = serde_json::json!({"uuid": target.id, "email": target.email});
            let row = serde_json::from_value(row).unwrap();
            let name = Some("Renamed".to_owned());
            let change = UpdateUserInfo1::of_member(account, &row, name);
            panel.send(&change).map(drop)
        }
        Act::Delete => panel.send(&RemoveUser { scope, id }).map(drop),
        Act::Unlock => panel.send(&UnlockUser { scope, id }).map(drop),
        Act::ResetSecondFactor => panel.send(&Reset2fa { account, id }).map(drop),
        Act::ListKeys => {
            let list = ListAggregatedTokens {
                account,
                of: TokensOf::User(id.clone()),
                only_active: false,
                search: String::new(),
                paging: Paging::page(0),
            };
            // Who may not see somebody's tokens is not refused and sees none of them (contract, 6).
            return Some(panel.send(&list).is_ok_and(|page| {
                let all = page.0.content;
                assert!(all.iter().all(|one| one.token.parent() == id));
                !all.is_empty()
            }));
        }
        Act::CreateKey => {
            let key = ApiKey::new(&owner, "mirror", "Mirror", "").unwrap();
            panel.send(&CreateApiKey { owner, key }).map(drop)
        }
        Act::ShowPermissions => panel.send(&GetAggregatedUser { scope, id }).map(drop),
        _ => return None,
    };
    Some(outcome.is_ok())
}

#[test]
fn the_server_does_what_the_table_promises_and_refuses_the_rest() {
    for caller in [ADMINISTRATOR, VIEWER, MEMBER, SERVICE] {
        // A service account is in no list, so that there it is about others only.
        let own = if caller == SERVICE { VIEWER } else { caller };
        for target in [SECOND, own] {
            for act in CALLS {
                // A world of its own for each, for some of them change it.
                let admin = Panel::at(ADMINISTRATOR, 12);
                let target = admin.find(target);
                let panel = admin.other(caller);
                let scene = panel.scene();
                let promised = HARNESS.can(&scene, *act, Some(&target)).is_yes();
                let done = is_done(&panel, *act, &target).unwrap();
                let is_self = target.id == scene.me.id;
                let is_guarded = *act == Act::Delete && is_self && caller == ADMINISTRATOR;
                // No second factor is no refusal: the server answers that it did nothing.
                let is_nothing =
                    *act == Act::ResetSecondFactor && matches!(caller, ADMINISTRATOR | SERVICE);
                // Of themselves everybody sees the record, and the roles only with the permission.
                let is_partly = *act == Act::ShowPermissions && is_self;
                if is_guarded || is_nothing {
                    assert!(done && !promised, "{caller} {act:?}");
                } else if !is_partly {
                    assert_eq!(done, promised, "{caller} {act:?} {}", target.email);
                }
            }
        }
    }
}
