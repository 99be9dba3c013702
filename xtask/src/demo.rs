//! What the project does, in one command: counts, a drawn panel, the demo page.

use crate::run::{Done, cargo, root, run, say, target, wasm};
use crate::{serve, setup, web};
use std::process::Command;

/// Samples and what is done with them: a title, and the words of the `isonomia` command.
const SHOWN: &[(&str, &str)] = &[
    (
        "A new name for a park: ranked ballots, one winner by instant runoff",
        "count samples/park-name.blt --rule ranked/irv",
    ),
    (
        "Four seats in a council: ranked ballots, single transferable vote",
        "count samples/council.blt --rule ranked/stv-scottish",
    ),
    (
        "A participatory budget, as its file declares: most votes first",
        "count samples/budget.pb",
    ),
    (
        "The same budget by the method of equal shares",
        "count samples/budget.pb --rule budget/equal-shares --set completion=add1,utilitarian",
    ),
    (
        "A panel of 12, drawn by dice from 120 volunteers",
        "draw run samples/panel/people.csv --rehearsal \
         --categories samples/panel/categories.csv --seats 12 --set by=district --set seats_by=quotas --set attempts=100000 \
         --dice 351624416325561233461524613526 --out target/demo/panel-draw.json",
    ),
    (
        "Anyone checks that rehearsal",
        "draw verify target/demo/panel-draw.json --input samples/panel/people.csv \
         --categories samples/panel/categories.csv",
    ),
    (
        "A draw that was sealed before its dice and its beacon: checked offline, PASS",
        "draw verify samples/draw/transcript.json --panels samples/draw/panels.json \
         --policy samples/draw/policy.txt --saw 17326548209184736205 \
         --seal 8fc4b5a44ea2aa0826c05bf61536049e5bafb2922a54eccd414c86436d9ae119",
    ),
];

/// Counts, draws, verifies, builds the page and serves it.
pub(crate) fn demo(args: &[String]) -> Done {
    let (serve, port) = options(args)?;
    setup::for_web()?;
    say("cargo build --release: the isonomia command");
    run(cargo().args(["build", "--release", "--package", "isonomia-cli"]))?;
    let folder = root().join("target/demo");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for (title, words) in SHOWN {
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

fn show(title: &str, words: &str) -> Done {
    say(title);
    println!("$ isonomia {words}\n");
    let program = target().join("release/isonomia");
    let status = Command::new(program)
        .args(words.split_whitespace())
        .current_dir(root())
        .status()
        .map_err(|why| format!("isonomia {words}: {why}"))?;
    // 2 of `draw verify` is UNPROVEN: nobody can show that dice were thrown only once.
    let unproven = words.starts_with("draw verify") && status.code() == Some(2);
    if status.success() || unproven {
        return Ok(());
    }
    Err(format!("failed: isonomia {words}"))
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
