//! Who works where in a fresh Harness.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::access::EVERYTHING;
use super::invites::INVITE_MS;
use super::keys::DEFAULT_MS;
use super::scope::Scope;
use super::state::{
    Account as Tenant, Group, Harness, Holder, Invite, Key, Principal, ResourceGroup, Role,
    ServiceAccount, Token, User, identifier, opaque_id,
};
use crate::clock::Clock;
use crate::names::{Names, ODD};
use crate::random::Random;
use crate::world::{Account, Admin, Plan};

const DAY_MS: u64 = 86_400_000;

/// From this size on a world holds names and e-mails that are hard to show and to search for.
const ODD_FROM: usize = 50;

/// E-mails that a regular expression, a path or a table may trip over.
const ODD_EMAILS: &[&str] = &[
    "build+ci@acme.example",
    "a.b(c)@acme.example",
    "ops[eu]$^*@acme.example",
    "50%off@acme.example",
    "o'neil@acme.example",
    // Some old records have capitals (contract 5.13).
    "Old.Records@Acme.example",
];

/// People whose sign-ins are known.
const STARRING: &[(&str, &str, &str, &str, &str)] = &[
    (
        "rania.haddad",
        "correct-horse-1",
        "_account_admin",
        "account administrator",
        "may do everything",
    ),
    (
        "lena.sommer",
        "correct-horse-2",
        "_account_viewer",
        "account viewer",
        "sees people and changes nothing",
    ),
    (
        "theo.brandt",
        "correct-horse-3",
        "_account_basic",
        "member",
        "sees nobody but himself; has keys and tokens",
    ),
    (
        "marc.weber",
        "correct-horse-4",
        "_account_admin",
        "account administrator",
        "a second administrator",
    ),
];

const ORGS: &[(&str, &[&str])] = &[
    ("default", &["sandbox"]),
    ("payments", &["checkout", "ledger"]),
    ("platform", &["console", "runtime"]),
];

const GROUPS: &[(&str, &str, bool)] = &[
    ("developers", "Developers", false),
    ("release_managers", "Release managers", false),
    ("auditors", "Auditors", false),
    ("directory_staff", "Staff (directory)", true),
];

fn titled(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| format!("{}{}", first.to_uppercase(), letters.as_str()))
        .unwrap_or_default()
}

fn display_name(login: &str) -> String {
    login
        .trim_end_matches(|letter: char| letter.is_ascii_digit())
        .split('.')
        .map(titled)
        .collect::<Vec<_>>()
        .join(" ")
}

impl Harness {
    /// Fills an empty installation and gives the sign-ins that are known.
    pub(crate) fn move_in(
        &mut self,
        plan: &Plan,
        clock: Clock,
        random: &mut Random,
    ) -> Vec<Account> {
        let founded = clock.now_ms().saturating_sub(700 * DAY_MS);
        let mut tenant = |name: &str| Tenant {
            id: opaque_id(random),
            name: name.to_owned(),
            created_ms: founded,
        };
        self.accounts = vec![tenant("Acme Delivery"), tenant("Northwind")];
        let scopes: Vec<Scope> = self
            .accounts
            .iter()
            .map(|account| Scope::account(&account.id))
            .collect();
        let (Some(home), Some(other)) = (scopes.first().cloned(), scopes.get(1).cloned()) else {
            return Vec::new();
        };
        for scope in [&home, &other] {
            self.members.insert(scope.clone(), BTreeSet::new());
        }
        for (org, projects) in ORGS {
            let org = home.org(org);
            for project in *projects {
                self.members.insert(org.project(project), BTreeSet::new());
            }
            self.members.insert(org, BTreeSet::new());
        }
        self.listed = self.members.clone();
        let mut known = Vec::new();
        let mut names = Names::default();
        self.add_starring(plan, &home, clock, random, &mut names, &mut known);
        if plan.users > 0 {
            self.add_crowd(plan.users, &home, &other, clock, random, &mut names);
            self.add_own_roles(&home);
            self.add_groups(&home, random);
            self.add_below(&home, random);
            self.add_invites(&home, clock, random);
            self.add_service(&home, clock, random, &mut known);
        }
        known
    }

