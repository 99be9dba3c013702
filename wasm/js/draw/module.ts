// The one instance of the verifier on this thread: `draw.wasm`, a module apart from the engine.

import init, { __wbg_reset_state, call as callWasm, initSync } from "#draw-glue";
import { IsonomiaError } from "../error.js";
import type { EngineInfo, EngineSource } from "../types.js";

let loading: Promise<EngineInfo> | undefined;
let info: EngineInfo | undefined;
let lastResort: (() => BufferSource | WebAssembly.Module) | undefined;

/** Says how this entry finds the module by itself, without waiting. */
export function loadOnFirstUse(find: () => BufferSource | WebAssembly.Module): void {
  lastResort = find;
}

function opened(): EngineInfo {
  const { version } = JSON.parse(callWasm("version", "{}", new Uint8Array())) as { version: string };
  info = Object.freeze({ version, wasmSha256: DRAW_SHA256 });
  return info;
}

/** Loads from what the caller gives, or from `fallback`; a failed load may be tried again. */
export function open(source: EngineSource | undefined, fallback: () => EngineSource): Promise<EngineInfo> {
  if (info !== undefined) return Promise.resolve(info);
  loading ??= (async () => {
    try {
      await init({ module_or_path: (source ?? fallback()) as RequestInfo });
      return opened();
    } catch (cause) {
      loading = undefined;
      throw loadError(cause);
    }
  })();
  return loading;
}

/** Loads without waiting: for Node, tests, and pages that already hold the bytes. */
export function openSync(bytes: BufferSource | WebAssembly.Module): EngineInfo {
  if (info !== undefined) return info;
  try {
    initSync({ module: bytes });
    return opened();
  } catch (cause) {
    throw loadError(cause);
  }
}

function loadError(cause: unknown): IsonomiaError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const hint = /content security|unsafe-eval|CSP/i.test(why)
    ? "The page's Content-Security-Policy needs script-src 'wasm-unsafe-eval'."
    : "Serve draw.wasm beside draw/index.js, give readyDraw() its address, or use draw-standalone.js.";
  return new IsonomiaError({ code: "load", message: `The verifier of draws could not be loaded: ${why}`, hint }, { cause });
}

/** What is wrong with a request, by the codes of the module. */
const REFUSED: Record<string, string> = {
  "request-seal": "The seal must be 64 hex digits.",
  "request-saw": "What you saw must be digits of dice, or a reveals hash of 64 hex digits.",
  "request-key": "The key must be 64 hex digits.",
  "request-policy": "The policy cannot be read: it must be a C2SP tlog-policy.",
  "request-transcript": "There is no transcript.",
  "request-proof": "There is no proof.",
  "proof-malformed": "This is not a proof of a person's place in a pool.",
  "transcript-malformed": "This is neither a transcript nor a manifest of draw/v1.",
  "panels-malformed": "The list of panels cannot be read.",
};

/** Runs one verb. Throws `IsonomiaError` and nothing else. */
export function call(verb: string, request: string, bytes: Uint8Array): string {
  if (info === undefined) {
    if (lastResort === undefined) {
      throw new IsonomiaError({ code: "not-ready", message: "The verifier is not loaded yet.", hint: "Call `await readyDraw()` once." });
    }
    openSync(lastResort());
  }
  try {
    return callWasm(verb, request, bytes);
  } catch (thrown) {
    if (typeof thrown === "string") throw new IsonomiaError({ code: thrown, message: REFUSED[thrown] ?? `The request is malformed (${thrown}).` });
    // A trap leaves the instance in an unknown state: a new one takes its place.
    __wbg_reset_state();
    const message = "The verifier stopped on a defect of its own.";
    throw new IsonomiaError({ code: "internal", message, hint: "Please report this with the transcript." }, { cause: thrown });
  }
}
