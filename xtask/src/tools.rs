//! Finds and installs the tools that the other commands use.
//!
//! A tool that is on the path in the right version is used as it is. Else it goes into a cache
//! of ours, never into a folder of the system; only the browser comes from the system's packages.
//! Each tool is installed beside its place and moved there whole, so none is ever half there.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{
    During, Failure, Result, answer, cargo, command, fail, find, remove_folder, root, run,
};

/// Trunk's version; newer ones want a newer Rust than ours.
const TRUNK: &str = "0.21.14";
const TARGET: &str = "wasm32-unknown-unknown";
const OLDEST_NODE: u32 = 20;

/// What the tools are wanted for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// Tests without a browser.
    Checking,
    /// A release build.
    Building,
    /// Tests and benchmarks in a browser.
    Everything,
}

const ALWAYS: &[For] = &[For::Checking, For::Building, For::Everything];
const CHECKS: &[For] = &[For::Checking, For::Everything];
const BUILDS: &[For] = &[For::Building, For::Everything];
const BROWSERS: &[For] = &[For::Everything];

/// Where the tools are.
pub(crate) struct Tools {
    /// The search path with all of them on it.
    pub(crate) path: OsString,
    /// The browser, when it was asked for.
    pub(crate) chromium: Option<PathBuf>,
    /// Its driver, when it was asked for.
    pub(crate) chromedriver: Option<PathBuf>,
    /// The Python that has the validators, when it was asked for.
    pub(crate) python: Option<PathBuf>,
}

/// One tool: how to see it, how to get it.
struct Tool {
    name: String,
    wanted_for: &'static [For],
    takes: &'static str,
    /// Where it is; `None` when it is missing.
    found: fn(&Place) -> Option<PathBuf>,
    install: fn(&Place) -> Result<()>,
}

/// Where tools of ours live, and the versions that the lock files ask for.
struct Place {
    cache: PathBuf,
    wasm_bindgen: String,
}

impl Place {
    fn new() -> Result<Self> {
        let cache = std::env::var_os("XDG_CACHE_HOME")
            .filter(|folder| !folder.is_empty())
            .map(PathBuf::from)
            .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
            .ok_or_else(|| {
                Failure("there is no home folder to keep tools in; set XDG_CACHE_HOME".to_owned())
            })?;
        let lock = std::fs::read_to_string(root().join("Cargo.lock")).during("read Cargo.lock")?;
        let wasm_bindgen = locked(&lock, "wasm-bindgen")
            .ok_or_else(|| Failure("Cargo.lock does not name wasm-bindgen".to_owned()))?;
        Ok(Self {
            cache: cache.join("rollcall"),
            wasm_bindgen,
        })
    }

    fn folder(&self, tool: &str, version: &str) -> PathBuf {
        self.cache.join(format!("{tool}-{version}"))
    }

    /// The program on the path or in our cache whose `--version` is `tool version`.
    fn program(&self, tool: &str, version: &str) -> Option<PathBuf> {
        let ours = self.folder(tool, version).join("bin").join(tool);
        [find(tool), Some(ours)].into_iter().flatten().find(|file| {
            let said = answer(file, &["--version"]).unwrap_or_default();
            said.split_whitespace().nth(1) == Some(version)
        })
    }

    /// Installs a program that cargo can build, into our cache.
    fn cargo_install(&self, tool: &str, package: &str, version: &str, more: &[&str]) -> Result<()> {
        let there = self.folder(tool, version);
        let work = self
            .cache
            .join(format!(".{tool}-{version}.{}", std::process::id()));
        remove_folder(&work)?;
        std::fs::create_dir_all(&work).during(format_args!("make {}", work.display()))?;
        let root_flag = work.display().to_string();

        let prebuilt = find("cargo-binstall").is_some()
            && run(cargo().args([
                "binstall",
                "--no-confirm",
                "--disable-strategies",
                "compile",
                "--root",
                &root_flag,
                &format!("{package}@{version}"),
            ]))
            .is_ok();
        if !prebuilt {
            // A debug build takes half the time, and these tools do little of their own.
            run(cargo()
                .args([
                    "install",
                    package,
                    "--version",
                    version,
                    "--locked",
                    "--debug",
                ])
                .args(["--root", &root_flag])
                .args(more)
                .current_dir(&self.cache)
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .env_remove("CARGO_TARGET_DIR")
                .env_remove("RUSTFLAGS"))?;
        }
        // Two commands may install at once; the first one wins and both are the same.
        if std::fs::rename(&work, &there).is_err() && !there.join("bin").is_dir() {
            remove_folder(&there)?;
            std::fs::rename(&work, &there).during(format_args!("make {}", there.display()))?;
        }
        remove_folder(&work)
    }
}

