//! `cargo xtask replay`: recorded exchanges against the client and the simulator, or a server.

use crate::flags::Flags;
use crate::process::{Result, cargo, fail, root, run as run_program, watch};

/// Decodes every recorded answer with the client, then replays every flow.
///
/// The last line is the replayer's own: `replay: N of M exchanges alike`.
pub(crate) fn run(flags: &Flags) -> Result<()> {
    // Relative to where the person stands, not to where cargo puts us.
    let recordings = flags
        .value("--recordings")
        .map(std::path::absolute)
        .transpose();
    let Ok(recordings) = recordings else {
        return fail("--recordings does not name a folder");
    };
    if let Some(folder) = recordings.as_ref().filter(|folder| !folder.is_dir()) {
        return fail(format!("there is no folder {}", folder.display()));
    }
    if flags.value("--against").is_some() != flags.value("--platform").is_some() {
        return fail("--against URL and --platform NAME belong together");
    }

    let mut client = cargo();
    client.args(["test", "--package", "rollcall", "--test", "recordings"]);
    if let Some(folder) = &recordings {
        client.env("ROLLCALL_RECORDINGS", folder);
    }
    // What the client does not read keeps nobody from seeing how the simulator does.
    let client = run_program(&mut client);
    if let Err(failure) = &client {
        eprintln!("\nerror: {failure}");
    }

    let mut replayer = cargo();
    replayer.args(["run", "--quiet", "--package", "rollcall-replay", "--"]);
    let folder = recordings.unwrap_or_else(|| root().join("tests/recordings"));
    replayer.arg("--recordings").arg(folder);
    for flag in ["--against", "--platform", "--admin-password"] {
        if let Some(value) = flags.value(flag) {
            replayer.args([flag, value]);
        }
    }
    // Its last line is to be ours too, so a failure adds nothing to it.
    match (watch(&mut replayer)?, client) {
        ((true, _), Ok(())) => Ok(()),
        _ => fail(""),
    }
}
