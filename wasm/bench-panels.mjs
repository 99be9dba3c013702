// What fair chances cost in WebAssembly beside the native command, CPU seconds of one thread each:
//   node bench-panels.mjs [../target/release/isonomia] [../../shared/data/pools]
// The reports must be equal; the command is timed as a whole, with its start and its files.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [command = "../target/release/isonomia", pools = "../../shared/data/pools"] = process.argv.slice(2).map((path) => resolve(path));
const { countText, readyPanels } = await import("./dist/panels/index.node.js");
await readyPanels();
const here = mkdtempSync(join(tmpdir(), "isonomia-panels-"));
const rule = process.env.RULE ?? "sortition/leximin";
const cpu = (before) => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};
/** Of three, the second. */
const median = (three) => three.toSorted((a, b) => a - b)[1];
console.log(`${rule}\n| pool | native s | WASM s | ratio | report |\n|---|---|---|---|---|`);
for (const [name, seats] of [["sa_fixture_22", 22], ["syn_a_20", 20], ["syn_b_40", 40], ["syn_c_100", 100]]) {
  const folder = join(pools, name);
  if (!existsSync(folder)) {
    console.log(`SKIPPED: ${folder} is not here`);
    continue;
  }
  const paths = ["people.csv", "categories.csv"].map((file) => join(folder, file));
  const files = paths.map((path) => ({ name: path.split("/").at(-1), bytes: readFileSync(path) }));
  const times = [];
  let text = "";
  for (let run = 0; run < 3; run++) {
    const before = process.cpuUsage();
    const again = countText({ files, seats, rule });
    times.push(cpu(before));
    if (text !== "" && text !== again) throw new Error(`${name}: another report in another run`);
    text = again;
  }
  const wasm = median(times);
  let row = `| ${name} | – | ${wasm.toFixed(2)} | – | ${JSON.parse(text).result.slice(7, 19)} |`;
  if (existsSync(command)) {
    const report = join(here, "report.json");
    const ask = [command, "count", paths[0], "--categories", paths[1], "--seats", String(seats), "--rule", rule, "--report", report];
    const timed = () => spawnSync("bash", ["-c", 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1', "bench", ...ask], { encoding: "utf8" }).stderr;
    const native = median([1, 2, 3].map(() => timed().trim().split(" ").reduce((sum, part) => sum + Number(part), 0)));
    const same = readFileSync(report, "utf8").trim() === text;
    row = `| ${name} | ${native.toFixed(2)} | ${wasm.toFixed(2)} | ${(wasm / native).toFixed(1)} | ${same ? "equal" : "DIFFERENT"} |`;
  }
  console.log(row);
}
rmSync(here, { recursive: true });
