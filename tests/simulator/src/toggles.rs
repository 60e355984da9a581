//! Switches of a platform as one table: what each takes, what it is at first, and what it is now.
//!
//! Portainer's switches touch its settings and keep a form of their own; closed services have readings that nobody
//! could check, and each of those is one line here.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

/// What a switch takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number, not below 0.
    Number(u64),
    /// A whole number, or `null` for none; none at first.
    NumberOrNone,
    /// Any text, this one at first.
    Text(&'static str),
    /// One of these, the first at first.
    One(&'static [&'static str]),
}

/// A switch: its name, what it takes, and what it decides.
pub(crate) type Line = (&'static str, Takes, &'static str);

/// The present values of a table.
#[derive(Debug, Clone)]
pub(crate) struct Toggles {
    table: &'static [Line],
    values: BTreeMap<&'static str, Json>,
}

impl Toggles {
    /// Every switch as it is at first.
    pub(crate) fn new(table: &'static [Line]) -> Self {
        let values = table
            .iter()
            .map(|(name, takes, _)| {
                let first = match takes {
                    Takes::Flag(flag) => json!(flag),
                    Takes::Number(number) => json!(number),
                    Takes::NumberOrNone => Json::Null,
                    Takes::Text(text) => json!(text),
                    Takes::One(choices) => json!(choices.first().copied().unwrap_or_default()),
                };
                (*name, first)
            })
            .collect();
        Self { table, values }
    }

    /// Every switch with its present value.
    pub(crate) fn list(&self, platform: &str) -> Vec<Json> {
        self.table
            .iter()
            .map(|(name, takes, about)| {
                let values = match takes {
                    Takes::Flag(_) => "true | false".to_owned(),
                    Takes::Number(_) => "a number".to_owned(),
                    Takes::NumberOrNone => "a number, or null for none".to_owned(),
                    Takes::Text(_) => "a text".to_owned(),
                    Takes::One(choices) => choices.join(" | "),
                };
                json!({
                    "platform": platform,
                    "name": name,
                    "value": self.values.get(name),
                    "values": values,
                    "about": about,
                })
            })
            .collect()
    }

    /// Sets one switch: `None` when there is none of that name, else whether the value fits.
    pub(crate) fn set(&mut self, name: &str, value: &Json) -> Option<Result<(), String>> {
        let (name, takes, _) = self.table.iter().find(|(known, ..)| *known == name)?;
        let fits = match takes {
            Takes::Flag(_) => value.is_boolean(),
            Takes::Number(_) => value.is_u64(),
            Takes::NumberOrNone => value.is_u64() || value.is_null(),
            Takes::Text(_) => value.is_string(),
            Takes::One(choices) => value.as_str().is_some_and(|text| choices.contains(&text)),
        };
        if !fits {
            return Some(Err(format!("switch {name} does not take {value}")));
        }
        self.values.insert(name, value.clone());
        Some(Ok(()))
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.values.get(name) == Some(&Json::Bool(true))
    }

    /// The number of a switch, if it has one.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.values.get(name).and_then(Json::as_u64)
    }

    /// Whether this choice of a switch is made.
    pub(crate) fn is(&self, name: &str, choice: &str) -> bool {
        self.values.get(name).and_then(Json::as_str) == Some(choice)
    }

    /// The choice of a switch.
    pub(crate) fn choice(&self, name: &str) -> &str {
        self.values
            .get(name)
            .and_then(Json::as_str)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[Line] = &[
        ("flag", Takes::Flag(true), "a"),
        ("number", Takes::Number(3), "b"),
        ("limit", Takes::NumberOrNone, "c"),
        ("form", Takes::One(&["long", "short"]), "d"),
    ];

    #[test]
    fn a_switch_takes_its_own_values_only() {
        let mut toggles = Toggles::new(TABLE);
        assert!(toggles.is_on("flag") && toggles.is("form", "long"));
        assert_eq!(toggles.number("limit"), None);
        toggles.set("form", &json!("short")).unwrap().unwrap();
        toggles.set("limit", &json!(7)).unwrap().unwrap();
        assert_eq!(toggles.choice("form"), "short");
        assert_eq!(toggles.number("limit"), Some(7));
        for (name, value) in [
            ("flag", json!("true")),
            ("number", json!(null)),
            ("form", json!("other")),
        ] {
            assert!(toggles.set(name, &value).unwrap().is_err(), "{name}");
        }
        assert!(toggles.set("none", &json!(1)).is_none());
    }

    #[test]
    fn a_list_shows_the_present_values() {
        let list = Toggles::new(TABLE).list("harness");
        assert_eq!(list[3]["values"], "long | short");
        assert_eq!(list[1]["value"], 3);
    }
}
