//! Which release of the server answers, and what earlier ones did differently.
//!
//! Source: `docs/contracts/sftpgo.md`, 1.1, 1.6 and 5.15.

use crate::api::Response;

/// What the `Server` header says of the release; a proxy puts its own name there, and the server can be told not to say it.
pub(super) fn of(response: &Response) -> Option<String> {
    let (name, version) = response.header("server")?.split_once('/')?;
    (name == "SFTPGo" && !version.is_empty()).then(|| version.to_owned())
}

/// Whether whoever may change accounts may reset their second factor too; since 2.6.0 that is a permission of its own.
pub fn resets_by_edit(version: &str) -> bool {
    let version = version.trim_start_matches('v');
    let mut numbers = version.split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) < (2, 6),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract, 5.15.
    #[test]
    fn a_permission_came_with_2_6() {
        for old in ["2.5.0", "2.5.6", "v2.5.4", "2.5.99-dev", "1.9", "2.5"] {
            assert!(resets_by_edit(old), "{old}");
        }
        for new in [
            "2.6.0",
            "2.7.99-dev",
            "2.10.1",
            "3.0",
            "",
            "x",
            "2",
            "2.x",
            "-1.5",
        ] {
            assert!(!resets_by_edit(new), "{new}");
        }
    }

    // Contract, 1.1 and 1.8.
    #[test]
    fn the_release_is_read_where_the_server_itself_answers() {
        let said = |server: &str| {
            let headers = vec![("Server".to_owned(), server.to_owned())];
            of(&Response::new(200, headers, Vec::new()))
        };
        assert_eq!(said("SFTPGo/2.7.5").as_deref(), Some("2.7.5"));
        for other in ["SFTPGo", "SFTPGo/", "nginx/1.27.0", ""] {
            assert_eq!(said(other), None, "{other}");
        }
        assert_eq!(of(&Response::new(200, Vec::new(), Vec::new())), None);
    }
}
