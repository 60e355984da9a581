//! `cargo xtask test`: all tests, counted together.
//!
//! What the runners count is added up; a check or a build that fails without a count is one
//! failure. The last line is the sum, alone on its line.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::flags::Flags;
use crate::process::{
    During, Result, announce, cargo, command, copy_folder, fail, remove_folder, root, target, watch,
};
use crate::tools::{self, For, Tools};
use crate::{conformance, dist, operations, simulator};

const WASM: &str = "wasm32-unknown-unknown";

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Count {
    const FAILURE: Self = Self {
        passed: 0,
        failed: 1,
    };

    /// A runner that fails without naming a failed test failed as a whole.
    fn of_runner(self, succeeded: bool) -> Self {
        if succeeded || self.failed > 0 {
            return self;
        }
        Self { failed: 1, ..self }
    }
}

/// One part of the tests.
struct Part {
    name: &'static str,
    run: fn(&Tools, &Asked) -> Count,
}

/// What the person asked for beside the parts.
struct Asked {
    /// Arguments for the runner.
    rest: Vec<String>,
    /// The folder of the platforms' `OpenAPI` documents.
    specs: Option<PathBuf>,
}

const PARTS: [Part; 4] = [
    Part {
        name: "unit",
        run: unit,
    },
    Part {
        name: "conformance",
        run: conform,
    },
    Part {
        name: "web",
        run: web,
    },
    Part {
        name: "e2e",
        run: e2e,
    },
];

/// Runs all parts, or those that are named.
pub(crate) fn run(flags: &Flags) -> Result<()> {
    for word in &flags.words {
        if !PARTS.iter().any(|part| part.name == word) {
            return fail(format!(
                "there are no tests {word:?}; there are unit, conformance, web and e2e"
            ));
        }
    }
    let chosen =
        |part: &&Part| flags.words.is_empty() || flags.words.iter().any(|word| word == part.name);
    let parts: Vec<&Part> = PARTS.iter().filter(chosen).collect();
    if !flags.rest.is_empty() && parts.len() != 1 {
        return fail("arguments after `--` need the one part they are for");
    }

    // Relative to where the person stands, not to where cargo puts us.
    let specs = flags.value("--specs").map(std::path::absolute).transpose();
    let Ok(specs) = specs else {
        return fail("--specs does not name a folder");
    };
    if let Some(folder) = specs.as_ref().filter(|folder| !folder.is_dir()) {
        return fail(format!("there is no folder {}", folder.display()));
    }
    let asked = Asked {
        rest: flags.rest.clone(),
        specs,
    };

    let wanted = match parts.as_slice() {
        [only] if only.name == "unit" => For::Checking,
        _ => For::Everything,
    };
    let tools = tools::set_up(wanted)?;

    let mut lines = Vec::new();
    let mut all = Count::default();
    for part in parts {
        println!("\n=== {} ===", part.name);
        let count = (part.run)(&tools, &asked);
        lines.push(format!(
            "{}: {} passed, {} failed",
            part.name, count.passed, count.failed
        ));
        all += count;
    }
    println!();
    for line in lines {
        println!("{line}");
    }
    println!("{} passed, {} failed", all.passed, all.failed);
    if all.failed > 0 {
        return fail("");
    }
    Ok(())
}

/// Runs a program, shows its output and counts in it.
fn counted(command: &mut Command, count: fn(&[String]) -> Count) -> Count {
    match watch(command) {
        Ok((succeeded, lines)) => count(&lines).of_runner(succeeded),
        Err(failure) => {
            println!("{failure}");
            Count::FAILURE
        }
    }
}

/// Runs a check that counts nothing unless it fails.
fn checked(command: &mut Command) -> Count {
    counted(command, |_| Count::default())
}

/// Runs what prepares tests; its failure is one failure.
fn prepared<T>(result: Result<T>) -> std::result::Result<T, Count> {
    result.map_err(|failure| {
        println!("{failure}");
        Count::FAILURE
    })
}

/// Formatting, lints, native tests, the scripts' own tests, recorded flows.
fn unit(_: &Tools, Asked { rest, .. }: &Asked) -> Count {
    let mut count = Count::default();
    if rest.is_empty() {
        count += checked(cargo().args(["fmt", "--all", "--check"]));
        count += checked(cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]));
        count += checked(cargo().args([
            "clippy",
            "--package",
            "rollcall",
            "--lib",
            "--bins",
            "--test",
            "web",
            "--quiet",
            "--target",
            WASM,
            "--",
            "-D",
            "warnings",
        ]));
    }
    count += counted(
        cargo()
            .args(["test", "--workspace", "--no-fail-fast"])
            .args(rest),
        cargo_count,
    );
    if rest.is_empty() {
        count += counted(
            command("node")
                .args(["--test", "--test-reporter=tap"])
                .args(node_tests()),
            node_count,
        );
        count += replayed();
    }
    count
}

