//! `cargo xtask demo`: the release panel with simulated platforms, on one address.

use std::net::TcpListener;
use std::process::Command;

use serde_json::Value;

use crate::flags::Flags;
use crate::process::{Failure, Result, fail};
use crate::tools::{self, For};
use crate::{dist, simulator};

const PORT: u16 = 8080;

/// Builds, says how to sign in, and becomes the simulator.
pub(crate) fn run(flags: &Flags) -> Result<()> {
    let port = flags.number("--port")?.unwrap_or(PORT);
    let users: Option<u32> = flags.number("--users")?;
    let seed: Option<u64> = flags.number("--seed")?;
    // Before the long build, not after it.
    claim(port)?;

    let tools = tools::set_up(For::Building)?;
    let folder = dist::build(&tools)?;
    let program = simulator::build()?;
    let with_world = |port| {
        let mut command = simulator::serve(&program, Some(&folder), port);
        if let Some(users) = users {
            command.args(["--users", &users.to_string()]);
        }
        if let Some(seed) = seed {
            command.args(["--seed", &seed.to_string()]);
        }
        command
    };

    // A world follows from its seed: a short-lived twin tells the sign-ins, and what serves in the
    // end is the simulator alone, so that stopping this command stops it.
    let accounts = simulator::start(with_world(0))?.accounts()?;
    println!("\nRollcall with simulated platforms: http://127.0.0.1:{port}/\n\nSign-ins:");
    print_accounts(&accounts);
    println!("\nCtrl+C ends it.\n");
    claim(port)?;
    become_it(with_world(port))
}

fn claim(port: u16) -> Result<()> {
    if let Err(error) = TcpListener::bind(("127.0.0.1", port)) {
        return fail(format!(
            "port {port} cannot be used ({error}): stop what listens there, or choose another one with --port"
        ));
    }
    Ok(())
}

#[cfg(unix)]
fn become_it(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(Failure(format!("could not start the simulator: {error}")))
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> Result<()> {
    let status = command
        .status()
        .map_err(|error| Failure(format!("could not start the simulator: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        fail(format!("the simulator ended ({status})"))
    }
}

/// One line per sign-in: where, who, the password, what the account is for.
fn print_accounts(accounts: &Value) {
    for account in accounts.as_array().into_iter().flatten() {
        let text = |name: &str| account.get(name).and_then(Value::as_str).unwrap_or("");
        println!(
            "  {:<11}{:<18}{:<22}{}",
            text("platform"),
            text("name"),
            text("password"),
            text("purpose")
        );
    }
}
