//! Portainer CE 2.23.0 as `contracts/portainer.md` describes it.
//!
//! A request passes through the layers in the order of contract 5.14: two headers, CSRF, first run, backup gate,
//! dispatch, authentication, role, limiter, handler.

mod accounts;
mod answer;
mod auth;
mod csrf;
mod delete;
mod gate;
mod json;
mod keys;
mod limiter;
mod oauth;
mod population;
mod routes;
mod settings;
mod signing;
mod state;
mod switches;
mod teams;
pub(crate) mod text;
mod update;

use population::Population;
pub(crate) use state::Portainer;
pub(crate) use text::go_quote;

use serde_json::Value as Json;

use crate::clock::Clock;
use crate::http::{Request, Response, percent_decode};
use crate::imitation::Imitation;
use crate::random::Random;
use crate::world::{Account, Plan};
use answer::{empty, failure};
use routes::Route;

/// One request on its way through the server.
pub(crate) struct Call<'a> {
    /// The request, its target beginning with `/api`.
    pub(crate) request: &'a Request,
    /// The server's time when the request came.
    pub(crate) clock: Clock,
    /// Where keys and tokens come from.
    pub(crate) random: &'a mut Random,
    /// How long the server has worked on it.
    pub(crate) spent_ms: u64,
}

/// One bcrypt hash or comparison on the machine of the recordings (contract 5.10).
pub(crate) const HASH_MS: u64 = 100;

impl Call<'_> {
    /// The cost of hashing or comparing one password.
    pub(crate) fn hash(&mut self) {
        self.spent_ms += HASH_MS;
    }

    /// The time at which the work done so far is over.
    pub(crate) fn now(&self) -> Clock {
        let mut clock = self.clock;
        clock.advance_ms(self.spent_ms);
        clock
    }
}

/// Method and path, base included, of an operation that `operations.tsv` names.
pub(crate) fn operation_template(name: &str) -> Option<(String, String)> {
    routes::ROUTES
        .iter()
        .find(|(.., known)| !known.is_empty() && *known == name)
        .map(|(method, path, ..)| ((*method).to_owned(), format!("/api{path}")))
}

impl Imitation for Portainer {
    fn populate(&mut self, plan: &Plan, clock: Clock, random: &mut Random) -> Vec<Account> {
        self.move_in(&Population::of(plan), clock, random)
            .into_iter()
            .map(|known| Account {
                platform: "portainer",
                name: known.name,
                password: known.password,
                role: known.role,
                purpose: known.purpose,
            })
            .collect()
    }

