// From core.wasm, its glue and the TypeScript to what is published: the npm package, the demo
// site and the desk in one file. Called by `cargo xtask build-web`, which makes the WASM first.

import { build, transformSync } from "esbuild";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(here, ...parts);
const dist = at("dist");
const testEngine = process.argv[2] === "--test-engine" ? process.argv[3] : undefined;
const wasm = readFileSync(join(testEngine ?? dist, "core.wasm"));
const wasmBase64 = wasm.toString("base64");
const sha256 = createHash("sha256").update(wasm).digest("hex");
/** The verifier of draws, a module of its own; the engine for tests is built without it. */
const drawFile = join(dist, "draw.wasm");
const drawWasm = existsSync(drawFile) ? readFileSync(drawFile) : Buffer.alloc(0);
const drawSha256 = createHash("sha256").update(drawWasm).digest("hex");

/** Pools, the rules of panels and their solvers. */
const panelsFile = join(dist, "panels.wasm");
const panelsWasm = existsSync(panelsFile) ? readFileSync(panelsFile) : Buffer.alloc(0);
const panelsSha256 = createHash("sha256").update(panelsWasm).digest("hex");

/** Everything of an earlier build but the engine itself, so that no old file is published. */
function sweep() {
  for (const name of readdirSync(dist)) {
    if (!["core.wasm", "draw.wasm", "panels.wasm", "gen"].includes(name) && !name.startsWith(".")) rmSync(join(dist, name), { recursive: true });
  }
}