    fn add_starring(
        &mut self,
        plan: &Plan,
        home: &Scope,
        clock: Clock,
        random: &mut Random,
        names: &mut Names,
        known: &mut Vec<Account>,
    ) {
        let mut cast: Vec<(String, String, &str, &'static str, &'static str)> = Vec::new();
        let mut stars = STARRING.iter();
        match &plan.admin {
            Admin::Nobody => return,
            Admin::Known => {}
            Admin::Named { name, password } => {
                let (.., role, title, purpose) =
                    stars.next().copied().unwrap_or(("", "", "", "", ""));
                cast.push((name.clone(), password.clone(), role, title, purpose));
            }
        }
        for (login, password, role, title, purpose) in stars {
            names.reserve(login);
            if cast.is_empty() || cast.len() < plan.users {
                let (login, password) = ((*login).to_owned(), (*password).to_owned());
                cast.push((login, password, role, title, purpose));
            }
        }
        for (login, password, role, title, purpose) in cast {
            let email = if login.contains('@') {
                login.to_lowercase()
            } else {
                format!("{}@acme.example", login.to_lowercase())
            };
            let user = self.settle_in(&email, &display_name(&login), home, clock, random);
            if let Some(user) = self.users.get_mut(user) {
                user.password = Some(password.clone());
                user.given_name = login.split('.').next().map(titled);
                user.family_name = login.split('.').nth(1).map(titled);
            }
            let holder = Holder::Principal(Principal::User(user));
            self.assign(random, home, holder, (role, EVERYTHING));
            let principal = Principal::User(user);
            let plaintext = self.add_old_token(home, principal, "panel", clock, random);
            if role == "_account_basic" {
                for key in ["laptop", "nightly_report"] {
                    self.add_old_token(home, principal, key, clock, random);
                }
                self.add_bare_token(home, principal, clock, random);
            }
            known.push(Account {
                platform: "harness",
                name: email.clone(),
                password: plaintext,
                role: title,
                purpose,
            });
            known.push(Account {
                platform: "harness",
                name: email,
                password,
                role: title,
                purpose: "this one's own password, asked for when it is changed",
            });
        }
    }

    fn settle_in(
        &mut self,
        email: &str,
        name: &str,
        home: &Scope,
        clock: Clock,
        random: &mut Random,
    ) -> usize {
        let created_ms = clock
            .now_ms()
            .saturating_sub(DAY_MS + random.below(600) * DAY_MS);
        let user = self.add_user(User {
            id: opaque_id(random),
            email: email.to_owned(),
            name: Some(name.to_owned()),
            default_account: home.account.clone(),
            is_email_verified: true,
            created_ms,
            updated_ms: created_ms,
            ..User::default()
        });
        self.enter(home, user);
        user
    }

    /// A membership that is as old as the world.
    fn enter(&mut self, scope: &Scope, user: usize) {
        for scope in scope.line() {
            for places in [&mut self.members, &mut self.listed] {
                if let Some(people) = places.get_mut(&scope) {
                    people.insert(user);
                }
            }
        }
    }

    fn add_crowd(
        &mut self,
        users: usize,
        home: &Scope,
        other: &Scope,
        clock: Clock,
        random: &mut Random,
        names: &mut Names,
    ) {
        let is_odd = users >= ODD_FROM;
        let mut odd_names = if is_odd { ODD } else { &[] }.iter();
        let mut odd_emails = if is_odd { ODD_EMAILS } else { &[] }.iter();
        while self.users.len() < users {
            let place = self.users.len();
            let login = names.next(random);
            let mut email = format!("{login}@acme.example");
            let mut name = display_name(&login);
            if place % 3 == 1
                && let Some(odd) = odd_names.next()
            {
                (*odd).clone_into(&mut name);
            }
            if place % 3 == 2
                && let Some(odd) = odd_emails.next()
            {
                (*odd).clone_into(&mut email);
            }
            let user = self.settle_in(&email, &name, home, clock, random);
            self.color(user, random);
            if place % 40 == 11 {
                self.enter(other, user);
                if let Some(user) = self.users.get_mut(user) {
                    other.account.clone_into(&mut user.default_account);
                }
            }
        }
    }

