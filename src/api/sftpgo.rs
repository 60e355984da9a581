//! `SFTPGo`'s calls.
//!
//! Source: `docs/contracts/sftpgo.md`.

pub(crate) mod error;

use super::Facts;

/// Every call that the panel can make.
pub const ENDPOINTS: [Facts; 0] = [];
