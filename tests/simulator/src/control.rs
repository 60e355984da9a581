//! The calls under `/__sim/` with which tests steer a world (DESIGN, section 6).

use serde_json::{Value as Json, json};

use crate::faults::Fault;
use crate::http::{Request, Response};
use crate::portainer::switches;
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
        ("GET", "mail") => Ok(json!([])),
        ("GET", "log") => Ok(world.log.iter().map(show_seen).collect()),
        ("POST", "faults") => add_faults(world, &body),
        ("GET", "faults") => Ok(world.faults.show()),
        ("DELETE", "faults") => {
            world.faults.clear();
            Ok(json!({}))
        }
        ("GET", "accounts") => Ok(show_accounts(world)),
        ("GET", "switches") => Ok(switches::list(&world.portainer)),
        ("POST", "switches") => {
            switches::set(world, &body).map(|()| switches::list(&world.portainer))
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
        check_platform(platform)?;
    }
    let given = body.get("switches").cloned().unwrap_or_else(|| json!({}));
    world.reset(plan);
    switches::set(world, &given)?;
    Ok(json!({"seed": world.plan.seed, "users": world.portainer.users.len()}))
}

fn check_platform(platform: &str) -> Result<(), String> {
    if platform == "portainer" {
        Ok(())
    } else {
        Err(format!("{platform} is not imitated yet"))
    }
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
        check_platform(platform)?;
    }
    world.restart_portainer();
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
const MASKED: &[&str] = &["authorization", "cookie", "x-api-key", "x-csrf-token"];

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
