//! A JSON object whose members stay as they were written.
//!
//! Where a save replaces the whole of an account, whatever was read has to be sent back: members that no release had
//! when this was written, numbers of any size, and text exactly as it came.

use std::fmt;

use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::Secret;
use super::secret::STARS;

/// Members in the order in which they came, each as its own JSON text.
#[derive(Clone, Default)]
pub struct Object(Vec<(Box<str>, Box<RawValue>)>);

/// What the text of a member must be, where it is there and not `null`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A text.
    Text,
    /// A whole number of 64 bits.
    Number,
    /// `true` or `false`.
    Flag,
    /// A list of texts.
    Texts,
    /// An object of this shape.
    Object(&'static Shape),
    /// A list of objects of this shape.
    Objects(&'static Shape),
    /// An object in which each member is a list of texts.
    TextsByName,
}

/// What an object of a platform must look like as far as the panel knows it.
#[derive(Debug)]
pub(super) struct Shape {
    /// Members that must be there.
    pub(super) needed: &'static [&'static str],
    /// What known members are.
    pub(super) known: &'static [(&'static str, Kind)],
}

/// Any object at all.
pub(super) static ANY: Shape = Shape {
    needed: &[],
    known: &[],
};

impl Kind {
    fn fits(self, text: &str) -> bool {
        text == "null"
            || match self {
                Self::Text => is::<String>(text),
                Self::Number => is::<i64>(text),
                Self::Flag => matches!(text, "true" | "false"),
                Self::Texts => is::<Vec<String>>(text),
                Self::Object(shape) => shape.fits(text),
                Self::Objects(shape) => serde_json::from_str::<Vec<&RawValue>>(text)
                    .is_ok_and(|all| all.iter().all(|one| shape.fits(one.get()))),
                Self::TextsByName => serde_json::from_str::<Object>(text).is_ok_and(|object| {
                    object.0.iter().all(|(_, raw)| Self::Texts.fits(raw.get()))
                }),
            }
    }
}

impl Shape {
    fn fits(&'static self, text: &str) -> bool {
        let mut json = serde_json::Deserializer::from_str(text);
        self.read(&mut json).is_ok()
    }

    /// Reads an object of this shape; the error stands at the member that does not fit.
    pub(super) fn read<'de, D: Deserializer<'de>>(
        &'static self,
        deserializer: D,
    ) -> Result<Object, D::Error> {
        deserializer.deserialize_map(Reader(self))
    }
}

fn is<T: DeserializeOwned>(text: &str) -> bool {
    serde_json::from_str::<T>(text).is_ok()
}

struct Reader(&'static Shape);

impl<'de> Visitor<'de> for Reader {
    type Value = Object;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = map.next_key::<Box<str>>()? {
            let raw = map.next_value::<Box<RawValue>>()?;
            let known = self.0.known.iter().find(|(known, _)| *known == &*name);
            if known.is_some_and(|(_, kind)| !kind.fits(raw.get())) {
                return Err(A::Error::custom("a member of another form"));
            }
            members.push((name, raw));
        }
        let object = Object(members);
        for needed in self.0.needed {
            if object.raw(needed).is_none() {
                return Err(A::Error::missing_field(needed));
            }
        }
        Ok(object)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ANY.read(deserializer)
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, raw) in &self.0 {
            map.serialize_entry(name, raw)?;
        }
        map.end()
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        let texts = |of: &Self| -> Vec<(String, String)> {
            let owned =
                |(name, raw): &(Box<str>, Box<RawValue>)| (name.to_string(), raw.get().to_owned());
            of.0.iter().map(owned).collect()
        };
        texts(self) == texts(other)
    }
}

impl Eq for Object {}

/// Names only: a value can be a secret.
impl fmt::Debug for Object {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|(name, _)| name);
        formatter.debug_set().entries(names).finish()
    }
}

impl Object {
    /// Name and JSON text of every member.
    pub fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, raw)| (&**name, raw.get()))
    }

    /// The JSON text of a member. Of one that is there twice the last counts, as it does for most readers.
    pub fn raw(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(known, _)| &**known == name);
        found.map(|(_, raw)| raw.get())
    }

    /// Name and text of every member, as they are written back.
    pub(super) fn raws(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().map(|(name, raw)| (&**name, &**raw))
    }

    /// A member as a value; the empty value when it is missing, `null` or something else.
    fn read<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        let raw = self.raw(name).unwrap_or_default();
        serde_json::from_str(raw).unwrap_or_default()
    }

    /// A text.
    pub fn text(&self, name: &str) -> String {
        self.read(name)
    }

    /// A number.
    pub fn number(&self, name: &str) -> i64 {
        self.read(name)
    }

    /// Whether a member is `true`.
    pub fn flag(&self, name: &str) -> bool {
        self.raw(name) == Some("true")
    }

    /// A list of texts.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.read(name)
    }

    /// An object.
    #[must_use]
    pub fn object(&self, name: &str) -> Self {
        self.read(name)
    }

    /// A list of objects.
    pub fn objects(&self, name: &str) -> Vec<Self> {
        self.read(name)
    }

    /// Puts a value in the place of a member, or behind the last.
    pub fn set(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        if let Ok(raw) = to_raw_value(value) {
            self.set_raw(name, raw);
        }
    }

    fn set_raw(&mut self, name: &str, raw: Box<RawValue>) {
        let place = self.0.iter().rposition(|(known, _)| &**known == name);
        match place.and_then(|at| self.0.get_mut(at)) {
            Some((_, old)) => *old = raw,
            None => self.0.push((name.into(), raw)),
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| &**known != name);
    }
}

