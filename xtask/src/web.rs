//! The web package: Rust to WASM, its glue, its optimiser, a trial run, then JS.
//!
//! Each half is skipped when nothing that goes into it has changed since it last succeeded.

mod order;

use crate::run::{Done, cargo, command, output, read, root, run, say, target, wasm, write};
use crate::setup;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::{Bindgen, Output};

/// One module: a crate of ours as WebAssembly, and its glue.
struct Module {
    /// The crate.
    package: &'static str,
    /// Cargo features on top of none.
    features: &'static str,
    /// `NAME.wasm` and `gen/NAME.js`.
    name: &'static str,
    /// Where they go.
    out: PathBuf,
    /// Whether a panic says why. Without words it is a trap all the same, and smaller.
    last_words: bool,
    /// The profile of Cargo, and how wasm-opt is to optimise: for size, or for speed.
    profile: &'static str,
    level: &'static str,
}

/// For a module that a phone waits for, and for one that works for seconds.
const SMALL: &str = "wasm-release";
const FAST: &str = "wasm-fast";

impl Module {
    /// All verbs of the package.
    fn engine(out: PathBuf) -> Self {
        Self {
            package: "isonomia-wasm",
            features: "",
            name: "core",
            out,
            last_words: true,
            profile: SMALL,
            level: "-Oz",
        }
    }

    /// Pools, the rules of panels and their solvers.
    fn panels(out: PathBuf) -> Self {
        Self {
            package: "isonomia-panels-wasm",
            features: "",
            name: "panels",
            out,
            last_words: true,
            profile: FAST,
            level: "-O3",
        }
    }

    /// The verifier of draws alone.
    fn verifier(out: PathBuf) -> Self {
        Self {
            package: "isonomia-draw-wasm",
            features: "",
            name: "draw",
            out,
            last_words: false,
            profile: SMALL,
            level: "-Oz",
        }
    }
}

/// The package, the demo site and the desk, in `wasm/dist`.
pub(crate) fn build() -> Done {
    setup::for_web()?;
    let dist = wasm().join("dist");
    module(&Module::engine(dist.clone()))?;
    module(&Module::verifier(dist.clone()))?;
    module(&Module::panels(dist.clone()))?;
    bundle(&dist)
}

/// The module of panels alone, to see what it weighs and to time it.
pub(crate) fn build_panels() -> Done {
    setup::for_web()?;
    module(&Module::panels(wasm().join("dist")))
}

/// The verifier of draws alone, to see what it weighs.
pub(crate) fn build_verifier() -> Done {
    setup::for_web()?;
    module(&Module::verifier(wasm().join("dist")))
}

/// The engine once more with its test verbs, as `engine.mjs` in the folder it returns.
pub(crate) fn build_for_tests() -> Done<PathBuf> {
    setup::for_web()?;
    let out = target().join("wasm-test");
    module(&Module {
        features: "test-exports",
        ..Module::engine(out.clone())
    })?;
    run(command("node")
        .args(["build.mjs", "--test-engine"])
        .arg(&out)
        .current_dir(wasm()))?;
    Ok(out)
}

/// Rust to `NAME.wasm` and `gen/NAME.js`.
fn module(module: &Module) -> Done {
    let (name, out) = (module.name, &module.out);
    say(&format!(
        "cargo build: {} as WebAssembly{}",
        module.package,
        if module.features.is_empty() {
            ""
        } else {
            ", with its test verbs"
        }
    ));
    run(cargo()
        .args(["build", "--package", module.package])
        .args(["--profile", module.profile])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--features", module.features])
        .env("RUSTFLAGS", rust_flags()?)
        .env_remove("CARGO_ENCODED_RUSTFLAGS"))?;
    let file = format!("{}.wasm", module.package.replace('-', "_"));
    let linked = read(
        &target()
            .join("wasm32-unknown-unknown")
            .join(module.profile)
            .join(file),
    )?;
    let stamp = Stamp::new(
        &out.join(format!(".{name}")),
        &[
            hash(&linked),
            hash(&read(&wasm().join("package-lock.json"))?),
            hash(include_bytes!("web.rs")),
            hash(include_bytes!("web/order.rs")),
        ],
    );
    let wasm_file = out.join(format!("{name}.wasm"));
    if stamp.holds() && wasm_file.exists() {
        println!("   {name}.wasm unchanged");
        return Ok(());
    }
    let raw = out.join(format!("gen/{name}_bg.wasm"));
    glue(linked, module)?;
    optimise(&raw, &wasm_file, module.level)?;
    try_out(module)?;
    std::fs::remove_file(&raw).map_err(|why| why.to_string())?;
    stamp.set()
}

