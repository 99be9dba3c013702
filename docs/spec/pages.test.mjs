// node --test docs/spec: what the pages of this folder quote of the program. A block of commands
//
//     ```console
//     $ isonomia panel check people.csv ... --json
//     ```
//
// is run in a copy of panel-example, the blocks of a page one after the other, and the JSON block
// after it must say what the last command said (`cat FILE`: what stands in a file). ISONOMIA names
// the program (said aloud where it is not there); with ISONOMIA_BLESS the pages are written anew.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const program = process.env.ISONOMIA;
const skip = program && existsSync(program) ? false : "no program in ISONOMIA";
if (skip) console.log(`SKIPPED: examples of the pages: ${skip}`);

const BLOCK = /```console\n(.*?)```(?:\n\n```json\n(.*?)```)?/gs;
const WIDTH = 100;

/** JSON for people: what fits in a line stands in one. */
const shown = (value, indent = "", before = 0) => {
  const line = JSON.stringify(value);
  if (!value || typeof value !== "object" || indent.length + before + line.length <= WIDTH) return line;
  const inner = `${indent}  `, list = Array.isArray(value);
  const parts = list
    ? value.map((part) => shown(part, inner))
    : Object.entries(value).map(([key, part]) => `"${key}": ${shown(part, inner, key.length + 4)}`);
  return `${list ? "[" : "{"}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${list ? "]" : "}"}`;
};

/** A report without what another version of the program says otherwise. */
const lasting = (value) => {
  const { engine, digest, ...rest } = value;
  return value.format === "isonomia/report/1" ? rest : value;
};

/** What the last of some commands says. */
const run = (commands, folder) => {
  let said = "";
  const lines = commands.replaceAll("\\\n", " ").split("\n").filter((line) => line.startsWith("$ "));
  for (const line of lines) {
    const words = line.slice(2).trim().split(/\s+/);
    if (words[0] === "cat") { said = readFileSync(join(folder, words[1]), "utf8"); continue; }
    assert.equal(words[0], "isonomia", line);
    const ran = spawnSync(program, words.slice(1), { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
    // 1 is an answer too, such as that there is no panel; without output it is a refusal.
    assert.ok(ran.status === 0 || (ran.status === 1 && ran.stdout), `${line}\n${ran.stderr}`);
    said = ran.stdout;
  }
  return said;
};

for (const page of readdirSync(here).filter((name) => name.endsWith(".md"))) {
  const text = readFileSync(join(here, page), "utf8");
  if (!/```console\n\$ isonomia/.test(text)) continue;
  test(`${page} quotes what the program says`, { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), "pages-"));
    try {
      cpSync(join(here, "panel-example"), folder, { recursive: true });
      const written = text.replace(BLOCK, (block, commands, json) => {
        const said = run(commands, folder);
        if (json === undefined) return block;
        const value = JSON.parse(said);
        if (process.env.ISONOMIA_BLESS) return block.replace(json, () => `${shown(value)}\n`);
        assert.deepEqual(lasting(JSON.parse(json)), lasting(value));
        return block;
      });
      if (process.env.ISONOMIA_BLESS) writeFileSync(join(here, page), written);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
