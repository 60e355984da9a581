//! Roles, groups of resources, and who is permitted what (contract 1.5, 2.5 and 6).

use serde_json::{Value as Json, json};

use super::Call;
use super::answer::{Answer, Refusal, bad_request, data, invalid};
use super::body::Body;
use super::keys::not_yours;
use super::paging::{Paging, search, sort_by};
use super::scope::Scope;
use super::state::{Harness, Holder, Principal, ResourceGroup, Role};

/// To see people.
pub(crate) const USER_VIEW: &str = "core_user_view";
/// To change and remove people.
pub(crate) const USER_MANAGE: &str = "core_user_manage";
/// To add people.
pub(crate) const USER_INVITE: &str = "core_user_invite";
const GROUP_VIEW: &str = "core_usergroup_view";
const GROUP_MANAGE: &str = "core_usergroup_manage";
const ROLE_VIEW: &str = "core_role_view";
const RESOURCE_GROUP_VIEW: &str = "core_resourcegroup_view";
/// To see how people sign in.
pub(crate) const AUTH_VIEW: &str = "core_authsetting_view";
const ACCOUNT_VIEW: &str = "core_account_view";
const SERVICE_VIEW: &str = "core_serviceaccount_view";
const SERVICE_EDIT: &str = "core_serviceaccount_edit";

/// The group that covers everything from its scope down.
pub(crate) const EVERYTHING: &str = "_all_resources_including_child_scopes";

const VIEWS: &[&str] = &[
    USER_VIEW,
    GROUP_VIEW,
    ROLE_VIEW,
    RESOURCE_GROUP_VIEW,
    ACCOUNT_VIEW,
    SERVICE_VIEW,
];
const WRITES: &[&str] = &[
    USER_MANAGE,
    USER_INVITE,
    GROUP_MANAGE,
    AUTH_VIEW,
    SERVICE_EDIT,
];

const LEVELS: [&str; 3] = ["account", "organization", "project"];

/// The roles of the platform.
pub(crate) fn built_in_roles() -> Vec<Role> {
    let mut roles = Vec::new();
    for (level, title) in LEVELS
        .into_iter()
        .zip(["Account", "Organization", "Project"])
    {
        let everything = VIEWS.iter().chain(WRITES).copied().collect();
        for (kind, name, permissions) in [
            ("admin", "Admin", everything),
            ("viewer", "Viewer", VIEWS.to_vec()),
            ("basic", "Basic", Vec::new()),
        ] {
            roles.push(Role {
                id: format!("_{level}_{kind}"),
                name: format!("{title} {name}"),
                permissions,
                levels: vec![level],
                scope: None,
            });
        }
    }
    roles
}

/// The groups of resources of the platform.
pub(crate) fn built_in_groups() -> Vec<ResourceGroup> {
    let mut groups: Vec<ResourceGroup> = LEVELS
        .into_iter()
        .zip(["Account", "Organization", "Project"])
        .map(|(level, title)| ResourceGroup {
            id: format!("_all_{level}_level_resources"),
            name: format!("All {title} Level Resources"),
            levels: vec![level],
            has_children: false,
            has_people: true,
            scope: None,
        })
        .collect();
    groups.push(ResourceGroup {
        id: EVERYTHING.to_owned(),
        name: "All Resources Including Child Scopes".to_owned(),
        levels: vec!["account", "organization"],
        has_children: true,
        has_people: true,
        scope: None,
    });
    groups
}

impl Harness {
    fn holders(&self, scope: &Scope, who: Principal) -> Vec<Holder> {
        let mut holders = vec![Holder::Principal(who)];
        if let (Principal::User(user), Some(groups)) = (who, self.groups.get(scope)) {
            let of_user = groups
                .values()
                .filter(|group| group.users.contains(&user))
                .map(|group| Holder::Group(group.id.clone()));
            holders.extend(of_user);
        }
        holders
    }

    /// Whether a principal has a permission in a scope, by itself or through groups, here or from above.
    pub(crate) fn is_permitted(&self, who: Principal, scope: &Scope, permission: &str) -> bool {
        // A scope that does not exist is a matter of permission too (contract 1.2).
        if !self.members.contains_key(scope) {
            return false;
        }
        scope.line().iter().any(|level| {
            let Some(held) = self.assignments.get(level) else {
                return false;
            };
            self.holders(level, who).iter().any(|holder| {
                held.get(holder).into_iter().flatten().any(|one| {
                    let has_permission = self
                        .roles
                        .iter()
                        .any(|role| role.id == one.role && role.permissions.contains(&permission));
                    has_permission
                        && self
                            .resource_groups
                            .iter()
                            .find(|group| group.id == one.resources)
                            .is_some_and(|group| {
                                group.has_people && (level == scope || group.has_children)
                            })
                })
            })
        })
    }

