// The worker as a module, with `draw.wasm` one folder up.
import { serve } from "./worker-thread.js";

serve(() => new URL("../draw.wasm", import.meta.url));
