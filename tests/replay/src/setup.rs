//! What the `setup` of a flow says in words of the server that answered, as switches of the simulator.

use serde_json::{Map, Value as Json, json};

/// The switches of an `SFTPGo`; nothing where a phrase is not understood.
pub(crate) fn sftpgo(setup: &str) -> Option<Map<String, Json>> {
    let (_, said) = setup.split_once("what is said here: ")?;
    let mut switches = Map::new();
    for phrase in said.split("; ") {
        for (name, value) in phrase_of_sftpgo(phrase)? {
            switches.insert(name.to_owned(), value);
        }
    }
    Some(switches)
}

fn phrase_of_sftpgo(phrase: &str) -> Option<Vec<(&'static str, Json)>> {
    let after = |start: &str| phrase.strip_prefix(start);
    let numbers = numbers(phrase);
    let one = |name: &'static str, value: Json| Some(vec![(name, value)]);
    if let Some(store) = after("data store ") {
        return one("store", json!(store));
    }
    if let Some(path) = after("users_base_dir ") {
        return one("base_dir", json!(path));
    }
    if let Some(hash) = after("password hash ") {
        return one("password_hash", json!(hash));
    }
    if let Some(count) = phrase
        .split_once(" TOTP configuration")
        .and_then(|(word, _)| number(word))
    {
        return one("totp_configs", json!(count));
    }
    match (phrase, numbers.as_slice()) {
        ("SQLite", _) => one("store", json!("sqlite")),
        ("no mail", _) => one("mail", json!("off")),
        ("server_version short", _) => one("server_version", json!("short")),
        ("quota tracking off", _) => one("track_quota", json!(0)),
        ("CORS on and nothing else of that block set", _) => one("cors", json!("bare")),
        // The key of tokens, and that there is more than one address, cannot be seen at one that is never restarted.
        ("fixed signing passphrase", _) => Some(Vec::new()),
        (_, _) if phrase.starts_with("several listeners") => Some(Vec::new()),
        (_, _) if phrase.starts_with("mail goes to a mailbox") => one("mail", json!("on")),
        (_, [rules]) if phrase.starts_with("naming rules ") => one("naming_rules", json!(rules)),
        (_, [minutes]) if phrase.starts_with("tokens live ") => {
            one("token_minutes", json!(minutes))
        }
        (_, [mask]) if phrase.starts_with("token_validation ") => {
            one("token_validation", json!(mask))
        }
        (_, [admins, users]) if phrase.starts_with("minimum entropy ") => Some(vec![
            ("admin_entropy", json!(admins)),
            ("user_entropy", json!(users)),
        ]),
        (_, [rate, burst]) if phrase.starts_with("rate limiter for HTTP per address: ") => {
            Some(vec![
                ("rate_limit", json!(rate)),
                ("rate_burst", json!(burst)),
            ])
        }
        (_, [600]) if phrase.starts_with("CORS on: one allowed origin") => {
            one("cors", json!("panel"))
        }
        (_, [threshold, 2, 1, 3, minutes, 1000]) if phrase.starts_with("defender on ") => {
            Some(vec![
                ("defender", json!(threshold)),
                ("ban_minutes", json!(minutes)),
            ])
        }
        _ => None,
    }
}

/// A small number, as a word.
fn number(word: &str) -> Option<usize> {
    ["no", "one", "two", "three"]
        .iter()
        .position(|known| *known == word)
}

/// The whole numbers in a text, in order.
fn numbers(text: &str) -> Vec<u64> {
    text.split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(said: &str) -> Option<Json> {
        let setup = format!(
            "one administrator; the server's own defaults except for what is said here: {said}"
        );
        sftpgo(&setup).map(Json::Object)
    }

    #[test]
    fn other_numbers_and_stores_are_read_too() {
        assert_eq!(
            of(
                "data store bolt; users_base_dir /data; naming rules 3; tokens live 5 minutes; two TOTP configurations"
            ),
            Some(json!({
                "store": "bolt", "base_dir": "/data", "naming_rules": 3, "token_minutes": 5, "totp_configs": 2
            }))
        );
        assert_eq!(
            of("SQLite; rate limiter for HTTP per address: 7 per second, burst 9; no mail"),
            Some(json!({"store": "sqlite", "rate_limit": 7, "rate_burst": 9, "mail": "off"}))
        );
        let defender = "defender on (memory): threshold 4, unknown account 2, wrong password 1, limit exceeded 3, ban 2 minutes, failed sign-in delayed 1000 ms";
        assert_eq!(of(defender), Some(json!({"defender": 4, "ban_minutes": 2})));
    }

    #[test]
    fn what_is_not_understood_gives_no_world() {
        for said in [
            "",
            "PostgreSQL",
            "SQLite; a moon",
            "naming rules five",
            "four TOTP configurations",
            "defender on (memory): threshold 4, unknown account 9, wrong password 1, limit exceeded 3, ban 2 minutes, failed sign-in delayed 1000 ms",
        ] {
            assert_eq!(of(said), None, "{said}");
        }
        assert_eq!(sftpgo("nothing is said"), None);
    }
}
