//! Who lives in a fresh server.

use serde_json::{Value as Json, json};

use super::shape::Object;
use super::state::{Factor, Person, Record, Sftpgo, hash, seal};
use super::totp::enrolled;
use crate::clock::Clock;
use crate::names::{Names, ODD};
use crate::random::Random;
use crate::world::{Account, Admin, Plan};

/// The demo administrator's password.
const PASSWORD: &str = "correct-horse-1";

/// The secret of the demo's second factor, so that a person can put it into an authenticator.
const TOTP_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// From this size on a world holds names that are hard to show, some of them older than the rules for names.
const ODD_NAMES_FROM: usize = 50;

const ROLES: [(&str, &str); 2] = [
    ("north", "branch of the north"),
    ("south", "branch of the south"),
];
const GROUPS: [(&str, &str); 4] = [
    ("finance", "invoices and reports"),
    ("partners", "companies we exchange files with"),
    ("printers", "devices that only upload"),
    ("engineering", "builds and logs"),
];
/// Names that this platform's paths trip over.
const TRAPS: [&str; 5] = [
    "anna weber",
    "li.wei@example.org",
    "a%41b",
    "aAb",
    "über.prüfung",
];

const DAY_MS: u64 = 86_400_000;

fn object(value: Json) -> Object {
    match value {
        Json::Object(object) => object,
        _ => Object::new(),
    }
}

impl Sftpgo {
    /// Fills an empty server and gives the sign-ins that are known.
    pub(crate) fn settle(
        &mut self,
        plan: &Plan,
        clock: Clock,
        random: &mut Random,
    ) -> Vec<Account> {
        let now = clock.now_ms();
        let mut known = Vec::new();
        match &plan.admin {
            Admin::Nobody => {}
            Admin::Named { name, password } => {
                self.add_admin(name, password, &json!({"permissions": ["*"]}), now, random);
                known.push(account(
                    name,
                    password,
                    "administrator",
                    "may do everything",
                ));
            }
            Admin::Known => {
                // The first administrator of an installation allows no API keys; this one was let to since.
                let settings = json!({
                    "permissions": ["*"], "email": "root@files.example",
                    "filters": {"allow_api_key_auth": true}
                });
                self.add_admin("root", PASSWORD, &settings, now, random);
                known.push(account(
                    "root",
                    PASSWORD,
                    "administrator",
                    "may do everything",
                ));
            }
        }
        if plan.users == 0 {
            return known;
        }
        self.add_surroundings(now);
        if plan.admin == Admin::Known {
            known.extend(self.add_other_admins(now, random));
        }
        known.extend(self.add_crowd(plan.users, now, random));
        known
    }

    fn add_admin(
        &mut self,
        name: &str,
        password: &str,
        settings: &Json,
        now: u64,
        random: &mut Random,
    ) {
        let mut settings = object(settings.clone());
        settings.insert("status".to_owned(), json!(1));
        let id = i64::try_from(self.admins.len()).unwrap_or(0) + 1;
        let person = Person {
            id,
            settings,
            password: hash(password, false, random),
            created_at: now,
            updated_at: now,
            ..Person::default()
        };
        self.admins.insert(name.to_owned(), person);
    }

