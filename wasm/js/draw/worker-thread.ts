// The other end of `background.ts`: answers one question a message.

import { IsonomiaError } from "../error.js";
import type { EngineSource } from "../types.js";
import { type DrawAnswer, type DrawQuestion, answer } from "./background.js";
import { open } from "./module.js";

/** Listens for questions; `source` says where this build finds the module. */
export function serve(source: () => EngineSource): void {
  addEventListener("message", async ({ data }: MessageEvent<DrawQuestion>) => {
    let reply: DrawAnswer;
    try {
      await open(undefined, source);
      reply = { id: data.id, result: answer(data) };
    } catch (thrown) {
      const known = thrown instanceof IsonomiaError ? thrown : { code: "internal", message: String(thrown) };
      reply = { id: data.id, error: { code: known.code, message: known.message } };
    }
    postMessage(reply);
  });
}
