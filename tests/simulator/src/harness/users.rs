//! People of a scope: rows 8 to 11 and 13 to 15 (contract 2.2, 5.1 to 5.4, 5.10, 5.11).

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::Call;
use super::access::{USER_MANAGE, USER_VIEW};
use super::answer::{Answer, bad_request, data, invalid, resource, rule, unhandled};
use super::body::Body;
use super::paging::{Paging, search, sort_by};
use super::scope::Scope;
use super::state::Harness;
use super::totp;

impl Harness {
    /// A page of people, put in order once for all pages of the same question.
    fn people(
        &mut self,
        paging: &Paging,
        question: &str,
        choose: impl FnOnce(&Self) -> Vec<usize>,
    ) -> (usize, Vec<usize>) {
        let question = format!("{} {:?} {question}", self.changes, paging.sort);
        let mut all = match self.kept.take() {
            Some((asked, all)) if asked == question => all,
            _ => {
                let mut all = choose(self);
                sort_by(&mut all, &paging.sort, |user, field| {
                    let user = self.users.get(*user)?;
                    match field {
                        "name" => Some((0, user.shown.name.clone().unwrap_or_default())),
                        "email" => Some((0, user.email.clone())),
                        "userId" => Some((0, user.id.clone())),
                        "createdAt" => Some((user.created_ms, String::new())),
                        "lastModifiedAt" => Some((user.updated_ms, String::new())),
                        _ => None,
                    }
                });
                all
            }
        };
        let total = all.len();
        let page = if paging.sort.is_empty() && self.switches.is("unsorted", "shifting") {
            // The store keeps no order between two calls, so pages overlap and leave people out (contract 5.2).
            let mut moved = all.clone();
            moved.rotate_right(paging.index.checked_rem(total).unwrap_or(0));
            paging.cut(&moved).to_vec()
        } else {
            paging.cut(&all).to_vec()
        };
        all.shrink_to_fit();
        self.kept = Some((question, all));
        (total, page)
    }

    /// `UserMetadata` of somebody.
    pub(crate) fn metadata(&self, user: usize) -> Json {
        let has_second_factor = self.switches.is_on("second_factor_in_lists");
        self.users
            .get(user)
            .map_or(Json::Null, |user| user.metadata(has_second_factor))
    }

    /// Row 8, `POST /ng/api/user/aggregate`; its page size has no limit.
    pub(crate) fn aggregated_users(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand_people(call.who, &scope, USER_VIEW, None)?;
        let body = Body::of(call.request)?;
        let roles = body.texts("roleIdentifiers")?.unwrap_or_default();
        let resources = body.texts("resourceGroupIdentifiers")?.unwrap_or_default();
        let is_filtered = !roles.is_empty() || !resources.is_empty();
        let term = call.request.query_value("searchTerm").unwrap_or_default();
        if is_filtered && !term.is_empty() {
            return Err(bad_request("A filter and a search exclude each other"));
        }
        let pattern = search(Some(&term))?;
        let paging = Paging::of(call.request)?;
        let is_wanted = |role: &str, group: &str| {
            (roles.is_empty() || roles.iter().any(|wanted| wanted == role))
                && (resources.is_empty() || resources.iter().any(|wanted| wanted == group))
        };
        let question = format!("aggregate {scope:?} {term:?} {roles:?} {resources:?}");
        let (total, page) = self.people(&paging, &question, |harness| {
            let listed = harness.listed.get(&scope).into_iter().flatten().copied();
            listed
                .filter(|user| harness.fits(*user, pattern.as_ref()))
                .filter(|user| {
                    !is_filtered || !harness.role_metadata(&scope, *user, is_wanted).is_empty()
                })
                .collect()
        });
        let content = page
            .into_iter()
            .map(|user| {
                json!({
                    "user": self.metadata(user),
                    "roleAssignmentMetadata": self.role_metadata(&scope, user, is_wanted),
                })
            })
            .collect();
        data(paging.page(total, content, &self.empty_token()))
    }

    fn fits(&self, user: usize, pattern: Option<&regex::Regex>) -> bool {
        let Some(pattern) = pattern else {
            return true;
        };
        self.users.get(user).is_some_and(|user| {
            pattern.is_match(&user.email)
                || user
                    .shown
                    .name
                    .as_deref()
                    .is_some_and(|name| pattern.is_match(name))
        })
    }

    /// Row 9, `POST /ng/api/user/batch`.
    pub(crate) fn batch(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        let paging = Paging::of(call.request)?.limited()?;
        let body = Body::of(call.request)?;
        let parents = body
            .text("parentFilter")?
            .unwrap_or_else(|| "NO_PARENT_SCOPES".to_owned());
        let asked = match parents.as_str() {
            "NO_PARENT_SCOPES" => vec![scope.clone()],
            "INCLUDE_PARENT_SCOPES" | "STRICTLY_PARENT_SCOPES" => scope.line(),
            _ => return Err(invalid("parentFilter", "is none that is known")),
        };
        for scope in &asked {
            self.demand_people(call.who, scope, USER_VIEW, None)?;
        }
        let page = self.filtered(&body, &paging, &scope, |harness| {
            let mut found: BTreeSet<usize> = BTreeSet::new();
            for scope in &asked {
                found.extend(harness.listed.get(scope).into_iter().flatten());
            }
            if parents == "STRICTLY_PARENT_SCOPES"
                && let Some(here) = harness.listed.get(&scope)
            {
                found.retain(|user| !here.contains(user));
            }
            found.into_iter().collect()
        })?;
        data(page)
    }