/// The version of a package in a `Cargo.lock`.
fn locked(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

fn node_modules() -> PathBuf {
    root().join("tests/e2e/node_modules")
}

fn packages_stamp() -> PathBuf {
    node_modules().join(".rollcall-lock.json")
}

/// The packages are there when the lock file they were installed from is today's.
fn packages(_: &Place) -> Option<PathBuf> {
    let wanted = std::fs::read(root().join("tests/e2e/package-lock.json")).ok()?;
    let installed = std::fs::read(packages_stamp()).ok()?;
    (wanted == installed).then(node_modules)
}

fn install_packages(_: &Place) -> Result<()> {
    let npm = find("npm").ok_or_else(|| {
        Failure("npm is missing; it comes with Node, so install Node 20 or newer whole".to_owned())
    })?;
    let folder = root().join("tests/e2e");
    run(command(npm)
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    std::fs::copy(folder.join("package-lock.json"), packages_stamp())
        .during("note which packages are installed")?;
    Ok(())
}

fn node(_: &Place) -> Option<PathBuf> {
    let said = answer("node", &["--version"])?;
    let major = said.trim_start_matches('v').split('.').next()?;
    let new_enough = major.parse::<u32>().is_ok_and(|major| major >= OLDEST_NODE);
    new_enough.then(|| find("node")).flatten()
}

fn wasm_target(_: &Place) -> Option<PathBuf> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = answer(rustc, &["--print", "target-libdir", "--target", TARGET])?;
    let folder = PathBuf::from(folder);
    let mut files = std::fs::read_dir(&folder).ok()?.flatten();
    let has_std = files.any(|file| file.file_name().to_string_lossy().starts_with("libstd-"));
    has_std.then_some(folder)
}

fn install_wasm_target(_: &Place) -> Result<()> {
    if find("rustup").is_none() {
        return fail(format!(
            "Rust's target {TARGET} is missing and so is rustup; install the target the way this Rust was installed"
        ));
    }
    run(command("rustup").args(["target", "add", TARGET]))
}

fn lints(_: &Place) -> Option<PathBuf> {
    let works = |command: &str| answer("cargo", &[command, "--version"]).is_some();
    (works("fmt") && works("clippy")).then(|| find("cargo"))?
}

fn install_lints(_: &Place) -> Result<()> {
    if find("rustup").is_none() {
        return fail(
            "rustfmt or clippy is missing and so is rustup; install both the way this Rust was installed",
        );
    }
    run(command("rustup").args(["component", "add", "rustfmt", "clippy"]))
}

fn trunk(place: &Place) -> Option<PathBuf> {
    place.program("trunk", TRUNK)
}

fn wasm_bindgen(place: &Place) -> Option<PathBuf> {
    let found = place.program("wasm-bindgen", &place.wasm_bindgen)?;
    // The runner of the browser tests comes with it.
    let runner = found.with_file_name("wasm-bindgen-test-runner");
    runner.is_file().then_some(found)
}

/// What the conformance tests take from Python's package index.
fn requirements() -> PathBuf {
    root().join("tests/conformance/requirements.txt")
}

/// Their environment is there when it was made from today's list.
fn validators(place: &Place) -> Option<PathBuf> {
    let wanted = std::fs::read(requirements()).ok()?;
    let folder = place.cache.join("validators");
    let installed = std::fs::read(folder.join("requirements.txt")).ok()?;
    let python = folder.join("bin/python");
    (wanted == installed && python.exists()).then_some(python)
}

fn install_validators(place: &Place) -> Result<()> {
    let folder = place.cache.join("validators");
    remove_folder(&folder)?;
    let Some(python) = find("python3") else {
        return fail("Python 3.10 or newer is missing; install it, and run this again");
    };
    let make = || run(command(&python).args(["-m", "venv"]).arg(&folder));
    if make().is_err() {
        // Debian keeps this part of Python in a package of its own.
        remove_folder(&folder)?;
        apt_install(
            &["python3-venv"],
            "Python's venv is",
            "install the package python3-venv",
        )?;
        make()?;
    }
    run(command(folder.join("bin/python"))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(requirements()))?;
    std::fs::copy(requirements(), folder.join("requirements.txt"))
        .during("note which validators are installed")?;
    Ok(())
}

/// A browser program: named by a variable, or the first of these names on the path.
fn browser_program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match std::env::var_os(variable).filter(|value| !value.is_empty()) {
        Some(chosen) => Some(PathBuf::from(chosen)).filter(|file| file.is_file()),
        None => names.iter().find_map(|name| find(name)),
    }
}

