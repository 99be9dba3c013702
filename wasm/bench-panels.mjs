// What fair chances cost in WebAssembly beside the native command, CPU seconds of one thread each:
//   node bench-panels.mjs [../target/release/isonomia] [../../shared/data/pools]
// The reports must be equal; the command is timed as a whole, with its start and its files. Each
// pool has a process of its own: its first call runs while the engine still compiles the module, of
// which later calls are free.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const LATER = 5;
const rule = process.env.RULE ?? "sortition/leximin";
const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const files = (folder) => ["people.csv", "categories.csv"].map((file) => join(folder, file));

/** In a process of its own: seconds to be ready, of the first call, and of later ones; the report. */
async function timed(folder, seats, out) {
  const start = process.cpuUsage();
  const since = (before) => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const { countText, readyPanels } = await import("./dist/panels/index.node.js");
  await readyPanels();
  const ready = since(start);
  const ask = { files: files(folder).map((path) => ({ name: path.split("/").at(-1), bytes: readFileSync(path) })), seats, rule };
  const times = [];
  let text = "";
  for (let run = 0; run <= LATER; run++) {
    const before = process.cpuUsage();
    const again = countText(ask);
    times.push(since(before));
    if (text !== "" && text !== again) throw new Error(`${folder}: another report in another run`);
    text = again;
  }
  writeFileSync(out, text);
  console.log(JSON.stringify({ ready, first: times[0], later: median(times.slice(1)) }));
}

function compared(command, pools) {
  const here = mkdtempSync(join(tmpdir(), "isonomia-panels-"));
  const [ours, theirs] = [join(here, "wasm.json"), join(here, "native.json")];
  console.log(`${rule}\n| pool | native s | WASM, first s | WASM, later s | ratio | report |\n|---|---|---|---|---|---|`);
  for (const [name, seats] of [["sa_fixture_22", 22], ["syn_a_20", 20], ["syn_b_40", 40], ["syn_c_100", 100]]) {
    const folder = join(pools, name);
    if (!existsSync(folder)) {
      console.log(`SKIPPED: ${folder} is not here`);
      continue;
    }
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "--one", folder, String(seats), ours], { encoding: "utf8" });
    if (child.status !== 0) throw new Error(child.stderr);
    const { first, later } = JSON.parse(child.stdout);
    const text = readFileSync(ours, "utf8");
    const [people, categories] = files(folder);
    const ask = [command, "count", people, "--categories", categories, "--seats", String(seats), "--rule", rule, "--report", theirs];
    const time = () => spawnSync("bash", ["-c", 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1', "bench", ...ask], { encoding: "utf8" }).stderr;
    const native = existsSync(command) ? median([1, 2, 3, 4, 5].map(() => time().trim().split(" ").reduce((sum, part) => sum + Number(part), 0))) : NaN;
    const same = existsSync(theirs) && readFileSync(theirs, "utf8").trim() === text ? "equal" : "DIFFERENT";
    const seconds = (number) => (Number.isNaN(number) ? "–" : number.toFixed(2));
    const report = Number.isNaN(native) ? JSON.parse(text).result.slice(7, 19) : same;
    console.log(`| ${name} | ${seconds(native)} | ${seconds(first)} | ${seconds(later)} | ${Number.isNaN(native) ? "–" : (later / native).toFixed(1)} | ${report} |`);
  }
  rmSync(here, { recursive: true });
}

if (process.argv[2] === "--one") await timed(process.argv[3], Number(process.argv[4]), process.argv[5]);
else compared(...[process.argv[2] ?? "../target/release/isonomia", process.argv[3] ?? "../../shared/data/pools"].map((path) => resolve(path)));
