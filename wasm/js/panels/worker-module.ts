// The worker as a module, with `panels.wasm` one folder up.
import { serve } from "../worker-thread.js";
import * as panels from "./module.js";

serve(panels, () => new URL("../panels.wasm", import.meta.url));
