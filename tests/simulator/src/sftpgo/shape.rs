//! The members of the platform's objects: how they are read from a body and in which order and spelling they are written.

use std::fmt::Write;

use serde_json::{Map, Value as Json};

use super::json::Node;

/// An object of members.
pub(crate) type Object = Map<String, Json>;

/// What a member holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// A string.
    Text,
    /// An integer, with the name of its Go type.
    Int(&'static str),
    /// A truth value.
    Bool,
    /// An object with known members.
    Object(&'static Kind),
    /// A list, with the name of its Go type.
    List(&'static Shape, &'static str),
    /// An object whose members are all alike, with the name of its Go type.
    Map(&'static Shape, &'static str),
    /// A stored secret (contract 3.6).
    Secret,
}

/// An object's Go type and its members in the order written.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Package and name.
    pub(crate) name: &'static str,
    /// The members.
    pub(crate) members: &'static [Member],
}

/// A member of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    /// Its name on the wire.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) shape: Shape,
    /// Written although it is empty.
    pub(crate) always: bool,
    /// The embedded Go type that it belongs to, which errors name.
    pub(crate) part: &'static str,
}

/// How secrets are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// Cipher name and ciphertext; unset ones are left out.
    Usual,
    /// The same, with an empty object for unset ones.
    Folder,
    /// Keys as well, and an empty object for unset ones (contract 3.7).
    Confidential,
}

/// A mistake in a body: the text of the 400.
pub(crate) type Mistake = String;

/// Reads an object; members that are not known are dropped, the first mistake counts.
pub(crate) fn read(node: &Node, kind: &'static Kind) -> Result<Object, Mistake> {
    let mut reading = Reading {
        path: Vec::new(),
        owner: "",
        mistake: None,
    };
    let found = match node {
        Node::Null => Object::new(),
        Node::Object(members) => reading.object(members, kind),
        other => {
            return Err(format!(
                "json: cannot unmarshal {} into Go value of type {}",
                other.kind(),
                kind.name
            ));
        }
    };
    match reading.mistake {
        Some(mistake) => Err(mistake),
        None => Ok(found),
    }
}

const SECRET_STATES: &[&str] = &[
    "Plain",
    "Redacted",
    "Secretbox",
    "AES-256-GCM",
    "GCP",
    "AWS",
    "VaultTransit",
    "AzureKeyVault",
    "OracleKeyVault",
];

/// The known members of a secret.
pub(crate) static SECRET: Kind = Kind {
    name: "kms.BaseSecret",
    members: &[
        text("status"),
        text("payload"),
        text("key"),
        text("additional_data"),
        int("mode", "int"),
    ],
};

/// A string that is left out when it is empty.
pub(crate) const fn text(name: &'static str) -> Member {
    member(name, Shape::Text)
}

/// An integer that is left out when it is 0.
pub(crate) const fn int(name: &'static str, go: &'static str) -> Member {
    member(name, Shape::Int(go))
}

/// A truth value that is left out when it is false.
pub(crate) const fn flag(name: &'static str) -> Member {
    member(name, Shape::Bool)
}

/// A list of strings that is left out when it is empty.
pub(crate) const fn texts(name: &'static str) -> Member {
    member(name, Shape::List(&Shape::Text, "[]string"))
}

/// A member that is left out when it is empty.
pub(crate) const fn member(name: &'static str, shape: Shape) -> Member {
    Member {
        name,
        shape,
        always: false,
        part: "",
    }
}

impl Member {
    /// The same, written even when it is empty.
    pub(crate) const fn always(mut self) -> Self {
        self.always = true;
        self
    }

    /// The same, of an embedded type.
    pub(crate) const fn of(mut self, part: &'static str) -> Self {
        self.part = part;
        self
    }
}

struct Reading {
    path: Vec<&'static str>,
    owner: &'static str,
    mistake: Option<Mistake>,
}

