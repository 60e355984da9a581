//! Who lives in a fresh Harbor.

use super::Harbor;
use super::rules::FORBIDDEN;
use super::state::{BUILT_IN, NewUser, Password};
use crate::clock::Clock;
use crate::names::{Names, ODD};
use crate::random::Random;
use crate::world::{Account, Admin, Plan};

/// The demo administrator's password, after the server's own rule.
pub(crate) const ADMIN_PASSWORD: &str = "Correct-horse-1";

/// From this size on a world holds names that are hard to show.
const ODD_NAMES_FROM: usize = 50;
/// From this size on it holds an account that cannot be deleted: its cut falls inside a letter only with a long id.
const UNDELETABLE_FROM: usize = 150;

const COMMENTS: &[&str] = &[
    "",
    "",
    "",
    "Platform",
    "Web",
    "Data",
    "Release manager",
    "External until March",
    "Bekommt alles per Skript",
    "создано вручную",
];

const DAY_MS: u64 = 86_400_000;

/// Name, password, whether an administrator, and what for.
const KNOWN: [(&str, &str, bool, &str); 3] = [
    (
        "lena.sommer",
        "Correct-horse-2",
        false,
        "a user without any right but on her own account",
    ),
    (
        "rania.haddad",
        "Correct-horse-4",
        true,
        "a second administrator",
    ),
    (
        "marc.weber",
        "Correct-horse-3",
        false,
        "another user without rights",
    ),
];

fn known(name: &str, password: &str, is_admin: bool, purpose: &'static str) -> Account {
    Account {
        platform: "harbor",
        name: name.to_owned(),
        password: password.to_owned(),
        role: if is_admin { "administrator" } else { "user" },
        purpose,
    }
}

/// `anna.weber2` as `Anna Weber`.
fn realname(name: &str) -> String {
    let words = name.split(['.', '-', '_', '/', ' ']).map(|word| {
        let word = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let mut letters = word.chars();
        let first = letters.next().map(char::to_uppercase);
        first
            .into_iter()
            .flatten()
            .chain(letters)
            .collect::<String>()
    });
    let name: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    let name = name.join(" ").replace(FORBIDDEN, "");
    if name.is_empty() {
        "Nobody In Particular".to_owned()
    } else {
        name.chars().take(60).collect()
    }
}

impl Harbor {
    /// Fills an empty server and gives the sign-ins that are known.
    pub(crate) fn fill(&mut self, plan: &Plan, clock: Clock, random: &mut Random) -> Vec<Account> {
        let (name, password) = match &plan.admin {
            Admin::Named { name, password } => (name.as_str(), password.as_str()),
            // A Harbor without its administrator does not exist.
            Admin::Known | Admin::Nobody => ("admin", ADMIN_PASSWORD),
        };
        self.rename(BUILT_IN, name.to_owned());
        if let Some(admin) = self.users.get_mut(&BUILT_IN) {
            admin.password = Some(Password::new(password));
        }
        let purpose = "the built-in administrator, whom no list shows";
        let mut all = vec![known(name, password, true, purpose)];
        let mut names = Names::default();
        for (name, password, is_admin, purpose) in KNOWN {
            names.reserve(name);
            if self.n_live() < plan.users {
                self.settle(
                    name,
                    Password::new(password),
                    is_admin,
                    clock.now_ms() - 700 * DAY_MS,
                );
                all.push(known(name, password, is_admin, purpose));
            }
        }
        self.add_crowd(plan.users, &mut names, clock, random);
        all
    }

    fn settle(&mut self, name: &str, password: Password, is_admin: bool, at_ms: u64) {
        let local: String = name
            .chars()
            .map(|letter| {
                if letter.is_alphanumeric() {
                    letter
                } else {
                    '.'
                }
            })
            .collect();
        let local: Vec<&str> = local.split('.').filter(|part| !part.is_empty()).collect();
        let id = self.users.len() + 1;
        let mut email = format!("{}@corp.example", local.join("."));
        if local.is_empty() || email.chars().count() > 200 || self.with_email(&email).is_some() {
            email = format!("person{id}@corp.example");
        }
        let new = NewUser {
            name: name.to_owned(),
            email,
            realname: realname(name),
            comment: String::new(),
            password: Some(password),
        };
        if let Some(user) = self.add(new, at_ms).and_then(|id| self.users.get_mut(&id)) {
            user.is_admin = is_admin;
        }
    }

    fn add_crowd(&mut self, users: usize, names: &mut Names, clock: Clock, random: &mut Random) {
        // Nobody knows this password; one stored copy serves the whole crowd.
        let password = Password::new("Nobody-signs-in-with-this-1");
        let odd = if users >= ODD_NAMES_FROM { ODD } else { &[] };
        let mut odd = odd.iter().filter(|name| !name.contains(FORBIDDEN));
        let start_ms = clock.now_ms() - 699 * DAY_MS;
        let step_ms = 600 * DAY_MS / u64::try_from(users.max(1)).unwrap_or(1);
        // Counting the living each time would be slow for a hundred thousand.
        let present = self.n_live();
        for position in present..users {
            let special = match position {
                _ if position % 3 == 2 => odd.next().map(|name| (*name).to_owned()),
                _ if position + 1 == users && users >= UNDELETABLE_FROM => Some("é".repeat(127)),
                _ => None,
            };
            let name = special.unwrap_or_else(|| names.next(random));
            let is_admin = users >= 10 && (position == 7 || position == users / 2);
            let born = u64::try_from(position - present).unwrap_or_default();
            let at_ms = start_ms + born * step_ms + random.below(step_ms.max(1));
            self.settle(&name, password.clone(), is_admin, at_ms);
            let comment = random.pick(COMMENTS).unwrap_or_default();
            let moved_ms = random.below(90 * DAY_MS);
            if let Some(mut entry) = self.users.last_entry() {
                let user = entry.get_mut();
                comment.clone_into(&mut user.comment);
                if moved_ms.is_multiple_of(3) {
                    user.updated_ms = at_ms + moved_ms;
                }
            }
        }
    }
}