    /// Refuses a caller without a permission.
    pub(crate) fn demand(
        &self,
        who: Principal,
        scope: &Scope,
        permission: &str,
        (kind, id): (&str, Option<&str>),
    ) -> Answer<()> {
        if self.is_permitted(who, scope, permission) {
            return Ok(());
        }
        Err(Refusal::Denied {
            message: format!(
                "Missing permission {permission} on {}",
                kind.to_ascii_lowercase()
            ),
            checks: json!([{
                "resourceScope": scope.json(),
                "resourceType": kind,
                "resourceIdentifier": id,
                "permission": permission,
                "resourceAttributes": null,
            }]),
        })
    }

    /// Refuses a caller who may not do this with people of a scope.
    pub(crate) fn demand_people(
        &self,
        who: Principal,
        scope: &Scope,
        permission: &str,
        id: Option<&str>,
    ) -> Answer<()> {
        self.demand(who, scope, permission, ("USER", id))
    }

    /// Refuses a caller who may not see groups, or change one.
    pub(crate) fn demand_groups(
        &self,
        who: Principal,
        scope: &Scope,
        is_write: bool,
        id: Option<&str>,
    ) -> Answer<()> {
        let permission = if is_write { GROUP_MANAGE } else { GROUP_VIEW };
        self.demand(who, scope, permission, ("USERGROUP", id))
    }

    /// Refuses a caller who may not see or change the keys of service accounts.
    pub(crate) fn demand_services(
        &self,
        who: Principal,
        scope: &Scope,
        is_write: bool,
        id: &str,
    ) -> Answer<()> {
        let permission = if is_write { SERVICE_EDIT } else { SERVICE_VIEW };
        self.demand(who, scope, permission, ("SERVICEACCOUNT", Some(id)))
    }

    /// Refuses a caller who may not see the account, where that is asked at all.
    pub(crate) fn demand_account(&self, who: Principal, scope: &Scope) -> Answer<()> {
        if self.switches.is("account_read", "everybody") {
            return Ok(());
        }
        self.demand(who, scope, ACCOUNT_VIEW, ("ACCOUNT", Some(&scope.account)))
    }

    /// The people who hold a role of a scope, by themselves or through groups.
    pub(crate) fn people_with(&self, scope: &Scope, role: &str) -> Vec<usize> {
        let mut people = Vec::new();
        for (holder, held) in self.assignments.get(scope).into_iter().flatten() {
            if held.iter().all(|one| one.role != role) {
                continue;
            }
            match holder {
                Holder::Principal(Principal::User(user)) => people.push(*user),
                Holder::Principal(Principal::Service(_)) => {}
                Holder::Group(group) => people.extend(
                    self.groups
                        .get(scope)
                        .and_then(|groups| groups.get(group))
                        .into_iter()
                        .flat_map(|group| group.users.iter().copied()),
                ),
            }
        }
        people.sort_unstable();
        people.dedup();
        people
    }

    /// The direct roles of somebody at exactly this scope (contract 3.2).
    pub(crate) fn role_metadata(
        &self,
        scope: &Scope,
        user: usize,
        is_wanted: impl Fn(&str, &str) -> bool,
    ) -> Vec<Json> {
        let name_of = |id: &str| {
            let of_roles = self.roles.iter().map(|role| (&role.id, &role.name));
            let of_groups = self
                .resource_groups
                .iter()
                .map(|group| (&group.id, &group.name));
            of_roles
                .chain(of_groups)
                .find(|(known, _)| *known == id)
                .map(|(_, name)| name.clone())
        };
        self.assignments
            .get(scope)
            .and_then(|held| held.get(&Holder::Principal(Principal::User(user))))
            .into_iter()
            .flatten()
            .filter(|one| is_wanted(&one.role, &one.resources))
            .map(|one| {
                json!({
                    "identifier": one.id,
                    "roleIdentifier": one.role,
                    "roleName": name_of(&one.role),
                    "resourceGroupIdentifier": one.resources,
                    "resourceGroupName": name_of(&one.resources),
                    "managedRole": one.role.starts_with('_'),
                    "managedRoleAssignment": one.is_managed,
                })
            })
            .collect()
    }

