//! Writes down what the simulator's own tests asked and were answered, for whoever counts or checks it afterwards.
//!
//! Only while `ROLLCALL_NOTES` names a folder; one line of JSON for each exchange, in a file of this process.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

use serde_json::{Value as Json, json};

use crate::http::{Request, Response};

/// Bodies beyond this are left out: nobody checks a list of a hundred thousand accounts member by member.
const MAX_BODY_BYTES: usize = 1_000_000;

/// The file of this process, if notes are wanted.
fn file() -> Option<&'static Mutex<File>> {
    static FILE: OnceLock<Option<Mutex<File>>> = OnceLock::new();
    let open = || {
        let folder = PathBuf::from(std::env::var_os("ROLLCALL_NOTES")?);
        let path = folder.join(format!("simulator-{}.jsonl", std::process::id()));
        let file = OpenOptions::new().create(true).append(true).open(path);
        Some(Mutex::new(file.unwrap()))
    };
    FILE.get_or_init(open).as_ref()
}

fn text(body: &[u8]) -> Json {
    match std::str::from_utf8(body) {
        Ok(text) if text.len() <= MAX_BODY_BYTES => Json::from(text),
        _ => Json::Null,
    }
}

/// Notes one exchange with a platform, in the name of the test that runs.
pub(crate) fn exchange(platform: &str, request: &Request, response: &Response) {
    let Some(file) = file() else { return };
    let line = json!({
        "kind": "exchange",
        "test": std::thread::current().name().unwrap_or("main"),
        "platform": platform,
        "request": {
            "method": request.method,
            "target": request.target,
            "headers": request.headers,
            "body": text(&request.body),
        },
        "response": {
            "status": response.status,
            "headers": response.headers,
            "body": text(&response.body),
        },
    });
    let mut file = file.lock().unwrap();
    writeln!(file, "{line}").unwrap();
}
