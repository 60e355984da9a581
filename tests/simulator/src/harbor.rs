//! Harbor core 2.16 as `contracts/harbor.md` describes it.
//!
//! A request passes through the layers in the server's order: query, CSRF, identity, read-only mode, size, session,
//! then binding and the handler; so that 422 comes before 401, and `DENIED` before both.

mod accounts;
mod answer;
mod bind;
mod body;
pub(crate) mod caller;
mod collation;
mod config;
mod csrf;
mod like;
mod list;
mod oidc;
mod path;
mod permissions;
mod population;
mod query;
mod robots;
mod routes;
pub(crate) mod rules;
mod sessions;
mod state;
mod switches;
mod times;

pub(crate) use state::Harbor;

use serde_json::Value as Json;

use crate::clock::Clock;
use crate::http::{Request, Response, percent_decode};
use crate::imitation::Imitation;
use crate::random::Random;
use crate::world::{Account, Plan};
use answer::{bad_request, failure};
use caller::Caller;
use routes::{Found, Route};

/// One password hash; the machine of the recordings took 150 ms.
pub(crate) const HASH_MS: u64 = 100;
/// The largest body of operations that are audited.
const MAX_BODY_BYTES: usize = 4_194_304;
/// What stands before the paths of the document.
const BASE: &str = "/api/v2.0";

/// One request on its way through the server.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    /// The path with slashes merged and escapes undone.
    pub(crate) path: String,
    /// The same with its escapes.
    pub(crate) escaped: String,
    /// The query's names and values, decoded once.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) clock: Clock,
    pub(crate) random: &'a mut Random,
    /// Whether a cookie `sid` travels, known or not.
    pub(crate) carries_session: bool,
    pub(crate) caller: Caller,
    /// The session that the request has by now.
    pub(crate) sid: String,
    /// Cookies to set.
    pub(crate) cookies: Vec<String>,
    /// How long the server has worked on it.
    pub(crate) spent_ms: u64,
}

impl Call<'_> {
    /// The time at which the work done so far is over.
    pub(crate) fn now_ms(&self) -> u64 {
        self.clock.now_ms() + self.spent_ms
    }

    fn is_write(&self) -> bool {
        !matches!(
            self.request.method.as_str(),
            "GET" | "HEAD" | "OPTIONS" | "TRACE"
        )
    }
}

/// Method and path, base included, of an operation that `operations.tsv` names.
pub(crate) fn operation_template(name: &str) -> Option<(String, String)> {
    routes::ROUTES
        .iter()
        .find(|(.., known)| !known.is_empty() && *known == name)
        .map(|(method, path, ..)| ((*method).to_owned(), format!("{BASE}{path}")))
}

/// The pairs of a query; the error is the server's text for what cannot be read.
pub(crate) fn pairs(query: &str) -> Result<Vec<(String, String)>, String> {
    let (pairs, problem) = readable_pairs(query);
    problem.map_or(Ok(pairs), Err)
}

/// The pairs of a query that can be read, and what is wrong with the others.
pub(crate) fn readable_pairs(query: &str) -> (Vec<(String, String)>, Option<String>) {
    let mut pairs = Vec::new();
    let mut problem: Option<String> = None;
    for part in query.split('&') {
        if part.contains(';') {
            problem = Some("invalid semicolon separator in query".to_owned());
        } else if !part.is_empty() {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            match (unescape(name), unescape(value)) {
                (Ok(name), Ok(value)) => pairs.push((name, value)),
                (Err(wrong), _) | (_, Err(wrong)) => {
                    problem.get_or_insert(wrong);
                }
            }
        }
    }
    (pairs, problem)
}

