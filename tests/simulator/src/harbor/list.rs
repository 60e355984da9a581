//! Lists of accounts: the full one for administrators and the type-ahead for everybody (contract 5.1 to 5.5).

use super::accounts::user_json;
use super::answer::{Answer, list, ok, quoted, unknown};
use super::bind::{self, Problems};
use super::like::Like;
use super::query::{Keywords, Test, Value, sort, sorting};
use super::state::User;
use super::{Call, Harbor, answer};
use crate::http::{Response, percent_decode};

impl Harbor {
    /// `GET /users`.
    pub(crate) fn list_users(&mut self, call: &Call) -> Answer {
        let mut problems = Problems::default();
        let page = bind::number(call, "page", 1, &mut problems);
        let size = bind::page_size(call, &mut problems);
        problems.check(call.request)?;
        call.allowed("list")?;
        let mut keywords = Keywords::read(&bind::last(call, "q").unwrap_or_default())?;
        for name in ["username", "email"] {
            // Of these the first one counts.
            let given = call.query.iter().find(|(found, _)| found == name);
            if let Some((_, text)) = given.filter(|(_, text)| !text.is_empty()) {
                keywords.put(name, Value::Contains(text.clone()));
            }
        }
        let tests = keywords.tests()?;
        let by = sorting(&bind::last(call, "sort").unwrap_or_default());
        let found = self.found(&tests, &by);
        let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
        let shown = cut(&found, page, size);
        let body = list(shown.iter().map(|user| user_json(user, false, "")));
        Ok(paged(call, ok(body), total, page, size))
    }

    /// Live accounts that pass, in order, without the built-in administrator.
    fn found(&mut self, tests: &[Test], by: &[(super::query::Column, bool)]) -> Vec<&User> {
        if by.is_empty() {
            self.ids_by_name();
        }
        let is_found = |user: &&User| {
            !user.is_deleted && user.id > 1 && tests.iter().all(|test| test.passes(user))
        };
        if by.is_empty() {
            let ids = self.by_name.iter().flatten();
            let users = ids.filter_map(|id| self.users.get(id));
            return users.filter(is_found).collect();
        }
        let mut found: Vec<&User> = self.users.values().filter(is_found).collect();
        sort(&mut found, by);
        found
    }

    /// `GET /users/search`: the total counts other names than the items show.
    pub(crate) fn search_users(&mut self, call: &Call) -> Answer {
        let mut problems = Problems::default();
        let page = bind::number(call, "page", 1, &mut problems);
        let size = bind::page_size(call, &mut problems);
        let wanted = bind::last(call, "username").unwrap_or_default();
        if wanted.is_empty() {
            problems.add("username in query is required".to_owned());
        }
        problems.check(call.request)?;
        if call.caller.is_nobody() {
            return Err(answer::unauthorized());
        }
        let mut keywords = Keywords::default();
        keywords.put("username", Value::Contains(wanted.clone()));
        let tests = keywords.tests()?;
        let total = self.found(&tests, &[]).len();
        if total == 0 {
            return Ok(ok("[]").header("X-Total-Count", "0"));
        }
        let most = usize::try_from(size).map_err(|_| unknown())?;
        let like = Like::containing_exactly(&wanted);
        self.ids_by_name();
        let ids = self.by_name.iter().flatten();
        let mut items: Vec<&User> = ids
            .filter_map(|id| self.users.get(id))
            .filter(|user| like.fits(&user.name))
            .collect();
        items.sort_by_key(|user| user.name.chars().count());
        let body = list(items.iter().take(most).map(|user| {
            let name = quoted(&user.name);
            format!("{{\"user_id\":{},\"username\":{name}}}", user.id)
        }));
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        Ok(paged(call, ok(body), total, page, size))
    }
}

/// The rows of a page; without a size above 0 all of them.
fn cut<'a>(found: &'a [&'a User], page: i64, size: i64) -> &'a [&'a User] {
    let Some(most) = usize::try_from(size).ok().filter(|size| *size > 0) else {
        return found;
    };
    // The offset wraps around, and one below 0 is none.
    let offset = size.wrapping_mul(page.wrapping_sub(1)).max(0);
    let from = usize::try_from(offset).unwrap_or(usize::MAX);
    let rest = found.get(from..).unwrap_or_default();
    rest.get(..most).unwrap_or(rest)
}

fn paged(call: &Call, response: Response, total: i64, page: i64, size: i64) -> Response {
    let response = response.header("X-Total-Count", total.to_string());
    match links(call, total, page, size) {
        links if links.is_empty() => response,
        links => response.header("Link", links),
    }
}

/// The neighbour pages, with the query's names in order and its escapes undone (contract 5.1).
fn links(call: &Call, total: i64, page: i64, size: i64) -> String {
    if size == 0 {
        return String::new();
    }
    let mut query = call.query.clone();
    let mut links = Vec::new();
    let has_before = page > 1 && page.wrapping_sub(1).wrapping_mul(size) < total;
    let has_after = page.wrapping_mul(size) < total;
    for (is_there, to, relation) in [
        (has_before, page.wrapping_sub(1), "prev"),
        (has_after, page.wrapping_add(1), "next"),
    ] {
        if is_there {
            let text = encode(&query, to, size);
            links.push(format!("<{}?{text}>; rel=\"{relation}\"", call.escaped));
            // The second link is made from the text of the first.
            query = super::readable_pairs(&text).0;
        }
    }
    links.join(" , ")
}

fn encode(query: &[(String, String)], page: i64, size: i64) -> String {
    let mut pairs: Vec<(String, String)> = query
        .iter()
        .filter(|(name, _)| name != "page" && name != "page_size")
        .cloned()
        .collect();
    pairs.push(("page".to_owned(), page.to_string()));
    pairs.push(("page_size".to_owned(), size.to_string()));
    pairs.sort_by(|(one, _), (two, _)| one.cmp(two));
    let parts: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect();
    let encoded = parts.join("&");
    percent_decode(&encoded.replace('+', " ")).map_or(encoded, |bytes| {
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => escaped.push('+'),
            _ if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) => {
                escaped.push(char::from(byte));
            }
            _ => escaped.extend(format!("%{byte:02X}").chars()),
        }
    }
    escaped
}
