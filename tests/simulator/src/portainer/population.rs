//! Who lives in a fresh Portainer.

use super::Portainer;
use super::state::{ADMINISTRATOR, LEADER, Password, REGULAR};
use crate::clock::Clock;
use crate::names::{Names, ODD};
use crate::random::Random;
use crate::world::{Admin, Plan};

/// The first administrator of a world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FirstAdmin {
    /// `admin` with the demo password.
    Known,
    /// This name and password.
    Named(String, String),
    /// Nobody: the first run.
    Nobody,
}

/// How a world begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Population {
    /// Accounts altogether.
    pub(crate) users: usize,
    /// Account 1.
    pub(crate) admin: FirstAdmin,
}

impl Population {
    /// What a plan means for this platform.
    pub(crate) fn of(plan: &Plan) -> Self {
        Self {
            users: plan.users,
            admin: match &plan.admin {
                Admin::Known => FirstAdmin::Known,
                Admin::Named { name, password } => {
                    FirstAdmin::Named(name.clone(), password.clone())
                }
                Admin::Nobody => FirstAdmin::Nobody,
            },
        }
    }
}

/// A sign-in that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) name: String,
    pub(crate) password: String,
    pub(crate) role: &'static str,
    pub(crate) purpose: &'static str,
}

/// The demo administrator's password.
pub(crate) const ADMIN_PASSWORD: &str = "correct-horse-1";

const TEAMS: &[&str] = &["Platform", "Web", "Data", "Support", "Quality", "Security"];

/// From this size on a world holds names that are hard to show.
const ODD_NAMES_FROM: usize = 50;

const KEY_PURPOSES: &[&str] = &[
    "backup job",
    "ci",
    "terraform",
    "grafana",
    "laptop",
    "nightly report",
    "old migration",
];

const DAY_S: u64 = 86_400;

impl Portainer {
    /// Fills an empty server and gives the sign-ins that are known.
    pub(super) fn move_in(
        &mut self,
        population: &Population,
        clock: Clock,
        random: &mut Random,
    ) -> Vec<Known> {
        let mut known = Vec::new();
        let mut names = Names::default();
        match &population.admin {
            FirstAdmin::Nobody => {}
            FirstAdmin::Known => self.settle_in(
                "admin",
                ADMIN_PASSWORD,
                ADMINISTRATOR,
                &mut known,
                "account 1, may do everything",
            ),
            FirstAdmin::Named(name, password) => {
                self.settle_in(
                    name,
                    password,
                    ADMINISTRATOR,
                    &mut known,
                    "account 1, may do everything",
                );
            }
        }
        for taken in ["admin", "istanbul"] {
            names.reserve(taken);
        }
        let starring = [
            (
                "lena.sommer",
                "correct-horse-2",
                REGULAR,
                "a regular account with keys",
            ),
            (
                "marc.weber",
                "correct-horse-3",
                REGULAR,
                "leads the teams Platform and Web",
            ),
            (
                "rania.haddad",
                "correct-horse-4",
                ADMINISTRATOR,
                "a second administrator",
            ),
        ];
        for (name, password, role, purpose) in starring {
            names.reserve(name);
            if self.users.len() < population.users {
                self.settle_in(name, password, role, &mut known, purpose);
            }
        }
        self.add_crowd(population.users, &mut names, random);
        self.add_teams(random);
        self.add_keys(clock, random);
        known
    }

    fn settle_in(
        &mut self,
        name: &str,
        password: &str,
        role: i64,
        known: &mut Vec<Known>,
        purpose: &'static str,
    ) {
        self.add_user(name.to_owned(), role, Password::new(password));
        known.push(Known {
            name: name.to_owned(),
            password: password.to_owned(),
            role: if role == ADMINISTRATOR {
                "administrator"
            } else {
                "regular"
            },
            purpose,
        });
    }

    fn add_crowd(&mut self, users: usize, names: &mut Names, random: &mut Random) {
        // Nobody knows this password; one stored copy serves the whole crowd.
        let password = Password::new("nobody-signs-in-with-this");
        let mut odd = if users >= ODD_NAMES_FROM { ODD } else { &[] }.iter();
        // Two accounts of one name, as the dotted capital I lets them come about (contract 5.3).
        let mut twins = if users >= ODD_NAMES_FROM { 2 } else { 0 };
        while self.users.len() < users {
            let position = self.users.len();
            let special = match position % 2 {
                1 if odd.len() > 0 => odd.next().map(|name| (*name).to_owned()),
                _ if position > 30 && twins > 0 => {
                    twins -= 1;
                    Some("istanbul".to_owned())
                }
                _ => None,
            };
            let is_ordinary = special.is_none();
            let name = special.unwrap_or_else(|| names.next(random));
            let is_admin = users >= 10 && (position == 7 || position == users / 2);
            let role = if is_admin { ADMINISTRATOR } else { REGULAR };
            let id = self.add_user(name, role, password.clone());
            if let Some(user) = self.users.get_mut(&id) {
                // A few show that renaming keeps capitals, and some have settings of their own.
                if is_ordinary && random.below(12) == 0 {
                    user.name = user
                        .name
                        .split('.')
                        .map(capitalized)
                        .collect::<Vec<_>>()
                        .join(".");
                }
                user.use_cache = random.below(4) == 0;
                let themes = ["", "", "dark", "light", "auto", "highcontrast"];
                random
                    .pick(&themes)
                    .unwrap_or_default()
                    .clone_into(&mut user.theme);
            }
        }
    }

    fn add_teams(&mut self, random: &mut Random) {
        if self.users.len() < 3 {
            return;
        }
        for name in TEAMS {
            self.add_team((*name).to_owned());
        }
        let leader = self.user_named("marc.weber").map_or(3, |user| user.id);
        self.add_membership(leader, 1, LEADER);
        self.add_membership(leader, 2, LEADER);
        let last_team = u64::try_from(TEAMS.len()).unwrap_or(1);
        let people: Vec<i64> = self
            .users
            .keys()
            .copied()
            .filter(|id| *id != leader)
            .collect();
        for (index, user) in people.into_iter().enumerate() {
            // Most people of a small world and a few hundred of a large one are in a team.
            if index > 0 && random.below(3) < 2 && self.memberships.len() < 400 {
                let team = i64::try_from(1 + random.below(last_team)).unwrap_or(1);
                let role = if random.below(12) == 0 { LEADER } else { 2 };
                self.add_membership(user, team, role);
            }
        }
    }

    fn add_keys(&mut self, clock: Clock, random: &mut Random) {
        let people: Vec<i64> = self.users.keys().copied().take(40).collect();
        if people.len() < 2 {
            return;
        }
        for user in people {
            let count = match user {
                2 => 3,
                1 => 2,
                _ if random.below(5) == 0 => 1,
                _ => 0,
            };
            for index in 0..count {
                let raw = format!("ptr_{}", random.base64(32));
                let purpose = random.pick(KEY_PURPOSES).unwrap_or("ci").to_owned();
                // The first key of an account is years old, later ones are younger.
                let age_s = if index == 0 {
                    900 * DAY_S
                } else {
                    random.below(200 * DAY_S)
                };
                let made_s = clock.now_s().saturating_sub(age_s);
                let key = self.add_key(user, purpose, &raw, made_s);
                let is_used = random.below(3) > 0;
                if let Some(key) = self.keys.get_mut(&key.id).filter(|_| is_used) {
                    key.last_used_s = made_s + random.below(age_s.max(1));
                }
            }
        }
    }
}

fn capitalized(part: &str) -> String {
    let mut letters = part.chars();
    letters
        .next()
        .map(|first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
        .unwrap_or_default()
}
