//! An account's form and facts, as data that one screen draws for every platform.

use super::Account;

/// One account, ready to be shown and edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Who it is.
    pub account: Account,
    /// The form.
    pub fields: Vec<Field>,
    /// What is only shown.
    pub facts: Vec<Fact>,
    /// More of it, under headings of its own.
    pub sections: Vec<Section>,
}

/// Facts that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: &'static str,
    /// Where it is shown.
    pub topic: Topic,
    /// The facts.
    pub facts: Vec<Fact>,
}

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The account itself.
    Account,
    /// How it signs in.
    Security,
    /// What it may do, and where it belongs.
    Access,
}

/// A field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its id, for the changes of a save.
    pub id: &'static str,
    /// Its label.
    pub label: &'static str,
    /// How it is edited.
    pub kind: FieldKind,
    /// What is stored, as text.
    pub value: String,
    /// What to know about it.
    pub hint: Option<&'static str>,
    /// Why it cannot be changed here.
    pub locked: Option<String>,
}

/// How a field is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// `true` or `false`.
    Toggle,
    /// One of these values, each with its words.
    Choice(Vec<(String, String)>),
}

/// Something that is only shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A label and a text; an empty one is shown as such.
    Text(&'static str, String),
    /// A label and any number of texts.
    List(&'static str, Vec<String>),
    /// A label and an instant in Unix seconds; `None` is never.
    Time(&'static str, Option<i64>),
    /// A label of something that the platform does not tell.
    Unknown(&'static str),
}

/// What a save did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// What is stored now, read back after the write.
    pub profile: Profile,
    /// Labels of fields that were sent and are not stored as sent.
    pub not_stored: Vec<&'static str>,
}

impl Profile {
    /// A field's stored value.
    pub fn value(&self, id: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|field| field.id == id)
            .map(|field| field.value.as_str())
    }
}
