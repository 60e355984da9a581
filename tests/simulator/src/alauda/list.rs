//! The list of users with its own grammar (contract 2.1 row 2, 3.4, 5.2).

use serde_json::{Value as Json, json};

use super::Call;
use super::answer::{Answer, ok, refusal};
use super::state::{Alauda, Role, User};

/// Rows of a page that says nothing of its size.
const DEFAULT_LIMIT: usize = 20;

const FIELDS: &[&str] = &["username", "email", "mail", "state", "connector_type"];

fn value(user: &User, field: &str) -> Option<String> {
    let text = match field {
        "username" => &user.username,
        "email" => &user.email,
        "mail" => &user.mail,
        "state" => &user.state,
        "connector_type" => &user.connector_type,
        "name" => &user.name,
        "creationTimestamp" => return Some(format!("{:020}", user.created_s)),
        "last_login_time" => return Some(format!("{:020}", user.last_login_s.unwrap_or(0))),
        _ => return None,
    };
    Some(text.clone())
}

/// `field,text`: one pair, and no way to write a comma in it.
fn pair(text: &str) -> Answer<Option<(String, String)>> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut parts = text.split(',');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(field), Some(text), None) => Ok(Some((field.to_owned(), text.to_owned()))),
        _ => Err(refusal(400, "a pair of field and text is expected")),
    }
}

impl Alauda {
    fn filter(&self, call: &Call) -> Answer<Option<(String, String)>> {
        let given = call.request.query_value("filterBy").unwrap_or_default();
        let filter = pair(&given)?;
        if let Some((field, _)) = &filter {
            let is_known = if self.switches.is("filter_fields", "username") {
                field == "username"
            } else {
                FIELDS.contains(&field.as_str())
            };
            if !is_known {
                return Err(refusal(400, "this field cannot be filtered by"));
            }
        }
        Ok(filter)
    }

    fn sort(&self, call: &Call) -> Answer<Option<(bool, String)>> {
        let given = call.request.query_value("sortBy").unwrap_or_default();
        if self.switches.is("sort", "ignored") {
            return Ok(None);
        }
        match pair(&given)? {
            None => Ok(None),
            Some((way, field)) if way == "a" || way == "d" => Ok(Some((way == "a", field))),
            Some(_) => Err(refusal(400, "an order begins with a or d")),
        }
    }

    fn is_match(&self, user: &User, filter: Option<&(String, String)>) -> bool {
        if user.is_deleted && self.switches.is("deleted_users", "hidden") {
            return false;
        }
        let Some((field, wanted)) = filter else {
            return true;
        };
        let (mut found, mut wanted) = (value(user, field).unwrap_or_default(), wanted.clone());
        if self.switches.is("filter_case", "ignored") {
            (found, wanted) = (found.to_lowercase(), wanted.to_lowercase());
        }
        if self.switches.is("filter_match", "exact") {
            found == wanted
        } else {
            found.contains(&wanted)
        }
    }

    fn page(&self, call: &Call) -> Answer<(usize, usize)> {
        let number = |name: &str| match call.request.query_value(name) {
            None => Ok(None),
            Some(text) if text.is_empty() => Ok(None),
            Some(text) => text
                .parse::<i64>()
                .map(Some)
                .map_err(|_| refusal(400, format!("{name} is no number"))),
        };
        let cap = self.switches.number("page_cap").unwrap_or(100);
        let limit = number("limit")?
            .and_then(|limit| usize::try_from(limit).ok())
            .filter(|limit| *limit > 0)
            .unwrap_or(DEFAULT_LIMIT)
            .min(usize::try_from(cap).unwrap_or(usize::MAX));
        let page = match number("page")? {
            None => 1,
            Some(0) if self.switches.is("page_zero", "first") => 1,
            Some(page) => usize::try_from(page)
                .ok()
                .filter(|page| *page > 0)
                .ok_or_else(|| refusal(400, "pages are counted from 1"))?,
        };
        Ok((limit, page))
    }

    /// Row 2, `GET /auth/v1/users`.
    pub(crate) fn list_users(&mut self, call: &mut Call) -> Answer {
        self.demand(call, Role::Auditor)?;
        let filter = self.filter(call)?;
        let sort = self.sort(call)?;
        let (limit, page) = self.page(call)?;
        let question = format!("{} {filter:?} {sort:?}", self.changes);
        let all = match self.kept.take() {
            Some((asked, all)) if asked == question => all,
            _ => {
                let mut all: Vec<usize> = (0..self.users.len())
                    .filter(|place| {
                        self.users
                            .get(*place)
                            .is_some_and(|user| self.is_match(user, filter.as_ref()))
                    })
                    .collect();
                if let Some((is_rising, field)) = &sort {
                    let key =
                        |place: &usize| self.users.get(*place).and_then(|user| value(user, field));
                    all.sort_by_cached_key(key);
                    if !is_rising {
                        all.reverse();
                    }
                }
                all
            }
        };
        let items: Vec<Json> = all
            .iter()
            .skip((page - 1).saturating_mul(limit))
            .take(limit)
            .filter_map(|place| self.users.get(*place))
            .map(|user| self.user_json(user, true))
            .collect();
        let total = all.len();
        self.kept = Some((question, all));
        let mut body = json!({"apiVersion": "auth.alauda.io/v1", "kind": "UserList"});
        if let Some(members) = body.as_object_mut() {
            if self.switches.is("total", "present") {
                members.insert("total".to_owned(), json!(total));
            }
            let is_empty = items.is_empty();
            match self.switches.choice("empty_items") {
                "null" if is_empty => {
                    members.insert("items".to_owned(), Json::Null);
                }
                "absent" if is_empty => {}
                _ => {
                    members.insert("items".to_owned(), Json::Array(items));
                }
            }
        }
        Ok(ok(&body))
    }
}
