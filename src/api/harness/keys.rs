//! API keys and their tokens. A key is a folder; the token in it is the secret.

use serde::{Deserialize, Serialize};

use super::object::{Object, millis, or_default, to_millis, whole_object};
use super::{AccountId, KeyId, TokenId, UserId};
use crate::api::{RequestParts, Timestamp, Unsendable};

/// The only kind of key that belongs to a person, whose id is then the key's parent.
pub(super) const USER: &str = "USER";

/// The most letters of a key's or token's id.
const MAX_ID: usize = 128;

/// The most letters of a description.
const MAX_DESCRIPTION: usize = 1_024;

/// The end of a token that has none: the last day of 2099 in any time zone, which is what Harness' own pages write.
const ENDLESS_SECS: i64 = 4_102_272_000;

/// Ids that expressions of Harness' pipelines keep for themselves.
const KEPT: [&str; 24] = [
    "or",
    "and",
    "eq",
    "ne",
    "lt",
    "gt",
    "le",
    "ge",
    "div",
    "mod",
    "not",
    "null",
    "true",
    "false",
    "new",
    "var",
    "return",
    "step",
    "parallel",
    "stepGroup",
    "org",
    "account",
    "class",
    "shellScriptProvisioner",
];

/// Whether a text can be the id of a key or a token.
pub fn is_key_id(text: &str) -> bool {
    let mut letters = text.chars();
    let is_start = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    letters.next().is_some_and(is_start)
        && letters.all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$'))
        && text.len() <= MAX_ID
        && !KEPT.contains(&text)
}

/// Whose keys: personal ones live in the account and belong to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The account.
    pub account: AccountId,
    /// The person.
    pub user: UserId,
}

impl Owner {
    pub(super) fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        super::scope::fill_account(&self.account, to)?;
        to.query("apiKeyType", USER);
        super::scope::id(to, "parentIdentifier", self.user.as_str())
    }

    pub(super) fn subject(&self) -> String {
        super::model::subject(&self.user)
    }

    /// Whether an object that was read is this owner's; what it does not say of that is said.
    ///
    /// A change is read from the body alone: without these members it is refused, and with others it would be about
    /// somebody else's.
    fn claim(&self, object: &mut Object) -> Result<(), Unsendable> {
        for (field, own) in [
            ("accountIdentifier", self.account.as_str()),
            ("parentIdentifier", self.user.as_str()),
            ("apiKeyType", USER),
        ] {
            match object.text(field) {
                None => object.set(field, own),
                Some(said) if said == own => {}
                Some(_) => return Err(Unsendable::Unknown { field }),
            }
        }
        Ok(())
    }
}

/// One API key, without its tokens. It is kept and written back whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Object")]
pub struct ApiKey(Object);

whole_object!(ApiKey needs ["identifier", "name"], drops []);

impl ApiKey {
    /// A key to create.
    ///
    /// # Errors
    /// When the id is none that the server takes, or the description is too long.
    pub fn new(
        owner: &Owner,
        identifier: &str,
        name: &str,
        description: &str,
    ) -> Result<Self, Unsendable> {
        let mut object = named(identifier, name, description)?;
        object.set("apiKeyType", USER);
        object.set("parentIdentifier", owner.user.as_str());
        object.set("accountIdentifier", owner.account.as_str());
        Ok(Self(object))
    }

    /// Id, chosen by its owner and unchangeable.
    pub fn id(&self) -> KeyId {
        KeyId::from(self.0.text("identifier").unwrap_or_default())
    }

    /// Name.
    pub fn name(&self) -> &str {
        self.0.text("name").unwrap_or_default()
    }

    /// What it is for.
    pub fn description(&self) -> Option<&str> {
        self.0.text("description")
    }

    /// Whose key it is.
    pub fn parent(&self) -> UserId {
        UserId::from(self.0.text("parentIdentifier").unwrap_or_default())
    }

