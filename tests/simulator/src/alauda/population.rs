//! Who lives in a fresh Alauda.

use serde_json::{Map, json};

use super::jwt;
use super::state::{Alauda, Binding, Group, Token, User, md5_name};
use super::times::rfc3339;
use crate::clock::Clock;
use crate::names::{Names, ODD};
use crate::random::Random;
use crate::world::{Account, Admin, Plan};

const DAY_S: u64 = 86_400;

/// From this size on a world holds names and logins that are hard to show and to search for.
const ODD_FROM: usize = 50;

/// Logins that a path, a filter or a hash may trip over; a login need not be an address.
const ODD_LOGINS: &[&str] = &[
    "CORP\\anna.weber",
    "Mixed.Case@Acme.example",
    "50%off",
    "müller",
    "a,b@acme.example",
    "dev/ops",
];

/// Login, password, display name, role, its title, purpose.
type Star = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const STARRING: &[Star] = &[
    (
        "admin",
        "correct-horse-1",
        "Administrator",
        "",
        "initial administrator",
        "the system account, may do everything",
    ),
    (
        "rania.haddad@acme.example",
        "correct-horse-2",
        "Rania Haddad",
        "platform-admin-system",
        "platform administrator",
        "may do everything, and is no system account",
    ),
    (
        "lena.sommer@acme.example",
        "correct-horse-3",
        "Lena Sommer",
        "platform-auditor-system",
        "platform auditor",
        "sees everything and changes nothing",
    ),
    (
        "theo.brandt@acme.example",
        "correct-horse-4",
        "Theo Brandt",
        "project-admin-system",
        "project administrator",
        "may read users one by one; has API tokens",
    ),
    (
        "ines.costa",
        "",
        "Ines Costa",
        "namespace-developer-system",
        "developer",
        "comes from a directory, so has no password here",
    ),
];

/// How many faces there are among the crowd, most of them ordinary.
const FACES: u64 = 30;

const GROUPS: &[&str] = &["ungrouped", "platform-team", "web", "data", "contractors"];

const PURPOSES: &[&str] = &[
    "pipeline",
    "laptop",
    "nightly report",
    "grafana",
    "old migration",
];

fn display_name(login: &str) -> String {
    login
        .split('@')
        .next()
        .unwrap_or_default()
        .trim_end_matches(|letter: char| letter.is_ascii_digit())
        .split('.')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| format!("{}{}", first.to_uppercase(), letters.as_str()))
                .unwrap_or_default()
        })
        .collect::<Vec<_>>()
        .join(" ")
}

impl Alauda {
    /// Fills an empty installation and gives the sign-ins that are known.
    pub(crate) fn move_in(
        &mut self,
        plan: &Plan,
        clock: Clock,
        random: &mut Random,
    ) -> Vec<Account> {
        let mut known = Vec::new();
        let mut names = Names::default();
        self.add_starring(plan, clock, random, &mut names, &mut known);
        if plan.users > 0 {
            self.add_crowd(plan.users, clock, random, &mut names);
            self.add_groups(clock);
            self.add_bindings(clock, random);
        }
        known
    }

    fn add_starring(
        &mut self,
        plan: &Plan,
        clock: Clock,
        random: &mut Random,
        names: &mut Names,
        known: &mut Vec<Account>,
    ) {
        let given_admin = match &plan.admin {
            Admin::Nobody => return,
            Admin::Known => None,
            Admin::Named { name, password } => Some((name.as_str(), password.as_str())),
        };
        for (index, star) in STARRING.iter().enumerate() {
            let (mut login, mut password, display, role, title, purpose) = *star;
            names.reserve(login.split('@').next().unwrap_or_default());
            if index == 0
                && let Some(given) = given_admin
            {
                (login, password) = given;
            } else if index > 0 && index >= plan.users {
                continue;
            }
            let place = self.settle_in(login, display, clock, random);
            let name = self.star(place, index == 0, password);
            if !role.is_empty() {
                self.bind(&name, role, clock, random);
            }
            let token = self.add_token(place, "Rollcall", 90 * DAY_S, clock, random);
            if index == 3 {
                for purpose in ["pipeline", "laptop"] {
                    self.add_token(place, purpose, 200 * DAY_S, clock, random);
                }
            }
            known.push(Account {
                platform: "alauda",
                name: login.to_owned(),
                password: token,
                role: title,
                purpose,
            });
            if !password.is_empty() {
                known.push(Account {
                    platform: "alauda",
                    name: login.to_owned(),
                    password: password.to_owned(),
                    role: title,
                    purpose: "this one's own password, asked for when it is changed",
                });
            }
        }
    }