    /// A page of those whom a `UserFilter` leaves.
    pub(crate) fn filtered(
        &mut self,
        body: &Body,
        paging: &Paging,
        scope: &Scope,
        choose: impl FnOnce(&Self) -> Vec<usize>,
    ) -> Answer<Json> {
        let term = body.text("searchTerm")?.unwrap_or_default();
        let pattern = search(Some(&term))?;
        let ids = body.texts("identifiers")?.unwrap_or_default();
        let emails: Vec<String> = body
            .texts("emails")?
            .unwrap_or_default()
            .into_iter()
            .map(|email| email.to_lowercase())
            .collect();
        let parents = body.text("parentFilter")?;
        let question = format!("filter {scope:?} {term:?} {ids:?} {emails:?} {parents:?}");
        let is_asked = |harness: &Self, user: usize| {
            ids.is_empty() && emails.is_empty()
                || harness
                    .users
                    .get(user)
                    .is_some_and(|user| ids.contains(&user.id) || emails.contains(&user.email))
        };
        let (total, page) = self.people(paging, &question, |harness| {
            choose(harness)
                .into_iter()
                .filter(|user| is_asked(harness, *user))
                .filter(|user| harness.fits(*user, pattern.as_ref()))
                .collect()
        });
        let content = page.into_iter().map(|user| self.metadata(user)).collect();
        Ok(paging.page(total, content, &self.empty_token()))
    }

    /// Row 10, `GET /ng/api/user/aggregate/{userId}`.
    pub(crate) fn aggregated_user(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?;
        let id = parts.first().map_or("", String::as_str);
        self.demand_people(call.who, &scope, USER_VIEW, Some(id))?;
        let user = self
            .by_id
            .get(id)
            .copied()
            .filter(|user| self.is_member(&scope, *user))
            .ok_or_else(|| rule("ENTITY_NOT_FOUND", "This person is no member of the scope"))?;
        data(json!({
            "user": self.metadata(user),
            "roleAssignmentMetadata": self.role_metadata(&scope, user, |_, _| true),
        }))
    }

    /// Row 11: whether every administrator of the scope is this person, which also holds where there is none.
    pub(crate) fn last_admin(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        let id = call.request.query_value("userId").ok_or_else(unhandled)?;
        self.demand_people(call.who, &scope, USER_VIEW, Some(&id))?;
        data(self.is_last_admin(&scope, self.by_id.get(&id).copied()))
    }

    fn is_last_admin(&self, scope: &Scope, user: Option<usize>) -> bool {
        self.people_with(scope, &scope.admin_role())
            .into_iter()
            .all(|admin| Some(admin) == user)
    }

    /// Row 13, `DELETE /ng/api/user/{userId}`: the membership goes, the person stays (contract 5.10).
    pub(crate) fn remove_user(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?;
        let id = parts.first().map_or("", String::as_str);
        self.demand_people(call.who, &scope, USER_MANAGE, Some(id))?;
        let Some(user) = self
            .by_id
            .get(id)
            .copied()
            .filter(|user| self.is_member(&scope, *user))
        else {
            return data(false);
        };
        // Organizations and projects may lose their last administrator, accounts may not.
        if scope.level() == "account" && self.is_last_admin(&scope, Some(user)) {
            return Err(rule(
                "REQUEST_PROCESSING_INTERRUPTED",
                "The last administrator of an account cannot be removed",
            ));
        }
        self.leave(call.clock, &scope, user);
        data(true)
    }

    /// Row 14, `GET /ng/api/user/reset-two-factor-auth/{userId}`: a GET that stores a secret and sends it.
    pub(crate) fn reset_two_factor(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?.top();
        let id = parts.first().map_or("", String::as_str);
        self.demand_people(call.who, &scope, USER_MANAGE, Some(id))?;
        self.demand_feature()?;
        if !self.switches.is_on("mail_server") {
            return Err(bad_request("Invalid request: no mail server is set up"));
        }
        let user = self
            .by_id
            .get(id)
            .copied()
            .ok_or_else(|| bad_request("This person is unknown"))?;
        let person = self.user_mut(user)?;
        if !person.has_second_factor {
            return resource(false);
        }
        let secret = totp::secret(call.random);
        person.totp_secret = Some(secret.clone());
        person.updated_ms = call.clock.now_ms();
        let email = person.email.clone();
        let letter = ("Your new secret".to_owned(), Some(secret));
        self.send(call.clock, &email, "Your second factor was reset", letter);
        resource(true)
    }

    /// Row 15, `PUT /ng/api/user/unlock-user/{userId}`.
    pub(crate) fn unlock(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?;
        let id = parts.first().map_or("", String::as_str);
        self.demand_people(call.who, &scope, USER_MANAGE, Some(id))?;
        let user = self
            .by_id
            .get(id)
            .copied()
            .ok_or_else(|| bad_request("This person is unknown"))?;
        let now = call.clock.now_ms();
        let person = self.user_mut(user)?;
        if person.default_account != scope.account {
            return Err(bad_request("This account is not the person's default"));
        }
        person.is_locked = false;
        person.failures = 0;
        person.locked_until_ms = 0;
        person.updated_ms = now;
        self.publish(call.clock, user);
        data(self.info(user)?)
    }
}
