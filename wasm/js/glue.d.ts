// What the build puts under these names; nothing of it is part of the public types.

/** The glue that wasm-bindgen writes for a module (`wasm/dist/gen/NAME.js`). */
declare module "#*glue" {
  type Glue = import("./instance.js").Glue;
  export const call: Glue["call"];
  export const panic_message: Glue["panic_message"];
  export const __wbg_reset_state: Glue["__wbg_reset_state"];
  export const initSync: Glue["initSync"];
  const init: Glue["default"];
  export default init;
}

/** That of the verifier of draws, which leaves no last words. */
declare module "#draw-glue" {
  type Glue = import("./instance.js").Glue;
  export const call: (...asked: [verb: string, request: string, bytes: Uint8Array]) => string;
  export const __wbg_reset_state: Glue["__wbg_reset_state"];
  export const initSync: Glue["initSync"];
  const init: Glue["default"];
  export default init;
}

/** The bytes of a module as base64 text: `#wasm-base64`, `#draw-base64`, `#panels-base64`. */
declare module "#*-base64" {
  const base64: string;
  export default base64;
}

/** A worker as the text of a classic script, its module inside. */
declare module "#*worker-text" {
  const text: string;
  export default text;
}

/** A catalogue of `core/src/present/draw`, as far as a verdict speaks from it. */
declare module "#draw-sentences/*" {
  const sentences: Readonly<Record<string, string>>;
  export default sentences;
}

/** The folder of `draw.wasm`, as seen from the file of the element. */
declare const DRAW_HOME: string;

/** SHA-256 of `core.wasm`, `draw.wasm` and `panels.wasm`, 64 hex digits each. */
declare const WASM_SHA256: string;
declare const DRAW_SHA256: string;
declare const PANELS_SHA256: string;
