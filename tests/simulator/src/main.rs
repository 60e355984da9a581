//! The simulator as a program: the platforms, the control calls and the built panel on one port of loopback.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use rollcall_simulator::PLATFORMS;
use rollcall_simulator::server::{Options, spawn};

const USAGE: &str =
    "rollcall-simulator [--port N] [--dist DIR] [--users N] [--seed N] [--platform P] [--cors]

  --port N      the port on 127.0.0.1; 0, the default, takes a free one
  --dist DIR    the built panel, served at /
  --users N     accounts on each platform (200)
  --seed N      decides names, keys and tokens (1)
  --platform P  this platform only
  --cors        lets pages of other origins call the platforms
";

fn main() -> ExitCode {
    let options = match read_arguments(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => return say(USAGE),
        Err(problem) => return fail(&format!("{problem}\n\n{USAGE}")),
    };
    let port = options.port;
    match spawn(options) {
        Ok(running) => {
            say(&format!("ready {}\n", running.url()));
            running.wait();
            ExitCode::SUCCESS
        }
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => fail(&format!(
            "port {port} is taken: stop what listens there, or choose another with --port\n"
        )),
        Err(error) => fail(&format!("cannot listen on port {port}: {error}\n")),
    }
}

fn say(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn fail(text: &str) -> ExitCode {
    // When even this cannot be written, the exit code still tells.
    let _ = std::io::stderr().write_all(text.as_bytes());
    ExitCode::FAILURE
}

fn read_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--port" => options.port = number(&argument, &value()?)?,
            "--dist" => options.dist = Some(PathBuf::from(value()?)),
            "--users" => options.users = number(&argument, &value()?)?,
            "--seed" => options.seed = number(&argument, &value()?)?,
            "--platform" => {
                let wanted = value()?;
                let known = PLATFORMS.into_iter().find(|known| *known == wanted);
                options.platform =
                    Some(known.ok_or_else(|| format!("there is no platform {wanted}"))?);
            }
            "--cors" => options.has_cors = true,
            "--help" | "-h" => return Ok(None),
            other => return Err(format!("unknown argument {other}")),
        }
    }
    if let Some(dist) = options.dist.as_ref().filter(|dist| !dist.is_dir()) {
        return Err(format!("{} is no folder", dist.display()));
    }
    Ok(Some(options))
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, String> {
    value
        .parse()
        .map_err(|_| format!("{name} does not take {value}"))
}
