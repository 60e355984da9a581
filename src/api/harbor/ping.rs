//! `GET /ping`: whether Harbor's core answers (Harbor).
//!
//! Access: public; touches no database. Answers: 200 with the word `Pong`, as text or, when JSON was asked for, as JSON.
//! Source: Harbor API, operation `getPing`; `docs/contracts/harbor.md`, 2.2 row 13.

use crate::api::{
    Answer, Auth, Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable,
};

/// Asks for a sign of life.
#[derive(Clone, Copy, Debug)]
pub struct Ping;

/// A sign of life of Harbor's, and not of whatever answers every path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pong;

impl Answer for Pong {
    fn decode(response: &Response) -> Result<Self, ErrorKind> {
        match response.body().trim_ascii() {
            b"Pong" | b"\"Pong\"" => Ok(Self),
            _ => Err(ErrorKind::NotThePlatform {
                status: response.status,
            }),
        }
    }
}

impl Endpoint for Ping {
    type Answer = Pong;

    const OPERATION: &'static str = "ping";
    const PLATFORM: Platform = Platform::Harbor;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ping";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    #[test]
    fn the_request_is_bare() {
        assert_request(&Ping, "GET", "/api/v2.0/ping", None);
    }

    #[test]
    fn the_word_is_the_answer_in_either_form() {
        for from in ["server-info/4", "server-info/6"] {
            assert_eq!(outcome(&Ping, from), Ok(Pong), "{from}");
        }
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let refused = ErrorKind::Refused {
            status: 422,
            code: Some("UNPROCESSABLE_ENTITY".to_owned()),
            message: Some(
                "unsupported media type requested, only [text/plain application/json] are available"
                    .to_owned(),
            ),
            fields: Box::default(),
        };
        assert_refusals(
            &Ping,
            &[
                ("server-info/9", refused),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
                ("any.wrong_shape", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