    fn answer(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Response {
        self.answer_call(request, clock, random)
    }

    fn restart(&mut self, clock: Clock, random: &mut Random) {
        self.start_anew(clock, random);
    }

    fn switches(&self) -> Vec<Json> {
        switches::list(self)
    }

    fn set_switch(&mut self, name: &str, value: &Json, clock: Clock) -> Option<Result<(), String>> {
        switches::set(self, name, value, clock)
    }

    fn n_accounts(&self) -> usize {
        self.users.len()
    }
}

impl Portainer {
    fn answer_call(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Response {
        self.settle(clock);
        if percent_decode(request.path()).is_none() {
            // The server's reader refuses this before any layer sees it.
            return Response::new(400)
                .header("Connection", "close")
                .header("Content-Type", "text/plain; charset=utf-8")
                .body("400 Bad Request");
        }
        let mut call = Call {
            request,
            clock,
            random,
            spent_ms: 0,
        };
        let mut response = self.layers(&mut call);
        response.delay_ms = response.delay_ms.max(call.spent_ms);
        response
            .headers
            .sort_by_key(|(name, _)| name.to_ascii_lowercase());
        response
    }

    fn layers(&mut self, call: &mut Call) -> Response {
        let has_cookie = call
            .request
            .cookie(auth::SESSION_COOKIE)
            .is_some_and(|value| !value.is_empty());
        if !has_cookie {
            if auth::has_two_headers(call.request) {
                let message = "api key and auth header are not allowed at the same time";
                return failure(403, message, message);
            }
            let inner = self.behind_csrf(call);
            return with_token(inner, "");
        }
        match self.check_csrf(call) {
            Err(refused) => refused,
            Ok(passed) => {
                let inner = self.behind_csrf(call);
                let mut response = with_token(inner, &passed.masked_token);
                if response.status != 0 {
                    response
                        .headers
                        .push(("Vary".to_owned(), "Cookie".to_owned()));
                    response.headers.extend(passed.set_cookie);
                }
                response
            }
        }
    }

    fn behind_csrf(&mut self, call: &mut Call) -> Response {
        let target = call.request.target.as_str();
        if self.is_disabled(call.clock)
            && target.starts_with("/api")
            && target != "/api/status"
            && target != "/api/settings/public"
        {
            let message = "Administrator initialization timeout";
            return failure(303, message, message).header("Redirect-Reason", "AdminInitTimeout");
        }
        if let Some(stuck) = self.wait_at_gate(call) {
            return stuck;
        }
        let decoded = percent_decode(call.request.path()).unwrap_or_default();
        let path = text::go_lossy(&decoded);
        match routes::find(&call.request.method, &path) {
            routes::Found::FileServer => self.serve_file(call, &path),
            routes::Found::Moved(cleaned) => {
                let mut location = routes::escape_path(&cleaned);
                if let Some(query) = call.request.query() {
                    location.push('?');
                    location.push_str(query);
                }
                Response::new(301).header("Location", location)
            }
            routes::Found::Nothing => not_found(),
            routes::Found::WrongMethod => Response::new(405),
            routes::Found::Route(route, parts) => {
                // The limiter of the two public routes stands before the layer that adds the header below.
                if matches!(route, Route::SignIn | Route::OAuthValidate)
                    && let Err(refused) = self.limit(call)
                {
                    return refused;
                }
                let response = self.serve(call, route, &parts);
                if response.status == 0 {
                    response
                } else {
                    response.header("X-Content-Type-Options", "nosniff")
                }
            }
        }
    }

    fn serve(&mut self, call: &mut Call, route: Route, parts: &[String]) -> Response {
        let result = match route {
            Route::SignIn => self.sign_in(call),
            Route::Logout => Ok(self.logout(call)),
            Route::OAuthValidate => self.oauth_validate(call),
            Route::PublicSettings => Ok(self.public_settings()),
            Route::Status => Ok(self.status()),
            Route::Version => self.version(call),
            Route::ReadSettings => self.read_settings(call),
            Route::UpdateSettings => self.update_settings(call),
            Route::Backup => self.backup(call),
            Route::ListUsers => self.list_users(call),
            Route::CreateUser => self.create_user(call),
            Route::CurrentUser => self.current_user(call),
            Route::InspectUser => self.inspect_user(call, parts),
            Route::UpdateUser => self.update_user(call, parts),
            Route::DeleteUser => self.delete_user(call, parts),
            Route::UpdatePassword => self.update_password(call, parts),
            Route::UserMemberships => self.user_memberships(call, parts),
            Route::ListKeys => self.list_keys(call, parts),
            Route::CreateKey => self.create_key(call, parts),
            Route::DeleteKey => self.delete_key(call, parts),
            Route::AdminCheck => Ok(self.admin_check()),
            Route::AdminInit => self.admin_init(call),
            Route::ListTeams => self.list_teams(call),
            Route::CreateTeam => self.create_team(call),
            Route::InspectTeam => self.inspect_team(call, parts),
            Route::UpdateTeam => self.update_team(call, parts),
            Route::DeleteTeam => self.delete_team(call, parts),
            Route::TeamMemberships => self.team_memberships(call, parts),
            Route::ListMemberships => self.list_memberships(call),
            Route::CreateMembership => self.create_membership(call),
            Route::UpdateMembership => self.update_membership(call, parts),
            Route::DeleteMembership => self.delete_membership(call, parts),
        };
        result.unwrap_or_else(|refused| refused)
    }

    /// What stands outside the API: an empty folder behind a file server (contract 1.1).
    fn serve_file(&self, call: &Call, path: &str) -> Response {
        let target = call.request.target.as_str();
        let is_disabled = self.is_disabled(call.clock);
        if is_disabled && matches!(target, "/" | "/index.html") {
            return elsewhere("/timeout.html");
        }
        if !is_disabled && target.starts_with("/timeout.html") {
            return elsewhere("/");
        }
        let wants_page = call
            .request
            .find("Accept")
            .is_some_and(|accept| accept.contains("text/html"));
        let cache = if wants_page {
            "no-cache, no-store, must-revalidate"
        } else {
            "max-age=31536000"
        };
        let response = if path == "/" {
            Response::new(200)
                .header("Content-Type", "text/html; charset=utf-8")
                .header("Last-Modified", crate::clock::http_date(self.started_s))
                .body("<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n</pre>\n")
        } else if path.ends_with("/index.html") {
            // The file server of Go's library names a folder by its slash only.
            let query = call.request.query();
            let tail = query.map_or_else(String::new, |query| format!("?{query}"));
            Response::new(301).header("Location", format!("./{tail}"))
        } else {
            not_found()
        };
        let mut response = response
            .header("Cache-Control", cache)
            .header("Vary", "Accept-Encoding");
        if response.find("X-Content-Type-Options").is_none() {
            response = response.header("X-Content-Type-Options", "nosniff");
        }
        if call.request.method == "HEAD" {
            response.body.clear();
        }
        response
    }

    pub(crate) fn admin_check(&self) -> Response {
        if self.users.values().any(state::User::is_admin) {
            empty()
        } else {
            failure(
                404,
                "No administrator account found inside the database",
                "Object not found inside the database",
            )
        }
    }
}

/// The file server's redirects around the end of the first run.
fn elsewhere(path: &str) -> Response {
    Response::new(307)
        .header("Content-Type", "text/html; charset=utf-8")
        .header("Location", path)
        .body(format!("<a href=\"{path}\">Temporary Redirect</a>.\n\n"))
}

/// What the router says to a path that it does not know.
fn not_found() -> Response {
    Response::new(404)
        .header("Content-Type", "text/plain; charset=utf-8")
        .header("X-Content-Type-Options", "nosniff")
        .body("404 page not found\n")
}

/// Successful answers carry the token header, empty where CSRF was skipped (contract 1.5).
fn with_token(response: Response, token: &str) -> Response {
    if (200..300).contains(&response.status) {
        response.header("X-Csrf-Token", token)
    } else {
        response
    }
}

#[cfg(test)]
mod tests;
