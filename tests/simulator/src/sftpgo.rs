//! `SFTPGo` 2.7.99-dev as `contracts/sftpgo.md` describes it.
//!
//! A request passes through the layers in the order of contract 1.5: CORS, limits and bans, router, API key, token,
//! forced action, permission, handler.

mod access;
mod admins;
mod answer;
mod cors;
mod entropy;
mod filesystem;
mod filters;
mod json;
mod keys;
mod lists;
mod lookups;
mod own;
mod paths;
mod picture;
mod population;
mod quota;
mod releases;
mod resets;
mod routes;
mod schema;
mod shape;
mod signing;
mod state;
mod switches;
mod text;
mod totp;
mod users;
mod validate;
mod watch;

pub(crate) use state::Sftpgo;

use serde_json::Value as Json;

use crate::clock::Clock;
use crate::http::{Request, Response, percent_decode};
use crate::imitation::Imitation;
use crate::random::Random;
use crate::world::{Account, Plan};
use access::Caller;
use answer::{Answer, nowhere, said};
use routes::{Found, Gate, Line, Route};
use shape::{Kind, Object};

/// One request on its way through the server.
pub(crate) struct Call<'a> {
    /// The request, its target beginning with `/api/v2`.
    pub(crate) request: &'a Request,
    /// The server's time when the request came.
    pub(crate) clock: Clock,
    /// Where ids, keys and codes come from.
    pub(crate) random: &'a mut Random,
    /// How long the server works on it.
    pub(crate) spent_ms: u64,
    /// Who calls, behind the gate.
    pub(crate) caller: Caller,
}

/// Methods that the router knows.
const METHODS: [&str; 9] = [
    "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
];

/// One hash or comparison of a password on the machine of the recordings.
const HASH_MS: u64 = 90;

impl Call<'_> {
    /// The cost of hashing or comparing one password.
    pub(crate) fn hash(&mut self) {
        self.spent_ms += HASH_MS;
    }

    /// The time at which the work done so far is over.
    pub(crate) fn now_ms(&self) -> u64 {
        self.clock.now_ms() + self.spent_ms
    }

    /// The body as an object of this kind.
    pub(crate) fn body(&self, kind: &'static Kind) -> Result<Object, Response> {
        self.read(kind)
            .map_err(|mistake| answer::error(400, &mistake))
    }

    /// The same, with the mistake as text.
    pub(crate) fn read(&self, kind: &'static Kind) -> Result<Object, String> {
        shape::read(&json::parse(&self.request.body)?, kind)
    }

    /// A value of the query; parts with a semicolon or a broken escape are dropped.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let query = self.request.query()?;
        let kept: Vec<&str> = query
            .split('&')
            .filter(|part| !part.contains(';') && percent_decode(part).is_some())
            .collect();
        Request::new("GET", &format!("/?{}", kept.join("&"))).query_value(name)
    }
}

/// Method and path, base included, of an operation that `operations.tsv` names.
pub(crate) fn operation_template(name: &str) -> Option<(String, String)> {
    routes::ROUTES
        .iter()
        .find(|(.., known)| !known.is_empty() && *known == name)
        .map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned()))
}

impl Imitation for Sftpgo {
    fn populate(&mut self, plan: &Plan, clock: Clock, random: &mut Random) -> Vec<Account> {
        self.settle(plan, clock, random)
    }

