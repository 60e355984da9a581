//! Harness's calls.
//!
//! Source: `docs/contracts/harness.md`.

pub(crate) mod error;

use super::Facts;

/// Every call that the panel can make.
pub const ENDPOINTS: [Facts; 0] = [];
