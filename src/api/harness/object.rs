//! Objects that are written back whole: what is not known of them is kept.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::api::{self, Timestamp};

/// A JSON object with every member that came, known or not.
///
/// Where a PUT replaces the whole object, saving through a list of known members would drop the others. What is not
/// changed is written back as it was written: a number that went through a number type could come back as another.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "api::Object")]
pub(super) struct Object {
    values: Map<String, Value>,
    written: api::Object,
}

impl From<api::Object> for Object {
    fn from(written: api::Object) -> Self {
        let named = |(name, text): (&str, &str)| {
            let value = serde_json::from_str(text).unwrap_or_default();
            (name.to_owned(), value)
        };
        Self {
            values: written.members().map(named).collect(),
            written,
        }
    }
}

impl Serialize for Object {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written.serialize(serializer)
    }
}

impl Object {
    /// A text; nothing when it is missing, `null` or no text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    /// Whether a member is `true`.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.values
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }

    /// A whole number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.values.get(name)?.as_i64()
    }

    /// An instant in milliseconds; 0 stands for one that is not known.
    pub(super) fn time(&self, name: &str) -> Option<Timestamp> {
        from_millis(self.number(name)?)
    }

    /// A list, or another object.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Sets a member.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        self.written.set(name, &value);
        self.values.insert(name.to_owned(), value);
    }

    /// Sets a text, or takes the member out: left out is how a text is cleared.
    pub(super) fn set_text(&mut self, name: &str, text: Option<String>) {
        match text {
            Some(text) => self.set(name, text),
            None => self.remove(name),
        }
    }

    /// Takes a member out.
    pub(super) fn remove(&mut self, name: &str) {
        self.written.remove(name);
        self.values.remove(name);
    }

    /// Whether these members are texts; the error names the first that is not.
    pub(super) fn needs(&self, names: &[&str]) -> Result<(), String> {
        for name in names {
            match self.values.get(*name) {
                Some(Value::String(_)) => {}
                Some(_) => return Err("a member is no text".to_owned()),
                // The words of serde for it, which the error's path is made of.
                None => return Err(["missing field `", name, "`"].concat()),
            }
        }
        Ok(())
    }
}

/// An instant from the milliseconds that Harness writes; 0 is none.
pub(super) const fn from_millis(millis: i64) -> Option<Timestamp> {
    if millis == 0 {
        return None;
    }
    Some(Timestamp::from_unix(millis.div_euclid(1_000)))
}

/// An instant in the milliseconds that Harness reads.
pub(super) const fn to_millis(at: Timestamp) -> i64 {
    at.unix_seconds().saturating_mul(1_000)
}

/// For members that hold milliseconds or nothing: `#[serde(default, deserialize_with = "...")]`.
pub(super) fn millis<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    let millis = Option::<i64>::deserialize(deserializer)?;
    Ok(millis.and_then(from_millis))
}

/// For members that may be `null`, which then means the same as left out.
pub(super) fn or_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A type around an [`Object`]: read when these members are texts, written back with everything that came.
macro_rules! whole_object {
    ($name:ident needs $needs:expr, drops $drops:expr) => {
        impl TryFrom<crate::api::harness::object::Object> for $name {
            type Error = String;

            fn try_from(
                mut object: crate::api::harness::object::Object,
            ) -> Result<Self, Self::Error> {
                object.needs(&$needs)?;
                let secrets: &[&str] = &$drops;
                for name in secrets {
                    object.remove(name);
                }
                Ok(Self(object))
            }
        }
    };
}

pub(super) use whole_object;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_cut_to_seconds_and_zero_is_unknown() {
        assert_eq!(from_millis(0), None);
        assert_eq!(from_millis(1_999), Some(Timestamp::from_unix(1)));
        assert_eq!(from_millis(-1), Some(Timestamp::from_unix(-1)));
        assert_eq!(to_millis(Timestamp::from_unix(2)), 2_000);
        assert_eq!(to_millis(Timestamp::from_unix(i64::MAX)), i64::MAX);
    }

    #[test]
    fn what_is_not_changed_is_written_as_it_came() {
        let text =
            r#"{"n":-1.8323312043301794e-308,"big":123456789012345678901,"t":"\u00e9","a":"x"}"#;
        let mut object: Object = serde_json::from_str(text).unwrap();
        assert_eq!(object.text("t"), Some("é"));
        object.set_text("a", Some("y".to_owned()));
        let written = serde_json::to_string(&object).unwrap();
        assert_eq!(written, text.replace("\"x\"", "\"y\""));
    }

    #[test]
    fn a_text_that_is_cleared_is_left_out() {
        let mut object: Object = serde_json::from_str(r#"{"a":"x","b":null}"#).unwrap();
        object.set_text("a", None);
        object.set_text("c", Some("y".to_owned()));
        assert_eq!(
            serde_json::to_string(&object).unwrap(),
            r#"{"b":null,"c":"y"}"#
        );
        assert_eq!((object.text("b"), object.number("c")), (None, None));
    }
}
