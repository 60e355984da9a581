//! Harness NG as `contracts/harness.md` describes it: accounts with organizations and projects, people who are members
//! of them, roles, API keys, and two envelopes of answers.
//!
//! Nobody outside has run this service; where the contract marks a reading as a guess, a switch takes the other one.

mod access;
mod answer;
mod auth;
mod body;
mod groups;
mod invites;
mod keys;
mod limiter;
mod login;
mod own;
mod paging;
mod population;
mod routes;
mod scope;
mod settings;
mod state;
mod switches;
mod tokens;
mod totp;
mod users;

pub(crate) use state::Harness;

use serde_json::{Value as Json, json};

use crate::clock::Clock;
use crate::http::{Request, Response};
use crate::imitation::Imitation;
use crate::random::Random;
use crate::world::{Account, Plan};
use answer::{Answer, no_route, refuse, unhandled, write};
use paging::with;
use routes::{Found, Route};
use state::Principal;

/// One request whose caller is known.
pub(crate) struct Call<'a> {
    /// The request, its target beginning at the platform's origin.
    pub(crate) request: &'a Request,
    /// The server's time when the request came.
    pub(crate) clock: Clock,
    /// Where ids, secrets and tokens come from.
    pub(crate) random: &'a mut Random,
    /// Who asks.
    pub(crate) who: Principal,
    /// The account of the credential.
    pub(crate) account: String,
}

/// Method and path of an operation of the scope.
pub(crate) fn operation_template(name: &str) -> Option<(String, String)> {
    routes::ROUTES
        .iter()
        .find(|(.., known)| !known.is_empty() && *known == name)
        .map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned()))
}

impl Imitation for Harness {
    fn populate(&mut self, plan: &Plan, clock: Clock, random: &mut Random) -> Vec<Account> {
        self.move_in(plan, clock, random)
    }

    fn answer(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Response {
        let response = self.answer_call(request, clock, random);
        if self.is_yaml_wanted(request) {
            answer::as_yaml(response)
        } else {
            response
        }
    }

    /// Sessions and keys outlive a restart, counters and half-done sign-ins do not.
    fn restart(&mut self, _clock: Clock, _random: &mut Random) {
        self.limiter = limiter::Limiter::default();
        self.second_steps.clear();
        self.lingering.clear();
    }

    fn switches(&self) -> Vec<Json> {
        self.switches.list("harness")
    }

    fn set_switch(&mut self, name: &str, value: &Json, _: Clock) -> Option<Result<(), String>> {
        self.switches.set(name, value)
    }

    fn mail(&self) -> Vec<Json> {
        self.mail
            .iter()
            .map(|mail| {
                let shown = json!({
                    "platform": "harness",
                    "to": mail.to,
                    "subject": mail.subject,
                    "body": mail.text,
                    "at_ms": mail.at_ms,
                });
                match &mail.code {
                    Some(code) => with(shown, "code", json!(code)),
                    None => shown,
                }
            })
            .collect()
    }

    fn n_accounts(&self) -> usize {
        self.users.len()
    }
}

impl Harness {
    fn answer_call(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Response {
        self.settle(clock);
        if self.is_too_much(request, clock) {
            return refuse(answer::Refusal::Slower, false, random);
        }
        let has_groups = self.switches.is_on("group_replacement");
        let (route, parts) = match routes::find(&request.method, request.path()) {
            Found::Route(Route::AddToGroups, _) if !has_groups => {
                return refuse(no_route(), false, random);
            }
            Found::Route(route, parts) => (route, parts),
            Found::Nothing => return refuse(no_route(), false, random),
            Found::WrongMethod => return self.wrong_method(random),
        };
        let is_rest = route.is_of_manager()
            || route == Route::ResetTwoFactor && self.switches.is("reset_errors", "rest");
        let result = self.serve(request, clock, random, route, &parts);
        if !route.is_read() {
            self.changes += 1;
        }
        match result {
            Ok(reply) => write(reply, random),
            Err(refusal) => refuse(refusal, is_rest, random),
        }
    }

    /// Both forms are produced; who does not say which leaves it to the server (contract 1.1).
    fn is_yaml_wanted(&self, request: &Request) -> bool {
        let accept = request.find("Accept").unwrap_or_default();
        let has = |form: &str| accept.to_ascii_lowercase().contains(form);
        if has("json") || has("yaml") {
            !has("json")
        } else {
            self.switches.is("unasked_form", "yaml")
        }
    }

    /// A known path with another method has no mapper of its own (contract 2.2).
    fn wrong_method(&self, random: &mut Random) -> Response {
        match self.switches.choice("wrong_method") {
            "405" => Response::new(405),
            "400" => refuse(no_route(), false, random),
            _ => refuse(unhandled(), false, random),
        }
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
            Route::Login => return self.login(request, clock, random),
            Route::SecondStep => return self.second_step(request, clock, random),
            Route::LoginType => return self.login_type(request),
            Route::RefreshToken => return self.refresh_token(request, clock, random),
            _ => {}
        }
        let path_account = (route == Route::Account)
            .then(|| parts.first().map(String::as_str))
            .flatten();
        let (who, account) = self.authenticate(request, clock, path_account)?;
        let mut call = Call {
            request,
            clock,
            random,
            who,
            account,
        };
        self.act(&mut call, route, parts)
    }

