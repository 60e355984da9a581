//! API keys: folders of tokens (contract 2.4, 3.5, 5.8).

use serde_json::{Value as Json, json};

use super::Call;
use super::access::USER_MANAGE;
use super::answer::{
    Answer, Refusal, Reply, bad_request, data, invalid, no_route, rule, unhandled,
};
use super::body::Body;
use super::paging::{Paging, search, sort_by};
use super::scope::Scope;
use super::state::{Harness, Key, Principal};

/// A token that was given no end lives so long.
pub(crate) const DEFAULT_MS: u64 = 30 * 86_400_000;

/// API keys that a whole account of the free and of the community edition may have.
const COMMUNITY_KEYS: usize = 100;

const RESERVED: &[&str] = &[
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

/// Whether a text may be the identifier of a key or a token.
pub(crate) fn is_identifier(text: &str) -> bool {
    let is_first = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    text.len() <= 128
        && text.starts_with(is_first)
        && text
            .chars()
            .all(|letter| is_first(letter) || letter.is_ascii_digit() || letter == '$')
        && !RESERVED.contains(&text)
}

/// Somebody else's: a refusal that no check stands behind (contract 4.3).
pub(crate) fn not_yours() -> Refusal {
    Refusal::Denied {
        message: "This belongs to somebody else".to_owned(),
        checks: Json::Null,
    }
}

/// What keys and tokens have in common on the way in.
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) tags: Json,
    pub(crate) parent: String,
    pub(crate) kind: String,
}

impl Named {
    /// Reads and checks them.
    pub(crate) fn of(body: &Body, account: &str) -> Answer<Self> {
        let needed = |name: &str| {
            body.text(name)?
                .filter(|text| !text.is_empty())
                .ok_or_else(|| invalid(name, "must not be empty"))
        };
        let named = Self {
            id: needed("identifier")?,
            name: needed("name")?,
            description: body.text("description")?,
            tags: body.table("tags")?,
            parent: needed("parentIdentifier")?,
            kind: needed("apiKeyType")?,
        };
        if !is_identifier(&named.id) {
            return Err(invalid("identifier", "is none that can be taken"));
        }
        if named
            .description
            .as_ref()
            .is_some_and(|text| text.chars().count() > 1024)
        {
            return Err(invalid("description", "size must be between 0 and 1024"));
        }
        if named.tags.as_object().is_some_and(|tags| tags.len() > 128) {
            return Err(invalid("tags", "size must be between 0 and 128"));
        }
        if needed("accountIdentifier")? != account {
            return Err(bad_request("The account is another one"));
        }
        Ok(named)
    }
}

impl Harness {
    /// The owner that a key has or will have, if this caller may write to it.
    pub(crate) fn writable_owner(
        &self,
        call: &Call,
        kind: &str,
        parent: &str,
    ) -> Answer<Principal> {
        match kind {
            "USER" => {
                let user = call.person()?;
                if self.by_id.get(parent) != Some(&user) {
                    return Err(not_yours());
                }
                Ok(call.who)
            }
            "SERVICE_ACCOUNT" => {
                let scope = Scope::account(&call.account);
                self.demand_services(call.who, &scope, true, parent)?;
                self.service_of(parent, &call.account)
                    .map(Principal::Service)
                    .ok_or_else(|| bad_request("There is no such service account"))
            }
            _ => Err(no_route()),
        }
    }

    /// The owner whose keys are to be read.
    fn readable_owner(&self, call: &Call) -> Answer<Principal> {
        let scope = Scope::of(call.request)?;
        let parent = call
            .request
            .query_value("parentIdentifier")
            .ok_or_else(|| invalid("parentIdentifier", "must not be null"))?;
        match call.request.query_value("apiKeyType").as_deref() {
            Some("USER") => {
                let user = call.person()?;
                match self.by_id.get(&parent).copied() {
                    Some(owner) if owner == user => Ok(call.who),
                    Some(owner) if self.is_permitted(call.who, &scope.top(), USER_MANAGE) => {
                        Ok(Principal::User(owner))
                    }
                    _ => Err(not_yours()),
                }
            }
            Some("SERVICE_ACCOUNT") => {
                self.demand_services(call.who, &scope.top(), false, &parent)?;
                self.service_of(&parent, &call.account)
                    .map(Principal::Service)
                    .ok_or_else(|| bad_request("There is no such service account"))
            }
            None => Err(invalid("apiKeyType", "must not be null")),
            Some(_) => Err(no_route()),
        }
    }

