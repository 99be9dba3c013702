// Tells the transcript of a sealed draw from that of a rehearsal: each has a verifier of its own.

import { IsonomiaError } from "../error.js";

/** The longest transcript (draw/v1, 2.8, limits). */
const DOCUMENT_BYTES = 16 << 20;

/** Whether a file says that it is a draw/v1 document. */
export function isSealedDraw(file: { bytes: Uint8Array | ArrayBuffer | ArrayBufferView | string }): boolean {
  const { bytes } = file;
  const length = typeof bytes === "string" ? bytes.length : bytes.byteLength;
  if (length > DOCUMENT_BYTES) return false;
  const text = typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  return /^\s*\{/u.test(text) && /"format"\s*:\s*"draw\/v1"/u.test(text);
}

/** The engine verifies rehearsals; of a sealed draw it says who does. */
export function refuseSealed(files: readonly { name: string; bytes: Uint8Array | ArrayBuffer | ArrayBufferView | string }[]): void {
  const sealed = files.find(isSealedDraw);
  if (!sealed) return;
  throw new IsonomiaError({
    code: "draw-sealed",
    file: sealed.name,
    message: `${sealed.name} is a sealed draw (draw/v1), which the counting engine does not verify.`,
    hint: "import { verifyDraw } from \"isonomia/draw\"",
  });
}
