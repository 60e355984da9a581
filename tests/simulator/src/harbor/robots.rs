//! Robot accounts of the whole server, as far as they meet accounts of people (contract 1.9).

use serde_json::{Value as Json, json};

use super::accounts::random_secret;
use super::answer::{Answer, bad_request, empty, failure, forbidden, unauthorized};
use super::bind::{self, Problems};
use super::caller::Caller;
use super::{Call, Harbor, times};
use crate::http::Response;

/// A robot; its name as it signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Robot {
    id: i64,
    name: String,
    secret: String,
    /// What it may do with accounts.
    actions: Vec<String>,
}

/// The robot that a switch makes.
const KNOWN: (&str, &str) = ("robot$rollcall", "Robot-secret-1");

impl Harbor {
    /// The robot of that name and secret.
    pub(crate) fn robot(&self, name: &str, secret: &str) -> Option<Caller> {
        let found = |robot: &&Robot| robot.name == name && robot.secret == secret;
        self.robots.iter().find(found).map(|robot| Caller::Robot {
            name: robot.name.clone(),
            actions: robot.actions.clone(),
        })
    }

    /// Whether the switch's robot exists.
    pub(crate) fn has_known_robot(&self) -> bool {
        self.robots.iter().any(|robot| robot.name == KNOWN.0)
    }

    /// Makes the switch's robot, with all rights on accounts, or takes it away.
    pub(crate) fn set_known_robot(&mut self, is_there: bool) {
        self.robots.retain(|robot| robot.name != KNOWN.0);
        if is_there {
            let all = ["create", "read", "update", "list", "delete"];
            self.add_robot(KNOWN.0, KNOWN.1, all.map(str::to_owned).to_vec());
        }
    }

    fn add_robot(&mut self, name: &str, secret: &str, actions: Vec<String>) -> i64 {
        let id = self.robots.last().map_or(1, |robot| robot.id + 1);
        self.robots.push(Robot {
            id,
            name: name.to_owned(),
            secret: secret.to_owned(),
            actions,
        });
        id
    }

    /// Only administrators make and unmake robots.
    fn check_robots(call: &Call) -> Result<(), Response> {
        match &call.caller {
            caller if caller.is_nobody() => Err(unauthorized()),
            caller if caller.is_admin() => Ok(()),
            caller => Err(forbidden(&caller.name())),
        }
    }

    /// `POST /robots`: the secret is shown here and never again.
    pub(crate) fn create_robot(&mut self, call: &mut Call) -> Answer {
        let body: Json = serde_json::from_slice(&call.request.body).unwrap_or_default();
        let name = body.get("name").and_then(Json::as_str).unwrap_or_default();
        let is_name = !name.is_empty()
            && name
                .split(['.', '_', '-'])
                .all(|part| !part.is_empty() && part.bytes().all(is_of_name));
        if !is_name {
            return Err(bad_request(
                "robot name is not in lower case or contains illegal characters",
            ));
        }
        let permissions = body.get("permissions").and_then(Json::as_array);
        let granted: Vec<&Json> = permissions
            .into_iter()
            .flatten()
            .filter_map(|permission| permission.get("access")?.as_array())
            .flatten()
            .collect();
        if granted.is_empty() {
            return Err(bad_request("bad request empty permission"));
        }
        Self::check_robots(call)?;
        let actions = granted
            .into_iter()
            .filter(|access| access.get("resource").is_some_and(|name| name == "user"))
            .filter_map(|access| access.get("action")?.as_str().map(str::to_owned))
            .collect();
        let name = format!("robot${name}");
        if self.robots.iter().any(|robot| robot.name == name) {
            return Err(failure(409, "CONFLICT", "robot already exists"));
        }
        let secret = random_secret(call, 32);
        let id = self.add_robot(&name, &secret, actions);
        let created = json!({
            "creation_time": times::show(call.now_ms()),
            "expires_at": -1,
            "id": id,
            "name": name,
            "secret": secret,
        });
        Ok(Response::json(201, format!("{created}\n"))
            .header("Location", format!("/api/v2.0/robots/{id}")))
    }

    /// `DELETE /robots/{robot_id}`.
    pub(crate) fn delete_robot(&mut self, call: &Call, parts: &[String]) -> Answer {
        let mut problems = Problems::default();
        let id = bind::id(parts, "robot_id", &mut problems);
        problems.check(call.request)?;
        Self::check_robots(call)?;
        let before = self.robots.len();
        self.robots.retain(|robot| robot.id != id);
        if self.robots.len() == before {
            return Err(failure(404, "NOT_FOUND", &format!("robot {id} not found")));
        }
        Ok(empty())
    }
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}
