//! The five products, and the few facts about each that every request needs.

use serde::{Deserialize, Serialize};

/// One of the five products that the panel speaks to.
///
/// In `config.json` it is its [`id`](Self::id).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// Harbor, the container registry.
    Harbor,
    /// Portainer, Community Edition.
    Portainer,
    /// `SFTPGo`.
    Sftpgo,
    /// Harness, the platform's user management (`/ng/api/user`).
    Harness,
    /// Alauda Container Platform.
    Alauda,
}

impl Platform {
    /// All platforms, in the order in which they are offered.
    pub const fn all() -> [Self; 5] {
        [
            Self::Harbor,
            Self::Portainer,
            Self::Sftpgo,
            Self::Harness,
            Self::Alauda,
        ]
    }

    /// The product's name as it is written for a person.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Harbor => "Harbor",
            Self::Portainer => "Portainer",
            Self::Sftpgo => "SFTPGo",
            Self::Harness => "Harness",
            Self::Alauda => "Alauda Container Platform",
        }
    }

    /// The word that stands for the product in configuration and file names.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Harbor => "harbor",
            Self::Portainer => "portainer",
            Self::Sftpgo => "sftpgo",
            Self::Harness => "harness",
            Self::Alauda => "alauda",
        }
    }

    /// The platform whose [`id`](Self::id) this is.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().into_iter().find(|platform| platform.id() == id)
    }

    /// What stands between a connection's base URL and an endpoint's path.
    pub const fn base_path(self) -> &'static str {
        match self {
            Self::Harbor => "/api/v2.0",
            Self::Portainer => "/api",
            Self::Sftpgo => "/api/v2",
            Self::Harness | Self::Alauda => "",
        }
    }

    /// The form in which answers are asked for, where a platform could choose another: Harness writes YAML too.
    pub const fn accepts(self) -> Option<&'static str> {
        match self {
            Self::Harness => Some("application/json"),
            Self::Harbor | Self::Portainer | Self::Sftpgo | Self::Alauda => None,
        }
    }

    /// How many requests of one connection may be under way at once.
    ///
    /// Harbor spends 0.15 s of processor on each request with Basic, `SFTPGo` refuses the twenty-first
    /// open request, and a browser opens six connections to an HTTP/1.1 server anyway.
    pub const fn max_parallel(self) -> usize {
        match self {
            Self::Harbor | Self::Harness | Self::Alauda => 4,
            Self::Portainer | Self::Sftpgo => 6,
        }
    }

    /// How many reads of one connection may be sent in a minute, where the platform counts them.
    ///
    /// Harness takes 1,000 requests a minute with one key, but 400 of what it calls its external API, and nobody says which
    /// calls are that: the lower number holds, and some of it is left for writes and for others (contract, 5.12).
    pub const fn max_reads_per_minute(self) -> Option<usize> {
        match self {
            Self::Harness => Some(360),
            Self::Harbor | Self::Portainer | Self::Sftpgo | Self::Alauda => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_what_configuration_says() {
        for platform in Platform::all() {
            let text = serde_json::to_string(&platform).unwrap();
            assert_eq!(text, format!("\"{}\"", platform.id()));
            assert_eq!(serde_json::from_str::<Platform>(&text).unwrap(), platform);
            assert_eq!(Platform::from_id(platform.id()), Some(platform));
        }
        assert_eq!(Platform::from_id("gitlab"), None);
    }
}