fn unescape(text: &str) -> Result<String, String> {
    let spaced = text.replace('+', " ");
    if let Some(bytes) = percent_decode(&spaced) {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    let is_broken = |at: usize| {
        let digits = spaced.get(at + 1..at + 3).unwrap_or_default();
        digits.len() < 2 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let at = spaced
        .match_indices('%')
        .map(|(at, _)| at)
        .find(|at| is_broken(*at))
        .unwrap_or(0);
    let shown: String = spaced
        .chars()
        .skip(spaced.get(..at).map_or(0, |head| head.chars().count()))
        .take(3)
        .collect();
    Err(format!("invalid URL escape \"{shown}\""))
}

impl Harbor {
    fn respond(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Response {
        let Some(path) = percent_decode(request.path()) else {
            // The server's reader refuses this before any layer sees it.
            return Response::new(400)
                .header("Connection", "close")
                .header("Content-Type", "text/plain; charset=utf-8")
                .body("400 Bad Request");
        };
        let query = match pairs(request.query().unwrap_or_default()) {
            Ok(query) => query,
            Err(problem) => return bad_request(&problem),
        };
        let given_id = request.find("X-Request-Id").filter(|id| !id.is_empty());
        let request_id = given_id.map_or_else(|| random.uuid(), str::to_owned);
        let path = path::merge_slashes(&String::from_utf8_lossy(&path));
        let mut call = Call {
            request,
            escaped: path::escaped(request.path(), path.as_bytes()),
            path,
            query,
            clock,
            random,
            carries_session: request.cookie(sessions::COOKIE).is_some(),
            caller: Caller::Nobody,
            sid: String::new(),
            cookies: Vec::new(),
            spent_ms: 0,
        };
        let mut response = match self.check_csrf(&mut call) {
            Err(refused) => refused,
            Ok(headers) => {
                let mut response = self
                    .behind_csrf(&mut call)
                    .unwrap_or_else(|refused| refused);
                response.headers.extend(headers);
                response
            }
        };
        for cookie in call.cookies {
            response = response.header("Set-Cookie", cookie);
        }
        response = response.header("X-Request-Id", request_id);
        response.delay_ms = response.delay_ms.max(call.spent_ms);
        response
            .headers
            .sort_by_key(|(name, _)| name.to_ascii_lowercase());
        if request.method == "HEAD" {
            response.body.clear();
        }
        response
    }

    fn behind_csrf(&mut self, call: &mut Call) -> answer::Answer {
        let below = call
            .path
            .strip_prefix(BASE)
            .filter(|below| below.is_empty() || below.starts_with('/'))
            .map(str::to_owned);
        // Pings touch neither accounts nor sessions of accounts.
        if below.as_deref() != Some("/ping") {
            call.caller = self.identify(call);
        }
        let is_exempt = matches!(
            call.path.as_str(),
            "/c/login" | "/c/userExists" | "/c/oidc/onboard" | "/api/v2.0/configurations"
        );
        if self.config.read_only && call.is_write() && !is_exempt {
            let message = "The system is in read only mode. Any modification is prohibited.";
            return Err(failure(403, "DENIED", message));
        }
        let found = below.map(|_| {
            let cleaned = path::clean(&call.escaped);
            let below = cleaned.strip_prefix(BASE);
            below.map_or(Found::Nothing, |below| {
                routes::find(&call.request.method, below)
            })
        });
        if call.request.body.len() > MAX_BODY_BYTES
            && matches!(
                found,
                Some(Found::Route(
                    Route::CreateUser
                        | Route::UpdateProfile
                        | Route::UpdatePassword
                        | Route::SetSysAdmin,
                    _
                ))
            )
        {
            return Err(Response::new(413)
                .header("Connection", "close")
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("X-Content-Type-Options", "nosniff")
                .body("request body too large\n"));
        }
        self.begin_session(call);
        match found {
            None => self.serve_private(call),
            Some(Found::Nothing) => {
                let message = format!("path {} was not found", call.escaped);
                Err(failure(404, "NOT_FOUND", &message))
            }
            Some(Found::WrongMethod(methods)) => {
                let (method, others) = (&call.request.method, methods.join(","));
                let message = format!("method {method} is not allowed, but [{others}] are");
                Err(failure(405, "METHOD_NOT_ALLOWED", &message))
            }
            Some(Found::Route(route, parts)) => {
                let answer = self.serve(call, route, &parts);
                if self.switches.crashes_over_nobody {
                    return answer;
                }
                answer.map_err(|refused| {
                    if refused == answer::crashed() {
                        answer::unauthorized()
                    } else {
                        refused
                    }
                })
            }
        }
    }

    fn serve(&mut self, call: &mut Call, route: Route, parts: &[String]) -> answer::Answer {
        if route == Route::Ping {
            return Ok(match bind::negotiate(call.request, bind::PING)? {
                "application/json" => answer::ok("\"Pong\""),
                _ => Response::new(200)
                    .header("Content-Type", "text/plain")
                    .body("Pong"),
            });
        }
        bind::negotiate(call.request, bind::JSON)?;
        match route {
            Route::ListUsers => self.list_users(call),
            Route::CreateUser => self.create_user(call),
            Route::SearchUsers => self.search_users(call),
            Route::CurrentUser => self.current_user(call),
            Route::Permissions => Self::permissions(call),
            Route::GetUser => self.get_user(call, parts),
            Route::UpdateProfile => self.update_profile(call, parts),
            Route::DeleteUser => self.delete_user(call, parts),
            Route::SetSysAdmin => self.set_sys_admin(call, parts),
            Route::UpdatePassword => self.update_password(call, parts),
            Route::SetCliSecret => self.set_cli_secret(call, parts),
            Route::SystemInfo | Route::Ping => self.system_info(call),
            Route::Configure => self.configure(call),
            Route::CreateRobot => self.create_robot(call),
            Route::DeleteRobot => self.delete_robot(call, parts),
        }
    }

    /// What stands outside the document: the version, and the portal's private calls.
    fn serve_private(&mut self, call: &mut Call) -> answer::Answer {
        let path = call.path.strip_suffix('/').unwrap_or(&call.path).to_owned();
        match (call.request.method.as_str(), path.as_str()) {
            ("GET", "/api/version") => Ok(Response::new(200)
                .header("Content-Type", "text/plain; charset=utf-8")
                .body("{\"version\":\"v2.0\"}")),
            ("POST", "/c/login") => self.login(call),
            ("GET", "/c/log_out") => self.log_out(call),
            ("POST", "/c/userExists") => self.user_exists(call),
            ("GET", "/c/oidc/login") => self.oidc_login(call),
            ("GET", "/c/oidc/callback") => self.oidc_callback(call),
            ("POST", "/c/oidc/onboard") => self.oidc_onboard(call),
            ("GET", "/c/oidc/logout") => self.oidc_logout(call),
            _ => Err(Response::new(404)
                .header("Content-Type", "text/html; charset=utf-8")
                .body("<!doctype html>\n<title>404</title>\n<p>Page not found.</p>\n")),
        }
    }
}

impl Imitation for Harbor {
    fn populate(&mut self, plan: &Plan, clock: Clock, random: &mut Random) -> Vec<Account> {
        self.fill(plan, clock, random)
    }

    fn answer(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Response {
        self.respond(request, clock, random)
    }

    /// Sessions live in a store of their own and survive; the key of CSRF cookies does not.
    fn restart(&mut self, _clock: Clock, random: &mut Random) {
        self.csrf_key = random.bytes(32);
        self.frozen.clear();
    }

    fn switches(&self) -> Vec<Json> {
        switches::list(self)
    }

    fn set_switch(&mut self, name: &str, value: &Json, clock: Clock) -> Option<Result<(), String>> {
        switches::set(self, name, value, clock)
    }

    fn n_accounts(&self) -> usize {
        self.n_live()
    }
}

#[cfg(test)]
mod tests;
