//! Where a screen of a connection is: the connection, its adapter and who is asking.

use leptos::prelude::*;

use crate::i18n::{fill, t};
use crate::platform::{Account, Act, Adapter, Capability, Scene};
use crate::state::Identity;
use crate::transport::Connection;

/// The connection that a screen is about, and who is signed in there.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    connection: StoredValue<Connection>,
    adapter: Adapter,
    identity: StoredValue<Identity>,
}

impl Place {
    /// Makes it; it lives as long as the present owner.
    pub(crate) fn new(connection: Connection, adapter: Adapter, identity: Identity) -> Self {
        Self {
            connection: StoredValue::new(connection),
            adapter,
            identity: StoredValue::new(identity),
        }
    }

    /// The connection.
    pub(crate) fn connection(self) -> Connection {
        self.connection.get_value()
    }

    /// The connection's id.
    pub(crate) fn id(self) -> String {
        self.connection
            .with_value(|connection| connection.id.as_str().to_owned())
    }

    /// The connection's name.
    pub(crate) fn name(self) -> String {
        self.connection
            .with_value(|connection| connection.name.clone())
    }

    /// The platform's name.
    pub(crate) fn platform_name(self) -> &'static str {
        self.connection
            .with_value(|connection| connection.platform.name())
    }

    /// The connection's adapter.
    pub(crate) fn adapter(self) -> Adapter {
        self.adapter
    }

    /// Who asks.
    pub(crate) fn scene(self) -> Scene {
        self.identity.with_value(|identity| identity.scene.clone())
    }

    /// The signed-in account.
    pub(crate) fn me(self) -> Account {
        self.identity
            .with_value(|identity| identity.scene.me.clone())
    }

    /// Whether the panel has a screen for an act here, whoever asks.
    pub(crate) fn offers(self, act: Act) -> bool {
        self.adapter.offers(act)
    }

    /// Whether an act is possible here: on the platform, for this caller, and with this panel.
    pub(crate) fn can(self, act: Act, target: Option<&Account>) -> Capability {
        let truth = self
            .identity
            .with_value(|identity| self.adapter.can(&identity.scene, act, target));
        if truth.is_yes() && !self.adapter.offers(act) {
            let platform = self.platform_name();
            return Capability::No(fill(t().act_not_offered, &[("platform", platform)]));
        }
        truth
    }
}
