//! Builds, starts and asks the simulator.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::process::{During, Failure, Result, cargo, command, fail, run, target};

/// A running simulator; it ends when this is dropped.
pub(crate) struct Simulator {
    child: Child,
    /// Its address, without a slash at the end.
    pub(crate) address: String,
}

/// Builds the simulator and returns its program.
///
/// The development profile: it is quick to build, the tests share it, and the simulator has
/// little to compute.
pub(crate) fn build() -> Result<PathBuf> {
    run(cargo().args(["build", "--quiet", "--package", "rollcall-simulator"]))?;
    let name = format!("rollcall-simulator{}", std::env::consts::EXE_SUFFIX);
    Ok(target().join("debug").join(name))
}

/// The command that serves a folder with the simulated platforms; port 0 takes any free one.
pub(crate) fn serve(program: &Path, dist: Option<&Path>, port: u16) -> Command {
    let mut simulator = command(program);
    simulator.args(["--port", &port.to_string()]);
    if let Some(dist) = dist {
        simulator.arg("--dist").arg(dist);
    }
    simulator
}

/// Starts the simulator and waits until it serves.
pub(crate) fn start(mut simulator: Command) -> Result<Simulator> {
    simulator.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = simulator.spawn().during("start the simulator")?;
    let Some(output) = child.stdout.take() else {
        return fail("the simulator has no output to read");
    };
    let mut running = Simulator {
        child,
        address: String::new(),
    };
    let mut output = BufReader::new(output);
    let mut line = String::new();
    while output
        .read_line(&mut line)
        .during("read the simulator's output")?
        > 0
    {
        if let Some(address) = line.trim().strip_prefix("ready ") {
            address
                .trim_end_matches('/')
                .clone_into(&mut running.address);
            // Read on, so that the simulator never waits for a full pipe.
            std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
            return Ok(running);
        }
        line.clear();
    }
    fail("the simulator ended before it was ready")
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Simulator {
    /// The sign-ins that exist in its world.
    pub(crate) fn accounts(&self) -> Result<Value> {
        let body = get(&self.address, "/__sim/accounts")?;
        serde_json::from_str(&body).during("read the simulator's sign-ins")
    }
}

/// One GET over plain HTTP, enough for a simulator on this machine.
fn get(address: &str, path: &str) -> Result<String> {
    let host = address.trim_start_matches("http://");
    let doing = format!("ask {address}{path}");
    let mut stream = TcpStream::connect(host).during(&doing)?;
    // HTTP/1.0 keeps the answer in one piece and ends it with the connection.
    write!(
        stream,
        "GET {path} HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .during(&doing)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).during(&doing)?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or_else(|| Failure(format!("could not {doing}: the answer has no end of head")))?;
    let status = head.lines().next().unwrap_or_default();
    if status.split_whitespace().nth(1) != Some("200") {
        return fail(format!("could not {doing}: {status}"));
    }
    Ok(body.to_owned())
}
