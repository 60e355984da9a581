//! Tells the first run, and its end, from an ordinary start.

use super::{AdminCheck, Status};
use crate::api::{ApiError, ErrorKind};

/// Where a server stands with its first administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstRun {
    /// There is an administrator.
    Done,
    /// There is none, and the first can be created now.
    Open,
    /// There is none, and the server closed itself: it must be restarted.
    TimedOut,
    /// Nobody answers.
    Unreachable,
    /// The answers do not tell.
    Unknown,
}

/// Decides from [`CheckAdmin`](super::CheckAdmin) and, when that failed without an answer,
/// [`GetOldStatus`](super::GetOldStatus).
///
/// A server whose first run timed out answers 303 without `Location`. One browser hands that to the page as it is; the
/// Fetch standard asks for a network error instead, and then this call looks as if nobody were there. But the old
/// status address still answers in that state, so that the two together tell. Give `None` when it was not asked.
pub fn first_run(
    check: &Result<AdminCheck, ApiError>,
    old_status: Option<&Result<Status, ApiError>>,
) -> FirstRun {
    let error = match check {
        Ok(AdminCheck::Exists) => return FirstRun::Done,
        Ok(AdminCheck::Missing) => return FirstRun::Open,
        Err(error) => error,
    };
    match (&error.kind, old_status) {
        (ErrorKind::FirstRunTimedOut, _) | (ErrorKind::Unreachable, Some(Ok(_))) => {
            FirstRun::TimedOut
        }
        (ErrorKind::Unreachable, _) => FirstRun::Unreachable,
        _ => FirstRun::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CheckAdmin, GetOldStatus};
    use super::*;

    fn failed(kind: ErrorKind) -> Result<AdminCheck, ApiError> {
        Err(ApiError::of::<CheckAdmin>(kind))
    }

    #[test]
    fn both_forms_of_the_closed_first_run_are_told() {
        assert_eq!(first_run(&Ok(AdminCheck::Exists), None), FirstRun::Done);
        assert_eq!(first_run(&Ok(AdminCheck::Missing), None), FirstRun::Open);
        assert_eq!(
            first_run(&failed(ErrorKind::FirstRunTimedOut), None),
            FirstRun::TimedOut
        );
        let status = Ok(Status {
            version: "2.23.0".to_owned(),
            instance_id: String::new(),
        });
        let unreachable = failed(ErrorKind::Unreachable);
        assert_eq!(first_run(&unreachable, Some(&status)), FirstRun::TimedOut);
        let gone = Err(ApiError::of::<GetOldStatus>(ErrorKind::Unreachable));
        assert_eq!(first_run(&unreachable, Some(&gone)), FirstRun::Unreachable);
        assert_eq!(first_run(&unreachable, None), FirstRun::Unreachable);
        let foreign = failed(ErrorKind::NotThePlatform { status: 200 });
        assert_eq!(first_run(&foreign, Some(&status)), FirstRun::Unknown);
    }
}
