//! The two envelopes in which Harness sends its answers.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error;
use crate::api::response::Content;
use crate::api::{Answer, ErrorKind, Response, decode};

/// What stands inside an envelope: under `data`, or under `resource` in the older one.
///
/// Either is read wherever one is expected. An error that comes with a status of success stays an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Data<T>(pub T);

#[derive(Deserialize)]
struct Envelope<T> {
    #[serde(alias = "resource")]
    data: T,
}

impl<T: DeserializeOwned> Answer for Data<T> {
    fn decode(response: &Response) -> Result<Self, ErrorKind> {
        opened(response)?;
        decode::json::<Envelope<T>>(response.body()).map(|envelope| Self(envelope.data))
    }
}

/// What does not depend on the type of what is inside.
fn opened(response: &Response) -> Result<(), ErrorKind> {
    if response.content() == Content::Html {
        return Err(ErrorKind::NotThePlatform {
            status: response.status,
        });
    }
    error::inside(response).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: DeserializeOwned>(body: &str) -> Result<T, ErrorKind> {
        let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        let response = Response::new(200, headers, body.into());
        Data::decode(&response).map(|data| data.0)
    }

    #[test]
    fn both_envelopes_are_opened() {
        let newer = r#"{"status":"SUCCESS","data":true,"metaData":null,"correlationId":"x"}"#;
        assert_eq!(read(newer), Ok(true));
        let older = r#"{"metaData":{},"resource":true,"responseMessages":[]}"#;
        assert_eq!(read(older), Ok(true));
    }

    #[test]
    fn nothing_inside_is_nothing_only_where_that_has_a_meaning() {
        let empty = r#"{"status":"SUCCESS","data":null}"#;
        assert_eq!(read::<Option<bool>>(empty), Ok(None));
        assert_eq!(
            read::<bool>(empty),
            Err(ErrorKind::Decode {
                path: "$.data".to_owned()
            })
        );
        assert_eq!(
            read::<bool>("{}"),
            Err(ErrorKind::Decode {
                path: "$.data (missing)".to_owned()
            })
        );
    }

    #[test]
    fn an_error_in_a_success_stays_an_error() {
        let body = r#"{"status":"ERROR","code":"INVALID_TOKEN","message":"no","data":null}"#;
        assert_eq!(read::<Option<bool>>(body), Err(ErrorKind::SignedOut));
        let body =
            r#"{"resource":null,"responseMessages":[{"code":"NG_ACCESS_DENIED","level":"ERROR"}]}"#;
        assert!(matches!(
            read::<Option<bool>>(body),
            Err(ErrorKind::Forbidden(_))
        ));
        let body =
            r#"{"resource":true,"responseMessages":[{"code":"X","level":"INFO","message":"hm"}]}"#;
        assert_eq!(read(body), Ok(true));
    }
}
