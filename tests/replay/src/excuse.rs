//! The rules that say what may differ, from the one reviewed file.

use serde_json::Value as Json;

use crate::flow::{Flow, Sent};

/// The reviewed file.
const FILE: &str = include_str!("../excuses.json");

/// A rule with its reason.
#[derive(Debug, Clone)]
pub struct Rule {
    /// A short name for the report.
    pub name: String,
    /// Why this may differ.
    pub reason: String,
    platform: String,
    operations: Vec<String>,
    worlds: Vec<String>,
    headers: Vec<String>,
    members: Vec<String>,
}

/// All rules.
#[derive(Debug, Clone, Default)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// The rules of the reviewed file.
    pub fn reviewed() -> Result<Self, String> {
        Self::read(FILE)
    }

    /// Reads rules; one without a reason, or with a member that is not known, is refused.
    pub fn read(text: &str) -> Result<Self, String> {
        const KNOWN: [&str; 7] = [
            "name",
            "reason",
            "platform",
            "operations",
            "worlds",
            "headers",
            "members",
        ];
        let document: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let rules = document.as_array().ok_or("the rules are no list")?;
        rules
            .iter()
            .map(|rule| {
                let text = |name: &str| {
                    rule.get(name)
                        .and_then(Json::as_str)
                        .filter(|text| !text.is_empty())
                        .map(str::to_owned)
                        .ok_or_else(|| format!("a rule without {name}"))
                };
                let list = |name: &str| -> Vec<String> {
                    rule.get(name)
                        .and_then(Json::as_array)
                        .into_iter()
                        .flatten()
                        .filter_map(|one| one.as_str().map(str::to_owned))
                        .collect()
                };
                if let Some(unknown) = rule
                    .as_object()
                    .into_iter()
                    .flat_map(|members| members.keys())
                    .find(|name| !KNOWN.contains(&name.as_str()))
                {
                    return Err(format!("a rule cannot name {unknown}"));
                }
                let rule = Rule {
                    name: text("name")?,
                    reason: text("reason")?,
                    platform: text("platform")?,
                    operations: list("operations"),
                    worlds: list("worlds"),
                    headers: list("headers"),
                    members: list("members"),
                };
                let is_empty = rule.operations.is_empty()
                    && rule.worlds.is_empty()
                    && rule.headers.is_empty()
                    && rule.members.is_empty();
                if is_empty {
                    return Err(format!("rule {} excuses everything", rule.name));
                }
                Ok(rule)
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn fitting<'a>(&'a self, flow: &'a Flow, request: &'a Sent) -> impl Iterator<Item = &'a Rule> {
        self.0.iter().filter(|rule| rule.fits(flow, request))
    }

    /// The rule that takes a whole exchange out of the count.
    pub fn whole(&self, flow: &Flow, request: &Sent) -> Option<&Rule> {
        self.0.iter().find(|rule| {
            rule.headers.is_empty() && rule.members.is_empty() && rule.fits(flow, request)
        })
    }

    /// The headers that need not agree.
    pub fn headers(&self, flow: &Flow, request: &Sent) -> Vec<String> {
        self.fitting(flow, request)
            .flat_map(|rule| rule.headers.iter().cloned())
            .collect()
    }

    /// The members of the body that need not agree.
    pub fn members(&self, flow: &Flow, request: &Sent) -> Vec<String> {
        self.fitting(flow, request)
            .flat_map(|rule| rule.members.iter().cloned())
            .collect()
    }
}

impl Rule {
    fn fits(&self, flow: &Flow, request: &Sent) -> bool {
        self.platform == flow.platform
            && (self.worlds.is_empty() || self.worlds.contains(&flow.world))
            && (self.operations.is_empty()
                || self
                    .operations
                    .iter()
                    .any(|operation| is_operation(operation, request)))
    }
}

/// Whether a request is of an operation such as `GET /api/users/{id}`; `*` stands for every method, and a path
/// that ends in `/*` for everything below.
fn is_operation(operation: &str, request: &Sent) -> bool {
    let Some((method, path)) = operation.split_once(' ') else {
        return false;
    };
    if method != "*" && method != request.method {
        return false;
    }
    let (mut wanted, mut given) = (path.split('/'), request.path().split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) | (Some("*"), _) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(method: &str, target: &str) -> Sent {
        Sent {
            method: method.to_owned(),
            target: target.to_owned(),
            ..Sent::default()
        }
    }

    #[test]
    fn the_reviewed_file_holds_only_good_rules() {
        assert!(Rules::reviewed().is_ok());
    }

    #[test]
    fn a_rule_that_names_a_file_is_refused() {
        let text =
            r#"[{"name":"a","reason":"b","platform":"c","operations":["GET /"],"file":"x"}]"#;
        assert!(Rules::read(text).is_err());
    }

    #[test]
    fn an_operation_fits_by_method_and_template() {
        assert!(is_operation(
            "GET /api/users/{id}",
            &sent("GET", "/api/users/7?x=1")
        ));
        assert!(!is_operation(
            "GET /api/users/{id}",
            &sent("PUT", "/api/users/7")
        ));
        assert!(is_operation(
            "* /api/roles/*",
            &sent("PUT", "/api/roles/1/2")
        ));
        assert!(!is_operation("* /api/roles", &sent("PUT", "/api/roles/1")));
    }
}
