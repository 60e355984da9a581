//! Teams and memberships (contract 2.2, E6 to E11).

use super::answer::{Answer, bad_payload, empty, failure, list, missing, ok};
use super::auth::Caller;
use super::json::{Fields, Shape, Struct, Value, decode};
use super::routes::id;
use super::state::{LEADER, Membership};
use super::text::{is_same_name, json_text};
use super::{Call, Portainer};
use crate::http::Response;

static CREATE_TEAM: Struct = Struct {
    name: "teams.teamCreatePayload",
    fields: &[
        ("Name", Shape::Text),
        (
            "TeamLeaders",
            Shape::List(&Shape::Int, "[]portainer.UserID"),
        ),
    ],
};

static UPDATE_TEAM: Struct = Struct {
    name: "teams.teamUpdatePayload",
    fields: &[("Name", Shape::Text)],
};

const MEMBERSHIP_FIELDS: &[(&str, Shape)] = &[
    ("UserID", Shape::Int),
    ("TeamID", Shape::Int),
    ("Role", Shape::Int),
];

static CREATE_MEMBERSHIP: Struct = Struct {
    name: "teammemberships.teamMembershipCreatePayload",
    fields: MEMBERSHIP_FIELDS,
};

static UPDATE_MEMBERSHIP: Struct = Struct {
    name: "teammemberships.teamMembershipUpdatePayload",
    fields: MEMBERSHIP_FIELDS,
};

fn denied(message: &str) -> Response {
    failure(403, message, "Access denied to resource")
}

fn no_team(team: i64) -> Response {
    failure(
        404,
        "Unable to find a team with the specified identifier inside the database",
        missing("teams", team),
    )
}

fn no_membership(membership: i64) -> Response {
    failure(
        404,
        "Unable to find a team membership with the specified identifier inside the database",
        missing("team_membership", membership),
    )
}

fn team_json(id: i64, name: &str) -> String {
    format!("{{\"Id\":{id},\"Name\":{}}}", json_text(name.as_bytes()))
}

fn membership_json(membership: &Membership) -> String {
    format!(
        "{{\"Id\":{},\"UserID\":{},\"TeamID\":{},\"Role\":{}}}",
        membership.id, membership.user, membership.team, membership.role
    )
}

/// Account, team and role, all of which must be given.
fn check_membership(payload: &Fields) -> Result<(i64, i64, i64), Response> {
    let (user, team, role) = (
        payload.int("UserID"),
        payload.int("TeamID"),
        payload.int("Role"),
    );
    let problem = if user == 0 {
        "Invalid UserID"
    } else if team == 0 {
        "Invalid TeamID"
    } else if role != 1 && role != 2 {
        "Invalid role value. Value must be one of: 1 (leader) or 2 (member)"
    } else {
        return Ok((user, team, role));
    };
    Err(bad_payload(problem))
}

impl Portainer {
    fn may_manage(&self, caller: &Caller, team: i64) -> bool {
        caller.is_admin()
            || self.memberships.values().any(|membership| {
                membership.user == caller.id && membership.team == team && membership.role == LEADER
            })
    }

    /// The memberships that fit, as a list.
    pub(crate) fn show_memberships(&self, fits: impl Fn(&Membership) -> bool) -> Response {
        let memberships = self.memberships.values().filter(|one| fits(one));
        ok(list(memberships.map(membership_json)))
    }

    /// `GET /teams`: administrators see all, everybody else their own.
    pub(crate) fn list_teams(&mut self, call: &mut Call) -> Answer {
        let caller = self.signed_in(call)?;
        let only_led = call.request.query_value("onlyLedTeams").as_deref() == Some("true");
        Self::check_environment(call)?;
        let mut teams: Vec<(i64, &str)> = self
            .teams
            .iter()
            .map(|(id, name)| (*id, name.as_str()))
            .collect();
        if only_led {
            // Administrators lead no team, so this leaves them nothing.
            let leads = |team| {
                self.memberships.values().any(|membership| {
                    membership.user == caller.id
                        && membership.team == team
                        && membership.role == LEADER
                })
            };
            teams.retain(|(team, _)| !caller.is_admin() && leads(*team));
        }
        if !caller.is_admin() {
            // The order is that of the memberships.
            teams = self
                .memberships
                .values()
                .filter(|membership| membership.user == caller.id)
                .filter_map(|membership| teams.iter().find(|(id, _)| *id == membership.team))
                .copied()
                .collect();
        }
        Ok(ok(list(
            teams.into_iter().map(|(id, name)| team_json(id, name)),
        )))
    }

