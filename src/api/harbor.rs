//! Harbor's calls.
//!
//! Source: `docs/contracts/harbor.md`.

pub(crate) mod error;

use super::Facts;

/// Every call that the panel can make.
pub const ENDPOINTS: [Facts; 0] = [];