    fn add_other_admins(&mut self, now: u64, random: &mut Random) -> Vec<Account> {
        let all = [
            (
                "lena.sommer",
                "correct-horse-2",
                json!({"permissions": ["view_users", "add_users", "edit_users"]}),
                "administrator with three permissions",
                "sees and edits accounts, deletes none and sees no groups",
            ),
            (
                "marc.weber",
                "correct-horse-3",
                json!({
                    "permissions": ["view_users", "add_users", "edit_users", "del_users", "disable_mfa", "manage_groups"],
                    "role": "north"
                }),
                "administrator of the role north",
                "sees the accounts of the role north only",
            ),
            (
                "rania.haddad",
                "correct-horse-4",
                json!({"permissions": ["*"]}),
                "administrator with a second factor",
                "needs a passcode of the secret JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            ),
            (
                "theo.brandt",
                "correct-horse-5",
                json!({"permissions": ["*"], "filters": {"require_two_factor": true}}),
                "administrator who must enrol",
                "must set up a second factor before anything else",
            ),
            (
                "ida.olsen",
                "correct-horse-6",
                json!({"permissions": ["view_users"], "filters": {"require_password_change": true}}),
                "administrator with a first password",
                "must set a new password before anything else",
            ),
        ];
        let mut known = Vec::new();
        for (name, password, settings, role, purpose) in all {
            self.add_admin(name, password, &settings, now, random);
            known.push(account(name, password, role, purpose));
        }
        if let Some(person) = self.admins.get_mut("rania.haddad") {
            person.factor = enrolled("rania.haddad", TOTP_SECRET, &[], random);
        }
        known
    }

    fn add_surroundings(&mut self, now: u64) {
        let record = |id: usize, data: Json| {
            let mut data = object(data);
            data.insert("created_at".to_owned(), json!(now));
            data.insert("updated_at".to_owned(), json!(now));
            Record {
                id: i64::try_from(id).unwrap_or(0) + 1,
                data,
            }
        };
        for (index, (name, description)) in ROLES.into_iter().enumerate() {
            let data = json!({"description": description});
            self.roles.insert(name.to_owned(), record(index, data));
        }
        for (index, (name, description)) in GROUPS.into_iter().enumerate() {
            let data = json!({
                "description": description,
                "user_settings": {"permissions": {"/": ["list", "download", "upload"]}, "filters": {}}
            });
            self.groups.insert(name.to_owned(), record(index, data));
        }
        let data = json!({"description": "for all", "mapped_path": "/srv/sftpgo/shared"});
        self.folders.insert("shared".to_owned(), record(0, data));
    }

    fn add_crowd(&mut self, users: usize, now: u64, random: &mut Random) -> Vec<Account> {
        // Nobody knows this password; one hash, one second factor and one secret serve the whole crowd.
        let shared = Shared {
            password: hash("nobody-signs-in-with-this", false, random),
            factor: enrolled("crowd", TOTP_SECRET, &["HTTP"], random),
            secret: seal("made up", "crowd", random).stored,
        };
        let mut names = Names::default();
        let odd_names = TRAPS.iter().chain(ODD);
        let mut odd = odd_names.take(if users >= ODD_NAMES_FROM {
            usize::MAX
        } else {
            0
        });
        let known = hash("correct-horse-7", false, random);
        names.reserve("nora.keller");
        let mut number = 0;
        while self.users.len() < users {
            number += 1;
            let (name, password) = match (number, odd.next()) {
                (1, _) => ("nora.keller".to_owned(), &known),
                (_, Some(odd)) => ((*odd).to_owned(), &shared.password),
                (_, None) => (names.next(random), &shared.password),
            };
            let mut person = crowd_member(number, &name, &shared, now, random);
            person.password.clone_from(password);
            self.users.insert(name, person);
        }
        if let Some(person) = self.users.get_mut("nora.keller") {
            let plain = &json!({"status": 1, "email": "nora.keller@files.example", "home_dir": "/srv/sftpgo/data/nora.keller", "permissions": {"/": ["*"]}});
            person.settings = object(plain.clone());
            person.factor = Factor::default();
        }
        let sessions: Vec<String> = self
            .users
            .iter()
            .filter(|(_, person)| person.is_enabled())
            .map(|(name, _)| name.clone())
            .step_by(17)
            .take(6)
            .collect();
        for (index, name) in sessions.iter().enumerate() {
            let protocol = if index % 3 == 2 { "HTTP" } else { "SFTP" };
            self.open_session(name, protocol, random.number(), now);
        }
        vec![account(
            "nora.keller",
            "correct-horse-7",
            "user",
            "an account for files; it cannot administer anything",
        )]
    }
}

fn account(name: &str, password: &str, role: &'static str, purpose: &'static str) -> Account {
    Account {
        platform: "sftpgo",
        name: name.to_owned(),
        password: password.to_owned(),
        role,
        purpose,
    }
}

/// What the crowd has in common.
struct Shared {
    password: String,
    factor: Factor,
    secret: Json,
}

/// One of the crowd, with what its number brings.
fn crowd_member(number: i64, name: &str, shared: &Shared, now: u64, random: &mut Random) -> Person {
    let is_ascii = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    let mut settings = object(json!({
        "home_dir": format!("/srv/sftpgo/data/{number}"),
        "permissions": {"/": ["*"]},
    }));
    let mut put = |member: &str, value: Json| {
        settings.insert(member.to_owned(), value);
    };
    if random.below(10) != 0 {
        put("status", json!(1));
    }
    if is_ascii && random.below(5) != 0 {
        put("email", json!(format!("{name}@files.example")));
    }
    if random.below(4) == 0 {
        let group = GROUPS.get(usize::try_from(random.below(4)).unwrap_or(0));
        let group = group.map_or("finance", |(name, _)| name);
        put("groups", json!([{"name": group, "type": 1}]));
    }
    match random.below(8) {
        0 => put("role", json!("north")),
        1 => put("role", json!("south")),
        _ => {}
    }
    if random.below(12) == 0 {
        let days = random.below(400);
        let expires = (now + 200 * DAY_MS).saturating_sub(days * DAY_MS);
        put("expiration_date", json!(expires));
    }
    if random.below(6) == 0 {
        put("description", json!("made by hand"));
        put("quota_size", json!(1_073_741_824_i64));
    }
    if number % 50 == 7 {
        put(
            "filesystem",
            json!({"provider": 1, "s3config": {
                "bucket": "exchange", "region": "eu-1", "access_key": "AKEXAMPLE", "access_secret": shared.secret
            }}),
        );
    }
    if number % 40 == 3 {
        let mount = json!([{"name": "shared", "virtual_path": "/shared", "quota_size": -1, "quota_files": -1}]);
        put("virtual_folders", mount);
    }
    let created_at = now - random.below(700) * DAY_MS - random.below(DAY_MS);
    let factor = if number % 25 == 11 {
        shared.factor.clone()
    } else {
        Factor::default()
    };
    let has_been_here = random.below(5) != 0;
    Person {
        id: number,
        settings,
        factor,
        created_at,
        updated_at: created_at + random.below(now - created_at),
        last_login: if has_been_here {
            created_at + random.below(now - created_at)
        } else {
            0
        },
        last_password_change: created_at,
        ..Person::default()
    }
}
