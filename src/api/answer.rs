//! What a success decodes into.

use serde::de::DeserializeOwned;

use super::response::Content;
use super::{ErrorKind, Response, decode};

/// A type that a 2xx answer can be read as.
///
/// Everything that serde reads from JSON is one; what is not JSON says for itself how it is read.
pub trait Answer: Sized {
    /// Reads the body of a success.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`], [`ErrorKind::CutShort`] or [`ErrorKind::NotThePlatform`].
    fn decode(response: &Response) -> Result<Self, ErrorKind>;
}

impl<T: DeserializeOwned> Answer for T {
    fn decode(response: &Response) -> Result<Self, ErrorKind> {
        match response.content() {
            Content::Html => Err(ErrorKind::NotThePlatform {
                status: response.status,
            }),
            Content::Empty | Content::Json | Content::Text => decode::json(response.body()),
        }
    }
}

/// The answer of a call that answers with nothing.
///
/// A web page is not nothing: a server that answers every path with its start page has done nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Empty;

impl Answer for Empty {
    fn decode(response: &Response) -> Result<Self, ErrorKind> {
        match response.content() {
            Content::Empty | Content::Json => Ok(Self),
            Content::Html | Content::Text => Err(ErrorKind::NotThePlatform {
                status: response.status,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, kind: &str, body: &str) -> Response {
        let headers = vec![("Content-Type".to_owned(), kind.to_owned())];
        Response::new(status, headers, body.into())
    }

    #[test]
    fn an_empty_204_is_success() {
        assert_eq!(
            Empty::decode(&Response::new(204, Vec::new(), Vec::new())),
            Ok(Empty)
        );
    }

    #[test]
    fn a_start_page_is_no_success() {
        let page = response(200, "text/html", "<!doctype html>");
        let expected = ErrorKind::NotThePlatform { status: 200 };
        assert_eq!(Empty::decode(&page), Err(expected.clone()));
        assert_eq!(Vec::<i64>::decode(&page), Err(expected));
    }

    #[test]
    fn an_empty_body_is_no_json() {
        let nothing = response(200, "application/json", "");
        assert!(matches!(
            Vec::<i64>::decode(&nothing),
            Err(ErrorKind::Decode { .. })
        ));
    }
}
