//! The calls under `/__sim/` with which tests steer a world (DESIGN, section 6).

use serde_json::{Value as Json, json};

use crate::faults::Fault;
use crate::http::{Request, Response};
use crate::imitation::{Imitation, PLATFORMS};
use crate::world::{Admin, Plan, Seen, World};

type Answer = Result<Json, String>;

/// Answers a control call; a mistake is a 400 that says what is wrong.
pub(crate) fn answer(world: &mut World, request: &Request) -> Response {
    let body: Json = if request.body.is_empty() {
        json!({})
    } else {
        match serde_json::from_slice(&request.body) {
            Ok(body) => body,
            Err(error) => return refused(400, &format!("the body is no JSON: {error}")),
        }
    };
    let call = request.path().trim_start_matches("/__sim/");
    let result = match (request.method.as_str(), call) {
        ("POST", "reset") => reset(world, &body),
        ("POST", "clock") => advance(world, &body),
        ("GET", "clock") => Ok(json!({"now_ms": world.clock.now_ms()})),
        ("POST", "restart") => restart(world, &body),
        ("GET", "mail") => Ok(each(world, |platform| platform.mail())),
        ("GET", "log") => Ok(world.log.iter().map(show_seen).collect()),
        ("POST", "faults") => add_faults(world, &body),
        ("GET", "faults") => Ok(world.faults.show()),
        ("DELETE", "faults") => {
            world.faults.clear();
            Ok(json!({}))
        }
        ("GET", "accounts") => Ok(show_accounts(world)),
        ("GET", "switches") => Ok(each(world, |platform| platform.switches())),
        ("POST", "switches") => {
            set_switches(world, &body).map(|()| each(world, |platform| platform.switches()))
        }
        ("POST", "tamper") => tamper(world, &body),
        _ => return refused(404, "no such call"),
    };
    match result {
        Ok(body) => Response::json(200, body.to_string()).header("Cache-Control", "no-store"),
        Err(problem) => refused(400, &problem),
    }
}

fn refused(status: u16, problem: &str) -> Response {
    Response::json(status, json!({"error": problem}).to_string())
}

fn reset(world: &mut World, body: &Json) -> Answer {
    let mut plan = Plan::default();
    if let Some(seed) = body.get("seed").and_then(Json::as_u64) {
        plan.seed = seed;
    }
    if let Some(users) = body.get("users") {
        plan.users = users
            .as_u64()
            .and_then(|users| usize::try_from(users).ok())
            .ok_or("users must be a number")?;
    }
    if let Some(admin) = body.get("admin") {
        let text = |name: &str| admin.get(name).and_then(Json::as_str).map(str::to_owned);
        plan.admin = match (admin.is_null(), text("name"), text("password")) {
            (true, ..) => Admin::Nobody,
            (false, Some(name), Some(password)) => Admin::Named { name, password },
            _ => return Err("admin must be null or have a name and a password".to_owned()),
        };
        // The worlds of the recordings have nobody but the first administrator.
        if body.get("users").is_none() {
            plan.users = 0;
        }
    }
    if let Some(platform) = body.get("platform").and_then(Json::as_str) {
        plan.platform = Some(known(platform)?);
    }
    let given = body.get("switches").cloned().unwrap_or_else(|| json!({}));
    world.reset(plan);
    set_switches(world, &given)?;
    let n_users: usize = PLATFORMS
        .iter()
        .filter_map(|platform| world.seat(platform).map(|(found, _)| found.n_accounts()))
        .max()
        .unwrap_or(0);
    Ok(json!({"seed": world.plan.seed, "users": n_users}))
}

/// The name of a platform that is imitated.
fn known(platform: &str) -> Result<&'static str, String> {
    PLATFORMS
        .into_iter()
        .find(|known| *known == platform)
        .ok_or_else(|| format!("there is no platform {platform}"))
}

/// What all platforms of the world have, one after the other.
fn each(world: &mut World, what: impl Fn(&dyn Imitation) -> Vec<Json>) -> Json {
    let mut all = Vec::new();
    for platform in PLATFORMS {
        if world.plan.has(platform)
            && let Some((found, _)) = world.seat(platform)
        {
            all.extend(what(found));
        }
    }
    Json::Array(all)
}

