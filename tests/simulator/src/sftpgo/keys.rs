//! API keys (contract 2.4).

use serde_json::{Value as Json, json};

use super::Call;
use super::access::digest;
use super::answer::{Answer, done, invalid, list, missing, ok};
use super::lists::Page;
use super::schema::API_KEY;
use super::shape::{Object, View, write};
use super::signing::letters;
use super::state::{ApiKey, Sftpgo, ms, number, text};
use super::validate::prune;
use crate::http::Response;

const ALPHABET: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

fn show(id: &str, key: &ApiKey) -> String {
    let mut shown = key.data.clone();
    shown.insert("id".to_owned(), json!(id));
    shown.insert("last_use_at".to_owned(), json!(ms(key.last_use_at)));
    write(&shown, &API_KEY, View::Usual)
}

impl Sftpgo {
    /// K1.
    pub(crate) fn list_keys(&self, call: &Call) -> Answer {
        let items: Vec<String> = Page::of(call)?
            .cut(self.keys.iter())
            .into_iter()
            .map(|(id, key)| show(id, key))
            .collect();
        list(&items)
    }

    fn settle_key(&self, call: &Call) -> Result<Object, Response> {
        let mut given = call.body(&API_KEY)?;
        for member in ["id", "key", "created_at", "updated_at", "last_use_at"] {
            given.remove(member);
        }
        let name = text(&given, "name").trim().to_owned();
        if name.is_empty() {
            return Err(invalid("name is mandatory"));
        }
        self.check_name(&name, "name")?;
        let scope = number(&given, "scope");
        if !(1..=2).contains(&scope) {
            return Err(invalid(&format!("invalid scope: {scope}")));
        }
        let (admin, user) = (text(&given, "admin"), text(&given, "user"));
        if !admin.is_empty() && !user.is_empty() {
            return Err(invalid(
                "an API key can be related to a user or an admin, not both",
            ));
        }
        let unknown = |kind: &str, name: &str| {
            let words = if self.toggles.is("store", "sqlite") {
                "not found: sql: no rows in result set".to_owned()
            } else {
                format!("not found: {kind} \"{name}\" does not exist")
            };
            invalid(&format!("unable to check API key {kind} {name}: {words}"))
        };
        if scope == 1 {
            if !admin.is_empty() && !self.admins.contains_key(admin) {
                return Err(unknown("admin", admin));
            }
            given.remove("user");
        } else {
            if !user.is_empty() && !self.users.contains_key(user) {
                return Err(unknown("user", user));
            }
            given.remove("admin");
        }
        given.insert("name".to_owned(), json!(name));
        prune(&mut given);
        Ok(given)
    }

    /// K2.
    pub(crate) fn create_key(&mut self, call: &mut Call) -> Answer {
        let mut data = self.settle_key(call)?;
        let now = json!(ms(call.now_ms()));
        data.insert("created_at".to_owned(), now.clone());
        data.insert("updated_at".to_owned(), now);
        let id = letters(call.random, 22, ALPHABET);
        let secret = letters(call.random, 22, ALPHABET);
        call.hash();
        let key = ApiKey {
            data,
            digest: digest(&secret),
            last_use_at: 0,
        };
        self.keys.insert(id.clone(), key);
        let body = json!({
            "message": "API key created. This is the only time the API key is visible, please save it.",
            "key": format!("{id}.{secret}"),
        });
        Ok(Response::json(201, body.to_string())
            .header("Location", format!("/api/v2/apikeys/{id}"))
            .header("X-Object-Id", id))
    }

    /// K3.
    pub(crate) fn read_key(&self, id: &str) -> Answer {
        let key = self.keys.get(id).ok_or_else(missing)?;
        ok(show(id, key))
    }

    /// K4.
    pub(crate) fn update_key(&mut self, call: &mut Call, id: &str) -> Answer {
        let created_at: Json = self
            .keys
            .get(id)
            .ok_or_else(missing)?
            .data
            .get("created_at")
            .cloned()
            .unwrap_or_default();
        let mut data = self.settle_key(call)?;
        data.insert("created_at".to_owned(), created_at);
        data.insert("updated_at".to_owned(), json!(ms(call.now_ms())));
        if let Some(key) = self.keys.get_mut(id) {
            key.data = data;
        }
        done("API key updated")
    }

    /// K5.
    pub(crate) fn delete_key(&mut self, id: &str) -> Answer {
        self.keys.remove(id).ok_or_else(missing)?;
        done("API key deleted")
    }
}
