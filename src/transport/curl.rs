//! An entry of the record as a curl command, for a shell of the POSIX family. It holds no secret.

use super::Entry;
use crate::api::Method;

/// The command that sends the same request, with stars in place of every secret.
pub fn command(entry: &Entry) -> String {
    let mut command = String::from("curl");
    if entry.method != Method::Get {
        command.push_str(" -X ");
        command.push_str(entry.method.name());
    }
    command.push(' ');
    push_quoted(&mut command, &entry.url);
    for (name, value) in &entry.headers {
        command.push_str(" -H ");
        push_quoted(&mut command, &[name, ": ", value].concat());
    }
    if let Some(body) = &entry.body {
        command.push_str(" --data-raw ");
        push_quoted(&mut command, body);
    }
    command
}

/// Inside single quotes everything stands for itself but the single quote.
fn push_quoted(command: &mut String, text: &str) {
    command.push('\'');
    command.push_str(&text.replace('\'', r"'\''"));
    command.push('\'');
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use proptest::prelude::*;

    use super::*;
    use crate::api::Platform;
    use crate::transport::{ConnectionId, Outcome};

    fn entry(url: &str, body: Option<&str>) -> Entry {
        Entry {
            id: 1,
            started_ms: 0.0,
            duration_ms: 1.0,
            connection: ConnectionId::new("a").unwrap(),
            connection_name: "A".to_owned(),
            platform: Platform::Portainer,
            operation: "user_create",
            method: if body.is_some() {
                Method::Post
            } else {
                Method::Get
            },
            url: url.to_owned(),
            headers: vec![("Authorization", "Bearer ***".to_owned())],
            body: body.map(str::to_owned),
            attempt: 1,
            outcome: Outcome::Status(200),
        }
    }

    #[test]
    fn a_command_is_quoted_for_the_shell() {
        assert_eq!(
            command(&entry("https://a.example/api/users?x=1&y=2", None)),
            "curl 'https://a.example/api/users?x=1&y=2' -H 'Authorization: Bearer ***'"
        );
        assert_eq!(
            command(&entry("/x", Some("{\"Username\":\"o'neil\n$(id)\"}"))),
            "curl -X POST '/x' -H 'Authorization: Bearer ***' --data-raw '{\"Username\":\"o'\\''neil\n$(id)\"}'"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn a_shell_reads_back_what_was_quoted(text in "[^\0]*") {
            let mut quoted = String::from("printf %s ");
            push_quoted(&mut quoted, &text);
            let output = Command::new("sh").arg("-c").arg(quoted).output().unwrap();
            prop_assert_eq!(String::from_utf8(output.stdout).unwrap(), text);
        }
    }
}
