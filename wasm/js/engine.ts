// The engine: all counting rules, `core.wasm`.

import * as glue from "#glue";
import { instance } from "./instance.js";

export const { loadOnFirstUse, open, openSync, call } = instance(glue, {
  name: "The engine",
  wasmSha256: WASM_SHA256,
  notReady: "Call `await ready()` once, before the first count.",
  notFound: "Serve core.wasm beside index.js, give ready() its address, or import \"isonomia/inline\".",
});
