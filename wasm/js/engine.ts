// The one instance of the WASM module on this thread: loaded once, restarted after a defect.

import init, { __wbg_reset_state, call as callWasm, initSync, panic_message } from "#glue";
import { IsonomiaError } from "./error.js";
import type { EngineInfo, EngineSource } from "./types.js";

let loading: Promise<EngineInfo> | undefined;
let info: EngineInfo | undefined;
let lastResort: (() => BufferSource | WebAssembly.Module) | undefined;

/** Says how this entry finds the engine by itself, without waiting (Node and `inline`). */
export function loadOnFirstUse(find: () => BufferSource | WebAssembly.Module): void {
  lastResort = find;
}

function opened(): EngineInfo {
  const { version } = JSON.parse(callWasm("version", "{}", new Uint8Array())) as { version: string };
  info = Object.freeze({ version, wasmSha256: WASM_SHA256 });
  return info;
}

/** Loads from what the caller gives, or from `fallback`; a failed load may be tried again. */
export function open(source: EngineSource | undefined, fallback: () => EngineSource): Promise<EngineInfo> {
  if (info !== undefined) return Promise.resolve(info);
  loading ??= (async () => {
    const from = source ?? fallback();
    try {
      await init({ module_or_path: from as RequestInfo });
      return opened();
    } catch (cause) {
      loading = undefined;
      throw loadError(cause, from);
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
    throw loadError(cause, bytes);
  }
}

function loadError(cause: unknown, from: EngineSource): IsonomiaError {
  const where = typeof from === "string" || from instanceof URL ? ` from ${String(from)}` : "";
  const why = cause instanceof Error ? cause.message : String(cause);
  const csp = /content security|unsafe-eval|CSP/i.test(why)
    ? "The page's Content-Security-Policy needs script-src 'wasm-unsafe-eval'."
    : "Serve core.wasm beside index.js, give ready() its address, or import \"isonomia/inline\".";
  return new IsonomiaError({ code: "load", message: `The engine could not be loaded${where}: ${why}`, hint: csp }, { cause });
}

/** Runs one verb. Throws `IsonomiaError` and nothing else. */
export function call(verb: string, request: string, bytes: Uint8Array): string {
  if (info === undefined) {
    if (lastResort === undefined) {
      throw new IsonomiaError({
        code: "not-ready",
        message: "The engine is not loaded yet.",
        hint: "Call `await ready()` once, before the first count.",
      });
    }
    openSync(lastResort());
  }
  try {
    return callWasm(verb, request, bytes);
  } catch (thrown) {
    if (typeof thrown === "string") throw IsonomiaError.fromWire(thrown);
    throw restart(thrown);
  }
}

/** A trap leaves the instance in an unknown state: keep its last words and start a new one. */
function restart(cause: unknown): IsonomiaError {
  let words = "";
  try {
    words = panic_message();
  } catch {
    // The instance is too broken to speak.
  }
  __wbg_reset_state();
  const why = words || (cause instanceof Error ? cause.message : String(cause));
  return new IsonomiaError(
    {
      code: "internal",
      message: `The engine stopped on a defect of its own: ${why}`,
      hint: "Please report this with the input; the engine was restarted and can be used again.",
    },
    { cause },
  );
}