/// The files of the scripts' tests, one by one: what a folder means differs between Nodes.
fn node_tests() -> Vec<PathBuf> {
    let folder = root().join("tests/e2e/unit");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    files
}

/// Every operation's tests, and what they did against the platforms' documents.
fn conform(tools: &Tools, asked: &Asked) -> Count {
    let notes = match prepared(operations::take_notes()) {
        Ok(notes) => notes,
        Err(count) => return count,
    };
    let mut count = match prepared(operations::report(&notes)) {
        Ok(()) => Count {
            passed: 1,
            failed: 0,
        },
        Err(count) => count,
    };
    let Some(specs) = &asked.specs else {
        println!(
            "skipped: no request and no answer was held against a platform's OpenAPI document, because --specs names no folder with them"
        );
        return count;
    };
    count += match prepared(conformance::hold(tools, specs, &notes)) {
        Ok(held) => Count {
            passed: held.passed,
            failed: held.failed,
        },
        Err(count) => count,
    };
    count
}

/// Components in a headless browser, against a simulator that allows other origins.
fn web(tools: &Tools, Asked { rest, .. }: &Asked) -> Count {
    let simulator = simulator::build().and_then(|program| {
        let mut served = simulator::serve(&program, None, last_port());
        served.arg("--cors");
        simulator::start(served)
    });
    let simulator = match prepared(simulator) {
        Ok(simulator) => simulator,
        Err(count) => return count,
    };
    keep_port(&simulator.address);
    let mut test = cargo();
    test.args([
        "test",
        "--package",
        "rollcall",
        "--target",
        WASM,
        "--test",
        "web",
    ])
    .args(rest)
    .env("ROLLCALL_SIM", &simulator.address)
    .env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        "wasm-bindgen-test-runner",
    )
    .env("WASM_BINDGEN_TEST_TIMEOUT", "180");
    tools.on(&mut test);
    counted(&mut test, cargo_count)
}

/// The tests have the simulator's address compiled in (`ROLLCALL_SIM`), so a port that stays the
/// same from run to run saves building them again.
fn last_port() -> u16 {
    let kept = std::fs::read_to_string(port_file()).unwrap_or_default();
    let port = kept.trim().parse().unwrap_or(0);
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => port,
        Err(_) => 0,
    }
}

fn keep_port(address: &str) {
    let port = address.rsplit(':').next().unwrap_or_default();
    // Only speed is lost when this fails.
    let _ = std::fs::write(port_file(), port);
}

fn port_file() -> PathBuf {
    target().join("web-test-port")
}

/// Whole flows in a browser, on the sealed release.
fn e2e(tools: &Tools, Asked { rest, .. }: &Asked) -> Count {
    let prepare = || -> Result<(PathBuf, PathBuf)> {
        let release = dist::build(tools)?;
        let folder = root().join("target/e2e-dist");
        with_pages(&release, &root().join("tests/e2e/host"), &folder)?;
        Ok((folder, simulator::build()?))
    };
    let (folder, program) = match prepared(prepare()) {
        Ok(ready) => ready,
        Err(count) => return count,
    };
    let report = root().join("target/e2e-report.json");
    // An old report must not be counted.
    let _ = std::fs::remove_file(&report);
    let mut playwright = command("node");
    tools.on(&mut playwright);
    playwright
        .args([
            "tests/e2e/node_modules/@playwright/test/cli.js",
            "test",
            "--config",
            "tests/e2e",
        ])
        .args(rest)
        .env("ROLLCALL_SIMULATOR", program)
        .env("ROLLCALL_DIST", folder)
        .env("ROLLCALL_REPORT", &report);
    announce(&playwright);
    let succeeded = playwright.status().is_ok_and(|status| status.success());
    let text = std::fs::read_to_string(&report).unwrap_or_default();
    playwright_count(&text).of_runner(succeeded)
}

/// A release with the pages of a test beside it.
pub(crate) fn with_pages(release: &Path, pages: &Path, folder: &Path) -> Result<()> {
    remove_folder(folder)?;
    copy_folder(release, folder)?;
    copy_folder(pages, folder).during("add the pages of the tests")
}