/// Same sources, same bytes, on any machine: no path of this one may be inside.
fn rust_flags() -> Done<String> {
    let sysroot =
        output(command("rustc").args(["--print", "sysroot"])).ok_or("cannot run rustc")?;
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .map_err(|_| "neither CARGO_HOME nor HOME is set")?;
    let root = root();
    Ok(format!(
        "-Ctarget-feature=-reference-types,-multivalue --cfg=sha2_backend_soft=\"compact\" \
         --remap-path-prefix={}=/src --remap-path-prefix={home}=/cargo \
         --remap-path-prefix={sysroot}=/rust",
        root.display()
    ))
}

fn glue(mut linked: Vec<u8>, module: &Module) -> Done {
    // The prebuilt std says that it may use these two; Safari 16.0 to 16.3 lacks them, nothing
    // here needs them, and wasm-bindgen does without where the section says so.
    for feature in ["reference-types", "multivalue"] {
        unmark_feature(&mut linked, feature);
    }
    let mut bindgen = Bindgen::new();
    let mut output = bindgen
        .input_bytes(module.name, linked)
        .web(true)
        .map_err(|why| why.to_string())?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .reset_state_function(true)
        .out_name(module.name)
        .generate_output()
        .map_err(|why| format!("wasm-bindgen: {why:#}"))?;
    if !module.last_words {
        silence_panics(&mut output);
    }
    output
        .emit(module.out.join("gen"))
        .map_err(|why| format!("wasm-bindgen: {why:#}"))
}

/// What runs on the way from a defect to the trap that ends the call: it makes a sentence that
/// nobody reads, and with it the formatting of numbers stays in the module.
const LAST_WORDS: [&str; 11] = [
    "core::panicking::",
    "core::slice::index::slice_index_fail",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::str::slice_error_fail",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::handle_error",
    "std::panicking::",
    "__rustc::rust_panic",
];

/// Replaces the bodies of those functions by the trap.
fn silence_panics(output: &mut Output) {
    let functions = &mut output.wasm_mut().funcs;
    let ours: Vec<_> = functions.iter_local().map(|(id, _)| id).collect();
    for id in ours {
        let function = functions.get_mut(id);
        let name = plain_name(function.name.as_deref().unwrap_or_default());
        if LAST_WORDS.iter().any(|start| name.starts_with(start)) {
            let mut body = function.kind.unwrap_local_mut().builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
        }
    }
}

/// `core[0123456789abcdef]::option` as `core::option`: std is built with names of both kinds.
fn plain_name(name: &str) -> String {
    match name
        .split_once('[')
        .map(|(start, rest)| (start, rest.split_once(']')))
    {
        Some((start, Some((hash, rest)))) if hash.len() == 16 => format!("{start}{rest}"),
        _ => name.to_owned(),
    }
}

/// Turns `+name` into `-name` in the section `target_features`.
fn unmark_feature(module: &mut [u8], name: &str) {
    let Ok(length) = u8::try_from(name.len()) else {
        return;
    };
    let marked: Vec<u8> = [b'+', length].into_iter().chain(name.bytes()).collect();
    let found = module
        .windows(marked.len())
        .rposition(|window| window == marked);
    if let Some(sign) = found.and_then(|at| module.get_mut(at)) {
        *sign = b'-';
    }
}

