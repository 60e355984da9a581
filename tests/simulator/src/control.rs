//! The calls under `/__sim/` with which tests steer a world (DESIGN, section 6).

use serde_json::{Value as Json, json};

use crate::faults::Fault;
use crate::http::{Request, Response};
use crate::imitation::{Imitation, PLATFORMS};
use crate::world::{Admin, Plan, Seen, World};

type Answer = Result<Json, String>;

/// The largest world that is made, in accounts on each platform.
const MOST_USERS: usize = 1_000_000;

/// The most that the clock is moved on at once: a hundred years.
const LONGEST_ADVANCE_MS: u64 = 100 * 366 * 86_400_000;

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
    if !(body.is_object() || (call == "faults" && body.is_array())) {
        return refused(400, "the body must be an object");
    }
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

/// A member of an order; one that is left out or `null` is none, one of another type is a mistake.
pub(crate) fn member<'a, T>(
    order: &'a Json,
    name: &str,
    read: impl FnOnce(&'a Json) -> Option<T>,
    wanted: &str,
) -> Result<Option<T>, String> {
    match order.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => read(value)
            .map(Some)
            .ok_or_else(|| format!("{name} must be {wanted}")),
    }
}

/// A whole number, not below 0.
pub(crate) fn number(order: &Json, name: &str) -> Result<Option<u64>, String> {
    member(order, name, Json::as_u64, "a whole number, not below 0")
}

/// The platform that an order names.
pub(crate) fn platform_of(order: &Json) -> Result<Option<&'static str>, String> {
    member(order, "platform", Json::as_str, "a platform's name")?
        .map(known)
        .transpose()
}

fn reset(world: &mut World, body: &Json) -> Answer {
    let mut plan = Plan::default();
    if let Some(seed) = number(body, "seed")? {
        plan.seed = seed;
    }
    let users = number(body, "users")?;
    if let Some(users) = users {
        plan.users = usize::try_from(users)
            .ok()
            .filter(|users| *users <= MOST_USERS)
            .ok_or_else(|| format!("users must be at most {MOST_USERS}"))?;
    }
    if let Some(admin) = body.get("admin") {
        let text = |name: &str| admin.get(name).and_then(Json::as_str).map(str::to_owned);
        plan.admin = match (admin.is_null(), text("name"), text("password")) {
            (true, ..) => Admin::Nobody,
            (false, Some(name), Some(password)) => Admin::Named { name, password },
            _ => return Err("admin must be null or have a name and a password".to_owned()),
        };
        // The worlds of the recordings have nobody but the first administrator.
        if users.is_none() {
            plan.users = 0;
        }
    }
    plan.platform = platform_of(body)?;
    // A mistake in the switches leaves the world as it was.
    let mut fresh = world.anew(plan);
    if let Some(switches) = member(body, "switches", Some, "an object")? {
        set_switches(&mut fresh, switches)?;
    }
    *world = fresh;
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
    const WANTED: &str = "a number of seconds, not below 0";
    let seconds = member(body, "advance_s", Json::as_f64, WANTED)?.unwrap_or(0.0);
    let from_s = std::time::Duration::try_from_secs_f64(seconds)
        .map_err(|_| format!("advance_s must be {WANTED}"))?
        .as_millis();
    let ms = u128::from(number(body, "advance_ms")?.unwrap_or(0)) + from_s;
    let ms = u64::try_from(ms)
        .ok()
        .filter(|ms| *ms <= LONGEST_ADVANCE_MS)
        .ok_or("the clock moves on by a hundred years at most")?;
    world.advance_ms(ms);
    Ok(json!({"now_ms": world.clock.now_ms()}))
}

fn restart(world: &mut World, body: &Json) -> Answer {
    match platform_of(body)? {
        Some(platform) => world.restart(platform),
        None => {
            for platform in PLATFORMS {
                world.restart(platform);
            }
        }
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
