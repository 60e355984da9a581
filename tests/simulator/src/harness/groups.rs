//! User groups of a scope (contract 2.5).

use serde_json::{Value as Json, json};

use super::Call;
use super::answer::{Answer, Refusal, bad_request, data, invalid, no_route, rule};
use super::body::Body;
use super::paging::{Paging, search, sort_by};
use super::scope::Scope;
use super::state::{Group, Harness};

fn no_group() -> Refusal {
    rule(
        "RESOURCE_NOT_FOUND_EXCEPTION",
        "There is no such user group in this scope",
    )
}

impl Harness {
    fn group_json(&self, scope: &Scope, group: &Group) -> Json {
        let users: Vec<&str> = group
            .users
            .iter()
            .filter_map(|user| self.users.get(*user))
            .map(|user| user.id.as_str())
            .collect();
        let linked = |text: &str| group.is_sso_linked.then(|| text.to_owned());
        json!({
            "accountIdentifier": scope.account,
            "orgIdentifier": scope.org,
            "projectIdentifier": scope.project,
            "identifier": group.id,
            "name": group.name,
            "users": users,
            "notificationConfigs": [],
            "linkedSsoId": linked("saml-1"),
            "linkedSsoType": linked("SAML"),
            "linkedSsoDisplayName": linked("Company sign-in"),
            "ssoGroupId": linked(&group.name),
            "ssoGroupName": linked(&group.name),
            "externallyManaged": group.is_externally_managed,
            "description": group.description,
            "tags": {},
            "ssoLinked": group.is_sso_linked,
        })
    }

    /// `GET /ng/api/user-groups`.
    pub(crate) fn list_groups(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand_groups(call.who, &scope, false, None)?;
        let scopes = match call.request.query_value("filterType").as_deref() {
            None | Some("" | "EXCLUDE_INHERITED_GROUPS") => vec![scope.clone()],
            Some("INCLUDE_INHERITED_GROUPS") => scope.line(),
            Some(_) => return Err(no_route()),
        };
        let paging = Paging::of(call.request)?.or_sorted_by("name", true);
        let pattern = search(call.request.query_value("searchTerm").as_deref())?;
        let mut found: Vec<(&Scope, &Group)> = scopes
            .iter()
            .flat_map(|scope| {
                let groups = self.groups.get(scope).into_iter().flatten();
                groups.map(move |(_, group)| (scope, group))
            })
            .filter(|(_, group)| {
                pattern
                    .as_ref()
                    .is_none_or(|one| one.is_match(&group.name) || one.is_match(&group.id))
            })
            .collect();
        sort_by(&mut found, &paging.sort, |(_, group), field| match field {
            "name" => Some(group.name.clone()),
            "identifier" => Some(group.id.clone()),
            _ => None,
        });
        let content = paging
            .cut(&found)
            .iter()
            .map(|(scope, group)| self.group_json(scope, group))
            .collect();
        data(paging.page(found.len(), content, &self.empty_token()))
    }

    fn group(&self, scope: &Scope, parts: &[String]) -> Answer<&Group> {
        parts
            .first()
            .and_then(|id| self.groups.get(scope)?.get(id))
            .ok_or_else(no_group)
    }

    /// `GET /ng/api/user-groups/{identifier}`; one that does not exist is a 400.
    pub(crate) fn read_group(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand_groups(call.who, &scope, false, parts.first().map(String::as_str))?;
        data(self.group_json(&scope, self.group(&scope, parts)?))
    }

    /// `GET /ng/api/user-groups/{identifier}/member/{userId}`.
    pub(crate) fn is_group_member(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand_groups(call.who, &scope, false, parts.first().map(String::as_str))?;
        let user = parts.get(1).and_then(|id| self.by_id.get(id));
        let group = self.group(&scope, parts)?;
        data(user.is_some_and(|user| group.users.contains(user)))
    }

    /// `PUT` and `DELETE /ng/api/user-groups/{identifier}/member/{userId}`.
    pub(crate) fn change_group(
        &mut self,
        call: &mut Call,
        parts: &[String],
        is_added: bool,
    ) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand_groups(call.who, &scope, true, parts.first().map(String::as_str))?;
        let group = self.group(&scope, parts)?;
        if group.is_externally_managed || group.is_sso_linked || group.is_managed {
            return Err(bad_request("The members of this group come from elsewhere"));
        }
        let user = parts
            .get(1)
            .and_then(|id| self.by_id.get(id).copied())
            .filter(|user| !is_added || self.is_member(&scope, *user))
            .ok_or_else(|| bad_request("This person is no member of the scope"))?;
        let id = group.id.clone();
        let group = self
            .groups
            .get_mut(&scope)
            .and_then(|groups| groups.get_mut(&id))
            .ok_or_else(no_group)?;
        group.users.retain(|member| *member != user);
        if is_added {
            group.users.push(user);
        }
        data(self.group_json(&scope, self.group(&scope, parts)?))
    }

    /// `POST /ng/api/user-groups/{identifier}/users`.
    pub(crate) fn group_users(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand_groups(call.who, &scope, false, parts.first().map(String::as_str))?;
        let paging = Paging::of(call.request)?;
        let body = Body::of(call.request)?;
        let users = self.group(&scope, parts)?.users.clone();
        let page = self.filtered(&body, &paging, &scope, |_| users)?;
        // The same filter means other people in each group.
        self.kept = None;
        data(page)
    }

    /// `PUT /ng/api/user/add-user-to-groups/{userId}`: replaces every membership but those of managed groups.
    pub(crate) fn add_to_groups(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand_groups(call.who, &scope, true, None)?;
        let body = Body::of(call.request)?;
        let wanted = body
            .texts("userGroupIdsToAdd")?
            .ok_or_else(|| invalid("userGroupIdsToAdd", "must not be null"))?;
        let user = parts
            .first()
            .and_then(|id| self.by_id.get(id).copied())
            .filter(|user| self.is_member(&scope, *user))
            .ok_or_else(|| bad_request("This person is no member of the scope"))?;
        for group in self
            .groups
            .get_mut(&scope)
            .into_iter()
            .flat_map(|groups| groups.values_mut())
            .filter(|group| !group.is_managed)
        {
            group.users.retain(|member| *member != user);
            if wanted.contains(&group.id) {
                group.users.push(user);
            }
        }
        data(true)
    }
}