/// The pinned optimiser from npm and never one in PATH: Debian's binaryen 108 breaks the module
/// and exits with 0.
fn optimise(from: &Path, to: &Path, level: &str) -> Done {
    say(&format!("wasm-opt {level}"));
    // Below 1024 lies only the far end of the stack, so offsets may fold into loads.
    wasm_opt(from, to, &[level, "--low-memory-unused"])?;
    let named = order::with_names_in_order(&read(to)?);
    write(from, &named.ok_or("the optimised module cannot be read")?)?;
    wasm_opt(from, to, &["--reorder-functions-by-name", "--strip-debug"])
}

fn wasm_opt(from: &Path, to: &Path, passes: &[&str]) -> Done {
    let features = [
        "bulk-memory",
        "mutable-globals",
        "nontrapping-float-to-int",
        "sign-ext",
    ];
    run(Command::new(wasm().join("node_modules/.bin/wasm-opt"))
        .args(passes)
        .arg("--mvp-features")
        .args(features.map(|feature| format!("--enable-{feature}")))
        .args(["--strip-producers", "--strip-target-features", "--output"])
        .args([to, from]))
}

/// An optimiser that breaks the module says nothing: only running it shows.
fn try_out(module: &Module) -> Done {
    let script = "
        import { readFileSync } from 'node:fs';
        const [out, name] = process.argv.slice(1);
        const glue = await import('data:text/javascript;base64,' + readFileSync(`${out}/gen/${name}.js`).toString('base64'));
        glue.initSync({ module: readFileSync(`${out}/${name}.wasm`) });
        console.log('   runs: ' + glue.call('version', '{}', new Uint8Array()));";
    run(command("node")
        .args(["--input-type=module", "--eval", script])
        .arg(&module.out)
        .arg(module.name))
}

/// TypeScript to what is published.
fn bundle(dist: &Path) -> Done {
    let mut inputs = Vec::new();
    for name in ["core.wasm", "draw.wasm", "panels.wasm"] {
        inputs.push(hash(&read(&dist.join(name))?));
    }
    for name in [
        "build.mjs",
        "package.json",
        "package-lock.json",
        "tsconfig.json",
        "tsconfig.types.json",
    ] {
        inputs.push(hash(&read(&wasm().join(name))?));
    }
    for folder in [
        wasm().join("js"),
        wasm().join("demo"),
        root().join("samples"),
    ] {
        inputs.push(hash_folder(&folder)?);
    }
    let stamp = Stamp::new(&dist.join(".bundle"), &inputs);
    say("wasm/build.mjs: the npm package, the demo site and isonomia-desk.html");
    if stamp.holds() {
        println!("   unchanged");
        return Ok(());
    }
    run(command("node").arg("build.mjs").current_dir(wasm()))?;
    say("tsc: types, checked and written");
    run(tsc().args(["--project", "tsconfig.types.json"]))?;
    run(tsc().args(["--project", "tsconfig.json"]))?;
    run(tsc().args(["--project", "test/types/tsconfig.json"]))?;
    stamp.set()
}

fn tsc() -> Command {
    let mut tsc = Command::new(wasm().join("node_modules/.bin/tsc"));
    tsc.current_dir(wasm());
    tsc
}

/// A file that remembers from which inputs a result was made.
struct Stamp {
    file: PathBuf,
    now: String,
}

impl Stamp {
    fn new(file: &Path, inputs: &[u64]) -> Self {
        Self {
            file: file.to_owned(),
            now: format!("{:016x}", hash(inputs)),
        }
    }

    fn holds(&self) -> bool {
        std::fs::read_to_string(&self.file).is_ok_and(|was| was == self.now)
    }

    fn set(&self) -> Done {
        write(&self.file, self.now.as_bytes())
    }
}

fn hash<T: Hash + ?Sized>(what: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// Names and contents of all files below a folder; a folder that is not there is empty.
fn hash_folder(folder: &Path) -> Done<u64> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| {
            entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .collect()
        })
        .unwrap_or_default();
    entries.sort();
    let mut hashes = Vec::new();
    for path in entries {
        let content = if path.is_dir() {
            hash_folder(&path)?
        } else {
            hash(&read(&path)?)
        };
        hashes.push((path.to_string_lossy().into_owned(), content));
    }
    Ok(hash(&hashes))
}