impl Reading {
    fn wrong(&mut self, value: &str, go: &str) {
        if self.mistake.is_some() {
            return;
        }
        let owner = self.owner.rsplit('.').next().unwrap_or_default();
        self.mistake = Some(format!(
            "json: cannot unmarshal {value} into Go struct field {owner}.{} of type {go}",
            self.path.join(".")
        ));
    }

    /// `None` leaves what was there; JSON null stands for a list or map without anything.
    fn value(&mut self, node: &Node, shape: &'static Shape) -> Option<Json> {
        match (shape, node) {
            (Shape::List(..) | Shape::Map(..) | Shape::Secret, Node::Null) => Some(Json::Null),
            (_, Node::Null) => None,
            (Shape::Text, Node::Text(text)) => Some(Json::String(text.clone())),
            (Shape::Bool, Node::Bool(flag)) => Some(Json::Bool(*flag)),
            (Shape::Int(go), Node::Number(literal)) => {
                let parsed = literal.parse::<i64>().ok();
                if parsed.is_none() {
                    self.wrong(&format!("number {literal}"), go);
                }
                parsed.map(Json::from)
            }
            (Shape::List(item, _), Node::List(nodes)) => Some(Json::Array(
                nodes
                    .iter()
                    .filter_map(|node| match self.value(node, item) {
                        None => Some(zero(item)),
                        found => found,
                    })
                    .collect(),
            )),
            (Shape::Map(item, _), Node::Object(members)) => {
                let mut object = Object::new();
                for (name, node) in members {
                    let value = self.value(node, item).unwrap_or_else(|| zero(item));
                    object.insert(name.clone(), value);
                }
                Some(Json::Object(object))
            }
            (Shape::Object(kind), Node::Object(members)) => {
                Some(Json::Object(self.object(members, kind)))
            }
            (Shape::Secret, Node::Object(members)) => Some(self.secret(members)),
            // Secrets read themselves, and know nothing of where they stand.
            (Shape::Secret, node) => {
                self.mistake.get_or_insert_with(|| {
                    format!(
                        "json: cannot unmarshal {} into Go value of type {}",
                        node.kind(),
                        go_type(shape)
                    )
                });
                None
            }
            (shape, node) => {
                self.wrong(&node.kind(), go_type(shape));
                None
            }
        }
    }

    fn object(&mut self, members: &[(String, Node)], kind: &'static Kind) -> Object {
        let owner = std::mem::replace(&mut self.owner, kind.name);
        let depth = self.path.len();
        let mut object = Object::new();
        for (name, node) in members {
            let exact = kind.members.iter().find(|known| known.name == name);
            let folded = || {
                kind.members
                    .iter()
                    .find(|known| known.name.eq_ignore_ascii_case(name))
            };
            let Some(known) = exact.or_else(folded) else {
                continue;
            };
            self.path.extend(
                [known.part, known.name]
                    .into_iter()
                    .filter(|part| !part.is_empty()),
            );
            match self.value(node, &known.shape) {
                // A list or a map that is null has nothing in it, and an object keeps what came before.
                Some(Json::Null) => {
                    object.remove(known.name);
                }
                Some(Json::Object(new)) => match object.get_mut(known.name) {
                    Some(Json::Object(old)) => old.extend(new),
                    _ => {
                        object.insert(known.name.to_owned(), Json::Object(new));
                    }
                },
                Some(value) => {
                    object.insert(known.name.to_owned(), value);
                }
                None => {}
            }
            self.path.truncate(depth);
        }
        self.owner = owner;
        object
    }

    fn secret(&mut self, members: &[(String, Node)]) -> Json {
        let path = std::mem::take(&mut self.path);
        let secret = self.object(members, &SECRET);
        self.path = path;
        let part = |name: &str| secret.get(name).and_then(Json::as_str).unwrap_or_default();
        let is_empty = SECRET
            .members
            .iter()
            .all(|known| part(known.name).is_empty());
        if is_empty {
            return Json::Null;
        }
        if !SECRET_STATES.contains(&part("status")) && self.mistake.is_none() {
            self.mistake = Some("invalid secret".to_owned());
        }
        Json::Object(secret)
    }
}

