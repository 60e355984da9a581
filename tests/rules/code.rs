//! How the code is written (STYLE, sections 2, 4 and 8).

use std::collections::BTreeSet;

use crate::tree::{after, files, none, panel};

#[test]
fn a_module_is_a_file_beside_its_folder() {
    let wrong = files(&["src", "tests", "xtask/src"], &[".rs"])
        .into_iter()
        .map(|source| source.path)
        .filter(|path| path.ends_with("/mod.rs"));
    none("`mod.rs`", wrong);
    let all = panel();
    let has = |path: &str| all.iter().any(|source| source.path == path);
    let wrong = all.iter().filter_map(|source| {
        let folder = source.path.rsplit_once('/')?.0;
        let file = [folder, ".rs"].concat();
        (folder != "src" && !has(&file)).then_some(file)
    });
    none("a folder without its file", wrong);
}

#[test]
fn every_file_says_what_it_is_for() {
    let wrong = files(&["src", "tests", "xtask/src"], &[".rs"])
        .into_iter()
        .filter(|source| !source.is_test() && !source.text.starts_with("//! "))
        .map(|source| source.path);
    none("a file that does not begin with what it owns", wrong);
}

#[test]
fn lints_are_expected_and_never_allowed() {
    let allow = ["#[", "allow("].concat();
    let allow_all = ["#![", "allow("].concat();
    let wrong = files(&["src", "tests", "xtask/src"], &[".rs"])
        .into_iter()
        .filter(|source| source.text.contains(&allow) || source.text.contains(&allow_all))
        .map(|source| source.path);
    none("a lint is allowed instead of expected with a reason", wrong);
}

#[test]
fn nothing_panics_unless_it_says_why_it_cannot() {
    const PANICS: &[&str] = &[
        ".unwrap()",
        ".expect(",
        "panic!(",
        "unreachable!(",
        "todo!(",
        "unimplemented!(",
        "assert!(",
        "assert_eq!(",
    ];
    let mut wrong = Vec::new();
    for source in panel() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (number, line) in source.code() {
            let is_panic = PANICS.iter().any(|word| line.contains(word));
            let is_expected = lines.iter().take(number).rev().take(8).any(|above| {
                above.contains("clippy::expect_used") || above.contains("clippy::panic")
            });
            if is_panic && !is_expected {
                wrong.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    none("a panic", wrong);
}

#[test]
fn no_host_is_named_but_loopback_and_examples() {
    let all = files(
        &["src", "style", "public", "index.html"],
        &[".rs", ".css", ".js", ".json", ".html", ".svg"],
    );
    let mut wrong = Vec::new();
    for source in &all {
        // Where addresses are tested, their parts are broken on purpose.
        let is_test_text = |line: usize| {
            source.path.starts_with("src/")
                && !source.code().iter().any(|(number, _)| *number == line)
        };
        for (i, line) in source.text.lines().enumerate() {
            let is_wrong = ["http://", "https://"]
                .iter()
                .flat_map(|scheme| after(line, scheme, is_of_host))
                .any(|host| !is_harmless(host, is_test_text(i + 1)));
            if is_wrong {
                wrong.push(format!("{}:{}: {}", source.path, i + 1, line.trim()));
            }
        }
    }
    none("a host", wrong);
}

fn is_of_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '[' | ']')
}

fn is_harmless(host: &str, is_test: bool) -> bool {
    matches!(host, "" | "localhost" | "127.0.0.1")
        || host.starts_with('[')
        // Names of namespaces and schemas; nothing is ever fetched from them.
        || matches!(host, "www.w3.org" | "json-schema.org")
        || is_test && (!host.contains('.') || host.to_lowercase().ends_with("example"))
}

/// The names of all texts.
fn texts() -> Vec<String> {
    let en = files(&["src/i18n/en.rs"], &[".rs"]).pop().unwrap();
    en.text
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.split_once(": \""))
        .map(|(name, _)| name.to_owned())
        .filter(|name| name.chars().all(is_of_name))
        .collect()
}

#[test]
fn every_text_is_shown_somewhere() {
    let names = texts();
    assert!(names.len() > 300, "{}", names.len());
    let mut shown = BTreeSet::new();
    for source in panel() {
        if source.path != "src/i18n/en.rs" {
            for (_, line) in source.code() {
                shown.extend(after(line, ".", is_of_name).map(str::to_owned));
            }
        }
    }
    let unused = names.into_iter().filter(|name| !shown.contains(name));
    none("a text that nothing shows", unused);
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}
