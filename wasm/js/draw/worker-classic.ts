// The worker as one classic script with the module inside: for a Blob, where no file is near.
import base64 from "#draw-base64";
import { serve } from "./worker-thread.js";

serve(() => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