fn go_type(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text => "string",
        Shape::Bool => "bool",
        Shape::Int(go) | Shape::List(_, go) | Shape::Map(_, go) => go,
        Shape::Object(kind) => kind.name,
        Shape::Secret => "kms.BaseSecret",
    }
}

fn zero(shape: &Shape) -> Json {
    match shape {
        Shape::Text => Json::String(String::new()),
        Shape::Bool => Json::Bool(false),
        Shape::Int(_) => Json::from(0),
        Shape::Object(_) => Json::Object(Object::new()),
        Shape::List(..) | Shape::Map(..) | Shape::Secret => Json::Null,
    }
}

/// Whether a value is left out unless its member is written always.
fn is_zero(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Bool(flag) => !flag,
        Json::Number(number) => number.as_i64() == Some(0),
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(_) => false,
    }
}

/// Writes an object with its members in the platform's order and spelling.
pub(crate) fn write(object: &Object, kind: &'static Kind, view: View) -> String {
    let mut out = String::with_capacity(700);
    write_object(&mut out, object, kind, view);
    out
}

fn write_object(out: &mut String, object: &Object, kind: &'static Kind, view: View) {
    out.push('{');
    let mut is_first = true;
    for known in kind.members {
        let value = object.get(known.name);
        let is_shown = match (&known.shape, value) {
            (Shape::Secret, None | Some(Json::Null)) => known.always || view != View::Usual,
            (Shape::Secret, Some(_)) => true,
            (_, value) => known.always || value.is_some_and(|value| !is_zero(value)),
        };
        if !is_shown {
            continue;
        }
        if !std::mem::take(&mut is_first) {
            out.push(',');
        }
        string(out, known.name);
        out.push(':');
        // Folders inside an account show unset secrets, the account itself leaves them out.
        let view = match (known.name, view) {
            ("virtual_folders", View::Usual) => View::Folder,
            (_, view) => view,
        };
        match value {
            Some(value) => write_value(out, value, &known.shape, view),
            None => write_nothing(out, &known.shape, view),
        }
    }
    out.push('}');
}

fn write_nothing(out: &mut String, shape: &'static Shape, view: View) {
    match shape {
        Shape::Object(kind) => write_object(out, &Object::new(), kind, view),
        Shape::Secret => out.push_str("{}"),
        other => write_value(out, &zero(other), other, view),
    }
}

fn write_value(out: &mut String, value: &Json, shape: &'static Shape, view: View) {
    match (shape, value) {
        (Shape::Object(kind), Json::Object(object)) => write_object(out, object, kind, view),
        (Shape::Secret, Json::Object(secret)) => {
            let mut shown = secret.clone();
            if view != View::Confidential {
                shown.remove("key");
                shown.remove("additional_data");
            }
            write_object(out, &shown, &SECRET, view);
        }
        (Shape::Secret, _) => out.push_str("{}"),
        (Shape::List(item, _), Json::Array(items)) => {
            out.push('[');
            for (index, value) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(out, value, item, view);
            }
            out.push(']');
        }
        (Shape::Map(item, _), Json::Object(members)) => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                string(out, name);
                out.push(':');
                write_value(out, value, item, view);
            }
            out.push('}');
        }
        (_, Json::String(text)) => string(out, text),
        (_, other) => push(out, format_args!("{other}")),
    }
}

/// A JSON string as Go writes it.
pub(crate) fn string(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                push(out, format_args!("\\u{:04x}", u32::from(letter)));
            }
            _ if u32::from(letter) < 0x20 => {
                push(out, format_args!("\\u{:04x}", u32::from(letter)));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

fn push(out: &mut String, arguments: std::fmt::Arguments) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(arguments);
}