    /// `USER` or `SERVICE_ACCOUNT`.
    pub(crate) fn kind_of(owner: Principal) -> &'static str {
        match owner {
            Principal::User(_) => "USER",
            Principal::Service(_) => "SERVICE_ACCOUNT",
        }
    }

    fn key_json(&self, key: &Key) -> Json {
        json!({
            "identifier": key.id,
            "name": key.name,
            "description": key.description,
            "tags": key.tags,
            "apiKeyType": Self::kind_of(key.owner),
            "parentIdentifier": self.id_of(key.owner),
            "defaultTimeToExpireToken": key.default_ms.unwrap_or(DEFAULT_MS),
            "accountIdentifier": key.account,
            "orgIdentifier": null,
            "projectIdentifier": null,
            "governanceMetadata": key.governance,
        })
    }

    fn key_aggregate(&self, key: &Key) -> Json {
        let tokens = self
            .tokens
            .iter()
            .filter(|token| token.owner == key.owner && token.key == key.id)
            .count();
        json!({
            "apiKey": self.key_json(key),
            "createdAt": key.created_ms,
            "lastModifiedAt": key.changed_ms,
            "tokensCount": tokens,
        })
    }

    /// The place of a key; identifiers are told apart without their case.
    pub(crate) fn find_key(&self, owner: Principal, id: &str) -> Option<usize> {
        self.keys
            .iter()
            .position(|key| key.owner == owner && key.id.eq_ignore_ascii_case(id))
    }

    fn keys_of(&self, call: &Call, owner: Principal) -> Vec<&Key> {
        let wanted = identifiers(call);
        self.keys
            .iter()
            .filter(|key| key.owner == owner)
            .filter(|key| wanted.is_empty() || wanted.contains(&key.id))
            .collect()
    }

    /// `GET /ng/api/apikey`.
    pub(crate) fn list_keys(&mut self, call: &mut Call) -> Answer {
        let owner = self.readable_owner(call)?;
        let keys = self.keys_of(call, owner);
        Ok(Reply::Data(
            keys.into_iter().map(|key| self.key_json(key)).collect(),
        ))
    }

    /// `GET /ng/api/apikey/aggregate`.
    pub(crate) fn page_of_keys(&mut self, call: &mut Call) -> Answer {
        let owner = self.readable_owner(call)?;
        let paging = Paging::of(call.request)?.or_sorted_by("lastModifiedAt", false);
        let pattern = search(call.request.query_value("searchTerm").as_deref())?;
        let mut found = self.keys_of(call, owner);
        found.retain(|key| {
            pattern
                .as_ref()
                .is_none_or(|one| one.is_match(&key.name) || one.is_match(&key.id))
        });
        sort_by(&mut found, &paging.sort, |key, field| match field {
            "name" => Some((0, key.name.clone())),
            "identifier" => Some((0, key.id.clone())),
            "createdAt" => Some((key.created_ms, String::new())),
            "lastModifiedAt" => Some((key.changed_ms, String::new())),
            _ => None,
        });
        let content = paging
            .cut(&found)
            .iter()
            .map(|key| self.key_aggregate(key))
            .collect();
        data(paging.page(found.len(), content, &self.empty_token()))
    }

    /// `GET /ng/api/apikey/aggregate/{identifier}`.
    pub(crate) fn read_key(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let owner = self.readable_owner(call)?;
        let key = parts
            .first()
            .and_then(|id| self.find_key(owner, id))
            .and_then(|found| self.keys.get(found))
            .ok_or_else(|| rule("INVALID_ARGUMENT", "There is no such API key"))?;
        data(self.key_aggregate(key))
    }

    /// Adds a key, if there is room for it.
    pub(crate) fn add_key(
        &mut self,
        call: &Call,
        owner: Principal,
        named: Named,
        default_ms: Option<u64>,
    ) -> Answer<Key> {
        if self.find_key(owner, &named.id).is_some() {
            return Err(rule("DUPLICATE_FIELD", "This identifier is taken"));
        }
        let count = self.keys.iter().filter(|key| key.owner == owner).count();
        let in_account = self.keys.iter().filter(|key| key.account == call.account);
        let is_crowded =
            !self.switches.is("edition", "enterprise") && in_account.count() >= COMMUNITY_KEYS;
        if is_crowded || is_full(count, self.switches.number("key_limit")) {
            return Err(bad_request("There are as many API keys as there may be"));
        }
        let now = call.clock.now_ms();
        let key = Key {
            id: named.id,
            name: named.name,
            description: named.description,
            tags: named.tags,
            owner,
            account: call.account.clone(),
            default_ms,
            governance: Json::Null,
            created_ms: now,
            changed_ms: now,
        };
        self.keys.push(key.clone());
        Ok(key)
    }

    /// `POST /ng/api/apikey`.
    pub(crate) fn create_key(&mut self, call: &mut Call) -> Answer {
        Scope::of(call.request)?;
        let body = Body::of(call.request)?.required()?;
        let named = Named::of(&body, &call.account)?;
        let default_ms = period(&body)?;
        let owner = self.writable_owner(call, &named.kind, &named.parent)?;
        let key = self.add_key(call, owner, named, default_ms)?;
        data(self.key_json(&key))
    }

    /// `PUT /ng/api/apikey/{identifier}`: the body names the key, the path does not count, and what is left out is gone.
    pub(crate) fn update_key(&mut self, call: &mut Call) -> Answer {
        let body = Body::of(call.request)?.required()?;
        let named = Named::of(&body, &call.account)?;
        let default_ms = period(&body)?;
        let owner = self.writable_owner(call, &named.kind, &named.parent)?;
        let found = self.find_key(owner, &named.id).ok_or_else(unhandled)?;
        let key = self.keys.get_mut(found).ok_or_else(unhandled)?;
        key.name = named.name;
        key.description = named.description;
        key.tags = named.tags;
        key.default_ms = default_ms;
        key.changed_ms = call.clock.now_ms();
        let key = key.clone();
        data(self.key_json(&key))
    }

    /// `DELETE /ng/api/apikey/{identifier}`: its tokens go with it.
    pub(crate) fn delete_key(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let owner = self.owner_in_query(call)?;
        let found = parts
            .first()
            .and_then(|id| self.find_key(owner, id))
            .ok_or_else(unhandled)?;
        let key = self.keys.remove(found);
        let gone: Vec<String> = self
            .tokens
            .iter()
            .filter(|token| token.owner == owner && token.key == key.id)
            .map(|token| token.plaintext.clone())
            .collect();
        for plaintext in gone {
            self.drop_token(call, &plaintext);
        }
        data(true)
    }

    /// The owner that a query names, for writing.
    pub(crate) fn owner_in_query(&self, call: &Call) -> Answer<Principal> {
        Scope::of(call.request)?;
        let value = |name: &str| {
            call.request
                .query_value(name)
                .ok_or_else(|| invalid(name, "must not be null"))
        };
        self.writable_owner(call, &value("apiKeyType")?, &value("parentIdentifier")?)
    }
}