    /// What tells one person of the crowd from the next.
    fn color(&mut self, user: usize, random: &mut Random) {
        let Some(user) = self.users.get_mut(user) else {
            return;
        };
        match random.below(40) {
            0 | 1 => {
                user.is_externally_managed = true;
                user.external_id = Some(random.uuid());
            }
            2 => user.is_locked = true,
            3 => user.is_disabled = true,
            4 => user.name = None,
            _ => {}
        }
        user.has_second_factor = random.below(5) < 2;
        if user.has_second_factor {
            user.totp_secret = Some("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned());
        }
        // Says nothing about what somebody may do here (contract 1.5).
        user.is_legacy_admin = random.below(20) == 0;
        user.shown = user.to_show();
    }

    fn add_own_roles(&mut self, home: &Scope) {
        self.roles.push(Role {
            id: "people_desk".to_owned(),
            name: "People desk".to_owned(),
            permissions: vec![super::access::USER_VIEW, super::access::USER_INVITE],
            levels: vec!["account"],
            scope: Some(home.clone()),
        });
        self.resource_groups.push(ResourceGroup {
            id: "production_pipelines".to_owned(),
            name: "Production pipelines".to_owned(),
            levels: vec!["account"],
            has_children: false,
            has_people: false,
            scope: Some(home.clone()),
        });
    }

    fn add_groups(&mut self, home: &Scope, random: &mut Random) {
        let count = self.users.len();
        let mut groups = BTreeMap::new();
        for (index, (id, name, is_external)) in GROUPS.iter().enumerate() {
            let step = 3 + index * 4;
            groups.insert(
                (*id).to_owned(),
                Group {
                    id: (*id).to_owned(),
                    name: (*name).to_owned(),
                    description: format!("{name} of Acme Delivery"),
                    users: (STARRING.len() + index..count)
                        .step_by(step)
                        .take(60)
                        .collect(),
                    is_externally_managed: *is_external,
                    is_sso_linked: *is_external,
                    is_managed: false,
                },
            );
        }
        let everybody = Group {
            id: "_account_all_users".to_owned(),
            name: "All Account Users".to_owned(),
            description: "Kept by the platform".to_owned(),
            users: (0..count.min(500)).collect(),
            is_managed: true,
            ..Group::default()
        };
        groups.insert(everybody.id.clone(), everybody);
        self.groups.insert(home.clone(), groups);
        let auditors = Holder::Group("auditors".to_owned());
        let level = home.all_resources();
        self.assign(random, home, auditors, ("_account_viewer", &level));
    }

    /// Organizations and projects, each with a few people of the account.
    fn add_below(&mut self, home: &Scope, random: &mut Random) {
        let count = self.users.len();
        for (index, (org, projects)) in ORGS.iter().enumerate() {
            let org = home.org(org);
            let mut scopes = vec![org.clone()];
            scopes.extend(projects.iter().map(|project| org.project(project)));
            for scope in scopes {
                let level = scope.all_resources();
                for user in (index..count).step_by(4 + index).take(80) {
                    self.enter(&scope, user);
                    let role = match random.below(8) {
                        0 => continue,
                        1 | 2 => format!("_{}_viewer", scope.level()),
                        _ => format!("_{}_basic", scope.level()),
                    };
                    let holder = Holder::Principal(Principal::User(user));
                    self.assign(random, &scope, holder, (&role, &level));
                }
                // One administrator each, whom nobody stops from being removed (contract 5.10).
                if index < count {
                    let holder = Holder::Principal(Principal::User(index));
                    self.assign(random, &scope, holder, (&scope.admin_role(), &level));
                }
                let group = Group {
                    id: "owners".to_owned(),
                    name: "Owners".to_owned(),
                    users: vec![index.min(count.saturating_sub(1))],
                    ..Group::default()
                };
                self.groups
                    .entry(scope)
                    .or_default()
                    .insert(group.id.clone(), group);
            }
        }
        let level = home.all_resources();
        for user in (STARRING.len()..count).step_by(2).take(2000) {
            let role = if random.below(12) == 0 {
                "_account_viewer"
            } else {
                "_account_basic"
            };
            let holder = Holder::Principal(Principal::User(user));
            self.assign(random, home, holder, (role, &level));
        }
    }

    fn add_invites(&mut self, home: &Scope, clock: Clock, random: &mut Random) {
        let kinds = [
            ("new.colleague", "ADMIN_INITIATED_INVITE", false),
            ("contractor+2026", "ADMIN_INITIATED_INVITE", false),
            ("self.starter", "USER_INITIATED_INVITE", false),
            ("directory.sync", "SCIM_INITIATED_INVITE", false),
            // Accepted and never carried out: adding this one again is refused (contract 5.5).
            ("half.way", "ADMIN_INITIATED_INVITE", true),
        ];
        for (login, kind, is_approved) in kinds {
            self.invites.push(Invite {
                id: identifier(random, 22),
                email: format!("{login}@acme.example"),
                name: None,
                scope: home.clone(),
                bindings: vec![json!({
                    "roleIdentifier": "_account_viewer",
                    "roleName": "Account Viewer",
                    "resourceGroupIdentifier": home.all_resources(),
                    "resourceGroupName": "All Account Level Resources",
                    "managedRole": true,
                })],
                groups: Vec::new(),
                kind,
                is_approved,
                valid_until_ms: clock.now_ms() + INVITE_MS - random.below(20) * DAY_MS,
            });
        }
    }

    fn add_service(
        &mut self,
        home: &Scope,
        clock: Clock,
        random: &mut Random,
        known: &mut Vec<Account>,
    ) {
        self.services.push(ServiceAccount {
            id: "provisioning".to_owned(),
            name: "Provisioning".to_owned(),
            email: "provisioning@service.acme.example".to_owned(),
            account: home.account.clone(),
        });
        let principal = Principal::Service(0);
        self.assign(
            random,
            home,
            Holder::Principal(principal),
            ("_account_admin", EVERYTHING),
        );
        let plaintext = self.add_old_token(home, principal, "automation", clock, random);
        known.push(Account {
            platform: "harness",
            name: "provisioning".to_owned(),
            password: plaintext,
            role: "service account",
            purpose: "manages people, but is nobody itself",
        });
    }

    /// A key with one token in it, both some days old.
    fn add_old_token(
        &mut self,
        home: &Scope,
        owner: Principal,
        key: &str,
        clock: Clock,
        random: &mut Random,
    ) -> String {
        let kind = match owner {
            Principal::User(_) => "pat",
            Principal::Service(_) => "sat",
        };
        let plaintext = format!(
            "{kind}.{}.{}.{}",
            home.account,
            identifier(random, 24),
            identifier(random, 20)
        );
        self.store(home, owner, key, plaintext.clone(), clock);
        plaintext
    }

    /// A token in the layout of old, which does not say its account (contract 1.2).
    fn add_bare_token(
        &mut self,
        home: &Scope,
        owner: Principal,
        clock: Clock,
        random: &mut Random,
    ) {
        let plaintext = format!("pat.{}.{}", identifier(random, 24), identifier(random, 20));
        self.store(home, owner, "old_days", plaintext, clock);
    }

    fn store(
        &mut self,
        home: &Scope,
        owner: Principal,
        key: &str,
        plaintext: String,
        clock: Clock,
    ) {
        let made = clock.now_ms().saturating_sub(20 * DAY_MS);
        self.keys.push(Key {
            id: key.to_owned(),
            name: display_name(&key.replace('_', ".")),
            description: Some(String::new()),
            tags: json!({}),
            owner,
            account: home.account.clone(),
            default_ms: Some(DEFAULT_MS),
            governance: json!(null),
            created_ms: made,
            changed_ms: made,
        });
        self.tokens.push(Token {
            id: format!("{key}_token"),
            name: format!("{key} token"),
            description: Some(String::new()),
            tags: json!({}),
            key: key.to_owned(),
            owner,
            account: home.account.clone(),
            from_ms: made,
            // What the platform's own pages write for "never" (contract 3.5).
            to_ms: 4_102_358_400_000,
            scheduled_ms: None,
            plaintext,
            created_ms: made,
            changed_ms: made,
        });
    }
}
