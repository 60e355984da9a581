//! Reads a command's arguments.

use crate::process::{Failure, Result, fail};

/// What stood behind the command's name.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    values: Vec<(String, String)>,
    switches: Vec<String>,
    /// Words that belong to no flag.
    pub(crate) words: Vec<String>,
    /// Everything after `--`.
    pub(crate) rest: Vec<String>,
}

impl Flags {
    /// Reads `--name value`, `--name=value` and switches; refuses flags that are on no list.
    pub(crate) fn parse(
        arguments: Vec<String>,
        values: &[&str],
        switches: &[&str],
    ) -> Result<Self> {
        let mut flags = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            if argument == "--" {
                flags.rest.extend(arguments);
                break;
            }
            if !argument.starts_with('-') {
                flags.words.push(argument);
                continue;
            }
            let (name, attached) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            if values.contains(&name.as_str()) {
                let value = attached.or_else(|| arguments.next());
                let value = value.ok_or_else(|| Failure(format!("{name} needs a value")))?;
                flags.values.push((name, value));
            } else if switches.contains(&name.as_str()) && attached.is_none() {
                flags.switches.push(name);
            } else {
                return fail(format!(
                    "this command knows no {name}; see `cargo xtask help`"
                ));
            }
        }
        Ok(flags)
    }

    /// Whether a switch is set.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.switches.iter().any(|one| one == name)
    }

    /// The last value given for a flag.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let found = self.values.iter().rev().find(|(one, _)| one == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The last value given for a flag, as a number.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let number = value.parse();
        number
            .map(Some)
            .map_err(|_| Failure(format!("{name} needs a number, not {value:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Flags> {
        let arguments = line.split_whitespace().map(str::to_owned).collect();
        Flags::parse(arguments, &["--port"], &["--check"])
    }

    #[test]
    fn values_switches_words_and_the_rest_are_told_apart() {
        let flags = parse("one --port 1 --check --port=2 two -- --three").unwrap();
        assert_eq!(flags.number::<u16>("--port").unwrap(), Some(2));
        assert!(flags.has("--check"));
        assert_eq!(flags.words, ["one", "two"]);
        assert_eq!(flags.rest, ["--three"]);
    }

    #[test]
    fn unknown_flags_missing_values_and_bad_numbers_are_refused() {
        assert!(parse("--prot 1").is_err());
        assert!(parse("--port").is_err());
        assert!(parse("--check=yes").is_err());
        assert!(parse("--port x").unwrap().number::<u16>("--port").is_err());
    }
}