    fn star(&mut self, place: usize, is_admin: bool, password: &str) -> String {
        let Some(user) = self.users.get_mut(place) else {
            return String::new();
        };
        user.is_admin = is_admin;
        if password.is_empty() {
            direct(user, "ldap");
        } else {
            user.password = Some(password.to_owned());
        }
        user.name.clone()
    }

    fn settle_in(
        &mut self,
        login: &str,
        display: &str,
        clock: Clock,
        random: &mut Random,
    ) -> usize {
        let age_s = DAY_S + random.below(500) * DAY_S;
        let created_s = clock.now_s().saturating_sub(age_s);
        let mut extra = Map::new();
        extra.insert("source".to_owned(), json!("console"));
        self.add_user(User {
            name: md5_name(login),
            uid: random.uuid(),
            created_s,
            email: login.to_owned(),
            username: display.to_owned(),
            mail: if login.contains('@') {
                login.to_lowercase()
            } else {
                String::new()
            },
            account: login.to_owned(),
            password: Some("nobody-signs-in-1".to_owned()),
            state: "active".to_owned(),
            is_valid: true,
            last_login_s: (random.below(5) > 0).then(|| created_s + random.below(age_s)),
            groups: vec!["ungrouped".to_owned()],
            extra,
            ..User::default()
        })
    }

    fn add_token(
        &mut self,
        place: usize,
        description: &str,
        rest_s: u64,
        clock: Clock,
        random: &mut Random,
    ) -> String {
        let (now, id) = (clock.now_s(), random.uuid());
        let Some(owner) = self.users.get(place) else {
            return String::new();
        };
        let issued_s = now.saturating_sub(9 * DAY_S);
        let text = jwt::issue(owner, &id, issued_s, now + rest_s);
        self.tokens.push(Token {
            record: id,
            owner: owner.name.clone(),
            text: text.clone(),
            description: description.to_owned(),
            issued_s,
            ends_s: now + rest_s,
            is_session: false,
        });
        text
    }

    fn bind(&mut self, name: &str, role: &str, clock: Clock, random: &mut Random) {
        let is_platform = role.starts_with("platform-");
        self.bindings.push(Binding {
            name: format!("{}-{}", role, random.below(1_000_000)),
            subjects: vec![name.to_owned()],
            role: role.to_owned(),
            scope: if is_platform { "platform" } else { "project" }.to_owned(),
            constraint: if is_platform {
                json!([])
            } else {
                json!([{"cluster": "global", "project": "web", "namespace": ""}])
            },
            created_s: clock.now_s().saturating_sub(30 * DAY_S),
        });
    }

