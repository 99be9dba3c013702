// Panels of people: pools, the rules that draw from them and their solvers, `panels.wasm`.

import * as glue from "#panels-glue";
import { instance } from "../instance.js";

export const { loadOnFirstUse, open, openSync, call } = instance(glue, {
  name: "The module of panels",
  wasmSha256: PANELS_SHA256,
  notReady: "Call `await readyPanels()` once, or use createPanels().",
  notFound: "Serve panels.wasm beside index.js, give readyPanels() its address, or import \"isonomia/panels/inline\".",
});
