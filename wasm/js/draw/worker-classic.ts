// The worker as one classic script for a Blob, where no file is near. Whoever makes the Blob puts
// the module before it as `DRAW_BASE64`, so that a page holds it once.
import { serve } from "./worker-thread.js";

declare const DRAW_BASE64: string;

serve(() => Uint8Array.from(atob(DRAW_BASE64), (letter) => letter.charCodeAt(0)));
