//! The replay as a program.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use rollcall_replay::excuse::Rules;
use rollcall_replay::peer::{ADMIN_PASSWORD, Loopback, Peer, Simulated};
use rollcall_replay::{load, run};

const USAGE: &str =
    "rollcall-replay [--recordings DIR] [--against URL --platform P [--admin-password PASSWORD]]

  --recordings DIR     flows below this folder (tests/recordings)
  --against URL        send them to a server on loopback instead of the simulator
  --platform P         what that server is
  --admin-password P   the password of its first administrator
";

fn main() -> ExitCode {
    match run_all(std::env::args().skip(1)) {
        Ok(code) => code,
        Err(problem) => {
            // When even this cannot be written, the exit code still tells.
            let _ = writeln!(std::io::stderr(), "{problem}");
            ExitCode::from(2)
        }
    }
}

fn run_all(mut arguments: impl Iterator<Item = String>) -> Result<ExitCode, String> {
    let mut recordings = PathBuf::from("tests/recordings");
    let (mut against, mut platform) = (None, None);
    let mut password = ADMIN_PASSWORD.to_owned();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value\n\n{USAGE}"))
        };
        match argument.as_str() {
            "--recordings" => recordings = PathBuf::from(value()?),
            "--against" => against = Some(value()?),
            "--platform" => platform = Some(value()?),
            "--admin-password" => password = value()?,
            "--help" | "-h" => {
                say(USAGE)?;
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(format!("unknown argument {other}\n\n{USAGE}")),
        }
    }
    let mut flows = load(&recordings)?;
    if let Some(platform) = &platform {
        flows.retain(|flow| flow.platform == *platform);
        if flows.is_empty() {
            return Err(format!(
                "no flow of {platform} found below {}",
                recordings.display()
            ));
        }
    }
    let mut peer: Box<dyn Peer> = match (against, platform) {
        (None, _) => Box::new(Simulated::new()),
        (Some(_), None) => return Err("--against needs --platform".to_owned()),
        (Some(url), Some(platform)) => {
            let server = Loopback::new(&url, &platform, &password)?;
            if !server.is_simulator() {
                say(
                    "This server keeps what a flow leaves behind: later flows of the same run may differ for that reason alone.\n",
                )?;
            }
            Box::new(server)
        }
    };
    let report = run::replay(&flows, &Rules::reviewed()?, peer.as_mut())?;
    say(&report.to_string())?;
    Ok(if report.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn say(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| error.to_string())
}
