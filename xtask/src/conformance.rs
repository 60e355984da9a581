//! `cargo xtask test conformance`: client and simulator against the platforms' `OpenAPI` documents.
//!
//! The tests of both write down what they did. Python's validators hold each request and each answer against the
//! documents, then Schemathesis makes requests up from the same documents and sends them to the served simulator.

use std::path::Path;

use crate::process::{Result, command, fail, root, watch};
use crate::simulator;
use crate::tools::Tools;

/// How many checks passed and failed.
pub(crate) struct Held {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

/// Holds the notes of tests, and a served simulator, against the documents of a folder.
pub(crate) fn hold(tools: &Tools, specs: &Path, notes: &Path) -> Result<Held> {
    let Some(python) = &tools.python else {
        return fail("the Python environment of the validators is missing");
    };
    let program = simulator::build()?;
    let mut served = simulator::serve(&program, None, 0);
    served.args(["--users", "20"]);
    let simulator = simulator::start(served)?;
    let mut validators = command(python);
    validators
        .arg(root().join("tests/conformance/conformance.py"))
        .arg("--specs")
        .arg(specs)
        .arg("--converter")
        .arg(root().join("tests/e2e/node_modules/swagger2openapi/swagger2openapi.js"))
        .arg("--notes")
        .arg(notes)
        .args(["--server", &simulator.address])
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let (_, lines) = watch(&mut validators)?;
    match lines.iter().rev().find_map(|line| counted(line)) {
        Some(held) => Ok(held),
        None => fail("the validators ended without a count"),
    }
}

/// Reads `conformance: 12 passed, 3 failed`.
fn counted(line: &str) -> Option<Held> {
    let (passed, failed) = line.strip_prefix("conformance: ")?.split_once(", ")?;
    Some(Held {
        passed: passed.strip_suffix(" passed")?.parse().ok()?,
        failed: failed.strip_suffix(" failed")?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_counted() {
        let held = counted("conformance: 12 passed, 3 failed").unwrap();
        assert_eq!((held.passed, held.failed), (12, 3));
        assert!(counted("portainer: 12 of 12 answers fit").is_none());
    }
}
