// One WASM module on this thread: loaded once, restarted after a defect. The engine and the module
// of panels are two of them.

import { IsonomiaError } from "./error.js";
import type { EngineInfo, EngineSource } from "./types.js";

/** A function that is told work done and expected, and answers whether to go on. */
export type Tell = (done: number, of: number) => boolean;

/** The glue that wasm-bindgen writes for a module. */
export interface Glue {
  call(verb: string, request: string, bytes: Uint8Array, tell?: Tell): string;
  panic_message(): string;
  __wbg_reset_state(): void;
  initSync(source: { module: BufferSource | WebAssembly.Module }): unknown;
  default(source: {
    module_or_path: RequestInfo | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module;
  }): Promise<unknown>;
}

/** What a module is called in errors, and what to do where it is not there. */
export interface About {
  /** Such as `The engine`. */
  name: string;
  wasmSha256: string;
  /** What makes it ready, such as ``Call `await ready()` once, before the first count.`` */
  notReady: string;
  /** What helps where it cannot be loaded. */
  notFound: string;
}

export interface Instance {
  /** Says how this entry finds the module by itself, without waiting (Node and `inline`). */
  loadOnFirstUse(find: () => BufferSource | WebAssembly.Module): void;
  /** Loads from what the caller gives, or from `fallback`; a failed load may be tried again. */
  open(source: EngineSource | undefined, fallback: () => EngineSource): Promise<EngineInfo>;
  /** Loads without waiting: for Node, tests, and pages that already hold the bytes. */
  openSync(bytes: BufferSource | WebAssembly.Module): EngineInfo;
  /** Runs one verb. Throws `IsonomiaError` and nothing else. */
  call(verb: string, request: string, bytes: Uint8Array, tell?: Tell): string;
}

export function instance(glue: Glue, about: About): Instance {
  let loading: Promise<EngineInfo> | undefined;
  let info: EngineInfo | undefined;
  let lastResort: (() => BufferSource | WebAssembly.Module) | undefined;

  function opened(): EngineInfo {
    const { version } = JSON.parse(glue.call("version", "{}", new Uint8Array())) as { version: string };
    info = Object.freeze({ version, wasmSha256: about.wasmSha256 });
    return info;
  }

  function open(source: EngineSource | undefined, fallback: () => EngineSource): Promise<EngineInfo> {
    if (info !== undefined) return Promise.resolve(info);
    loading ??= (async () => {
      const from = source ?? fallback();
      try {
        await glue.default({ module_or_path: from as RequestInfo });
        return opened();
      } catch (cause) {
        loading = undefined;
        throw loadError(cause, from);
      }
    })();
    return loading;
  }

  function openSync(bytes: BufferSource | WebAssembly.Module): EngineInfo {
    if (info !== undefined) return info;
    try {
      glue.initSync({ module: bytes });
      return opened();
    } catch (cause) {
      throw loadError(cause, bytes);
    }
  }

  function loadError(cause: unknown, from: EngineSource): IsonomiaError {
    const where = typeof from === "string" || from instanceof URL ? ` from ${String(from)}` : "";
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = /content security|unsafe-eval|CSP/i.test(why)
      ? "The page's Content-Security-Policy needs script-src 'wasm-unsafe-eval'."
      : about.notFound;
    return new IsonomiaError({ code: "load", message: `${about.name} could not be loaded${where}: ${why}`, hint }, { cause });
  }

  function call(verb: string, request: string, bytes: Uint8Array, tell?: Tell): string {
    if (info === undefined) {
      if (lastResort === undefined) {
        throw new IsonomiaError({ code: "not-ready", message: `${about.name} is not loaded yet.`, hint: about.notReady });
      }
      openSync(lastResort());
    }
    try {
      return glue.call(verb, request, bytes, tell);
    } catch (thrown) {
      if (typeof thrown === "string") throw IsonomiaError.fromWire(thrown);
      throw restart(thrown);
    }
  }

  /** A trap leaves the instance in an unknown state: keep its last words and start a new one. */
  function restart(cause: unknown): IsonomiaError {
    let words = "";
    try {
      words = glue.panic_message();
    } catch {
      // The instance is too broken to speak.
    }
    glue.__wbg_reset_state();
    const why = words || (cause instanceof Error ? cause.message : String(cause));
    return new IsonomiaError(
      {
        code: "internal",
        message: `${about.name} stopped on a defect of its own: ${why}`,
        hint: "Please report this with the input; it was restarted and can be used again.",
      },
      { cause },
    );
  }

  return {
    loadOnFirstUse: (find) => {
      lastResort = find;
    },
    open,
    openSync,
    call,
  };
}
