//! The project's tasks: what the commands of the README and `.ci/run` call.
//!
//! Each task sets up what it needs, so `cargo xtask demo` and `cargo xtask test` work on a fresh
//! clone.

mod bench;
mod bless;
mod demo;
mod run;
mod serve;
mod setup;
mod test;
mod web;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <task>

  setup        what is missing: the wasm32 target, npm packages, a browser for the tests
  demo         counts the samples, draws and verifies a panel, then serves the demo page
               (--no-serve: ends instead; --port N: another port than 8321)
  test         all tests: Rust, WASM in Node, types, the browser
  build-web    the npm package, the demo site and isonomia-desk.html, in wasm/dist
               (--tests: only the engine with test verbs, in target/wasm-test;
               --draw: only the verifier of draws, to see what it weighs;
               --panels: only the module of panels)
  bench        the benchmarks, as a table (words after it filter by name)
  bless        rewrites golden files, docs/rules and the TypeScript types from the code";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let task = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let done = match task.as_str() {
        "setup" => setup::everything(),
        "demo" => demo::demo(&rest),
        "test" => test::test(),
        "build-web" if rest == ["--tests"] => web::build_for_tests().map(|_| ()),
        "build-web" if rest == ["--draw"] => web::build_verifier(),
        "build-web" if rest == ["--panels"] => web::build_panels(),
        "build-web" => web::build(),
        "bench" => bench::bench(&rest),
        "bless" => bless::bless(),
        "" | "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => {
            eprintln!("xtask: there is no task \"{other}\"\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
