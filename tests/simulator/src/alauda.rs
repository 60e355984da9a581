//! Alauda Container Platform as `contracts/alauda.md` describes it: users, password key, API tokens, role bindings, and
//! the same objects on Kubernetes-style routes.
//!
//! No source of this service is public: every open point of contract 5.1 is a switch.

mod answer;
mod bindings;
mod change;
mod create;
mod envelope;
mod jwt;
mod kubernetes;
mod list;
mod login;
mod password;
mod population;
mod routes;
mod state;
mod switches;
mod times;
mod tokens;

pub(crate) use state::Alauda;

use serde_json::{Value as Json, json};

use crate::clock::Clock;
use crate::http::{Request, Response};
use crate::imitation::Imitation;
use crate::random::Random;
use crate::world::{Account, Plan};
use answer::{Answer, Refusal, not_found, ok, refusal, status_of, write};
use routes::{Found, Route};
use state::{Role, User};

/// One request whose caller is known.
pub(crate) struct Call<'a> {
    /// The request, its target beginning at the platform's origin.
    pub(crate) request: &'a Request,
    /// The server's time when the request came.
    pub(crate) clock: Clock,
    /// Where ids come from.
    pub(crate) random: &'a mut Random,
    /// Who asks.
    pub(crate) who: usize,
}

/// Method and path of an operation of the scope.
pub(crate) fn operation_template(name: &str) -> Option<(String, String)> {
    routes::ROUTES
        .iter()
        .find(|(.., known)| !known.is_empty() && *known == name)
        .map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned()))
}

impl Imitation for Alauda {
    fn populate(&mut self, plan: &Plan, clock: Clock, random: &mut Random) -> Vec<Account> {
        self.move_in(plan, clock, random)
    }