/** With `--test-engine FOLDER`: only the engine with test verbs, as FOLDER/engine.mjs. */
async function buildTestEngine(folder) {
  const glue = { name: "glue", setup: (plugin) => plugin.onResolve({ filter: /^#glue$/ }, () => ({ path: join(folder, "gen", "core.js") })) };
  await build({ ...common, entryPoints: ["test/support/engine.ts"], outfile: join(folder, "engine.mjs"), format: "esm", platform: "node", plugins: [glue] });
}

/** The catalogue of draws in a language, as far as a verdict or a proof speaks from it. */
function drawSentences(lang) {
  const source = readFileSync(at("..", "core", "src", "present", "draw", `${lang}.txt`), "utf8");
  const spoken = /^(?:verdict|check|code|fact|unshown|prove)\./u;
  const lines = source.split("\n").filter((line) => spoken.test(line)).map((line) => line.split(/ = (.*)/su));
  return `export default ${JSON.stringify(Object.fromEntries(lines.map(([key, text]) => [key, text.trim()])))}`;
}

/** Resolves the `#names` of js/glue.d.ts, and `isonomia` itself as the demo page imports it. */
function names({ workerText, drawWorkerText = "", panelsWorkerText = "", inline }) {
  const text = { "#wasm-base64": wasmBase64, "#worker-text": workerText, "#draw-base64": drawWasm.toString("base64"), "#draw-worker-text": drawWorkerText, "#panels-base64": panelsWasm.toString("base64"), "#panels-worker-text": panelsWorkerText };
  return {
    name: "isonomia",
    setup(plugin) {
      plugin.onResolve({ filter: /^#glue$/ }, () => ({ path: join(dist, "gen", "core.js") }));
      plugin.onResolve({ filter: /^#draw-glue$/ }, () => ({ path: join(dist, "gen", "draw.js") }));
      plugin.onResolve({ filter: /^#panels-glue$/ }, () => ({ path: join(dist, "gen", "panels.js") }));
      plugin.onResolve({ filter: /^#draw-sentences\// }, ({ path }) => ({ path: path.split("/")[1], namespace: "sentences" }));
      plugin.onLoad({ filter: /.*/, namespace: "sentences" }, ({ path }) => ({ contents: drawSentences(path), loader: "js" }));
      plugin.onResolve({ filter: /^#(draw-|panels-)?(wasm-base64|base64|worker-text)$/ }, ({ path }) => ({ path, namespace: "text" }));
      plugin.onLoad({ filter: /.*/, namespace: "text" }, ({ path }) => ({ contents: text[path], loader: "text" }));
      plugin.onResolve({ filter: /^isonomia(\/|$)/ }, ({ path, resolveDir, kind }) => {
        const entry = path.slice("isonomia/".length).replace(/\.js$/, "");
        const file = { "": inline ? "inline" : "index", worker: inline ? "worker-inline" : "worker", ballot: "ballot/index", elements: "elements/auto", draw: inline ? "draw/inline" : "draw/index", panels: inline ? "panels/inline" : "panels/index", "elements/draw": inline ? "elements/draw-standalone" : "elements/draw" }[entry];
        return plugin.resolve(at("js", `${file ?? entry}.ts`), { resolveDir, kind });
      });
    },
  };
}

const common = {
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  target: ["es2022", "chrome100", "firefox100", "safari16"],
  define: { WASM_SHA256: JSON.stringify(sha256), DRAW_SHA256: JSON.stringify(drawSha256), PANELS_SHA256: JSON.stringify(panelsSha256), DRAW_HOME: '"../"' },
  loader: { ".blt": "text", ".pb": "text", ".csv": "text", ".soi": "text", ".svg": "text" },
  absWorkingDir: here,
  logLevel: "warning",
};

async function toText(entry, options) {
  const result = await build({ ...common, entryPoints: [at(entry)], write: false, ...options });
  return result.outputFiles[0].text;
}

const scripts = (folder) =>
  existsSync(at(folder)) ? readdirSync(at(folder)).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts")).map((name) => `${folder}/${name}`) : [];

async function buildPackage(plugins) {
  const entryPoints = [
    "js/index.ts",
    "js/inline.ts",
    "js/worker.ts",
    "js/worker-module.ts",
    "js/worker-inline.ts",
    ...["js/ballot.ts", "js/ballot/index.ts"].filter((file) => existsSync(at(file))),
    "js/draw/index.ts",
    "js/draw/inline.ts",
    "js/draw/worker-module.ts",
    "js/panels/index.ts",
    "js/panels/inline.ts",
    "js/panels/worker-module.ts",
    ...scripts("js/elements").filter((file) => !file.endsWith("-standalone.ts")),
    ...scripts("js/locales"),
  ];
  // Chunks lie beside the entries: `./core.wasm` then means the same file from any of them.
  await build({ ...common, entryPoints, outbase: "js", outdir: "dist", format: "esm", splitting: true, chunkNames: "chunk-[hash]", plugins });
  await build({ ...common, entryPoints: ["js/index.node.ts", "js/draw/index.node.ts", "js/panels/index.node.ts", "js/panels/worker-node.ts"], outbase: "js", outdir: "dist", format: "esm", platform: "node", plugins });
  if (existsSync(at("js/elements/auto.ts"))) {
    // One tag embeds the ballots: SRI on it covers every byte.
    await build({ ...common, entryPoints: ["js/elements/auto.ts"], outfile: "dist/standalone.js", format: "iife", globalName: "isonomia", plugins: [names({ workerText: "", inline: true })] });
  }
  // One tag embeds the verifier of draws, module and worker inside.
  await build({ ...common, entryPoints: ["js/elements/draw-standalone.ts"], outfile: "dist/draw-standalone.js", format: "iife", plugins });
}

/** The demo site: files as they are, `main.ts` bundled to `demo.js`, the engine beside it. */
async function buildDemo(plugins) {
  const out = join(dist, "demo");
  mkdirSync(out, { recursive: true });
  cpSync(at("demo"), out, { recursive: true, filter: (path) => !path.endsWith(".ts") });
  await build({ ...common, entryPoints: ["demo/main.ts"], outfile: join(out, "demo.js"), format: "esm", plugins, define: { ...common.define, DRAW_HOME: '"./"' } });
  for (const file of ["core.wasm", "worker-module.js"]) cpSync(join(dist, file), join(out, file));
  mkdirSync(join(out, "draw"), { recursive: true });
  mkdirSync(join(out, "panels"), { recursive: true });
  for (const file of ["draw.wasm", "draw/worker-module.js", "panels.wasm", "panels/worker-module.js"]) cpSync(join(dist, file), join(out, file));
  for (const file of readdirSync(dist)) if (file.startsWith("chunk-")) cpSync(join(dist, file), join(out, file));
}

/** The same page as one file that opens from a disk: its policy forbids every connection. */
async function buildDesk(plugins) {
  const script = (await toText("demo/main.ts", { format: "iife", plugins })).replaceAll("</script", "<\\/script");
  const digest = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const styles = [];
  let page = readFileSync(at("demo", "index.html"), "utf8")
    .replace(/<link\s[^>]*rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g, (_, href) => {
      const css = readFileSync(at("demo", href), "utf8");
      styles.push(digest(css));
      return `<style>${css}</style>`;
    })
    .replace(/<script\s[^>]*src="(?:\.\/)?demo\.js"[^>]*><\/script>/, "");
  const policy =
    `default-src 'none'; script-src ${digest(script)} 'wasm-unsafe-eval'; style-src ${styles.join(" ") || "'none'"}; ` +
    "img-src data: blob:; worker-src blob:; child-src blob:; form-action 'none'; base-uri 'none'";
  page = page
    .replace(/<meta\s[^>]*http-equiv="Content-Security-Policy"[^>]*>/i, "")
    .replace(/<head>/i, (head) => `${head}\n<meta http-equiv="Content-Security-Policy" content="${policy}">`)
    .replace(/<html(?=[\s>])/i, "<html data-desk")
    .replace(/<\/body>/i, () => `<script>${script}</script>\n</body>`);
  const outside = page.match(/<(?:link|script|img|source)\s[^>]*(?:src|href)="(?!data:|#)[^"]*"/i);
  if (outside) throw new Error(`isonomia-desk.html would need a second file: ${outside[0]}`);
  writeFileSync(join(dist, "isonomia-desk.html"), page);
}

function sizes() {
  const rows = [];
  for (const name of ["core.wasm", "index.js", "inline.js", "worker.js", "standalone.js", "draw.wasm", "draw/index.js", "draw-standalone.js", "panels.wasm", "panels/index.js", "panels/inline.js", "isonomia-desk.html", "demo/demo.js"]) {
    const path = join(dist, name);
    if (!existsSync(path)) continue;
    const bytes = readFileSync(path);
    rows.push([name, bytes.length, gzipSync(bytes, { level: 9 }).length]);
  }
  for (const [name, raw, gz] of rows) console.log(`  ${name.padEnd(20)} ${kb(raw)} kB  ${kb(gz)} kB gz`);
  // The budget is what a phone on a slow line should wait for; the limit is where a build fails.
  const [budget, limit, engine] = [680_000, 775_000, rows[0][2]];
  if (engine > budget) console.log(`  core.wasm is over its budget of ${kb(budget).trim()} kB gz: find what grew`);
  const glue = transformSync(readFileSync(join(dist, "gen", "draw.js"), "utf8"), { minify: true, format: "esm" }).code;
  const verifier = gzipSync(drawWasm, { level: 9 }).length + gzipSync(glue, { level: 9 }).length;
  console.log(`  draw.wasm with its glue: ${kb(verifier).trim()} kB gz of ${kb(DRAW_BUDGET).trim()}`);
  if (verifier > DRAW_LIMIT) throw new Error(`the verifier of draws is ${kb(verifier).trim()} kB gz, above its limit of ${kb(DRAW_LIMIT).trim()} kB`);
  const panels = gzipSync(panelsWasm, { level: 9 }).length;
  if (panels > PANELS_LIMIT) throw new Error(`panels.wasm is ${kb(panels).trim()} kB gz, above its limit of ${kb(PANELS_LIMIT).trim()} kB`);
  if (engine > limit) throw new Error(`core.wasm is ${kb(engine).trim()} kB gz, above the limit of ${kb(limit).trim()} kB`);
}

/** The verifier of draws, signatures of beacons included. */
const [DRAW_BUDGET, DRAW_LIMIT] = [60_000, 135_000];

/** Pools, rules and solvers: loaded when a panel is planned, never to cast or count a vote. */
const PANELS_LIMIT = 1_100_000;

const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8);

async function buildAll() {
  sweep();
  for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(at("..", licence), join(dist, licence));
  const workerText = await toText("js/worker-classic.ts", { format: "iife", plugins: [names({ workerText: "", inline: true })] });
  const drawWorkerText = await toText("js/draw/worker-classic.ts", { format: "iife", plugins: [names({ workerText: "", inline: true })] });
  const panelsWorkerText = await toText("js/panels/worker-classic.ts", { format: "iife", plugins: [names({ workerText: "", inline: true })] });
  const onSite = [names({ workerText, drawWorkerText, panelsWorkerText, inline: false })];
  await buildPackage(onSite);
  if (existsSync(at("demo/main.ts"))) {
    await buildDemo(onSite);
    await buildDesk([names({ workerText, drawWorkerText, panelsWorkerText, inline: true })]);
  }
  sizes();
}

await (testEngine === undefined ? buildAll() : buildTestEngine(testEngine));
