//! What each platform does with a door, as one value.
//!
//! A release carries the calls of each platform in a file of its own; what leads there is a table of functions, so
//! that whoever holds one does not hold the others.

use std::collections::BTreeMap;
use std::future::{Future, ready};
use std::pin::Pin;

use super::{
    Account, Adapter, Claims, Each, Me, Profile, Proof, Scene, SoFar, Survey, Token, alauda,
    harbor, harness, portainer, sftpgo,
};
use crate::api::{ApiError, Door, Secret};

/// What a call will have answered. Boxed: each is compiled once for each platform, and not into whoever waits for it.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + 'a>>;

/// Names of the groups of every account, by account id.
pub type Groups = BTreeMap<String, Vec<String>>;

/// The calls of one platform. [`Adapter`]'s methods of the same names say what each is for.
#[expect(
    missing_debug_implementations,
    reason = "functions have nothing to show"
)]
pub struct Calls<D> {
    /// [`Adapter::survey`].
    pub survey: for<'a> fn(&'a D) -> Answer<'a, Survey>,
    /// [`Adapter::sign_in`].
    pub sign_in: for<'a> fn(&'a D, &'a str, Secret, Option<Secret>) -> Answer<'a, Proof>,
    /// [`Adapter::read_token`].
    pub read_token: fn(Secret) -> Token,
    /// [`Adapter::read_key`].
    pub read_key: fn(&Secret) -> Claims,
    /// [`Adapter::whoami`].
    pub whoami: for<'a> fn(&'a D, &'a Claims) -> Answer<'a, Me>,
    /// [`Adapter::leads_a_team`].
    pub leads_a_team: for<'a> fn(&'a D, &'a Account) -> Answer<'a, bool>,
    /// [`Adapter::list`].
    pub list: for<'a> fn(&'a D, Option<&'a Scene>, SoFar<'a>) -> Answer<'a, Vec<Account>>,
    /// [`Adapter::groups`].
    pub groups: for<'a> fn(&'a D, Option<&'a Scene>) -> Answer<'a, Groups>,
    /// [`Adapter::profile`].
    pub profile: for<'a> fn(&'a D, &'a Scene, &'a str) -> Answer<'a, Profile>,
}

impl<D: Door> Calls<D> {
    /// Those of a platform.
    pub fn of(adapter: Adapter) -> Self {
        let each: Each<fn() -> Self> = Each {
            harbor: Self::harbor,
            portainer: Self::portainer,
            sftpgo: Self::sftpgo,
            harness: Self::harness,
            alauda: Self::alauda,
        };
        each.of(adapter)()
    }

    /// Harbor's.
    pub fn harbor() -> Self {
        Self {
            survey: |door| Box::pin(harbor::survey(door)),
            sign_in: |_, name, password, _| Box::pin(ready(harbor::sign_in(name, password))),
            read_token: harbor::read_token,
            read_key: harbor::read_key,
            whoami: |door, claims| Box::pin(harbor::whoami(door, claims)),
            leads_a_team: no_team,
            list: |door, scene, so_far| Box::pin(harbor::list(door, scene, so_far)),
            groups: no_groups,
            profile: |door, scene, id| Box::pin(harbor::profile(door, scene, id)),
        }
    }

    /// Portainer's.
    pub fn portainer() -> Self {
        Self {
            survey: |door| Box::pin(portainer::survey(door)),
            sign_in: |door, name, password, _| Box::pin(portainer::sign_in(door, name, password)),
            read_token: portainer::read_token,
            read_key: portainer::read_key,
            whoami: |door, _| Box::pin(portainer::whoami(door)),
            leads_a_team: |door, me| Box::pin(portainer::leads_a_team(door, me)),
            list: |door, _, _| Box::pin(portainer::list(door)),
            groups: |door, _| Box::pin(portainer::groups(door)),
            profile: |door, scene, id| Box::pin(portainer::profile(door, scene, id)),
        }
    }

    /// `SFTPGo`'s.
    pub fn sftpgo() -> Self {
        Self {
            survey: |door| Box::pin(sftpgo::survey(door)),
            sign_in: |door, name, password, passcode| {
                Box::pin(sftpgo::sign_in(door, name, password, passcode))
            },
            read_token: sftpgo::read_token,
            read_key: sftpgo::read_key,
            whoami: |door, claims| Box::pin(sftpgo::whoami(door, claims)),
            leads_a_team: no_team,
            list: |door, scene, so_far| Box::pin(sftpgo::list(door, scene, so_far)),
            groups: no_groups,
            profile: |door, scene, id| Box::pin(sftpgo::profile(door, scene, id)),
        }
    }

    /// Harness's.
    pub fn harness() -> Self {
        Self {
            survey: |door| Box::pin(harness::survey(door)),
            sign_in: |_, name, password, _| {
                let name = name.to_owned();
                Box::pin(ready(Ok(Proof::Basic { name, password })))
            },
            read_token: harness::read_token,
            read_key: harness::read_key,
            whoami: |door, claims| Box::pin(harness::whoami(door, claims)),
            leads_a_team: no_team,
            list: |door, scene, so_far| Box::pin(harness::list(door, scene, so_far)),
            groups: |door, scene| Box::pin(harness::groups(door, scene)),
            profile: |door, scene, id| Box::pin(harness::profile(door, scene, id)),
        }
    }

    /// Alauda's.
    pub fn alauda() -> Self {
        Self {
            survey: |door| Box::pin(alauda::survey(door)),
            // The platform's own flow needs a cookie that no page can handle (contract, 1.2).
            sign_in: |_, _, _, _| Box::pin(ready(Err(Adapter::Alauda.not_offered()))),
            read_token: alauda::read_token,
            read_key: alauda::read_key,
            whoami: |door, claims| Box::pin(alauda::whoami(door, claims)),
            leads_a_team: no_team,
            list: |door, _, so_far| Box::pin(alauda::list(door, so_far)),
            groups: no_groups,
            profile: |door, scene, id| Box::pin(alauda::profile(door, scene, id)),
        }
    }
}

/// Nobody leads a team where teams open nothing.
fn no_team<'a, D>(_: &'a D, _: &'a Account) -> Answer<'a, bool> {
    Box::pin(ready(Ok(false)))
}

/// No groups, or those that came with the list.
fn no_groups<'a, D>(_: &'a D, _: Option<&'a Scene>) -> Answer<'a, Groups> {
    Box::pin(ready(Ok(Groups::new())))
}
