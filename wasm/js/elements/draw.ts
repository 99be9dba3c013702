/**
 * Defines `<isonomia-draw>`, whose verifier is fetched from beside this file when the first
 * transcript is dropped: `draw.wasm`, and `draw/worker-module.js` that runs it.
 */
import { background } from "../draw/background.js";
import { open } from "../draw/module.js";
import { define } from "./base.js";
import { IsonomiaDraw, verifyWith } from "./isonomia-draw.js";

export { IsonomiaDraw };

verifyWith(() =>
  background(
    () => new Worker(new URL(`${DRAW_HOME}draw/worker-module.js`, import.meta.url), { type: "module" }),
    () => open(undefined, () => new URL(`${DRAW_HOME}draw.wasm`, import.meta.url)),
  ),
);
define("isonomia-draw", IsonomiaDraw);
