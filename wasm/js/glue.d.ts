// What the build puts under these names; nothing of it is part of the public types.

/** The glue that wasm-bindgen writes (`wasm/dist/gen/core.js`). */
declare module "#glue" {
  export function call(verb: string, request: string, bytes: Uint8Array): string;
  export function panic_message(): string;
  export function __wbg_reset_state(): void;
  export function initSync(source: { module: BufferSource | WebAssembly.Module }): unknown;
  export default function init(source: {
    module_or_path: RequestInfo | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module;
  }): Promise<unknown>;
}

/** The engine's bytes as base64 text. */
declare module "#wasm-base64" {
  const base64: string;
  export default base64;
}

/** The worker as the text of a classic script, its engine inside. */
declare module "#worker-text" {
  const text: string;
  export default text;
}

/** The glue of the verifier of draws (`wasm/dist/gen/draw.js`). */
declare module "#draw-glue" {
  export function call(verb: string, request: string, bytes: Uint8Array): string;
  export function __wbg_reset_state(): void;
  export function initSync(source: { module: BufferSource | WebAssembly.Module }): unknown;
  export default function init(source: {
    module_or_path: RequestInfo | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module;
  }): Promise<unknown>;
}

/** The verifier's bytes as base64 text. */
declare module "#draw-base64" {
  const base64: string;
  export default base64;
}

/** The worker of the verifier as the text of a classic script. */
declare module "#draw-worker-text" {
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

/** The glue of the module of panels (`wasm/dist/gen/panels.js`). */
declare module "#panels-glue" {
  export function call(verb: string, request: string, bytes: Uint8Array, tell?: (done: number, of: number) => boolean): string;
  export function panic_message(): string;
  export function __wbg_reset_state(): void;
  export function initSync(source: { module: BufferSource | WebAssembly.Module }): unknown;
  export default function init(source: {
    module_or_path: RequestInfo | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module;
  }): Promise<unknown>;
}

/** The bytes of the module of panels as base64 text. */
declare module "#panels-base64" {
  const base64: string;
  export default base64;
}

/** The worker of the module of panels as the text of a classic script. */
declare module "#panels-worker-text" {
  const text: string;
  export default text;
}

/** SHA-256 of `panels.wasm`, 64 hex digits. */
declare const PANELS_SHA256: string;

/** SHA-256 of `draw.wasm`, 64 hex digits. */
declare const DRAW_SHA256: string;

/** SHA-256 of `core.wasm`, 64 hex digits. */
declare const WASM_SHA256: string;