/// Whether so many are as many as there may be.
pub(crate) fn is_full(count: usize, limit: Option<u64>) -> bool {
    limit.is_some_and(|limit| u64::try_from(count).unwrap_or(u64::MAX) >= limit)
}

/// The `identifiers` of a query.
pub(crate) fn identifiers(call: &Call) -> Vec<String> {
    call.request
        .query_pairs()
        .into_iter()
        .filter(|(name, _)| name == "identifiers")
        .map(|(_, value)| value)
        .collect()
}

fn period(body: &Body) -> Answer<Option<u64>> {
    body.number("defaultTimeToExpireToken")?
        .map(|ms| {
            u64::try_from(ms).map_err(|_| invalid("defaultTimeToExpireToken", "must be positive"))
        })
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 3.5.
    #[test]
    fn an_identifier_is_a_word_that_is_not_taken_by_the_language() {
        for right in ["a", "_x9", "ci$", "Or"] {
            assert!(is_identifier(right), "{right}");
        }
        for wrong in ["", "9a", "a-b", "a b", "ä", "or", "stepGroup", "$a"] {
            assert!(!is_identifier(wrong), "{wrong}");
        }
        assert!(is_identifier(&"a".repeat(128)) && !is_identifier(&"a".repeat(129)));
    }
}
