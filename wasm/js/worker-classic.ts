// The worker as one classic script with the engine inside: for a Blob, where no file is near.
import base64 from "#wasm-base64";
import * as engine from "./engine.js";
import { serve } from "./worker-thread.js";

serve(engine, () => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
