/** `<isonomia-draw>` as one script with the verifier inside: works from a disk, with no network. */
import workerText from "#draw-worker-text";
import base64 from "#draw-base64";
import { background } from "../draw/background.js";
import { open } from "../draw/module.js";
import { define } from "./base.js";
import { IsonomiaDraw, verifyWith } from "./isonomia-draw.js";

export { IsonomiaDraw };

const bytes = (): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

verifyWith(() =>
  background(
    () => new Worker(URL.createObjectURL(new Blob([`const DRAW_BASE64="${base64}";`, workerText], { type: "text/javascript" }))),
    () => open(undefined, bytes),
  ),
);
define("isonomia-draw", IsonomiaDraw);