    /// `POST /teams`.
    pub(crate) fn create_team(&mut self, call: &mut Call) -> Answer {
        self.admin(call)?;
        let payload = decode(&call.request.body, &CREATE_TEAM).map_err(bad_payload)?;
        let name = payload.text("Name");
        if name.is_empty() {
            return Err(bad_payload("Invalid team name"));
        }
        let is_taken = self.teams.values().any(|known| is_same_name(known, name));
        if is_taken {
            let message = "A team with the same name already exists";
            return Err(failure(409, message, "Team already exists"));
        }
        let team = self.add_team(name.to_owned());
        if let Some(Value::List(leaders)) = payload.get("TeamLeaders") {
            for leader in leaders {
                if let Value::Int(user) = leader {
                    self.add_membership(*user, team, LEADER);
                }
            }
        }
        Ok(ok(team_json(team, name)))
    }

    /// `GET /teams/{id}`.
    pub(crate) fn inspect_team(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.leader(call)?;
        let team = id(parts.first(), "team")?;
        if !self.may_manage(&caller, team) {
            return Err(denied("Access denied to team"));
        }
        let name = self.teams.get(&team).ok_or_else(|| no_team(team))?;
        Ok(ok(team_json(team, name)))
    }

    /// `PUT /teams/{id}`: names are not checked here.
    pub(crate) fn update_team(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        self.admin(call)?;
        let team = id(parts.first(), "team")?;
        let payload = decode(&call.request.body, &UPDATE_TEAM).map_err(bad_payload)?;
        if !self.teams.contains_key(&team) {
            return Err(no_team(team));
        }
        let name = payload.text("Name");
        if !name.is_empty() {
            self.teams.insert(team, name.to_owned());
        }
        let name = self.teams.get(&team).ok_or_else(|| no_team(team))?;
        Ok(ok(team_json(team, name)))
    }

    /// `DELETE /teams/{id}`.
    pub(crate) fn delete_team(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        self.admin(call)?;
        let team = id(parts.first(), "team")?;
        self.teams.remove(&team).ok_or_else(|| no_team(team))?;
        self.memberships
            .retain(|_, membership| membership.team != team);
        Ok(empty())
    }

    /// `GET /teams/{id}/memberships`.
    pub(crate) fn team_memberships(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.leader(call)?;
        let team = id(parts.first(), "team")?;
        if !self.may_manage(&caller, team) {
            return Err(denied("Access denied to team"));
        }
        Ok(self.show_memberships(|membership| membership.team == team))
    }

    /// `GET /team_memberships`: leaders see those of all teams.
    pub(crate) fn list_memberships(&mut self, call: &mut Call) -> Answer {
        self.leader(call)?;
        Ok(self.show_memberships(|_| true))
    }

    /// `POST /team_memberships`: neither account nor team need exist.
    pub(crate) fn create_membership(&mut self, call: &mut Call) -> Answer {
        let caller = self.leader(call)?;
        let payload = decode(&call.request.body, &CREATE_MEMBERSHIP).map_err(bad_payload)?;
        let (user, team, role) = check_membership(&payload)?;
        if !self.may_manage(&caller, team) {
            return Err(denied("Permission denied to manage team memberships"));
        }
        let is_member = self
            .memberships
            .values()
            .any(|membership| membership.user == user && membership.team == team);
        if is_member {
            return Err(failure(
                409,
                "Team membership already registered",
                "Team membership already exists for this user and team",
            ));
        }
        let made = self.add_membership(user, team, role);
        Ok(ok(membership_json(&made)))
    }

    /// `PUT /team_memberships/{id}`: replaces account, team and role.
    pub(crate) fn update_membership(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.leader(call)?;
        let membership = id(parts.first(), "membership")?;
        let payload = decode(&call.request.body, &UPDATE_MEMBERSHIP).map_err(bad_payload)?;
        let (user, team, role) = check_membership(&payload)?;
        let present = self
            .memberships
            .get(&membership)
            .ok_or_else(|| no_membership(membership))?;
        if !(self.may_manage(&caller, team) && self.may_manage(&caller, present.team)) {
            return Err(denied("Permission denied to update the membership"));
        }
        let changed = Membership {
            id: membership,
            user,
            team,
            role,
        };
        self.memberships.insert(membership, changed);
        Ok(ok(membership_json(&changed)))
    }

    /// `DELETE /team_memberships/{id}`.
    pub(crate) fn delete_membership(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let caller = self.leader(call)?;
        let membership = id(parts.first(), "membership")?;
        let present = self
            .memberships
            .get(&membership)
            .ok_or_else(|| no_membership(membership))?;
        if !self.may_manage(&caller, present.team) {
            return Err(denied("Permission denied to delete the membership"));
        }
        self.memberships.remove(&membership);
        Ok(empty())
    }
}