    fn add_crowd(&mut self, users: usize, clock: Clock, random: &mut Random, names: &mut Names) {
        let is_odd = users >= ODD_FROM;
        let mut odd_names = if is_odd { ODD } else { &[] }.iter();
        let mut odd_logins = if is_odd { ODD_LOGINS } else { &[] }.iter();
        let mut has_comma = !is_odd;
        while self.users.len() < users {
            let place = self.users.len();
            let login = names.next(random);
            let mut display = display_name(&login);
            // Some sign in with an address, others with a plain name.
            let mut login = if random.below(3) == 0 {
                login
            } else {
                format!("{login}@acme.example")
            };
            match place % 3 {
                1 => {
                    if let Some(odd) = odd_names.next() {
                        (*odd).clone_into(&mut display);
                    }
                }
                2 => {
                    if let Some(odd) = odd_logins.next() {
                        (*odd).clone_into(&mut login);
                    }
                }
                _ if !has_comma => {
                    has_comma = true;
                    "Weber, Anna".clone_into(&mut display);
                }
                _ => {}
            }
            let made = self.settle_in(&login, &display, clock, random);
            self.color(made, clock, random);
            if place < 60 && random.below(4) == 0 {
                let purpose = random.pick(PURPOSES).unwrap_or("pipeline");
                self.add_token(
                    made,
                    purpose,
                    (10 + random.below(90)) * DAY_S,
                    clock,
                    random,
                );
            }
        }
    }

    /// What tells one user of the crowd from the next.
    fn color(&mut self, place: usize, clock: Clock, random: &mut Random) {
        let now = clock.now_s();
        let Some(user) = self.users.get_mut(place) else {
            return;
        };
        // The first of the crowd show one face each, so that a small world has them all.
        let first = STARRING.len();
        let face = match u64::try_from(place.saturating_sub(first)) {
            Ok(face) if face < FACES => face,
            _ => random.below(FACES),
        };
        match face {
            0..=4 => direct(user, "ldap"),
            5 | 6 => direct(user, "oidc"),
            7 => {
                direct(user, "ldap");
                user.is_valid = false;
            }
            8 => user.is_disabled = true,
            9 => "inactive".clone_into(&mut user.state),
            10 => {
                user.is_disabled = true;
                "inactive".clone_into(&mut user.state);
            }
            11 => user.errors = 5,
            12 => user.errors = 2,
            13 => {
                user.is_deleted = true;
                "deleted".clone_into(&mut user.state);
            }
            14 => user.username.clear(),
            15 | 16 => {
                let end = now.saturating_sub((1 + random.below(60)) * DAY_S);
                user.expired = Some((rfc3339(user.created_s.min(end)), rfc3339(end)));
            }
            17..=20 => {
                let end = now + (1 + random.below(300)) * DAY_S;
                user.expired = Some((rfc3339(user.created_s), rfc3339(end)));
            }
            21 => user.mobile = format!("+49 151 {:07}", random.below(10_000_000)),
            _ => {}
        }
        if let Some(group) = random.pick(GROUPS) {
            user.groups = vec![group.to_owned()];
        }
    }

    fn add_groups(&mut self, clock: Clock) {
        let created_s = clock.now_s().saturating_sub(300 * DAY_S);
        for name in GROUPS.iter().skip(1) {
            let users = self
                .users
                .iter()
                .filter(|user| user.groups.iter().any(|group| group == name))
                .take(5000)
                .map(|user| user.name.clone())
                .collect();
            self.groups.push(Group {
                name: (*name).to_owned(),
                users,
                connector: (*name == "contractors")
                    .then(|| ("corp-ldap".to_owned(), "ldap".to_owned())),
                created_s,
            });
        }
    }

    fn add_bindings(&mut self, clock: Clock, random: &mut Random) {
        let people: Vec<String> = self
            .users
            .iter()
            .skip(STARRING.len())
            .step_by(7)
            .take(40)
            .map(|user| user.name.clone())
            .collect();
        for name in people {
            let roles = [
                "namespace-developer-system",
                "namespace-admin-system",
                "project-admin-system",
            ];
            let role = random.pick(&roles).unwrap_or_default().to_owned();
            self.bind(&name, &role, clock, random);
        }
    }
}

/// Makes somebody one of a directory or a provider.
fn direct(user: &mut User, kind: &str) {
    user.password = None;
    kind.clone_into(&mut user.connector_type);
    user.connector_name = format!("Corporate {}", kind.to_uppercase());
    user.connector_id = format!("corp-{kind}");
}
