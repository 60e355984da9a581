//! `cargo xtask operations`: every operation of the panel's scope, with its endpoint and the tests that look at it.
//!
//! Nothing is counted by reading code. The tests themselves write down what they did (`ROLLCALL_NOTES`), and what is
//! counted is tests that passed: those that built the operation's request, those that read an answer as it, and those
//! in which the simulator answered it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::process::{
    During, Result, cargo, fail, remove_folder, root, run as run_program, target,
};

/// The environment variable that names the folder for notes.
const NOTES: &str = "ROLLCALL_NOTES";

/// One line of `tests/operations.tsv`.
#[derive(Debug)]
struct Operation {
    platform: String,
    name: String,
    method: String,
    path: String,
}

/// The names of the tests that looked at one operation.
#[derive(Debug, Default)]
struct Tests {
    request: BTreeSet<String>,
    answer: BTreeSet<String>,
    simulator: BTreeSet<String>,
}

/// Runs the tests that take notes, and prints the table.
pub(crate) fn run() -> Result<()> {
    let notes = take_notes()?;
    println!();
    report(&notes)
}

/// Runs the tests that take notes, and gives the folder.
pub(crate) fn take_notes() -> Result<PathBuf> {
    let notes = fresh_notes()?;
    // One thread would give every test the same name.
    let threads = std::thread::available_parallelism().map_or(2, |n| n.get().max(2));
    for (package, filter) in [("rollcall", Some("api::")), ("rollcall-simulator", None)] {
        let mut tests = cargo();
        tests.args(["test", "--quiet", "--package", package, "--lib"]);
        tests.args(filter).env(NOTES, &notes);
        tests.args(["--", &format!("--test-threads={threads}")]);
        run_program(&mut tests)?;
    }
    Ok(notes)
}

/// An empty folder for notes.
fn fresh_notes() -> Result<PathBuf> {
    let folder = target().join("notes");
    remove_folder(&folder)?;
    fs::create_dir_all(&folder).during(format_args!("make {}", folder.display()))?;
    Ok(folder)
}

/// Prints one line for each operation, and how many have everything; fails when one has not.
pub(crate) fn report(notes: &Path) -> Result<()> {
    let operations = operations(&read(&root().join("tests/operations.tsv"))?)?;
    let seen = counted(&operations, &lines(notes)?);
    let mut n_whole = 0;
    for (operation, tests) in operations.iter().zip(&seen) {
        let file = endpoint_file(operation)?;
        let counts = [&tests.request, &tests.answer, &tests.simulator].map(BTreeSet::len);
        if file.is_some() && !counts.contains(&0) {
            n_whole += 1;
        }
        let [request, answer, simulator] = counts;
        println!(
            "{:<9}  {:<28}  {:<6}  {:<46}  {:<49}  request {request:>2}  answer {answer:>2}  simulator {simulator:>3}",
            operation.platform,
            operation.name,
            operation.method,
            operation.path,
            file.as_deref().unwrap_or("no endpoint"),
        );
    }
    println!("{n_whole} of {}", operations.len());
    if n_whole == operations.len() {
        Ok(())
    } else {
        fail("")
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).during(format_args!("read {}", path.display()))
}

fn operations(text: &str) -> Result<Vec<Operation>> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(
            |line| match line.split('\t').collect::<Vec<_>>().as_slice() {
                [platform, name, method, path, _] => Ok(Operation {
                    platform: (*platform).to_owned(),
                    name: (*name).to_owned(),
                    method: (*method).to_owned(),
                    path: (*path).to_owned(),
                }),
                _ => fail(format!(
                    "tests/operations.tsv: {line:?} has not five columns"
                )),
            },
        )
        .collect()
}

/// The file of an operation's endpoint, by the operation's name and by the call in the file's first line.
fn endpoint_file(operation: &Operation) -> Result<Option<String>> {
    let folder = format!("src/api/{}", operation.platform);
    let Ok(entries) = fs::read_dir(root().join(&folder)) else {
        return Ok(None);
    };
    let name = format!("const OPERATION: &'static str = \"{}\";", operation.name);
    let call = format!("//! `{} {}`: ", operation.method, operation.path);
    for entry in entries {
        let path = entry.during(format_args!("read {folder}"))?.path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = read(&path)?;
        if text.contains(&name) && text.starts_with(&call) {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            return Ok(Some(format!("{folder}/{file}")));
        }
    }
    Ok(None)
}

/// All notes of a folder.
fn lines(notes: &Path) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    let entries = fs::read_dir(notes).during(format_args!("read {}", notes.display()))?;
    for entry in entries {
        let path = entry.during("read the notes")?.path();
        for line in read(&path)?.lines() {
            let note = serde_json::from_str(line);
            all.push(note.during(format_args!("read {}", path.display()))?);
        }
    }
    Ok(all)
}