fn chromium(_: &Place) -> Option<PathBuf> {
    browser_program(
        "CHROMIUM",
        &[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ],
    )
}

fn chromedriver(_: &Place) -> Option<PathBuf> {
    browser_program("CHROMEDRIVER", &["chromedriver"])
}

fn install_browser(_: &Place) -> Result<()> {
    let by_hand = "install Chromium and its chromedriver, then put both on the path or name them in CHROMIUM and CHROMEDRIVER";
    let missing = match (chromium_found(), chromedriver_found()) {
        (true, _) => "chromedriver is",
        (_, true) => "Chromium is",
        _ => "Chromium and chromedriver are",
    };
    apt_install(&["chromium", "chromium-driver"], missing, by_hand)
}

/// Installs packages of the system; `missing` and `by_hand` are for whoever has to do it instead.
fn apt_install(packages: &[&str], missing: &str, by_hand: &str) -> Result<()> {
    if find("apt-get").is_none() {
        return fail(format!(
            "{missing} missing, and this system has no apt-get; {by_hand}"
        ));
    }
    let is_root = answer("id", &["-u"]).as_deref() == Some("0");
    if !is_root && answer("sudo", &["-n", "true"]).is_none() {
        return fail(format!(
            "{missing} missing, and installing needs root; run `sudo apt-get install {}`, or {by_hand}",
            packages.join(" ")
        ));
    }
    let apt = |arguments: &[&str]| {
        let mut command = if is_root {
            command("apt-get")
        } else {
            let mut sudo = command("sudo");
            sudo.args(["-n", "apt-get"]);
            sudo
        };
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    // An old list of packages is no reason to stop: the install below says what is wrong.
    if let Err(failure) = run(&mut apt(&["update"])) {
        println!("{failure}; going on with the list of packages that is there");
    }
    run(apt(&["install", "--yes", "--no-install-recommends"]).args(packages))
        .map_err(|failure| Failure(format!("{missing} missing: {failure}; {by_hand}")))
}

fn chromium_found() -> bool {
    Place::new().is_ok_and(|place| chromium(&place).is_some())
}

fn chromedriver_found() -> bool {
    Place::new().is_ok_and(|place| chromedriver(&place).is_some())
}

/// All tools, in the order in which they are installed: the quick ones first, so that what cannot
/// be had is known early.
fn tools(place: &Place) -> Vec<Tool> {
    let tool = |name: String, wanted_for, takes, found, install| Tool {
        name,
        wanted_for,
        takes,
        found,
        install,
    };
    vec![
        tool(
            format!("Node {OLDEST_NODE} or newer"),
            ALWAYS,
            "",
            node,
            |_| fail("Node 20 or newer is missing; install it, with npm, and run this again"),
        ),
        tool(
            format!("Rust target {TARGET}"),
            ALWAYS,
            "some seconds",
            wasm_target,
            install_wasm_target,
        ),
        tool(
            "rustfmt and clippy".to_owned(),
            CHECKS,
            "some seconds",
            lints,
            install_lints,
        ),
        tool(
            "packages from npm (esbuild, wasm-opt, Playwright, axe, swagger2openapi)".to_owned(),
            BUILDS,
            "about 10 seconds",
            packages,
            install_packages,
        ),
        tool(
            "validators from Python's package index (openapi-core, Schemathesis)".to_owned(),
            BROWSERS,
            "about 20 seconds",
            validators,
            install_validators,
        ),
        tool(
            "Chromium".to_owned(),
            BROWSERS,
            "about a minute",
            chromium,
            install_browser,
        ),
        tool(
            "chromedriver".to_owned(),
            BROWSERS,
            "about a minute",
            chromedriver,
            install_browser,
        ),
        tool(
            format!("wasm-bindgen {}", place.wasm_bindgen),
            BUILDS,
            "1 to 3 minutes, once",
            wasm_bindgen,
            |place| {
                place.cargo_install("wasm-bindgen", "wasm-bindgen-cli", &place.wasm_bindgen, &[])
            },
        ),
        tool(
            format!("Trunk {TRUNK}"),
            BUILDS,
            "3 to 8 minutes, once",
            trunk,
            |place| {
                let lean = ["--no-default-features", "--features", "rustls"];
                place.cargo_install("trunk", "trunk", TRUNK, &lean)
            },
        ),
    ]
}

/// Installs what is missing and says where everything is.
pub(crate) fn set_up(wanted: For) -> Result<Tools> {
    let place = Place::new()?;
    for tool in tools(&place) {
        if !tool.wanted_for.contains(&wanted) || (tool.found)(&place).is_some() {
            continue;
        }
        if !tool.takes.is_empty() {
            println!("setup: getting {} ({})", tool.name, tool.takes);
        }
        (tool.install)(&place)?;
        if (tool.found)(&place).is_none() {
            return fail(format!(
                "{} was installed but cannot be found; `cargo xtask setup --check` lists what is missing",
                tool.name
            ));
        }
        println!("setup: {} is ready", tool.name);
    }
    if wanted == For::Everything {
        println!("setup: all tools are there");
    }
    Ok(Tools {
        path: search_path(&place)?,
        chromium: chromium(&place),
        chromedriver: chromedriver(&place),
        python: validators(&place),
    })
}

/// Lists the tools and fails when one is missing; changes nothing.
pub(crate) fn check() -> Result<()> {
    let place = Place::new()?;
    let mut missing = Vec::new();
    for tool in tools(&place) {
        if let Some(at) = (tool.found)(&place) {
            println!("found    {}: {}", tool.name, at.display());
        } else {
            println!("missing  {}", tool.name);
            missing.push(tool.name);
        }
    }
    if missing.is_empty() {
        println!("All tools are there.");
        return Ok(());
    }
    fail(format!(
        "missing: {}; `cargo xtask setup` installs what it can",
        missing.join(", ")
    ))
}

/// The search path with our tools in front.
fn search_path(place: &Place) -> Result<OsString> {
    let folder = |file: Option<PathBuf>| file.as_deref().and_then(Path::parent).map(Path::to_owned);
    let ours = [folder(trunk(place)), folder(wasm_bindgen(place))];
    let ours = ours.into_iter().flatten();
    let ours = ours.chain([node_modules().join(".bin")]);
    let before = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(ours.chain(std::env::split_paths(&before)))
        .during("put the tools on the search path")
}

impl Tools {
    /// Lets a program find our tools.
    pub(crate) fn on(&self, command: &mut Command) {
        command.env("PATH", &self.path);
        if let Some(chromium) = &self.chromium {
            command.env("CHROMIUM", chromium);
        }
        if let Some(chromedriver) = &self.chromedriver {
            command.env("CHROMEDRIVER", chromedriver);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_version_is_that_of_the_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.126\"\nsource = \"x\"\n";
        assert_eq!(locked(lock, "wasm-bindgen").as_deref(), Some("0.2.126"));
        assert_eq!(locked(lock, "bindgen"), None);
    }
}
