//! Request bodies as the server reads them: JSON or YAML, unknown members ignored (contract 1.1).

use serde_json::{Map, Value as Json};

use super::answer::{Answer, Refusal, rule, unhandled};
use crate::http::Request;

/// A body that holds an object, or none.
#[derive(Debug, Default)]
pub(crate) struct Body(Option<Map<String, Json>>);

fn unreadable(what: &str) -> Refusal {
    Refusal::Invalid {
        code: "INVALID_REQUEST",
        message: format!("The body cannot be read: {what}"),
        errors: Vec::new(),
    }
}

impl Body {
    /// Reads a request's body; YAML is taken as far as it is JSON.
    pub(crate) fn of(request: &Request) -> Answer<Self> {
        if request.body.is_empty() {
            return Ok(Self(None));
        }
        let kind = request
            .find("Content-Type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if !kind.contains("json") && !kind.contains("yaml") {
            return Err(rule("MEDIA_NOT_SUPPORTED", "Send JSON or YAML"));
        }
        match serde_json::from_slice(&request.body) {
            Ok(Json::Object(members)) => Ok(Self(Some(members))),
            Ok(Json::Null) => Ok(Self(None)),
            Ok(_) => Err(unreadable("an object is expected")),
            Err(_) => Err(unreadable("it is malformed")),
        }
    }

    /// The same body; without one the handler fails in a way that nobody catches.
    pub(crate) fn required(self) -> Answer<Self> {
        if self.0.is_some() {
            Ok(self)
        } else {
            Err(unhandled())
        }
    }

    /// A member that is there and not `null`.
    pub(crate) fn member(&self, name: &str) -> Option<&Json> {
        self.0.as_ref()?.get(name).filter(|value| !value.is_null())
    }

    /// A text; numbers and flags are taken as one.
    pub(crate) fn text(&self, name: &str) -> Answer<Option<String>> {
        match self.member(name) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text.clone())),
            Some(value @ (Json::Number(_) | Json::Bool(_))) => Ok(Some(value.to_string())),
            Some(_) => Err(unreadable(name)),
        }
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> Answer<Option<i64>> {
        match self.member(name) {
            None => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or_else(|| unreadable(name)),
        }
    }

    /// A list of anything.
    pub(crate) fn list(&self, name: &str) -> Answer<Option<&Vec<Json>>> {
        match self.member(name) {
            None => Ok(None),
            Some(Json::Array(items)) => Ok(Some(items)),
            Some(_) => Err(unreadable(name)),
        }
    }

    /// A list of texts.
    pub(crate) fn texts(&self, name: &str) -> Answer<Option<Vec<String>>> {
        let Some(items) = self.list(name)? else {
            return Ok(None);
        };
        items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<_>>()
            .map(Some)
            .ok_or_else(|| unreadable(name))
    }

    /// A table of texts, `null` when it was not given.
    pub(crate) fn table(&self, name: &str) -> Answer<Json> {
        match self.member(name) {
            None => Ok(Json::Null),
            Some(Json::Object(members)) if members.values().all(Json::is_string) => {
                Ok(Json::Object(members.clone()))
            }
            Some(_) => Err(unreadable(name)),
        }
    }
}