    fn answer(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Response {
        let mut seen = request.clone();
        if self.toggles.is("proxy", "decoding") {
            let Some(target) = paths::through_a_decoding_proxy(&request.target) else {
                return bad_request();
            };
            seen.target = target;
        }
        if self.toggles.is_on("trusted_proxy")
            && let Some(address) = request.find("X-Forwarded-For")
        {
            address.trim().clone_into(&mut seen.peer);
        }
        let request = &seen;
        let mut call = Call {
            request,
            clock,
            random,
            spent_ms: 0,
            caller: Caller::default(),
        };
        let response = self.layers(&mut call);
        let mut response = self.as_written_then(response);
        response.delay_ms = response.delay_ms.max(call.spent_ms);
        self.note_open(request, clock, response.delay_ms);
        if request.method == "HEAD" {
            response.body.clear();
        }
        let server = if self.toggles.is("server_version", "short") {
            "SFTPGo".to_owned()
        } else {
            format!("SFTPGo/{}", self.version())
        };
        if response.find("Connection").is_none() {
            response = response.header("Server", server);
        }
        response
            .headers
            .sort_by_key(|(name, _)| name.to_ascii_lowercase());
        response
    }

    fn restart(&mut self, _clock: Clock, random: &mut Random) {
        self.signing_key = random.bytes(32);
        self.revoked.clear();
        self.used_passcodes.clear();
        self.resets.clear();
        self.connections.clear();
        self.scans.clear();
        self.suspects.clear();
        self.buckets.clear();
        self.open.clear();
    }

    fn switches(&self) -> Vec<Json> {
        self.list_switches()
    }

    fn set_switch(&mut self, name: &str, value: &Json, clock: Clock) -> Option<Result<(), String>> {
        self.switch(name, value, clock)
    }

    fn mail(&self) -> Vec<Json> {
        self.mail.clone()
    }

    fn n_accounts(&self) -> usize {
        self.users.len()
    }
}

/// What the reader of requests says before any layer sees them.
fn bad_request() -> Response {
    Response::new(400)
        .header("Connection", "close")
        .header("Content-Type", "text/plain; charset=utf-8")
        .body("400 Bad Request")
}

impl Sftpgo {
    fn layers(&mut self, call: &mut Call) -> Response {
        let Some(path) = paths::Path::of(call.request.path()) else {
            return bad_request();
        };
        let host = self.toggles.choice("allowed_host");
        if host != "any" && call.request.find("Host") != Some(host) {
            return answer::error(403, "Forbidden");
        }
        if let Some(preflight) = self.preflight(call.request) {
            return preflight;
        }
        let response = self.behind_cors(call, &path);
        self.with_cors(call.request, response)
    }

    fn behind_cors(&mut self, call: &mut Call, path: &paths::Path) -> Response {
        if let Err(refused) = self.admit(call) {
            return refused;
        }
        // The router knows these; of any other method it does not even look at the path.
        if !METHODS.contains(&call.request.method.as_str()) {
            return Response::new(405);
        }
        let is_there = |line: &Line| !self.is_switched_off(line);
        match routes::find(&call.request.method, &path.parts(), is_there) {
            Found::Nothing => nowhere(),
            Found::WrongMethod(methods) => {
                let mut response = Response::new(405);
                for method in methods {
                    response = response.header("Allow", method);
                }
                response
            }
            Found::Line(line, names) => {
                let (_, _, route, gate, _) = line;
                let name = names.first().map(String::as_str).unwrap_or_default();
                self.pass(call, *gate, *route)
                    .and_then(|()| self.serve(call, *route, name))
                    .unwrap_or_else(|refused| refused)
            }
        }
    }

    /// What a listener can have switched off does not exist then: ways of sign-in (contract 1.3 and 2.1, U7), the whole
    /// interface (1.1), and its document (1.6).
    fn is_switched_off(&self, line: &Line) -> bool {
        let bits = self.toggles.number("disabled_login_methods").unwrap_or(0);
        if !self.toggles.is_on("rest_api") && line.1.starts_with("/api/") {
            return true;
        }
        match line.2 {
            Route::Document => !self.toggles.is_on("render_openapi"),
            Route::Token | Route::ForgotAdmin | Route::ResetAdmin => bits & 16 != 0,
            Route::UserToken | Route::ForgotUser | Route::ResetUser => bits & 32 != 0,
            _ => false,
        }
    }

    fn pass(&mut self, call: &mut Call, gate: Gate, route: Route) -> Result<(), Response> {
        match gate {
            Gate::Open | Gate::Basic => Ok(()),
            Gate::Admin(mut needs) => {
                needs.permission = self.permission_of(route, needs.permission);
                self.admit_admin(call, needs)
            }
            Gate::User(needs) => self.admit_user(call, needs),
        }
    }

