//! Teams and what an account is in them.

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The platform's id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// An account's place in a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The platform's id of the membership.
    pub id: String,
    /// The team; its name is its id where the caller may not see names.
    pub team: Team,
    /// Whether the account leads the team.
    pub is_leader: bool,
    /// Why the caller cannot change it, where only that of some teams can be changed.
    pub locked: Option<&'static str>,
}

/// The teams of an account, and the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Where the account is.
    pub memberships: Vec<Membership>,
    /// Teams that the caller could add it to.
    pub others: Vec<Team>,
}
