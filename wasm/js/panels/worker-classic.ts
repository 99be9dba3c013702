// The worker as one classic script for a Blob, where no file is near. Whoever makes the Blob puts
// the module before it as `PANELS_BASE64`, so that a page holds it once.
import { serve } from "../worker-thread.js";
import * as panels from "./module.js";

declare const PANELS_BASE64: string;

serve(panels, () => Uint8Array.from(atob(PANELS_BASE64), (letter) => letter.charCodeAt(0)));
