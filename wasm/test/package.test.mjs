// What `npm pack` would publish is complete and can be used from its folder alone.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
let town;

before(() => {
  town = mkdtempSync(join(tmpdir(), "isonomia-consumer-"));
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", town], { cwd: here, stdio: ["ignore", "pipe", "ignore"] }),
  );
  const home = join(town, "node_modules", "isonomia");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["xzf", join(town, filename), "--strip-components=1", "-C", home]);
});
after(() => rmSync(town, { recursive: true, force: true }));

const run = (name, text) => {
  writeFileSync(join(town, name), text);
  return execFileSync("node", [name], { cwd: town, encoding: "utf8" }).trim();
};

test("every file that package.json names is in the package", () => {
  const home = join(town, "node_modules", "isonomia");
  const named = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(named));
  const files = [manifest.main, manifest.module, manifest.types, ...named(manifest.exports)].filter((file) => !file.includes("*"));
  assert.deepEqual(files.filter((file) => !existsSync(join(home, file))), []);
  assert.ok(existsSync(join(home, "dist", "LICENSE-MIT")), "the licence travels along");
  assert.ok(!existsSync(join(home, "dist", "demo")), "the demo does not");
});

test("import, require and inline from the installed package", () => {
  const ask = "ready().then((info) => console.log(info.version))";
  assert.equal(run("a.mjs", `import { ready } from "isonomia"; ${ask}`), manifest.version);
  assert.equal(run("b.cjs", `const { ready } = require("isonomia"); ${ask}`).split("\n").at(-1), manifest.version);
  assert.equal(run("c.mjs", `import { ready } from "isonomia/inline"; ${ask}`), manifest.version);
});
