/** A place to drop files, which is also a button: dragging is never the only way. */
import { byId } from "./dom.js";

/** A file in memory. */
export interface Given {
  name: string;
  bytes: Uint8Array;
}

/** Wires a drop zone and its file button; `take` gets the files in the order given. */
export function dropZone(zoneId: string, inputId: string, take: (files: Given[]) => void): void {
  const zone = byId(zoneId);
  const input = byId<HTMLInputElement>(inputId);
  const read = async (list: FileList | null | undefined): Promise<void> => {
    const files = await inMemory(list);
    if (files.length) take(files);
  };
  for (const event of ["dragenter", "dragover"]) {
    zone.addEventListener(event, (over) => {
      over.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    void read((event as DragEvent).dataTransfer?.files);
  });
  input.addEventListener("change", () => {
    void readFiles(input).then((files) => {
      if (files.length) take(files);
    });
  });
}

const inMemory = (list: FileList | null | undefined): Promise<Given[]> =>
  Promise.all([...(list ?? [])].map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));

/** What was chosen with a file button; the same file may be chosen again after it was mended. */
export async function readFiles(input: HTMLInputElement): Promise<Given[]> {
  const files = await inMemory(input.files);
  input.value = "";
  return files;
}

/** A file dropped beside the zone must not replace the page. */
export function guardPage(): void {
  for (const event of ["dragover", "drop"]) addEventListener(event, (over) => over.preventDefault());
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
