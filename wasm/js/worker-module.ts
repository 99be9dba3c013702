// The worker as a module beside `core.wasm`.
import { serve } from "./worker-thread.js";

serve(() => new URL("./core.wasm", import.meta.url));
