// The worker as a module beside `core.wasm`.
import * as engine from "./engine.js";
import { serve } from "./worker-thread.js";

serve(engine, () => new URL("./core.wasm", import.meta.url));
