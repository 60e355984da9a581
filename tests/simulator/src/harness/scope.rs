//! Account, organization and project: where a request acts (contract 5.4).

use serde_json::{Value as Json, json};

use super::answer::{Answer, invalid};
use crate::http::Request;

/// An account, an organization of it, or a project of that.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Scope {
    /// The account's identifier.
    pub(crate) account: String,
    /// The organization's, below account level.
    pub(crate) org: Option<String>,
    /// The project's, at project level.
    pub(crate) project: Option<String>,
}

impl Scope {
    /// The account itself.
    pub(crate) fn account(account: &str) -> Self {
        Self {
            account: account.to_owned(),
            org: None,
            project: None,
        }
    }

    /// An organization of the account.
    pub(crate) fn org(&self, org: &str) -> Self {
        Self {
            account: self.account.clone(),
            org: Some(org.to_owned()),
            project: None,
        }
    }

    /// A project of the organization.
    pub(crate) fn project(&self, project: &str) -> Self {
        Self {
            project: Some(project.to_owned()),
            ..self.clone()
        }
    }

    /// The scope of a request's query.
    pub(crate) fn of(request: &Request) -> Answer<Self> {
        let value = |name: &str| request.query_value(name).filter(|text| !text.is_empty());
        let account = value("accountIdentifier")
            .ok_or_else(|| invalid("accountIdentifier", "must not be null"))?;
        let scope = Self {
            account,
            org: value("orgIdentifier"),
            project: value("projectIdentifier"),
        };
        // The contract leaves this open; a refusal shows a client its mistake.
        if scope.org.is_none() && scope.project.is_some() {
            return Err(invalid("orgIdentifier", "must be given with a project"));
        }
        Ok(scope)
    }

    /// The same account without organization and project.
    pub(crate) fn top(&self) -> Self {
        Self::account(&self.account)
    }

    /// From the account down to this scope.
    pub(crate) fn line(&self) -> Vec<Self> {
        let mut line = vec![self.top()];
        if let Some(org) = &self.org {
            line.push(self.top().org(org));
            if self.project.is_some() {
                line.push(self.clone());
            }
        }
        line
    }

    /// Whether the other is this scope or lies below it.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        self.account == other.account
            && (self.org.is_none() || self.org == other.org)
            && (self.project.is_none() || self.project == other.project)
    }

    /// `account`, `organization` or `project`.
    pub(crate) fn level(&self) -> &'static str {
        match (&self.org, &self.project) {
            (None, _) => "account",
            (_, None) => "organization",
            _ => "project",
        }
    }

    /// The built-in role that may do everything here.
    pub(crate) fn admin_role(&self) -> String {
        format!("_{}_admin", self.level())
    }

    /// The built-in group of all resources of this level.
    pub(crate) fn all_resources(&self) -> String {
        format!("_all_{}_level_resources", self.level())
    }

    /// As answers show it.
    pub(crate) fn json(&self) -> Json {
        json!({
            "accountIdentifier": self.account,
            "orgIdentifier": self.org,
            "projectIdentifier": self.project,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_holds_what_lies_below_it() {
        let account = Scope::account("a");
        let org = account.org("o");
        let project = org.project("p");
        assert!(account.holds(&project) && org.holds(&project) && org.holds(&org));
        assert!(!project.holds(&org) && !account.org("x").holds(&project));
        assert_eq!(project.line(), [account, org, project.clone()]);
    }
}
