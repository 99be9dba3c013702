//! What the project does, in one command: counts, a drawn panel, the demo page.

use crate::run::{Done, cargo, line, root, run, say, target, wasm};
use crate::{serve, setup, web};
use std::process::Command;

/// A sample and what is done with it.
struct Shown {
    title: &'static str,
    /// Words of the `isonomia` command.
    words: &'static [&'static str],
}

const SHOWN: &[Shown] = &[
    Shown {
        title: "A new name for a park: ranked ballots, one winner (instant runoff)",
        words: &["count", "samples/park-name.blt", "--rule", "ranked/irv"],
    },
    Shown {
        title: "Four seats in a council: ranked ballots, single transferable vote",
        words: &[
            "count",
            "samples/council.blt",
            "--rule",
            "ranked/stv-scottish",
        ],
    },
    Shown {
        title: "A participatory budget, as its file declares: most votes first",
        words: &["count", "samples/budget.pb"],
    },
    Shown {
        title: "The same budget by the method of equal shares",
        words: &[
            "count",
            "samples/budget.pb",
            "--rule",
            "budget/equal-shares",
            "--set",
            "completion=add1,utilitarian",
        ],
    },
    Shown {
        title: "A panel of 12, drawn by public dice from 120 volunteers",
        words: &[
            "draw",
            "run",
            "samples/panel/people.csv",
            "--categories",
            "samples/panel/categories.csv",
            "--seats",
            "12",
            "--dice",
            "3 5 1 6 2 4 4 1 6 3 2 5 5 6 1 2 3 3 4 6 1 5 2 4 6 1 3 5 2 6",
            "--out",
            "target/demo/panel-draw.json",
        ],
    },
    Shown {
        title: "Anyone checks that draw",
        words: &[
            "draw",
            "verify",
            "target/demo/panel-draw.json",
            "--input",
            "samples/panel/people.csv",
            "--input",
            "samples/panel/categories.csv",
        ],
    },
];

/// Counts, draws, verifies, builds the page and serves it.
pub(crate) fn demo(args: &[String]) -> Done {
    let (serve, port) = options(args)?;
    setup::for_web()?;
    say("cargo build --release: the isonomia command");
    run(cargo().args(["build", "--release", "--package", "isonomia-cli"]))?;
    let folder = root().join("target/demo");
    std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for Shown { title, words } in SHOWN {
        show(title, words)?;
    }
    web::build()?;
    println!(
        "\nAlso made: {}",
        wasm().join("dist/isonomia-desk.html").display()
    );
    println!("  (one file; opens by double-click, from a USB stick, without a network)");
    if serve {
        return serve::forever(&wasm().join("dist/demo"), port);
    }
    println!("\n--no-serve: the page is in wasm/dist/demo; `cargo xtask demo` serves it");
    Ok(())
}

fn show(title: &str, words: &[&str]) -> Done {
    say(title);
    let mut typed = Command::new("isonomia");
    println!("$ {}\n", line(typed.args(words)));
    let program = target().join("release/isonomia");
    run(Command::new(program).args(words).current_dir(root()))
}

fn options(args: &[String]) -> Done<(bool, u16)> {
    let (mut serve, mut port) = (true, 8321);
    let mut words = args.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--no-serve" => serve = false,
            "--port" => {
                let number = words.next().and_then(|number| number.parse().ok());
                port = number.ok_or("--port wants a number, such as --port 8080")?;
            }
            other => {
                return Err(format!(
                    "demo knows --no-serve and --port N, not \"{other}\""
                ));
            }
        }
    }
    Ok((serve, port))
}