    /// `POST /authz/api/acl`.
    pub(crate) fn check_access(&mut self, call: &mut Call) -> Answer {
        let body = Body::of(call.request)?.required()?;
        let who = match body.member("principal") {
            None => call.who,
            Some(given) => self.principal_of(given, &call.account)?,
        };
        let checks = body
            .list("permissions")?
            .ok_or_else(|| invalid("permissions", "must not be null"))?;
        if checks.len() > 10_000 {
            return Err(invalid("permissions", "size must be between 0 and 10000"));
        }
        if who != call.who {
            if self.switches.is("others_access", "nobody") {
                return Err(not_yours());
            }
            let scope = Scope::account(&call.account);
            self.demand_people(call.who, &scope, USER_VIEW, None)?;
        }
        let mut list = Vec::with_capacity(checks.len());
        for check in checks {
            let text = |name: &str| check.get(name).and_then(Json::as_str);
            let at = |name: &str| {
                check
                    .get("resourceScope")
                    .and_then(|scope| scope.get(name))
                    .and_then(Json::as_str)
                    .filter(|text| !text.is_empty())
            };
            let scope = Scope {
                account: at("accountIdentifier").unwrap_or_default().to_owned(),
                org: at("orgIdentifier").map(str::to_owned),
                project: at("projectIdentifier").map(str::to_owned),
            };
            if scope.account != call.account {
                return Err(bad_request("The checks are about another account"));
            }
            let permission = text("permission")
                .ok_or_else(|| invalid("permissions.permission", "must not be null"))?;
            list.push(json!({
                "permission": permission,
                "resourceScope": scope.json(),
                "resourceType": text("resourceType"),
                "resourceIdentifier": text("resourceIdentifier"),
                "permitted": self.is_permitted(who, &scope, permission),
            }));
        }
        // Matched by content, not by place: answers do not keep the order (contract 3.6).
        list.reverse();
        data(json!({"principal": self.principal_json(who), "accessControlList": list}))
    }

    fn principal_of(&self, given: &Json, account: &str) -> Answer<Principal> {
        let text = |name: &str| given.get(name).and_then(Json::as_str).unwrap_or_default();
        let id = text("identifier");
        let found = match text("type") {
            "USER" => self.by_id.get(id).copied().map(Principal::User),
            "SERVICE_ACCOUNT" => self.service_of(id, account).map(Principal::Service),
            _ => None,
        };
        found.ok_or_else(|| bad_request("The principal is unknown"))
    }

    /// The place of a service account.
    pub(crate) fn service_of(&self, id: &str, account: &str) -> Option<usize> {
        self.services
            .iter()
            .position(|service| service.id == id && service.account == account)
    }

    /// The id of a principal.
    pub(crate) fn id_of(&self, who: Principal) -> &str {
        match who {
            Principal::User(user) => self.users.get(user).map(|user| user.id.as_str()),
            Principal::Service(service) => self.services.get(service).map(|one| one.id.as_str()),
        }
        .unwrap_or_default()
    }

    fn principal_json(&self, who: Principal) -> Json {
        let kind = match who {
            Principal::User(_) => "USER",
            Principal::Service(_) => "SERVICE_ACCOUNT",
        };
        json!({"scopeLevel": "account", "identifier": self.id_of(who), "type": kind})
    }

    /// `GET /authz/api/roles`: the platform's roles of every level, and those of the scope.
    pub(crate) fn list_roles(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand(call.who, &scope, ROLE_VIEW, ("ROLE", None))?;
        let paging = Paging::of(call.request)?.or_sorted_by("name", true);
        let pattern = search(call.request.query_value("searchTerm").as_deref())?;
        let mut found: Vec<&Role> = self
            .roles
            .iter()
            .filter(|role| role.scope.as_ref().is_none_or(|own| *own == scope))
            .filter(|role| {
                pattern
                    .as_ref()
                    .is_none_or(|one| one.is_match(&role.name) || one.is_match(&role.id))
            })
            .collect();
        sort_by(&mut found, &paging.sort, |role, field| match field {
            "name" => Some(role.name.clone()),
            "identifier" => Some(role.id.clone()),
            _ => None,
        });
        let content = paging
            .cut(&found)
            .iter()
            .map(|role| self.role_json(role, &scope))
            .collect();
        data(paging.page(found.len(), content, &self.empty_token()))
    }

    /// `GET /authz/api/roles/{identifier}`.
    pub(crate) fn read_role(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let scope = Scope::of(call.request)?;
        let id = parts.first().map_or("", String::as_str);
        self.demand(call.who, &scope, ROLE_VIEW, ("ROLE", Some(id)))?;
        let role = self
            .roles
            .iter()
            .find(|role| role.id == id && role.scope.as_ref().is_none_or(|own| *own == scope))
            .ok_or_else(|| bad_request("There is no such role in this scope"))?;
        data(self.role_json(role, &scope))
    }

