//! Adding people and those who have not come yet (contract 2.2 row 12, 2.3, 3.3, 5.5).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::Call;
use super::access::{USER_INVITE, USER_VIEW};
use super::answer::{Answer, Refusal, Reply, bad_request, data, invalid, rule, unhandled};
use super::body::Body;
use super::paging::{Paging, search, sort_by};
use super::routes::Route;
use super::scope::Scope;
use super::state::{Harness, Holder, Invite, Principal, User, identifier, opaque_id};

/// An invitation is kept so long; the link in its mail ends earlier.
pub(crate) const INVITE_MS: u64 = 30 * 86_400_000;

/// What came with the e-mails.
struct Order {
    bindings: Vec<Json>,
    groups: Vec<String>,
}

fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    !name.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !domain.contains('@')
        && !text.contains(char::is_whitespace)
}

impl Harness {
    /// Row 12, `POST /ng/api/user/users`: not atomic, and not to be repeated.
    pub(crate) fn add_users(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        let body = Body::of(call.request)?;
        let emails = body.texts("emails")?.unwrap_or_default();
        if emails.is_empty() || emails.len() > 100 {
            return Err(invalid("emails", "size must be between 1 and 100"));
        }
        if let Some(wrong) = emails.iter().find(|email| !is_email(email)) {
            return Err(invalid("emails", &format!("{wrong} is no e-mail address")));
        }
        let is_free =
            matches!(call.who, Principal::Service(_)) && self.switches.is("service_invite", "free");
        if !is_free {
            self.demand_people(call.who, &scope, USER_INVITE, None)?;
        }
        let order = self.read_order(&body, &scope)?;
        let mut results = BTreeMap::new();
        let mut refused = None;
        // Invitations come first, members after them; what was sent before a refusal is sent.
        let (members, others): (Vec<&String>, Vec<&String>) = emails
            .iter()
            .partition(|email| self.is_member_by_email(&scope, email));
        for email in others {
            match self.add_one(call, &scope, email, &order) {
                Ok(result) => {
                    results.insert(email.to_lowercase(), result);
                }
                Err(problem) => refused = refused.or(Some(problem)),
            }
        }
        if let Some(problem) = refused {
            return Err(problem);
        }
        for email in members {
            // Upper case finds the membership and misses the person (contract 3.3).
            if *email == email.to_lowercase()
                && let Some(user) = self.by_email.get(email).copied()
            {
                self.apply(call, &scope, user, &order);
            }
            results.insert(email.to_lowercase(), "USER_ALREADY_ADDED");
        }
        if self.switches.is_on("shifted_results") {
            results = shifted(results);
        }
        data(json!({"addUserResponseMap": results}))
    }

    fn is_member_by_email(&self, scope: &Scope, email: &str) -> bool {
        self.by_email
            .get(&email.to_lowercase())
            .is_some_and(|user| self.is_member(scope, *user))
    }

    fn read_order(&self, body: &Body, scope: &Scope) -> Answer<Order> {
        let mut bindings = Vec::new();
        for binding in body.list("roleBindings")?.into_iter().flatten() {
            let text = |name: &str| {
                binding
                    .get(name)
                    .and_then(Json::as_str)
                    .filter(|text| !text.trim().is_empty())
            };
            let role = text("roleIdentifier")
                .ok_or_else(|| invalid("roleBindings.roleIdentifier", "must not be empty"))?;
            let resources = text("resourceGroupIdentifier")
                .map_or_else(|| scope.all_resources(), str::to_owned);
            if resources == "_all_resources" {
                return Err(bad_request("This resource group is no longer given out"));
            }
            bindings.push(json!({
                "roleIdentifier": role,
                "roleName": text("roleName"),
                "resourceGroupIdentifier": resources,
                "resourceGroupName": text("resourceGroupName"),
                "managedRole": binding.get("managedRole") == Some(&Json::Bool(true)),
            }));
        }
        // Groups that do not exist are dropped without a word.
        let groups = body
            .texts("userGroups")?
            .unwrap_or_default()
            .into_iter()
            .filter(|id| {
                self.groups
                    .get(scope)
                    .is_some_and(|groups| groups.contains_key(id))
            })
            .collect();
        Ok(Order { bindings, groups })
    }