/// Which tests looked at which operation.
fn counted(operations: &[Operation], notes: &[Value]) -> Vec<Tests> {
    let mut all: Vec<Tests> = operations.iter().map(|_| Tests::default()).collect();
    let member = |note: &Value, at: &str| {
        let found = note.pointer(at).and_then(Value::as_str);
        found.unwrap_or_default().to_owned()
    };
    // Requests say on which base their platform's paths stand.
    let bases: BTreeMap<String, String> = notes
        .iter()
        .filter(|note| note.get("base").is_some())
        .map(|note| (member(note, "/platform"), member(note, "/base")))
        .collect();
    for note in notes {
        let (platform, test) = (member(note, "/platform"), member(note, "/test"));
        let kind = member(note, "/kind");
        let index = if kind == "exchange" {
            let base = bases.get(&platform).map_or("", String::as_str);
            let target = member(note, "/request/target");
            called(
                operations,
                &platform,
                &member(note, "/request/method"),
                base,
                &target,
            )
        } else {
            let name = member(note, "/operation");
            let is_it =
                |operation: &Operation| operation.platform == platform && operation.name == name;
            operations.iter().position(is_it)
        };
        let Some(tests) = index.and_then(|index| all.get_mut(index)) else {
            continue;
        };
        match kind.as_str() {
            "request" => tests.request.insert(test),
            "answer" => tests.answer.insert(test),
            "exchange" => tests.simulator.insert(test),
            _ => false,
        };
    }
    all
}

/// The operation that a request line calls. What is written out goes before what comes from data.
fn called(
    operations: &[Operation],
    platform: &str,
    method: &str,
    base: &str,
    target: &str,
) -> Option<usize> {
    let path = target.split('?').next()?.strip_prefix(base)?;
    let mut found = None;
    for (index, operation) in operations.iter().enumerate() {
        if operation.platform != platform || operation.method != method {
            continue;
        }
        match fit(&operation.path, path) {
            Some(0) => return Some(index),
            Some(_) => found = found.or(Some(index)),
            None => {}
        }
    }
    found
}

/// How many parts of a path come from data, if it is of this form.
fn fit(template: &str, path: &str) -> Option<usize> {
    let mut n_data = 0;
    let mut given = path.split('/');
    for wanted in template.split('/') {
        let part = given.next()?;
        if wanted.starts_with('{') && !part.is_empty() {
            n_data += 1;
        } else if wanted != part {
            return None;
        }
    }
    given.next().is_none().then_some(n_data)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TABLE: &str = "# platform, operation\n\
        portainer\tuser_inspect\tGET\t/users/{id}\tProfile\n\
        portainer\tcurrent_user_inspect\tGET\t/users/me\tMy account\n\
        harbor\tget_user\tGET\t/users/{user_id}\tProfile\n";

    fn note(kind: &str, operation: &str) -> Value {
        json!({"kind": kind, "test": "a", "platform": "portainer", "operation": operation, "base": "/api"})
    }

    fn exchange(test: &str, method: &str, target: &str) -> Value {
        let request = json!({"method": method, "target": target});
        json!({"kind": "exchange", "test": test, "platform": "portainer", "request": request})
    }

    fn counts(notes: &[Value]) -> Vec<[usize; 3]> {
        counted(&operations(TABLE).unwrap(), notes)
            .iter()
            .map(|tests| [&tests.request, &tests.answer, &tests.simulator].map(BTreeSet::len))
            .collect()
    }

    #[test]
    fn each_test_counts_once_for_each_operation_that_it_looks_at() {
        let notes = [
            note("request", "user_inspect"),
            note("request", "user_inspect"),
            note("answer", "current_user_inspect"),
            exchange("b", "GET", "/api/users/7?x=/users/me"),
            exchange("c", "GET", "/api/users/a%2Fb"),
            exchange("c", "GET", "/api/users/8"),
        ];
        assert_eq!(counts(&notes), [[1, 0, 2], [0, 1, 0], [0, 0, 0]]);
    }

    #[test]
    fn what_is_written_out_goes_before_what_comes_from_data() {
        let notes = [
            note("request", "user_inspect"),
            exchange("b", "GET", "/api/users/me"),
        ];
        assert_eq!(counts(&notes), [[1, 0, 0], [0, 0, 1], [0, 0, 0]]);
    }

    #[test]
    fn another_call_counts_for_nothing() {
        let notes = [
            note("request", "no_such"),
            exchange("b", "POST", "/api/users/7"),
            exchange("b", "GET", "/api/users/7/tokens"),
            exchange("b", "GET", "/api/users/"),
            exchange("b", "GET", "/users/7"),
        ];
        assert_eq!(counts(&notes), [[0, 0, 0]; 3]);
    }

    #[test]
    fn a_line_that_is_no_operation_is_not_skipped() {
        assert!(operations("harbor\tget_user\tGET\t/users\n").is_err());
    }
}
