//! The door of one connection: sends endpoints with its credential and notices when the session has ended.

use crate::api::{ApiError, Door, Endpoint, ErrorKind, Timestamp};
use crate::transport::Connection;

use super::session::{Session, SignedOutBecause};

/// One connection, ready to be asked.
#[derive(Clone)]
pub(crate) struct Link {
    session: Session,
    connection: Connection,
}

impl Link {
    pub(super) fn new(session: Session, connection: Connection) -> Self {
        Self {
            session,
            connection,
        }
    }
}

impl Door for Link {
    async fn send<E: Endpoint + 'static>(&self, endpoint: E) -> Result<E::Answer, ApiError> {
        let client = self.session.client();
        let answer = client.send(&self.connection, &endpoint).await;
        if let Err(ApiError {
            kind: ErrorKind::SignedOut | ErrorKind::OtherAddress,
            ..
        }) = &answer
        {
            self.session
                .lapse(self.connection.id.as_str(), SignedOutBecause::Refused);
        }
        answer
    }

    fn now(&self) -> Timestamp {
        self.session.client().now()
    }
}
