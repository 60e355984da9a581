//! Runs other programs, and the error that every command returns.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What went wrong, as a sentence for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

/// A result whose error is for the person at the terminal.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl fmt::Display for Failure {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

/// Ends a command with this sentence.
pub(crate) fn fail<T>(text: impl Into<String>) -> Result<T> {
    Err(Failure(text.into()))
}

/// Says what was being done when the system refused.
pub(crate) trait During<T> {
    /// `doing` completes "could not …".
    fn during(self, doing: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> During<T> for std::result::Result<T, E> {
    fn during(self, doing: impl fmt::Display) -> Result<T> {
        self.map_err(|error| Failure(format!("could not {doing}: {error}")))
    }
}

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    // Set by cargo when it runs us; the build-time value is the same unless the tree was moved.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_owned)
}

/// The folder that cargo builds into.
pub(crate) fn target() -> PathBuf {
    let chosen = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    root().join(chosen.unwrap_or_else(|| PathBuf::from("target")))
}

/// A program to be run at the top of the repository.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn words(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Prints what is about to run.
pub(crate) fn announce(command: &Command) {
    println!("\n$ {}", words(command));
}

/// Runs a program and fails when it does.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    announce(command);
    let status = command
        .status()
        .during(format_args!("run {}", words(command)))?;
    if status.success() {
        return Ok(());
    }
    fail(format!("`{}` failed ({status})", words(command)))
}

/// Runs a program in silence and returns what it wrote to standard output; its errors show.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    command.stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command
        .output()
        .during(format_args!("run {}", words(command)))?;
    if !output.status.success() {
        return fail(format!("`{}` failed ({})", words(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a program says of itself, `None` when it is not there or fails.
pub(crate) fn answer(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Runs a program, shows its standard output line by line, and returns these lines with whether it
/// succeeded.
pub(crate) fn watch(command: &mut Command) -> Result<(bool, Vec<String>)> {
    announce(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .during(format_args!("run {}", words(command)))?;
    let mut lines = Vec::new();
    if let Some(output) = child.stdout.take() {
        let mut output = BufReader::new(output);
        let mut bytes = Vec::new();
        // By bytes: a test may print what is not UTF-8.
        while output
            .read_until(b'\n', &mut bytes)
            .during("read its output")?
            > 0
        {
            let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            println!("{line}");
            lines.push(line);
            bytes.clear();
        }
    }
    let status = child
        .wait()
        .during(format_args!("wait for {}", words(command)))?;
    Ok((status.success(), lines))
}

/// The first program of that name on a search path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Copies a folder's files, its folders included, into another.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).during(format_args!("make {}", to.display()))?;
    let entries = std::fs::read_dir(from).during(format_args!("read {}", from.display()))?;
    for entry in entries {
        let entry = entry.during(format_args!("read {}", from.display()))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target)
                .during(format_args!("write {}", target.display()))?;
        }
    }
    Ok(())
}

/// Removes a folder, if it is there.
pub(crate) fn remove_folder(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            fail(format!("could not remove {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}
