//! Whether an act is possible here, and if not, why.

use super::{Account, Profile, Survey};
use crate::api::ApiError;

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Something a person may want to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Act {
            $($(#[$doc])* $name,)*
        }

        impl Act {
            /// Every act.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

acts! {
    /// See the account list.
    List,
    /// Find accounts among all of the platform.
    Search,
    /// Have the accounts in another order.
    Sort,
    /// Create an account.
    Create,
    /// Change an account's name.
    Rename,
    /// Change an account's settings.
    EditSettings,
    /// Make an administrator, or take it away.
    ChangeRole,
    /// Switch an account off and on.
    Disable,
    /// Delete an account.
    Delete,
    /// Set a password without knowing the present one.
    SetPassword,
    /// Change one's own password.
    ChangeOwnPassword,
    /// Have somebody choose a new password at the next sign-in.
    RequirePasswordChange,
    /// Let somebody in again who made too many tries.
    Unlock,
    /// Set up a second factor.
    EnableSecondFactor,
    /// Switch a second factor off.
    DisableSecondFactor,
    /// Take away a lost second factor, so that a new one is set up.
    ResetSecondFactor,
    /// See an account's API keys.
    ListKeys,
    /// Create an API key.
    CreateKey,
    /// Revoke an API key.
    RevokeKey,
    /// See an account's groups.
    ShowGroups,
    /// See an account's teams.
    ShowTeams,
    /// Add to teams, remove from teams.
    ChangeTeams,
    /// See what an account may do.
    ShowPermissions,
    /// See when an account last signed in.
    ShowLastSignIn,
}

/// Whether an act is possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Capability {
    /// It is.
    Yes,
    /// It is not; the sentence says why.
    No(String),
}

impl Capability {
    /// The reason why not.
    pub fn reason(self) -> Option<String> {
        match self {
            Self::Yes => None,
            Self::No(reason) => Some(reason),
        }
    }

    /// Whether the act is possible.
    pub fn is_yes(&self) -> bool {
        *self == Self::Yes
    }
}

/// Who asks, where, and with what kind of credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// The signed-in account.
    pub me: Account,
    /// Whether the caller leads a team.
    pub is_team_leader: bool,
    /// Whether the credential is an API key.
    pub is_api_key: bool,
    /// What the server said of itself.
    pub survey: Survey,
    /// The part of the platform that the caller belongs to, where it has parts: Harness's account.
    pub tenant: Option<String>,
    /// What the caller may do, in the platform's own words; `None` where that cannot be known.
    pub grants: Option<Vec<String>>,
}

impl Scene {
    /// Whether the caller may do something. Where that could not be found out, the server decides.
    pub(super) fn is_granted(&self, what: &str) -> bool {
        let grants = self.grants.as_ref();
        grants.is_none_or(|grants| grants.iter().any(|grant| grant == what))
    }
}

/// Something that a platform's accounts do not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// What is missing.
    pub title: &'static str,
    /// Why, and what to do instead.
    pub reason: &'static str,
}

impl Absence {
    /// One for each title and reason.
    pub(super) fn all<const N: usize>(texts: [(&'static str, &'static str); N]) -> Vec<Self> {
        let absence = |(title, reason)| Self { title, reason };
        texts.into_iter().map(absence).collect()
    }
}

/// Why a write did not happen, or why it cannot be said whether it did.
#[derive(Clone, Debug, PartialEq)]
pub enum Stopped {
    /// A guard of ours refused; nothing was sent.
    Guarded(String),
    /// The server's copy changed since the form was opened; nothing was written.
    Changed {
        /// What is stored now.
        now: Box<Profile>,
        /// Ids of the fields that both sides changed.
        fields: Vec<&'static str>,
    },
    /// The server or the way to it refused.
    Api(ApiError),
}

impl From<ApiError> for Stopped {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}