/// Adds up lines such as `test result: ok. 12 passed; 0 failed; 1 ignored; …`.
fn cargo_count(lines: &[String]) -> Count {
    let mut count = Count::default();
    for line in lines {
        let Some((_, result)) = line.split_once("test result: ") else {
            continue;
        };
        count += Count {
            passed: number_before(result, " passed"),
            failed: number_before(result, " failed"),
        };
    }
    count
}

/// The number that stands right before a word.
fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split_once(word).map_or("", |(before, _)| before);
    let number = before.rsplit([' ', ';']).next().unwrap_or_default();
    number.parse().unwrap_or(0)
}

/// Reads the summary of Node's TAP: `# pass 12` and `# fail 0`.
fn node_count(lines: &[String]) -> Count {
    let value = |name: &str| {
        let found = lines.iter().rev().find_map(|line| line.strip_prefix(name));
        found.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
    };
    Count {
        passed: value("# pass "),
        failed: value("# fail "),
    }
}

/// Replays the recorded flows against the simulator; each flow is one test.
///
/// The replayer fails below its threshold. Above it, a flow with a difference it tolerates is
/// neither passed nor failed.
fn replayed() -> Count {
    let folder = "tests/recordings";
    let mut replay = cargo();
    replay.args(["run", "--quiet", "--package", "rollcall-replay", "--"]);
    replay.args(["--recordings", folder]);
    match watch(&mut replay) {
        Ok((succeeded, lines)) => replay_count(n_flows(&root().join(folder)), &lines, succeeded),
        Err(failure) => {
            println!("{failure}");
            Count::FAILURE
        }
    }
}

/// How many recorded flows lie below a folder: its JSON files that hold exchanges.
fn n_flows(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let count = |entry: std::fs::DirEntry| {
        if entry.path().is_dir() {
            return n_flows(&entry.path());
        }
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let json: Value = serde_json::from_str(&text).unwrap_or_default();
        u64::from(json.get("exchanges").is_some())
    };
    entries.map(count).sum()
}

/// Counts flows by the lines `different: PLATFORM FLOW, step …`.
fn replay_count(n_flows: u64, lines: &[String], succeeded: bool) -> Count {
    let different: BTreeSet<&str> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("different: ")?.split(", step ").next())
        .collect();
    let different = u64::try_from(different.len()).unwrap_or(u64::MAX);
    Count {
        passed: n_flows.saturating_sub(different),
        failed: if succeeded { 0 } else { different },
    }
    .of_runner(succeeded)
}

/// Reads Playwright's own summary. A test that passed at a second try is a failed one.
fn playwright_count(report: &str) -> Count {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let value = |name: &str| {
        let found = report.get("stats").and_then(|stats| stats.get(name));
        found.and_then(Value::as_u64).unwrap_or(0)
    };
    Count {
        passed: value("expected"),
        failed: value("unexpected") + value("flaky"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_results_of_all_test_programs_are_added_up() {
        let text = "test a ... ok\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\n\
                    test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out";
        let count = Count {
            passed: 15,
            failed: 2,
        };
        assert_eq!(cargo_count(&lines(text)), count);
    }

    #[test]
    fn the_summaries_of_node_and_playwright_are_read() {
        let tap = "ok 1 - a\n# tests 9\n# pass 7\n# fail 2";
        let count = Count {
            passed: 7,
            failed: 2,
        };
        assert_eq!(node_count(&lines(tap)), count);
        let report = r#"{"stats":{"expected":7,"unexpected":1,"flaky":1,"skipped":3}}"#;
        assert_eq!(playwright_count(report), count);
    }

    #[test]
    fn a_recorded_flow_is_one_test() {
        let alike = lines("portainer: 9 of 9 alike\nreplay: 9 of 9 exchanges alike");
        let count = |passed, failed| Count { passed, failed };
        assert_eq!(replay_count(4, &alike, true), count(4, 0));
        let text = "different: portainer keys, step 1: GET /a\n    status\n\
                    different: portainer keys, step 2: GET /b\nreplay: 7 of 9 exchanges alike";
        assert_eq!(replay_count(4, &lines(text), true), count(3, 0));
        assert_eq!(replay_count(4, &lines(text), false), count(3, 1));
        assert_eq!(replay_count(0, &[], false), count(0, 1));
    }

    #[test]
    fn a_runner_that_fails_without_a_count_is_one_failure() {
        assert_eq!(Count::default().of_runner(false), Count::FAILURE);
        assert_eq!(Count::default().of_runner(true), Count::default());
        let two = Count {
            passed: 1,
            failed: 2,
        };
        assert_eq!(two.of_runner(false), two);
        assert_eq!(
            playwright_count("").of_runner(false),
            Count::FAILURE,
            "a browser that never started"
        );
    }
}