/// Members that hold, all over a platform's objects, what nobody may see.
const HIDDEN: [&str; 3] = ["payload", "key", "additional_data"];

/// How deep the copy for the record goes; what lies deeper is stars as a whole.
const MAX_DEPTH: u8 = 12;

/// The same text with stars for every encrypted value in it.
fn starred(raw: &RawValue, depth: u8) -> Box<RawValue> {
    let text = raw.get();
    let starred = match text.as_bytes().first() {
        Some(b'{' | b'[') if depth >= MAX_DEPTH => to_raw_value(STARS),
        Some(b'{') => {
            let mut object: Object = serde_json::from_str(text).unwrap_or_default();
            for (name, raw) in &mut object.0 {
                let is_hidden = HIDDEN.contains(&&**name) && raw.get().starts_with('"');
                *raw = if is_hidden {
                    to_raw_value(STARS).unwrap_or_default()
                } else {
                    starred_again(raw, depth)
                };
            }
            to_raw_value(&object)
        }
        Some(b'[') => {
            let all: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
            let all: Vec<_> = all
                .into_iter()
                .map(|raw| starred_again(raw, depth))
                .collect();
            to_raw_value(&all)
        }
        _ => return raw.to_owned(),
    };
    starred.unwrap_or_default()
}

fn starred_again(raw: &RawValue, depth: u8) -> Box<RawValue> {
    starred(raw, depth + 1)
}

/// A member as it came; in the copy for the record, with stars for what is encrypted.
pub(super) struct Shown<'a>(pub(super) &'a RawValue);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if Secret::is_masked() {
            starred(self.0, 0).serialize(serializer)
        } else {
            self.0.serialize(serializer)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn object(text: &str) -> Object {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn what_is_not_touched_stays_byte_for_byte() {
        let text =
            r#"{"b":1.50,"a":"\u00fc\/","n":123456789012345678901234567890,"b2":{ "x" : null }}"#;
        assert_eq!(serde_json::to_string(&object(text)).unwrap(), text);
    }

    #[test]
    fn members_are_read_as_what_they_are() {
        let read = object(
            r#"{"t":"x","n":-9007199254740993,"f":true,"l":["a","b"],"o":{"n":1},"z":null}"#,
        );
        assert_eq!(read.text("t"), "x");
        assert_eq!(read.number("n"), -9_007_199_254_740_993);
        assert!(read.flag("f") && !read.flag("t") && !read.flag("none"));
        assert_eq!(read.texts("l"), ["a", "b"]);
        assert_eq!(read.object("o").number("n"), 1);
        assert_eq!((read.text("z"), read.number("none")), (String::new(), 0));
    }

    #[test]
    fn a_member_that_is_set_keeps_its_place() {
        let mut changed = object(r#"{"a":1,"b":2,"c":3}"#);
        changed.set("b", "x");
        changed.set("d", &true);
        changed.remove("a");
        let text = serde_json::to_string(&changed).unwrap();
        assert_eq!(text, r#"{"b":"x","c":3,"d":true}"#);
    }

    #[test]
    fn the_copy_for_the_record_holds_nothing_encrypted() {
        let deep = format!(
            "{}{}{}",
            "[".repeat(5_000),
            r#"{"payload":"hunter2"}"#,
            "]".repeat(5_000)
        );
        let text = format!(
            r#"{{"s3":{{"bucket":"b","access_secret":{{"status":"Secretbox","payload":"hunter2","key":"hunter2"}}}},"all":[{{"payload":"hunter2"}}],"deep":{deep}}}"#
        );
        let raw: &RawValue = serde_json::from_str(&text).unwrap();
        let write = || serde_json::to_string(&Shown(raw)).unwrap();
        assert_eq!(write(), text);
        let masked = Secret::masked(write);
        assert!(!masked.contains("hunter2"));
        assert!(masked.contains(r#""bucket":"b""#) && masked.contains(r#""payload":"***""#));
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(format!("{:?}", object(r#"{"a":"hunter2"}"#)), r#"{"a"}"#);
    }

    /// Any JSON value, with numbers of every form.
    fn json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            any::<bool>().prop_map(|flag| flag.to_string()),
            "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?",
            ".{0,8}".prop_map(|text| Value::from(text).to_string()),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4)
                    .prop_map(|all| format!("[{}]", all.join(","))),
                proptest::collection::btree_map(".{0,6}", inner, 0..6).prop_map(written),
            ]
        })
    }

    fn written(members: std::collections::BTreeMap<String, String>) -> String {
        let members: Vec<_> = members
            .into_iter()
            .map(|(name, value)| format!("{}:{value}", Value::from(name)))
            .collect();
        format!("{{{}}}", members.join(","))
    }

    proptest! {
        #[test]
        fn any_object_comes_back(members in proptest::collection::btree_map(".{0,6}", json(), 0..8)) {
            let text = written(members);
            prop_assert_eq!(serde_json::to_string(&object(&text)).unwrap(), text);
        }

        #[test]
        fn one_change_changes_nothing_else(members in proptest::collection::btree_map("[a-z]{0,3}", json(), 0..8)) {
            let mut changed = object(&written(members.clone()));
            changed.set("changed", &7);
            let mut expected = members;
            expected.insert("changed".to_owned(), "7".to_owned());
            for (name, raw) in changed.members() {
                prop_assert_eq!(Some(raw), expected.get(name).map(String::as_str));
            }
            prop_assert_eq!(changed.members().count(), expected.len());
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(read) = serde_json::from_slice::<Object>(&bytes) {
                for (name, _) in read.members() {
                    let _ = (read.text(name), read.number(name), read.texts(name), read.objects(name));
                }
            }
        }
    }
}
