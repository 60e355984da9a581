//! The door of one connection: sends endpoints with its credential and notices when the session has ended.

use crate::api::{ApiError, Door, Endpoint, ErrorKind, Timestamp};
use crate::platform::{Account, Adapter, Calls, Groups, Profile, Scene, SoFar, Survey};
use crate::transport::Connection;

use super::calls::calls;
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

    /// The platform's calls. The methods of [`Adapter`] of the same names as those below say what each is for; these
    /// fetch the part of the program that holds them.
    pub(super) async fn calls(&self) -> Result<Calls<Self>, ApiError> {
        let adapter = Adapter::of(self.connection.platform);
        calls(adapter)
            .await
            .map_err(|_| adapter.not_sent(ErrorKind::PartMissing))
    }

    /// [`Adapter::survey`].
    pub(crate) async fn survey(&self) -> Result<Survey, ApiError> {
        (self.calls().await?.survey)(self).await
    }

    /// [`Adapter::list`].
    pub(crate) async fn list(
        &self,
        scene: Option<&Scene>,
        so_far: SoFar<'_>,
    ) -> Result<Vec<Account>, ApiError> {
        (self.calls().await?.list)(self, scene, so_far).await
    }

    /// [`Adapter::groups`].
    pub(crate) async fn groups(&self, scene: Option<&Scene>) -> Result<Groups, ApiError> {
        (self.calls().await?.groups)(self, scene).await
    }

    /// [`Adapter::profile`].
    pub(crate) async fn profile(&self, scene: &Scene, id: &str) -> Result<Profile, ApiError> {
        (self.calls().await?.profile)(self, scene, id).await
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
