//! What `SFTPGo`'s calls mean by an answer other than 2xx.

use crate::api::{ErrorKind, Facts, Response};

/// What any of `SFTPGo`'s calls means by an answer other than 2xx.
pub(crate) fn refusal(_facts: Facts, response: &Response) -> ErrorKind {
    ErrorKind::NotThePlatform {
        status: response.status,
    }
}