    /// How long a token lives that names no end, in seconds.
    pub fn token_life_secs(&self) -> Option<i64> {
        let life_ms = self.0.number("defaultTimeToExpireToken")?;
        Some(life_ms / 1_000)
    }

    /// Gives another name.
    pub fn set_name(&mut self, name: &str) {
        self.0.set("name", name);
    }

    /// Says what it is for, or nothing.
    pub fn set_description(&mut self, description: Option<String>) {
        self.0.set_text("description", description);
    }

    /// The key as a change by its owner sends it.
    pub(super) fn of(&self, owner: &Owner) -> Result<Self, Unsendable> {
        let mut key = self.clone();
        owner.claim(&mut key.0)?;
        Ok(key)
    }
}

/// One token, without its secret. It is kept and written back whole, but for the hash of the secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Object")]
pub struct Token(Object);

whole_object!(Token needs ["identifier", "name"], drops ["encodedPassword"]);

impl Token {
    /// A token to create, valid from now on; without an end it lives as long as its key says.
    ///
    /// # Errors
    /// When the id is none that the server takes, or the description is too long.
    pub fn new(
        owner: &Owner,
        key: &KeyId,
        identifier: &str,
        name: &str,
        valid_to: Option<Timestamp>,
    ) -> Result<Self, Unsendable> {
        let mut object = named(identifier, name, "")?;
        object.set("apiKeyType", USER);
        object.set("parentIdentifier", owner.user.as_str());
        object.set("apiKeyIdentifier", key.as_str());
        object.set("accountIdentifier", owner.account.as_str());
        if let Some(at) = valid_to {
            object.set("validTo", to_millis(at));
        }
        Ok(Self(object))
    }

    /// Id, chosen by its owner. A rotated token has another: `rotated_` and 15 letters.
    pub fn id(&self) -> TokenId {
        TokenId::from(self.0.text("identifier").unwrap_or_default())
    }

    /// Name.
    pub fn name(&self) -> &str {
        self.0.text("name").unwrap_or_default()
    }

    /// What it is for.
    pub fn description(&self) -> Option<&str> {
        self.0.text("description")
    }

    /// The key that it is in.
    pub fn key(&self) -> KeyId {
        KeyId::from(self.0.text("apiKeyIdentifier").unwrap_or_default())
    }

    /// Whose token it is.
    pub fn parent(&self) -> UserId {
        UserId::from(self.0.text("parentIdentifier").unwrap_or_default())
    }

    /// E-mail of its owner, where the answer tells.
    pub fn email(&self) -> Option<&str> {
        self.0.text("email")
    }

    /// When it begins to be valid.
    pub fn valid_from(&self) -> Option<Timestamp> {
        self.0.time("validFrom")
    }

    /// When it ends.
    pub fn valid_to(&self) -> Option<Timestamp> {
        self.0.time("validTo")
    }

    /// Whether it works now, as the server said.
    pub fn is_valid(&self) -> bool {
        self.0.flag("valid")
    }

    /// When it ends because another took its place; such a token can be neither changed nor rotated.
    pub fn replaced_at(&self) -> Option<Timestamp> {
        self.0.time("scheduledExpireTime")
    }

    /// Gives another name.
    pub fn set_name(&mut self, name: &str) {
        self.0.set("name", name);
    }

    /// Says what it is for, or nothing.
    pub fn set_description(&mut self, description: Option<String>) {
        self.0.set_text("description", description);
    }

    /// Gives another end.
    pub fn set_valid_to(&mut self, at: Timestamp) {
        self.0.set("validTo", to_millis(at));
    }

    /// The token as a change by its owner sends it, if the server would take one; else that fails with a 500 that tells
    /// nothing.
    pub(super) fn of(&self, owner: &Owner) -> Result<Self, Unsendable> {
        self.check_change()?;
        let mut token = self.clone();
        owner.claim(&mut token.0)?;
        Ok(token)
    }

