//! Brings what is missing, and only that: a second run takes a moment.

use crate::run::{Done, command, output, root, run, run_status, say, wasm};
use std::path::Path;

const TARGET: &str = "wasm32-unknown-unknown";
const OLDEST_NODE: u32 = 20;

/// Everything that demo and tests ask for.
pub(crate) fn everything() -> Done {
    for_web()?;
    if chromium() {
        println!("setup: all is there");
    }
    Ok(())
}

/// What building the web package asks for: the compiler's target, node and npm packages.
pub(crate) fn for_web() -> Done {
    wasm_target()?;
    node()?;
    npm_packages()
}

fn wasm_target() -> Done {
    let sysroot = output(command("rustc").args(["--print", "sysroot"]))
        .ok_or("cannot run rustc: install Rust by https://rustup.rs")?;
    let installed = Path::new(&sysroot).join("lib/rustlib").join(TARGET);
    if installed.exists() {
        return Ok(());
    }
    say("rustup target add: the compiler cannot make WebAssembly yet");
    run(command("rustup").args(["target", "add", TARGET]))
}

fn node() -> Done {
    let ask = "the web package is put together by Node.js: install version 20 or newer \
               (https://nodejs.org, or your system's `nodejs` and `npm`)";
    let version = output(command("node").arg("--version"))
        .ok_or_else(|| format!("node is not there; {ask}"))?;
    let major = version.trim_start_matches('v').split('.').next();
    match major.and_then(|major| major.parse::<u32>().ok()) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(format!("node {version} is too old; {ask}")),
    }
}

/// `npm ci` where it never ran, or where the lock file has changed since.
fn npm_packages() -> Done {
    let modified = |path: &Path| path.metadata().and_then(|meta| meta.modified()).ok();
    let lock = modified(&wasm().join("package-lock.json"));
    // npm writes this file at the end of an install: a broken one leaves none.
    let installed = modified(&wasm().join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= lock {
        return Ok(());
    }
    say(
        "npm ci: bundler, wasm-opt, type checker and test browser's driver, into wasm/node_modules",
    );
    run(command("npm")
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(wasm()))
}

/// Where the browser for the tests is, if it is anywhere.
pub(crate) fn find_chromium() -> Option<String> {
    if let Ok(path) = std::env::var("CHROMIUM") {
        return Some(path);
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| output(command("sh").args(["-c", &format!("command -v {name}")])))
}

/// Installs the browser of the tests if that can be done; says aloud if not. True if it is there.
pub(crate) fn chromium() -> bool {
    if find_chromium().is_some() {
        return true;
    }
    let root_user = output(command("id").arg("-u")).as_deref() == Some("0");
    let has_apt = output(command("sh").args(["-c", "command -v apt-get"])).is_some();
    if root_user && has_apt {
        say("apt-get install chromium: the browser tests drive a real browser");
        // What apt says goes to a file: two hundred lines that nobody reads unless it fails.
        let log = root().join("target/apt.log");
        let script = format!(
            "export DEBIAN_FRONTEND=noninteractive; mkdir -p target; \
             (apt-get update && apt-get install -y --no-install-recommends chromium) >{0} 2>&1 \
             || {{ tail -20 {0} >&2; exit 1; }}",
            log.display()
        );
        let installed = run_status(command("sh").args(["-c", &script])).unwrap_or(false);
        if installed && find_chromium().is_some() {
            return true;
        }
    }
    println!(
        "setup: there is no chromium and it cannot be installed from here (that takes apt and \
         root): the browser tests will be SKIPPED. Install it, or set CHROMIUM to its path."
    );
    false
}
