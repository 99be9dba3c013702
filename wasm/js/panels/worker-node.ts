// The worker as a thread of Node, with `panels.wasm` one folder up.
import { readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { type Ear, serve } from "../worker-thread.js";
import * as panels from "./module.js";

const ear: Ear = {
  addEventListener: (type, listener) => parentPort?.on(type, (data) => listener({ data } as never)),
  postMessage: (answer) => parentPort?.postMessage(answer),
};
serve(panels, () => readFileSync(new URL("../panels.wasm", import.meta.url)), ear);
