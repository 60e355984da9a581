//! Writes to a Portainer's accounts, with the guards that the server lacks (contract, 5.5, 5.6 and 5.10).

use super::{Changes, account, list, profile, user_id};
use crate::api::portainer::{self as wire, CreateUser, DeleteUser, UpdatePassword, UpdateUser};
use crate::api::{ApiError, Door, Secret};
use crate::i18n::t;
use crate::platform::{Account, Profile, Role, Saved, Scene, Stopped};

/// Creates an account.
pub(in crate::platform) async fn create<D: Door>(
    door: &D,
    name: &str,
    password: Option<Secret>,
    role: &Role,
) -> Result<Account, ApiError> {
    let user = door
        .send(CreateUser {
            username: name.to_owned(),
            password,
            role: wire_role(role),
        })
        .await?;
    Ok(account(user.id, user.username, user.role))
}

/// Deletes an account, unless the list that was just read says that it must stay.
///
/// The server refuses the initial administrator and oneself, but lets the last administrator that has no local
/// password go; a Portainer without an administrator is open to whoever comes first.
pub(in crate::platform) async fn delete<D: Door>(
    door: &D,
    me: &Account,
    target: &Account,
    accounts: &[Account],
) -> Result<(), Stopped> {
    if me.id == target.id {
        return Err(Stopped::Guarded(t().portainer_delete_self.to_owned()));
    }
    if is_only_administrator(accounts, &target.id) {
        return Err(Stopped::Guarded(t().portainer_last_admin_delete.to_owned()));
    }
    door.send(DeleteUser {
        id: user_id(&target.id)?,
    })
    .await?;
    Ok(())
}

/// Changes a role, after reading the list again.
///
/// The server does not refuse to demote the last administrator (contract, 5.6): this does.
pub(in crate::platform) async fn set_role<D: Door>(
    door: &D,
    target: &Account,
    role: &Role,
) -> Result<Account, Stopped> {
    if *role != Role::Administrator {
        let accounts = list(door).await?;
        if is_only_administrator(&accounts, &target.id) {
            return Err(Stopped::Guarded(t().portainer_last_admin_demote.to_owned()));
        }
    }
    let user = door
        .send(UpdateUser::new(user_id(&target.id)?).set_role(wire_role(role)))
        .await?;
    Ok(account(user.id, user.username, user.role))
}

fn is_only_administrator(accounts: &[Account], id: &str) -> bool {
    let mut administrators = accounts.iter().filter(|account| account.is_administrator());
    administrators.next().is_some_and(|first| first.id == id) && administrators.next().is_none()
}

/// Sets a password as an administrator: through the profile's call, for the other one wants the present password.
pub(in crate::platform) async fn set_password<D: Door>(
    door: &D,
    id: &str,
    password: Secret,
) -> Result<(), ApiError> {
    door.send(UpdateUser::new(user_id(id)?).new_password(password))
        .await?;
    Ok(())
}

/// Changes the caller's own password.
pub(in crate::platform) async fn change_own_password<D: Door>(
    door: &D,
    id: &str,
    current: Secret,
    new: Secret,
) -> Result<(), ApiError> {
    door.send(UpdatePassword {
        id: user_id(id)?,
        current,
        new,
    })
    .await?;
    Ok(())
}

/// Reads again, compares, writes what changed, reads back.
///
/// The server has no version and no lock (contract, 5.10): what somebody else changed meanwhile is found by reading,
/// and a write that was lost is found by reading back.
pub(in crate::platform) async fn save<D: Door>(
    door: &D,
    scene: &Scene,
    opened: &Profile,
    changes: &Changes,
    overwrite: bool,
) -> Result<Saved, Stopped> {
    let id = &opened.account.id;
    let now = profile(door, scene, id).await?;
    let collisions: Vec<&'static str> = changes
        .iter()
        .filter(|(field, mine)| {
            let stored = now.value(field);
            stored != opened.value(field) && stored != Some(mine.as_str())
        })
        .map(|(field, _)| *field)
        .collect();
    if !collisions.is_empty() && !overwrite {
        return Err(Stopped::Changed {
            now: Box::new(now),
            fields: collisions,
        });
    }
    let mut update = UpdateUser::new(user_id(id)?);
    for (field, value) in changes {
        update = match *field {
            "name" => update.rename(value.clone()),
            "theme" => update.theme(wire::Theme::from(value.clone())),
            "use_cache" => update.use_cache(value == "true"),
            _ => update,
        };
    }
    door.send(update).await?;
    let stored = profile(door, scene, id).await?;
    let not_stored = stored
        .fields
        .iter()
        .filter(|field| {
            changes
                .get(field.id)
                .is_some_and(|sent| *sent != field.value)
        })
        .map(|field| field.label)
        .collect();
    Ok(Saved {
        profile: stored,
        not_stored,
    })
}

fn wire_role(role: &Role) -> wire::Role {
    match role {
        Role::Administrator => wire::Role::Administrator,
        Role::Regular => wire::Role::Regular,
        Role::Other(value) => value
            .parse()
            .map_or(wire::Role::Regular, wire::Role::Unknown),
    }
}