/// Sets switches by name; a platform's name may stand around them or in front of a dot.
fn set_switches(world: &mut World, given: &Json) -> Result<(), String> {
    let given = given.as_object().ok_or("switches must be an object")?;
    for (name, value) in given {
        let (platform, name) = match name.split_once('.') {
            Some((platform, rest)) if PLATFORMS.contains(&platform) => (Some(platform), rest),
            _ => (None, name.as_str()),
        };
        match value {
            Json::Object(inner) if PLATFORMS.contains(&name) => {
                for (inner_name, value) in inner {
                    set_switch(world, Some(name), inner_name, value)?;
                }
            }
            value => set_switch(world, platform, name, value)?,
        }
    }
    Ok(())
}

/// Without a platform: the first of the world that has a switch of this name.
fn set_switch(
    world: &mut World,
    platform: Option<&str>,
    name: &str,
    value: &Json,
) -> Result<(), String> {
    let clock = world.clock;
    for candidate in PLATFORMS {
        let is_meant = platform.map_or(world.plan.has(candidate), |wanted| wanted == candidate);
        if is_meant
            && let Some((found, _)) = world.seat(candidate)
            && let Some(outcome) = found.set_switch(name, value, clock)
        {
            return outcome;
        }
    }
    Err(format!("no such switch: {name}"))
}

fn advance(world: &mut World, body: &Json) -> Answer {
    let seconds = body.get("advance_s").and_then(Json::as_f64).unwrap_or(0.0);
    let from_s = std::time::Duration::try_from_secs_f64(seconds)
        .map_err(|_| "advance_s must be a number of seconds, not below 0")?
        .as_millis();
    let ms = body.get("advance_ms").and_then(Json::as_u64).unwrap_or(0);
    let from_s = u64::try_from(from_s).map_err(|_| "advance_s is too large")?;
    world.advance_ms(from_s.saturating_add(ms));
    Ok(json!({"now_ms": world.clock.now_ms()}))
}

fn restart(world: &mut World, body: &Json) -> Answer {
    if let Some(platform) = body.get("platform").and_then(Json::as_str) {
        world.restart(known(platform)?);
        return Ok(json!({}));
    }
    for platform in PLATFORMS {
        world.restart(platform);
    }
    Ok(json!({}))
}

fn add_faults(world: &mut World, body: &Json) -> Answer {
    let orders = match body {
        Json::Array(orders) => orders.clone(),
        one => vec![one.clone()],
    };
    let faults: Vec<Fault> = orders.iter().map(Fault::read).collect::<Result<_, _>>()?;
    for fault in faults {
        world.faults.add(fault);
    }
    Ok(world.faults.show())
}

fn tamper(world: &mut World, body: &Json) -> Answer {
    let path = body
        .get("path")
        .and_then(Json::as_str)
        .ok_or("path is missing")?;
    let byte = body
        .get("byte")
        .and_then(Json::as_u64)
        .and_then(|byte| usize::try_from(byte).ok())
        .ok_or("byte is missing")?;
    world.tampered.push((path.to_owned(), byte));
    Ok(json!({}))
}

fn show_accounts(world: &World) -> Json {
    world
        .accounts
        .iter()
        .map(|account| {
            json!({
                "platform": account.platform,
                "name": account.name,
                "password": account.password,
                "role": account.role,
                "purpose": account.purpose,
            })
        })
        .collect()
}

/// Headers that hold credentials show only that they were there.
const MASKED: &[&str] = &[
    "authorization",
    "cookie",
    "x-api-key",
    "x-csrf-token",
    "x-harbor-csrf-token",
    "x-sftpgo-api-key",
    "x-sftpgo-otp",
];

fn show_seen(seen: &Seen) -> Json {
    let headers: Vec<Json> = seen
        .request
        .headers
        .iter()
        .map(|(name, value)| {
            let is_masked = MASKED
                .iter()
                .any(|masked| name.eq_ignore_ascii_case(masked));
            json!([name, if is_masked { "***" } else { value.as_str() }])
        })
        .collect();
    json!({
        "platform": seen.platform,
        "method": seen.request.method,
        "path": seen.request.path(),
        "query": seen.request.query(),
        "headers": headers,
        "body": String::from_utf8_lossy(&seen.request.body),
        "status": seen.status,
        "at_ms": seen.at_ms,
    })
}

#[cfg(test)]
mod tests;