    fn role_json(&self, role: &Role, scope: &Scope) -> Json {
        let count = |is_counted: fn(&Holder) -> bool| {
            self.assignments
                .get(scope)
                .into_iter()
                .flatten()
                .filter(|(holder, held)| {
                    is_counted(holder) && held.iter().any(|one| one.role == role.id)
                })
                .count()
        };
        json!({
            "role": {
                "identifier": role.id,
                "name": role.name,
                "permissions": role.permissions,
                "allowedScopeLevels": role.levels,
                "description": "",
                "tags": {},
            },
            "scope": scope.json(),
            "harnessManaged": role.scope.is_none(),
            "createdAt": self.founded_ms(),
            "lastModifiedAt": self.founded_ms(),
            "roleAssignedToUserCount":
                count(|holder| matches!(holder, Holder::Principal(Principal::User(_)))),
            "roleAssignedToUserGroupCount": count(|holder| matches!(holder, Holder::Group(_))),
            "roleAssignedToServiceAccountCount":
                count(|holder| matches!(holder, Holder::Principal(Principal::Service(_)))),
        })
    }

    fn founded_ms(&self) -> u64 {
        self.accounts
            .first()
            .map_or(0, |account| account.created_ms)
    }

    /// `GET /resourcegroup/api/v2/resourcegroup`.
    pub(crate) fn list_resource_groups(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand(
            call.who,
            &scope,
            RESOURCE_GROUP_VIEW,
            ("RESOURCEGROUP", None),
        )?;
        let paging = Paging::of(call.request)?.or_sorted_by("name", true);
        let pattern = search(call.request.query_value("searchTerm").as_deref())?;
        let mut found: Vec<&ResourceGroup> = self
            .resource_groups
            .iter()
            .filter(|group| match &group.scope {
                Some(own) => *own == scope,
                None => group.levels.contains(&scope.level()),
            })
            .filter(|group| {
                pattern
                    .as_ref()
                    .is_none_or(|one| one.is_match(&group.name) || one.is_match(&group.id))
            })
            .collect();
        sort_by(&mut found, &paging.sort, |group, field| match field {
            "name" => Some(group.name.clone()),
            "identifier" => Some(group.id.clone()),
            _ => None,
        });
        let founded = self.founded_ms();
        let content = paging
            .cut(&found)
            .iter()
            .map(|group| {
                json!({
                    "resourceGroup": {
                        "accountIdentifier": scope.account,
                        "orgIdentifier": scope.org,
                        "projectIdentifier": scope.project,
                        "identifier": group.id,
                        "name": group.name,
                        "color": "",
                        "tags": {},
                        "description": "",
                        "allowedScopeLevels": group.levels,
                        "includedScopes": [],
                        "resourceFilter": {"resources": [], "includeAllResources": group.has_people},
                    },
                    "createdAt": founded,
                    "lastModifiedAt": founded,
                    "harnessManaged": group.scope.is_none(),
                })
            })
            .collect();
        data(paging.page(found.len(), content, &self.empty_token()))
    }

    /// `POST /authz/api/roleassignments/multi`.
    pub(crate) fn assign_roles(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        self.demand_people(call.who, &scope, USER_MANAGE, None)?;
        let body = Body::of(call.request)?.required()?;
        let orders = body
            .list("roleAssignments")?
            .ok_or_else(|| invalid("roleAssignments", "must not be null"))?;
        let mut made = Vec::new();
        for order in orders {
            let text = |name: &str| order.get(name).and_then(Json::as_str).unwrap_or_default();
            let (role, resources) = (text("roleIdentifier"), text("resourceGroupIdentifier"));
            let who =
                self.principal_of(order.get("principal").unwrap_or(&Json::Null), &call.account)?;
            if !self.has_role(role, &scope) || !self.has_resources(resources) {
                return Err(bad_request("The role or the resource group is unknown"));
            }
            let holder = Holder::Principal(who);
            let one = self.assign(call.random, &scope, holder, (role, resources));
            made.push(json!({
                "roleAssignment": {
                    "identifier": one.id,
                    "resourceGroupIdentifier": one.resources,
                    "roleIdentifier": one.role,
                    "principal": self.principal_json(who),
                    "disabled": false,
                    "managed": one.is_managed,
                },
                "scope": scope.json(),
                "createdAt": call.clock.now_ms(),
                "lastModifiedAt": call.clock.now_ms(),
                "harnessManaged": false,
            }));
        }
        data(made)
    }

    /// Whether a role can be given in a scope.
    pub(crate) fn has_role(&self, id: &str, scope: &Scope) -> bool {
        self.roles.iter().any(|role| {
            role.id == id
                && role.levels.contains(&scope.level())
                && role.scope.as_ref().is_none_or(|own| own == scope)
        })
    }

    /// Whether a group of resources exists.
    pub(crate) fn has_resources(&self, id: &str) -> bool {
        self.resource_groups.iter().any(|group| group.id == id)
    }

    /// The page token of an empty page (contract 3.1).
    pub(crate) fn empty_token(&self) -> Json {
        if self.switches.is("empty_page_token", "empty") {
            json!("")
        } else {
            Json::Null
        }
    }
}