    fn add_one(
        &mut self,
        call: &mut Call,
        scope: &Scope,
        email: &str,
        order: &Order,
    ) -> Result<&'static str, Refusal> {
        let email = email.to_lowercase();
        let domain = self.switches.choice("allowed_domain");
        if domain != "any" && !email.ends_with(&format!("@{domain}")) {
            return Ok("FAIL");
        }
        let known = self.by_email.get(&email).copied();
        if let Some(user) = known.filter(|user| self.is_member(&scope.top(), *user)) {
            self.join(call.clock, scope, user);
            self.apply(call, scope, user, order);
            self.send(
                call.clock,
                &email,
                "You were added",
                (scope.level().to_owned(), None),
            );
            return Ok("USER_ADDED_SUCCESSFULLY");
        }
        let found = self
            .invites
            .iter()
            .position(|invite| invite.email == email && invite.scope == *scope);
        if let Some(found) = found {
            let now = call.clock.now_ms();
            let invite = self.invites.get_mut(found).ok_or_else(unhandled)?;
            invite.valid_until_ms = now + INVITE_MS;
            let (is_stuck, link) = (invite.is_approved, link_of(&invite.id));
            self.send(call.clock, &email, "You are invited", link);
            if is_stuck {
                return Err(rule(
                    "INVALID_ARGUMENT",
                    "An earlier invitation was accepted and not carried out",
                ));
            }
            return Ok("USER_ALREADY_INVITED");
        }
        let top = scope.top();
        let people = self.members.get(&top).map_or(0, BTreeSet::len);
        let is_full = self
            .switches
            .number("user_limit")
            .is_some_and(|limit| u64::try_from(people).unwrap_or(u64::MAX) >= limit);
        if is_full {
            return Err(bad_request("The licence allows no more people"));
        }
        match self.switches.choice("sso_members") {
            "added" => {
                self.make_person(call, scope, &email, order);
                Ok("USER_ADDED_SUCCESSFULLY")
            }
            "not_required" => {
                self.make_person(call, scope, &email, order);
                Ok("USER_INVITE_NOT_REQUIRED")
            }
            _ => {
                let id = identifier(call.random, 22);
                self.send(call.clock, &email, "You are invited", link_of(&id));
                self.invites.push(Invite {
                    id,
                    email,
                    name: None,
                    scope: scope.clone(),
                    bindings: order.bindings.clone(),
                    groups: order.groups.clone(),
                    kind: "ADMIN_INITIATED_INVITE",
                    is_approved: false,
                    valid_until_ms: call.clock.now_ms() + INVITE_MS,
                });
                Ok("USER_INVITED_SUCCESSFULLY")
            }
        }
    }

    fn make_person(&mut self, call: &mut Call, scope: &Scope, email: &str, order: &Order) {
        let now = call.clock.now_ms();
        let known = self.by_email.get(email).copied();
        let user = known.unwrap_or_else(|| {
            let id = opaque_id(call.random);
            self.add_user(User {
                id,
                email: email.to_owned(),
                name: email.split_once('@').map(|(name, _)| name.to_owned()),
                default_account: scope.account.clone(),
                is_email_verified: true,
                created_ms: now,
                updated_ms: now,
                ..User::default()
            })
        });
        self.join(call.clock, scope, user);
        self.apply(call, scope, user, order);
    }

    /// Gives the roles and groups of an order; what cannot be given is left out without a word (contract 5.5).
    fn apply(&mut self, call: &mut Call, scope: &Scope, user: usize, order: &Order) {
        for binding in &order.bindings {
            let text = |name: &str| binding.get(name).and_then(Json::as_str).unwrap_or_default();
            let (role, resources) = (text("roleIdentifier"), text("resourceGroupIdentifier"));
            if self.has_role(role, scope) && self.has_resources(resources) {
                let holder = Holder::Principal(Principal::User(user));
                self.assign(call.random, scope, holder, (role, resources));
            }
        }
        for id in &order.groups {
            if let Some(group) = self
                .groups
                .get_mut(scope)
                .and_then(|groups| groups.get_mut(id))
                && !group.users.contains(&user)
            {
                group.users.push(user);
            }
        }
    }

    /// `GET /ng/api/invites` and `POST /ng/api/invites/aggregate`; no order by itself.
    pub(crate) fn list_invites(&mut self, call: &mut Call, route: Route) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand_people(call.who, &scope, USER_VIEW, None)?;
        let body = Body::of(call.request)?;
        let roles = body.texts("roleIdentifiers")?.unwrap_or_default();
        let resources = body.texts("resourceGroupIdentifiers")?.unwrap_or_default();
        let is_filtered = !roles.is_empty() || !resources.is_empty();
        let term = call.request.query_value("searchTerm").unwrap_or_default();
        if route == Route::InvitesAggregate && is_filtered && !term.is_empty() {
            return Err(bad_request("A filter and a search exclude each other"));
        }
        let pattern = search(
            Some(&term)
                .filter(|_| route == Route::InvitesAggregate)
                .map(String::as_str),
        )?;
        let paging = Paging::of(call.request)?;
        let is_bound = |invite: &Invite| {
            invite.bindings.iter().any(|binding| {
                let is_one_of = |name: &str, wanted: &[String]| {
                    wanted.is_empty()
                        || binding
                            .get(name)
                            .and_then(Json::as_str)
                            .is_some_and(|text| wanted.iter().any(|one| one == text))
                };
                is_one_of("roleIdentifier", &roles)
                    && is_one_of("resourceGroupIdentifier", &resources)
            })
        };
        let mut found: Vec<&Invite> = self
            .invites
            .iter()
            .filter(|invite| invite.scope == scope && !invite.is_approved)
            .filter(|invite| !is_filtered || is_bound(invite))
            .filter(|invite| {
                pattern.as_ref().is_none_or(|pattern| {
                    pattern.is_match(&invite.email)
                        || invite
                            .name
                            .as_deref()
                            .is_some_and(|name| pattern.is_match(name))
                })
            })
            .collect();
        sort_by(&mut found, &paging.sort, |invite, field| match field {
            "email" => Some((0, invite.email.clone())),
            "name" => Some((0, invite.name.clone().unwrap_or_default())),
            "createdAt" | "lastModifiedAt" => Some((invite.valid_until_ms, String::new())),
            _ => None,
        });
        let content = paging.cut(&found).iter().map(|one| one.json()).collect();
        data(paging.page(found.len(), content, &self.empty_token()))
    }

    /// `GET /ng/api/invites/invite`, by id or by the token of the mail.
    pub(crate) fn read_invite(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        let id = call
            .request
            .query_value("inviteId")
            .or_else(|| call.request.query_value("jwttoken"))
            .unwrap_or_default();
        let invite = self
            .invites
            .iter()
            .find(|invite| invite.id == id && invite.scope.account == scope.account)
            .ok_or_else(|| bad_request("There is no such invitation"))?;
        self.demand_people(call.who, &invite.scope, USER_VIEW, None)?;
        data(invite.json())
    }

    fn find_invite(&self, account: &str, id: &str) -> Option<usize> {
        self.invites
            .iter()
            .position(|invite| invite.id == id && invite.scope.account == account)
    }

    /// `PUT /ng/api/invites/{inviteId}`: sends the mail again and takes roles and groups from the body.
    pub(crate) fn resend_invite(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?.top();
        let body = Body::of(call.request)?.required()?;
        let email = body
            .text("email")?
            .ok_or_else(|| invalid("email", "must not be null"))?;
        if body.text("inviteType")?.is_none() {
            return Err(invalid("inviteType", "must not be null"));
        }
        let id = parts.first().map_or("", String::as_str);
        let found = self.find_invite(&scope.account, id);
        let at = found
            .and_then(|found| self.invites.get(found))
            .map_or_else(|| scope.clone(), |invite| invite.scope.clone());
        self.demand_people(call.who, &at, USER_INVITE, None)?;
        let groups = body.texts("userGroups")?.unwrap_or_default();
        let bindings = body.list("roleBindings")?.cloned().unwrap_or_default();
        let now = call.clock.now_ms();
        let Some(invite) = found.and_then(|found| self.invites.get_mut(found)) else {
            return data(Json::Null);
        };
        if invite.is_approved || invite.kind == "SCIM_INITIATED_INVITE" {
            return data(Json::Null);
        }
        if invite.email != email || invite.kind == "USER_INITIATED_INVITE" {
            return Err(unhandled());
        }
        invite.bindings = bindings;
        invite.groups = groups;
        invite.valid_until_ms = now + INVITE_MS;
        let (shown, link) = (invite.json(), link_of(&invite.id));
        self.send(call.clock, &email, "You are invited", link);
        data(shown)
    }

    /// `DELETE /ng/api/invites/{inviteId}`.
    pub(crate) fn delete_invite(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?.top();
        let id = parts.first().map_or("", String::as_str);
        let found = self.find_invite(&scope.account, id);
        let at = found
            .and_then(|found| self.invites.get(found))
            .map_or_else(|| scope.clone(), |invite| invite.scope.clone());
        self.demand_people(call.who, &at, USER_INVITE, None)?;
        Ok(Reply::Data(found.map_or(Json::Null, |found| {
            self.invites.remove(found).json()
        })))
    }
}

/// What an invitation's mail says, and the token of its link.
fn link_of(id: &str) -> (String, Option<String>) {
    let text = format!("/ng/#/accept-invite?token={id}");
    (text, Some(id.to_owned()))
}

/// Each result at the e-mail before its own.
fn shifted(results: BTreeMap<String, &'static str>) -> BTreeMap<String, &'static str> {
    let mut values: Vec<&str> = results.values().copied().collect();
    if !values.is_empty() {
        values.rotate_left(1);
    }
    results.into_keys().zip(values).collect()
}

impl Invite {
    /// As answers show it (contract 3.3).
    pub(crate) fn json(&self) -> Json {
        json!({
            "id": self.id,
            "name": self.name,
            "email": self.email,
            "accountIdentifier": self.scope.account,
            "orgIdentifier": self.scope.org,
            "projectIdentifier": self.scope.project,
            "roleBindings": self.bindings,
            "userGroups": self.groups,
            "inviteType": self.kind,
            "approved": self.is_approved,
        })
    }
}