    fn check_change(&self) -> Result<(), Unsendable> {
        // Its key is part of its name.
        if self.0.text("apiKeyIdentifier").is_none() {
            return Err(Unsendable::Missing {
                field: "apiKeyIdentifier",
            });
        }
        for field in ["validFrom", "validTo"] {
            if self.0.number(field).is_none() {
                return Err(Unsendable::Missing { field });
            }
        }
        if self.0.number("scheduledExpireTime").is_some() {
            return Err(Unsendable::Unknown {
                field: "scheduledExpireTime",
            });
        }
        Ok(())
    }
}

/// An API key with what only a list tells.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiKeyAggregate {
    /// The key.
    pub api_key: ApiKey,
    /// When it was created.
    #[serde(default, deserialize_with = "millis")]
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    #[serde(default, deserialize_with = "millis")]
    pub last_modified_at: Option<Timestamp>,
    /// How many tokens are in it.
    #[serde(default, deserialize_with = "or_default")]
    pub tokens_count: i64,
}

/// A token with what only a list tells.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenAggregate {
    /// The token.
    pub token: Token,
    /// When it really ends.
    #[serde(default, deserialize_with = "millis")]
    pub expiry_at: Option<Timestamp>,
    /// When it was created.
    #[serde(default, deserialize_with = "millis")]
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    #[serde(default, deserialize_with = "millis")]
    pub last_modified_at: Option<Timestamp>,
}

impl TokenAggregate {
    /// When it ends; `None` for one that never does, as the last day of 2099 means.
    pub fn ends_at(&self) -> Option<Timestamp> {
        self.expiry_at.filter(|at| at.unix_seconds() < ENDLESS_SECS)
    }
}

fn named(identifier: &str, name: &str, description: &str) -> Result<Object, Unsendable> {
    if !is_key_id(identifier) {
        return Err(Unsendable::Unknown {
            field: "identifier",
        });
    }
    if name.trim().is_empty() {
        return Err(Unsendable::Empty { field: "name" });
    }
    if description.chars().count() > MAX_DESCRIPTION {
        return Err(Unsendable::TooManyChars {
            field: "description",
            max_chars: MAX_DESCRIPTION,
        });
    }
    let mut object = Object::default();
    object.set("identifier", identifier);
    object.set("name", name);
    if !description.is_empty() {
        object.set("description", description);
    }
    Ok(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner() -> Owner {
        Owner {
            account: AccountId::from("acc0"),
            user: UserId::from("u-17"),
        }
    }

    #[test]
    fn an_id_is_what_the_server_takes() {
        for good in ["a", "_1$", "Org", &"a".repeat(128)] {
            assert!(is_key_id(good), "{good}");
        }
        for bad in [
            "",
            "1a",
            "a-b",
            "a b",
            "$a",
            "ü",
            "org",
            "null",
            &"a".repeat(129),
        ] {
            assert!(!is_key_id(bad), "{bad}");
        }
    }

    #[test]
    fn what_the_server_would_not_take_is_no_key() {
        let new = |id: &str, name: &str, what: &str| ApiKey::new(&owner(), id, name, what);
        assert!(new("ci", "CI", "").is_ok());
        assert_eq!(
            new("c i", "CI", ""),
            Err(Unsendable::Unknown {
                field: "identifier"
            })
        );
        assert_eq!(new("ci", " ", ""), Err(Unsendable::Empty { field: "name" }));
        assert!(new("ci", "CI", &"x".repeat(1_025)).is_err());
    }

    #[test]
    fn a_token_for_ever_ends_never() {
        let text = |millis: i64| {
            format!(r#"{{"token":{{"identifier":"a","name":"A"}},"expiryAt":{millis}}}"#)
        };
        let ends = |millis| {
            let read: TokenAggregate = serde_json::from_str(&text(millis)).unwrap();
            read.ends_at()
        };
        // Noon of 31 December 2099.
        assert_eq!(ends(4_102_401_600_000), None);
        assert_eq!(
            ends(1_795_368_000_000),
            Some(Timestamp::from_unix(1_795_368_000))
        );
        assert_eq!(ends(0), None);
    }
}