    fn serve(&mut self, call: &mut Call, route: Route, name: &str) -> Answer {
        match route {
            Route::Health => Ok(Response::new(200)
                .header("Content-Type", "text/plain; charset=utf-8")
                .body("ok")),
            Route::Document => Ok(self.document()),
            Route::Root => Ok(Response::new(302).header("Location", self.front_page())),
            Route::Token => self.token(call),
            Route::UserToken => self.user_token(call),
            Route::Logout | Route::UserLogout => {
                self.revoke(call);
                answer::done("Your token has been invalidated")
            }
            Route::Version => answer::ok(self.version_info()),
            Route::ReadProfile => self.read_profile(call),
            Route::WriteProfile => self.write_profile(call),
            Route::ChangePassword => self.change_password(call),
            Route::ReadUserProfile => self.read_user_profile(call),
            Route::WriteUserProfile => self.write_user_profile(call),
            Route::ChangeUserPassword => self.change_user_password(call),
            Route::TotpConfigs | Route::UserTotpConfigs => self.totp_configs(),
            Route::TotpGenerate | Route::UserTotpGenerate => self.totp_generate(call),
            Route::TotpValidate | Route::UserTotpValidate => self.totp_validate(call),
            Route::TotpSave | Route::UserTotpSave => self.totp_save(call),
            Route::ReadCodes | Route::ReadUserCodes => self.read_codes(call),
            Route::RenewCodes | Route::RenewUserCodes => self.renew_codes(call),
            Route::ListUsers => self.list_users(call),
            Route::CreateUser => self.create_user(call),
            Route::ReadUser => self.read_user(call, name),
            Route::UpdateUser => self.update_user(call, name),
            Route::DeleteUser => self.delete_user(call, name),
            Route::DisableFactor => self.disable_factor(call, name),
            Route::ForgotUser => self.forgot(call, name, false),
            Route::ForgotAdmin => self.forgot(call, name, true),
            Route::ResetUser => self.reset_password(call, false),
            Route::ResetAdmin => self.reset_password(call, true),
            Route::UserFiles => Ok(Response::json(200, "[]").header("Accept-Ranges", "none")),
            other => self.serve_rest(call, other, name),
        }
    }

    fn serve_rest(&mut self, call: &mut Call, route: Route, name: &str) -> Answer {
        match route {
            Route::ListKeys => self.list_keys(call),
            Route::CreateKey => self.create_key(call),
            Route::ReadKey => self.read_key(name),
            Route::UpdateKey => self.update_key(call, name),
            Route::DeleteKey => self.delete_key(name),
            Route::ListGroups => self.list_groups(call),
            Route::CreateGroup => self.create_group(call),
            Route::ReadGroup => self.read_group(name),
            Route::UpdateGroup => self.update_group(call, name),
            Route::DeleteGroup => self.delete_group(name),
            Route::ListRoles => self.list_roles(call),
            Route::CreateRole => self.create_role(call),
            Route::ReadRole => self.read_role(name),
            Route::UpdateRole => self.update_role(call, name),
            Route::DeleteRole => self.delete_role(name),
            Route::ListFolders => self.list_folders(call),
            Route::CreateFolder => self.create_folder(call),
            Route::ReadFolder => self.read_folder(name),
            Route::UpdateFolder => self.update_folder(call, name),
            Route::DeleteFolder => self.delete_folder(name),
            Route::ListAdmins => self.list_admins(call),
            Route::CreateAdmin => self.create_admin(call),
            Route::ReadAdmin => self.read_admin(name),
            Route::UpdateAdmin => self.update_admin(call, name),
            Route::DeleteAdmin => self.delete_admin(call, name),
            Route::ListConnections => self.list_connections(call),
            Route::CloseConnection => self.close_connection(call, name),
            Route::ListScans => self.list_scans(call),
            Route::StartScan => self.start_scan(call, name),
            Route::SetUsage => self.set_usage(call, name),
            Route::SetTransfer => self.set_transfer(call, name),
            Route::ListHosts => self.list_hosts(call),
            Route::ReadHost => self.read_host(call, name),
            Route::FreeHost => self.free_host(call, name),
            _ => Err(said(404, "Not Found")),
        }
    }

    /// Where a browser is sent: until there is an administrator, to the page that makes one (contract 1.6).
    fn front_page(&self) -> &'static str {
        if self.admins.is_empty() {
            "/web/admin/setup"
        } else {
            "/web/client/login"
        }
    }

    fn document(&self) -> Response {
        Response::new(200)
            .header("Content-Type", "application/x-yaml")
            .header("Accept-Ranges", "bytes")
            .body(format!(
                "openapi: 3.0.3\ninfo:\n  title: SFTPGo\n  version: v{}\npaths: {{}}\n",
                self.release()
            ))
    }
}

#[cfg(test)]
mod tests;