    fn answer(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Response {
        self.answer_call(request, clock, random)
    }

    /// Keys of passwords and half-done logins are in memory only.
    fn restart(&mut self, _clock: Clock, _random: &mut Random) {
        self.stamps.clear();
        self.login_stamps.clear();
        self.flows.clear();
        self.lingering.clear();
    }

    fn switches(&self) -> Vec<Json> {
        self.switches.list("alauda")
    }

    fn set_switch(&mut self, name: &str, value: &Json, _: Clock) -> Option<Result<(), String>> {
        let before = self.switches.choice("names").to_owned();
        let result = self.switches.set(name, value);
        if self.switches.choice("names") != before {
            self.rename_all();
        }
        self.changes += 1;
        result
    }

    fn n_accounts(&self) -> usize {
        self.users.iter().filter(|user| !user.is_deleted).count()
    }
}

impl Alauda {
    fn answer_call(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Response {
        self.settle(clock);
        let is_kubernetes = request.path().starts_with("/kubernetes/");
        let result = match routes::find(&request.method, request.path()) {
            Found::Nothing => Err(refusal(404, "the server could not find what was asked for")),
            Found::WrongMethod => Err(refusal(405, "this is not allowed here")),
            Found::Route(route, parts) => self.serve(request, clock, random, route, &parts),
        };
        if request.method != "GET" {
            self.changes += 1;
        }
        result.unwrap_or_else(|refused| {
            write(&refused, self.switches.choice("error_body"), is_kubernetes)
        })
    }

    fn serve(
        &mut self,
        request: &Request,
        clock: Clock,
        random: &mut Random,
        route: Route,
        parts: &[String],
    ) -> Answer {
        match route {
            Route::LoginStart => return self.start_login(request, random),
            Route::LoginAuthorize => return self.authorize(request, random),
            Route::LoginKey => return Ok(self.login_key(clock)),
            Route::LoginPassword => return self.give_password(request, clock, random, parts),
            Route::LoginEnd => return self.end_login(request, clock, random),
            _ => {}
        }
        let who = self.authenticate(request, clock)?;
        let mut call = Call {
            request,
            clock,
            random,
            who,
        };
        self.act(&mut call, route, parts)
    }

    fn act(&mut self, call: &mut Call, route: Route, parts: &[String]) -> Answer {
        match route {
            // Served before anybody is known.
            Route::LoginStart
            | Route::LoginAuthorize
            | Route::LoginKey
            | Route::LoginPassword
            | Route::LoginEnd => Err(refusal(404, "nothing")),
            Route::CreateUser => self.create_user(call),
            Route::ListUsers => self.list_users(call),
            Route::GetUser => self.get_user(parts),
            Route::UpdateUser => self.update_user(call, parts),
            Route::DeleteUser => self.delete_user(call, parts),
            Route::PasswordKey => Ok(self.password_key(call.clock)),
            Route::CreateToken => self.create_token(call),
            Route::ListRecords => self.list_records(call, parts),
            Route::GetRecord => self.get_record(parts),
            Route::DeleteRecord => self.delete_record(call, parts),
            Route::ListBindings => self.list_bindings(call),
            Route::CreateBinding => self.create_binding(call),
            Route::DeleteBinding => self.delete_binding(call, parts),
            Route::DeleteBindings => self.delete_bindings(call),
            Route::ListObjects => self.list_objects(call),
            Route::GetObject => self.get_object(parts),
            Route::PatchObject => self.patch_object(call, parts),
            Route::ListGroups => self.list_groups(call),
            Route::GetGroup => self.get_group(call, parts),
        }
    }

    /// The owner of a bearer token; a bad one, an ended one and none at all are the same.
    fn authenticate(&self, request: &Request, clock: Clock) -> Answer<usize> {
        let unauthorized = || refusal(401, "Unauthorized");
        let text = request
            .find("Authorization")
            .and_then(|header| header.strip_prefix("Bearer "))
            .ok_or_else(unauthorized)?;
        let lingering = self.lingering.iter().map(|(token, _)| token);
        self.tokens
            .iter()
            .chain(lingering)
            .find(|token| token.text == text)
            .filter(|token| token.ends_s == 0 || token.ends_s > clock.now_s())
            .and_then(|token| self.by_name.get(&token.owner).copied())
            .filter(|place| self.users.get(*place).is_some_and(|user| !user.is_deleted))
            .ok_or_else(unauthorized)
    }

    /// A user, who is there because lists never shrink.
    pub(crate) fn user(&self, place: usize) -> Answer<&User> {
        self.users
            .get(place)
            .ok_or_else(|| refusal(500, "a record was lost"))
    }

    /// The same to write to, with a new version.
    pub(crate) fn user_mut(&mut self, place: usize) -> Answer<&mut User> {
        self.version += 1;
        let version = self.version;
        let user = self
            .users
            .get_mut(place)
            .ok_or_else(|| refusal(500, "a record was lost"))?;
        user.version = version;
        Ok(user)
    }

    /// What a missing permission is answered with.
    pub(crate) fn denied(&self) -> Refusal {
        refusal(
            status_of(&self.switches, "denied"),
            "this is not permitted to you",
        )
    }

    /// Refuses a caller of a lesser role.
    pub(crate) fn demand(&self, call: &Call, role: Role) -> Answer<()> {
        if self.role_of(self.user(call.who)?) >= role {
            Ok(())
        } else {
            Err(self.denied())
        }
    }

    /// Row 3, `GET /auth/v1/users/{name}`: permitted to everybody.
    fn get_user(&self, parts: &[String]) -> Answer {
        let name = parts.first().map_or("", String::as_str);
        let place = self.find(name).ok_or_else(|| not_found("users", name))?;
        Ok(ok(&self.user_json(self.user(place)?, false)))
    }

    /// Row 5, `DELETE /auth/v1/users/{name}`: the record stays and keeps its name (contract 5.6).
    fn delete_user(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        self.demand(call, Role::Administrator)?;
        let name = parts.first().map_or("", String::as_str);
        let place = self
            .by_name
            .get(name)
            .copied()
            .ok_or_else(|| not_found("users", name))?;
        let user = self.user(place)?;
        if user.is_deleted {
            return if self.switches.is("second_delete", "204") {
                Ok(Response::new(204))
            } else {
                Err(not_found("users", name))
            };
        }
        if place == call.who || user.is_admin {
            return Err(refusal(
                status_of(&self.switches, "protected_delete"),
                "neither oneself nor a system account can be deleted",
            ));
        }
        let user = self.user_mut(place)?;
        user.is_deleted = true;
        "deleted".clone_into(&mut user.state);
        let shown = user.name.clone();
        self.tokens.retain(|token| token.owner != shown);
        if self.switches.is("delete_success", "200") {
            return Ok(ok(&answer::success()));
        }
        Ok(Response::new(204))
    }
}

/// Reads a body that must be a JSON object.
pub(crate) fn object(request: &Request) -> Answer<Json> {
    serde_json::from_slice(&request.body)
        .ok()
        .filter(Json::is_object)
        .ok_or_else(|| refusal(400, "the body is no JSON object"))
}

/// The head of a list in the form of Kubernetes.
pub(crate) fn kubernetes_list(kind: &str, version: u64, items: Vec<Json>) -> Json {
    let mut list = json!({
        "apiVersion": "auth.alauda.io/v1",
        "kind": kind,
        "metadata": {"resourceVersion": version.to_string()},
    });
    if let Some(members) = list.as_object_mut() {
        members.insert("items".to_owned(), Json::Array(items));
    }
    list
}

#[cfg(test)]
mod tests;
