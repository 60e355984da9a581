//! The server over a real socket: files, headers, broken answers, origins.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{ErrorKind, Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use std::time::Duration;

    use rollcall_simulator::server::{CONTENT_SECURITY_POLICY, Options, Running, spawn};

    /// A folder that looks like a built panel and goes away with the test.
    struct Dist(PathBuf);

    impl Dist {
        fn new(name: &str) -> Self {
            let folder =
                std::env::temp_dir().join(format!("rollcall-dist-{}-{name}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            for (file, content) in [
                ("index.html", "<!doctype html>panel"),
                ("panel-0123456789abcdef_bg.wasm", "\0asm plain"),
                ("panel-0123456789abcdef_bg.wasm.br", "brotli"),
                ("panel-0123456789abcdef_bg.wasm.gz", "gzip"),
                ("start.js", "start"),
            ] {
                fs::write(folder.join(file), content).unwrap();
            }
            Self(folder)
        }
    }

    impl Drop for Dist {
        fn drop(&mut self) {
            // A folder left behind in the temporary place does no harm.
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn server(dist: Option<&Path>, has_cors: bool) -> Running {
        spawn(Options {
            dist: dist.map(Path::to_owned),
            users: 10,
            has_cors,
            ..Options::default()
        })
        .unwrap()
    }

    /// Everything that came back until the connection ended, and how it ended.
    fn exchange(address: SocketAddr, head: &str, body: &str) -> (String, std::io::Result<()>) {
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let request = format!(
            "{head}\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let end = stream.read_to_end(&mut answer).map(|_| ());
        (String::from_utf8_lossy(&answer).into_owned(), end)
    }

    fn get(running: &Running, path: &str, headers: &str) -> String {
        exchange(
            running.address(),
            &format!("GET {path} HTTP/1.1{headers}"),
            "",
        )
        .0
    }

    fn post(running: &Running, path: &str, body: &str) -> String {
        exchange(running.address(), &format!("POST {path} HTTP/1.1"), body).0
    }

    fn status(answer: &str) -> &str {
        answer.split(' ').nth(1).unwrap_or_default()
    }

    fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
        answer
            .split("\r\n\r\n")
            .next()?
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    // Harbor repeats the query, decoded, in a header.
    #[test]
    fn a_header_that_repeats_control_characters_keeps_no_answer_back() {
        let running = server(None, false);
        let admin = "\r\nAuthorization: Basic YWRtaW46Q29ycmVjdC1ob3JzZS0x";
        let path = "/platforms/harbor/api/v2.0/users?page_size=1&x=%0d%0aEvil:%201%01";
        let answer = get(&running, path, admin);
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(!answer.contains("\r\nEvil"), "{answer}");
    }

    #[test]
    fn unknown_paths_without_an_extension_get_the_panel() {
        let dist = Dist::new("paths");
        let running = server(Some(&dist.0), false);
        for path in [
            "/",
            "/c/operations/users",
            "/c/a%2Fb/users?x=1",
            "/c/files/users/lena.sommer/",
            "/c/files/users/lena.sommer/keys",
        ] {
            let answer = get(&running, path, "");
            assert_eq!(status(&answer), "200", "{path}");
            assert!(answer.ends_with("panel"), "{path}");
            assert_eq!(header(&answer, "cache-control"), Some("no-cache"));
            assert_eq!(
                header(&answer, "content-type"),
                Some("text/html; charset=utf-8")
            );
        }
        for path in [
            "/missing.js",
            "/c/files/users/lena.sommer",
            "/%2e%2e/secret",
            "/platforms/harbor/x",
            "/platforms",
            "/__sim/nothing",
            "/__sim",
        ] {
            let answer = get(&running, path, "");
            assert_eq!(status(&answer), "404", "{path}");
            assert!(!answer.ends_with("panel"), "{path}");
        }
    }

    #[test]
    fn every_static_answer_carries_the_strict_headers() {
        let dist = Dist::new("headers");
        let running = server(Some(&dist.0), false);
        for path in ["/", "/start.js", "/missing.js"] {
            let answer = get(&running, path, "");
            assert_eq!(
                header(&answer, "content-security-policy"),
                Some(CONTENT_SECURITY_POLICY)
            );
            assert_eq!(header(&answer, "x-content-type-options"), Some("nosniff"));
            assert_eq!(header(&answer, "referrer-policy"), Some("no-referrer"));
        }
    }

    #[test]
    fn hashed_files_are_immutable_and_come_compressed_where_they_may() {
        let dist = Dist::new("compressed");
        let running = server(Some(&dist.0), false);
        let path = "/panel-0123456789abcdef_bg.wasm";
        let brotli = get(&running, path, "\r\nAccept-Encoding: gzip, br");
        assert!(brotli.ends_with("brotli"));
        assert_eq!(header(&brotli, "content-encoding"), Some("br"));
        assert_eq!(header(&brotli, "vary"), Some("Accept-Encoding"));
        assert_eq!(header(&brotli, "content-type"), Some("application/wasm"));
        assert_eq!(
            header(&brotli, "cache-control"),
            Some("public, max-age=31536000, immutable")
        );
        assert!(get(&running, path, "\r\nAccept-Encoding: gzip").ends_with("gzip"));
        let plain = get(&running, path, "");
        assert!(plain.ends_with("plain"));
        assert_eq!(header(&plain, "vary"), Some("Accept-Encoding"));
    }

    #[test]
    fn one_byte_of_a_file_can_be_changed() {
        let dist = Dist::new("tamper");
        let running = server(Some(&dist.0), false);
        post(
            &running,
            "/__sim/tamper",
            r#"{"path":"/start.js","byte":4}"#,
        );
        assert!(get(&running, "/start.js", "\r\nAccept-Encoding: br").ends_with("staru"));
        post(&running, "/__sim/reset", "{}");
        assert!(get(&running, "/start.js", "").ends_with("start"));
    }

    #[test]
    fn ordered_failures_reach_the_wire() {
        let running = server(None, false);
        let order = |fault: &str| {
            let body = format!(
                r#"[{{"platform":"portainer","operation":"GET /settings/public","fault":"{fault}"}}]"#
            );
            assert_eq!(status(&post(&running, "/__sim/faults", &body)), "200");
            exchange(
                running.address(),
                "GET /platforms/portainer/api/settings/public HTTP/1.1",
                "",
            )
        };
        let (answer, end) = order("reset");
        assert!(answer.is_empty());
        assert_eq!(end.unwrap_err().kind(), ErrorKind::ConnectionReset);
        let (answer, _) = order("truncate");
        let announced: usize = header(&answer, "content-length").unwrap().parse().unwrap();
        assert!(answer.split_once("\r\n\r\n").unwrap().1.len() < announced);
        let (answer, _) = order("not_json");
        assert_eq!(
            (status(&answer), header(&answer, "content-type")),
            ("200", Some("text/html; charset=utf-8"))
        );
        let (answer, _) = order("wrong_shape");
        assert!(answer.contains("unexpected"));
        let (answer, _) = order("redirect");
        assert_eq!(
            (status(&answer), header(&answer, "location")),
            ("302", Some("/elsewhere"))
        );
        let (answer, _) = order("status");
        assert_eq!(status(&answer), "503");
        assert_eq!(
            status(&get(
                &running,
                "/platforms/portainer/api/settings/public",
                ""
            )),
            "200"
        );
    }

    #[test]
    fn an_answer_that_never_comes_leaves_the_others_alone() {
        let running = server(None, false);
        post(
            &running,
            "/__sim/faults",
            r#"[{"operation":"GET /status","fault":"never"}]"#,
        );
        let mut waiting = TcpStream::connect(running.address()).unwrap();
        waiting
            .write_all(b"GET /platforms/portainer/api/status HTTP/1.1\r\nHost: x\r\n\r\n")
            .unwrap();
        waiting
            .set_read_timeout(Some(Duration::from_millis(200)))
            .unwrap();
        assert!(waiting.read(&mut [0; 1]).is_err());
        assert_eq!(
            status(&get(&running, "/platforms/portainer/api/status", "")),
            "200"
        );
    }

    // Contract 2.2, E2: no HTTP answer at all.
    #[test]
    fn a_crashed_logout_closes_the_connection_without_an_answer() {
        let running = server(None, false);
        assert_eq!(
            post(&running, "/platforms/portainer/api/auth/logout", ""),
            ""
        );
    }

    #[test]
    fn other_origins_are_let_in_only_when_asked_for() {
        let preflight = "OPTIONS /platforms/portainer/api/users HTTP/1.1\r\nOrigin: http://a.example\r\nAccess-Control-Request-Method: PUT";
        let closed = server(None, false);
        assert_eq!(status(&exchange(closed.address(), preflight, "").0), "405");
        let open = server(None, true);
        let answer = exchange(open.address(), preflight, "").0;
        assert_eq!(status(&answer), "204");
        assert_eq!(header(&answer, "access-control-allow-origin"), Some("*"));
        assert!(
            header(&answer, "access-control-allow-headers")
                .unwrap()
                .contains("authorization")
        );
        let real = get(
            &open,
            "/platforms/portainer/api/users",
            "\r\nOrigin: http://a.example",
        );
        assert_eq!(
            (status(&real), header(&real, "access-control-allow-origin")),
            ("401", Some("*"))
        );
    }

    #[test]
    fn a_body_that_nests_deeply_ends_nothing() {
        let running = server(None, false);
        for call in [
            "/platforms/portainer/api/auth",
            "/platforms/sftpgo/api/v2/users/lena/forgot-password",
            "/platforms/sftpgo/api/v2/users/lena/reset-password",
            "/platforms/harbor/api/v2.0/users",
            "/platforms/alauda/auth/v1/users",
            "/platforms/harness/ng/api/user/batch",
            "/__sim/reset",
        ] {
            for depth in [9_999, 10_001, 200_000] {
                let body = "[".repeat(depth) + &"]".repeat(depth);
                assert!(!post(&running, call, &body).is_empty(), "{call} {depth}");
            }
        }
        assert_eq!(status(&get(&running, "/__sim/accounts", "")), "200");
    }

    #[test]
    fn a_platform_with_cors_of_its_own_says_it_once() {
        let open = server(None, true);
        let switches = r#"{"switches":{"sftpgo.cors":"panel"}}"#;
        assert_eq!(status(&post(&open, "/__sim/reset", switches)), "200");
        let answer = get(
            &open,
            "/platforms/sftpgo/api/v2/version",
            "\r\nOrigin: https://panel.example",
        );
        let said = answer.lines().filter(|line| {
            line.to_ascii_lowercase()
                .starts_with("access-control-allow-origin:")
        });
        assert_eq!(said.count(), 1, "{answer}");
    }

    #[test]
    fn the_panel_gets_its_configuration_from_the_simulator() {
        let running = server(None, false);
        let answer = get(&running, "/config.json", "");
        assert_eq!(header(&answer, "content-type"), Some("application/json"));
        assert!(answer.contains(r#""base_url":"/platforms/portainer""#));
    }

    #[test]
    fn a_taken_port_is_a_clear_error() {
        let running = server(None, false);
        let port = running.address().port().to_string();
        let output = Command::new(env!("CARGO_BIN_EXE_rollcall-simulator"))
            .args(["--port", &port])
            .output()
            .unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(&format!("port {port} is taken")), "{said}");
    }
}