    fn act(&mut self, call: &mut Call, route: Route, parts: &[String]) -> Answer {
        match route {
            // Served before anybody is known.
            Route::Login | Route::SecondStep | Route::LoginType | Route::RefreshToken => {
                Err(unhandled())
            }
            Route::Logout => self.logout(call, parts),
            Route::CurrentUser => self.current_user(call),
            Route::TwoFactorSettings => self.two_factor_settings(call, parts),
            Route::EnableTwoFactor => self.enable_two_factor(call),
            Route::DisableTwoFactor => self.disable_two_factor(call),
            Route::ChangePassword => self.change_password(call),
            Route::UpdateSelf => self.update_user(call, None),
            Route::UpdateUser => self.update_user(call, parts.first()),
            Route::AggregatedUsers => self.aggregated_users(call),
            Route::Batch => self.batch(call),
            Route::AggregatedUser => self.aggregated_user(call, parts),
            Route::LastAdmin => self.last_admin(call),
            Route::AddUsers => self.add_users(call),
            Route::RemoveUser => self.remove_user(call, parts),
            Route::ResetTwoFactor => self.reset_two_factor(call, parts),
            Route::Unlock => self.unlock(call, parts),
            Route::AddToGroups => self.add_to_groups(call, parts),
            Route::InvitesAggregate | Route::Invites => self.list_invites(call, route),
            Route::ReadInvite => self.read_invite(call),
            Route::ResendInvite => self.resend_invite(call, parts),
            Route::DeleteInvite => self.delete_invite(call, parts),
            Route::Keys => self.list_keys(call),
            Route::KeysAggregate => self.page_of_keys(call),
            Route::KeyAggregate => self.read_key(call, parts),
            Route::CreateKey => self.create_key(call),
            Route::UpdateKey => self.update_key(call),
            Route::DeleteKey => self.delete_key(call, parts),
            Route::TokensAggregate => self.page_of_tokens(call),
            Route::CreateToken => self.create_token(call),
            Route::UpdateToken => self.update_token(call),
            Route::DeleteToken => self.delete_token(call, parts),
            Route::RotateToken => self.rotate_token(call, parts),
            Route::ValidateToken => self.validate_token(call),
            Route::AccessCheck => self.check_access(call),
            Route::Roles => self.list_roles(call),
            Route::ReadRole => self.read_role(call, parts),
            Route::AssignRoles => self.assign_roles(call),
            Route::ResourceGroups => self.list_resource_groups(call),
            Route::Groups => self.list_groups(call),
            Route::ReadGroup => self.read_group(call, parts),
            Route::IsGroupMember => self.is_group_member(call, parts),
            Route::AddGroupMember => self.change_group(call, parts, true),
            Route::RemoveGroupMember => self.change_group(call, parts, false),
            Route::GroupUsers => self.group_users(call, parts),
            Route::Account => self.read_account(call, parts),
            Route::AuthenticationSettings => self.authentication_settings(call),
            Route::PasswordStrength => self.password_strength(call),
        }
    }

    /// The limits of 5.12; none of them says when to come back.
    fn is_too_much(&mut self, request: &Request, clock: Clock) -> bool {
        if !self.switches.is("rate_limits", "documented") {
            return false;
        }
        let is_invitation = matches!(
            routes::find(&request.method, request.path()),
            Found::Route(Route::AddUsers, _)
        );
        let is_large = request.body.len() > 500_000;
        let peer = &request.peer;
        let limiter = &mut self.limiter;
        !limiter.address(peer, clock)
            || request
                .find("x-api-key")
                .is_some_and(|key| !limiter.key(key, clock))
            || is_invitation && !limiter.invitations(peer, clock)
            || is_large && !limiter.large_body(peer, clock)
    }
}

#[cfg(test)]
mod tests;
