//! What the capability table says, held against what the simulated server does (contract, part 6).
//!
//! "Yes" must succeed, but for an auditor, who cannot be told from an administrator. "No" must be what the server
//! refuses, or what the contract says that administrators' screens do not manage although the call may go through.

use rollcall::api::alauda::{
    CreateAccessToken, CreateUser, DeleteUser, ListUserBindings, ListUsers, NewValidity,
    UpdateUser, UserName,
};
use rollcall::api::{ErrorKind, Timestamp};
use rollcall::platform::{Account, Act};

use crate::panel::{ADMINISTRATOR, ALAUDA, AUDITOR, DIRECTORY, FIRST, ORDINARY, Panel};

const PASSWORD: &str = "battery-staple-2";

/// The acts that are calls.
const CALLS: &[Act] = &[
    Act::List,
    Act::Create,
    Act::Rename,
    Act::Delete,
    Act::SetPassword,
    Act::ChangeOwnPassword,
    Act::CreateKey,
    Act::ShowPermissions,
];

/// Whether the server let it happen; nothing where the act is no call.
fn is_done(panel: &Panel, act: Act, me: &Account, target: &Account) -> Option<bool> {
    let name = UserName(target.id.clone());
    let is_self = me.id == target.id;
    let outcome = match act {
        Act::List => panel
            .send(&ListUsers {
                filter: None,
                sort: None,
                limit: 1,
                page: 1,
            })
            .map(drop),
        Act::Create => panel
            .send(&CreateUser {
                email: "created".to_owned(),
                username: "Created".to_owned(),
                mail: None,
                password: panel.sealed(PASSWORD),
                validity: NewValidity::ForGood,
            })
            .map(drop),
        Act::Rename => panel
            .send(&UpdateUser::new(name).display_name("Renamed"))
            .map(drop),
        Act::Delete => panel.send(&DeleteUser { name }).map(drop),
        Act::SetPassword => {
            let password = panel.sealed(PASSWORD);
            panel
                .send(&UpdateUser::new(name).reset_password(password))
                .map(drop)
        }
        Act::ChangeOwnPassword if is_self => {
            let present = panel.password_of(&me.name);
            let present = present.as_deref().unwrap_or("none");
            let (old, new) = (panel.sealed(present), panel.sealed(PASSWORD));
            panel
                .send(&UpdateUser::new(name).own_password(old, new))
                .map(drop)
        }
        Act::CreateKey if is_self => panel
            .send(&CreateAccessToken {
                description: "mirror".to_owned(),
                expires_at: Timestamp::from_unix(4_000_000_000),
            })
            .map(drop),
        Act::ShowPermissions => panel.send(&ListUserBindings).map(drop),
        _ => return None,
    };
    if let Err(error) = &outcome {
        let is_refusal = matches!(
            error.kind,
            ErrorKind::Forbidden(_) | ErrorKind::NotFound | ErrorKind::Refused { .. }
        );
        assert!(is_refusal, "{act:?}: {error}");
    }
    Some(outcome.is_ok())
}

#[test]
fn the_table_is_mirrored_by_the_server() {
    let targets = [
        FIRST,
        ADMINISTRATOR,
        AUDITOR,
        ORDINARY,
        DIRECTORY,
        "deleted",
    ];
    let mut n_held = 0;
    for caller in [FIRST, ADMINISTRATOR, AUDITOR, ORDINARY, DIRECTORY] {
        for act in CALLS {
            for login in targets {
                // A platform of its own for each try: nothing that was done before is in the way.
                let panel = Panel::at(caller, 12);
                panel.switch("deleted_users", "\"listed\"");
                let scene = panel.scene();
                let target = if login == "deleted" {
                    deleted(&panel)
                } else {
                    panel.other(login).whoami().unwrap().account
                };
                let said = ALAUDA.can(&scene, *act, Some(&target));
                let Some(is_done) = is_done(&panel, *act, &scene.me, &target) else {
                    continue;
                };
                n_held += 1;
                let place = format!("{caller} does {act:?} to {login}: {said:?}");
                // Roles below those that see everything are decided by their scope.
                let is_partial = *act == Act::ShowPermissions && !said.is_yes();
                if said.is_yes() && caller == AUDITOR && is_write(*act, login) {
                    assert!(!is_done, "{place}");
                } else if !said.is_yes() && is_done {
                    let is_unmanaged = target.is_administrator() || target.source.is_some();
                    assert!(is_unmanaged || is_partial, "{place}");
                } else {
                    assert_eq!(said.is_yes(), is_done, "{place}");
                }
            }
        }
    }
    // Six calls on each target, and two on oneself.
    assert_eq!(n_held, 5 * (6 * 6 + 2));
}

/// Changes of somebody else, which an auditor is refused.
fn is_write(act: Act, login: &str) -> bool {
    match act {
        Act::Create | Act::Delete | Act::SetPassword => true,
        Act::Rename => login != AUDITOR,
        _ => false,
    }
}

/// An account that was just deleted.
fn deleted(panel: &Panel) -> Account {
    let admin = panel.other(ADMINISTRATOR);
    let new = CreateUser {
        email: "deleted".to_owned(),
        username: "Deleted".to_owned(),
        mail: None,
        password: admin.sealed(PASSWORD),
        validity: NewValidity::ForGood,
    };
    let name = admin.send(&new).unwrap().metadata.name;
    admin.send(&DeleteUser { name: name.clone() }).unwrap();
    let list = admin.list().unwrap();
    list.into_iter()
        .find(|account| account.id == name.0)
        .unwrap()
}
