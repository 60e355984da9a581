//! A recorded JSON body, read strictly: every member is asked for once, or the panel would not have written it.

use std::collections::BTreeMap;
use std::fmt;

use rollcall::api::Secret;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The members of an object; `None` stands for a body that is none, or that holds a member twice.
pub(crate) struct Members(Option<BTreeMap<String, Value>>);

struct Strict(BTreeMap<String, Value>);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Strict;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Strict, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if members.insert(name, value).is_some() {
                        return Err(serde::de::Error::custom("a member twice"));
                    }
                }
                Ok(Strict(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

impl Members {
    pub(crate) fn of(body: Option<&str>) -> Self {
        let strict = body.and_then(|body| serde_json::from_str::<Strict>(body).ok());
        Self(strict.map(|strict| strict.0))
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.0.as_mut().and_then(|members| members.remove(name))
    }

    /// Puts a member back that is not of the type asked for, so that [`is_used_up`](Self::is_used_up) tells.
    fn spoil(&mut self) {
        self.0 = None;
    }

    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        if let Value::String(text) = self.take(name)? {
            return Some(text);
        }
        self.spoil();
        None
    }

    pub(crate) fn needed_text(&mut self, name: &str) -> String {
        let text = self.text(name);
        if text.is_none() {
            self.spoil();
        }
        text.unwrap_or_default()
    }

    pub(crate) fn secret(&mut self, name: &str) -> Option<Secret> {
        self.text(name).map(Secret::from)
    }

    pub(crate) fn needed_secret(&mut self, name: &str) -> Secret {
        Secret::from(self.needed_text(name))
    }

    pub(crate) fn number(&mut self, name: &str) -> Option<i64> {
        let number = self.take(name)?.as_i64();
        if number.is_none() {
            self.spoil();
        }
        number
    }

    pub(crate) fn needed_number(&mut self, name: &str) -> i64 {
        let number = self.number(name);
        if number.is_none() {
            self.spoil();
        }
        number.unwrap_or_default()
    }

    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        let flag = self.take(name)?.as_bool();
        if flag.is_none() {
            self.spoil();
        }
        flag
    }

    pub(crate) fn needed_flag(&mut self, name: &str) -> bool {
        let flag = self.flag(name);
        if flag.is_none() {
            self.spoil();
        }
        flag.unwrap_or_default()
    }

    /// The one text member of an object member.
    pub(crate) fn inner_text(&mut self, name: &str, inner: &str) -> Option<String> {
        let object = self.take(name)?;
        let text = match &object {
            Value::Object(members) if members.len() == 1 => {
                members.get(inner).and_then(Value::as_str)
            }
            _ => None,
        };
        if text.is_none() {
            self.spoil();
        }
        text.map(str::to_owned)
    }

    pub(crate) fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let texts = serde_json::from_value(self.take(name)?).ok();
        if texts.is_none() {
            self.spoil();
        }
        texts
    }

    /// The members of an object member.
    pub(crate) fn needed_object(&mut self, name: &str) -> Self {
        let inner = self.take(name).map(|inner| inner.to_string());
        let inner = Self::of(inner.as_deref());
        if !inner.is_object() {
            self.spoil();
        }
        inner
    }

    /// Whether the body is an object without a member twice.
    pub(crate) fn is_object(&self) -> bool {
        self.0.is_some()
    }

    /// Whether the body held exactly the members that were asked for, each of its type.
    pub(crate) fn is_used_up(&self) -> bool {
        self.0.as_ref().is_some_and(BTreeMap::is_empty)
    }
}
