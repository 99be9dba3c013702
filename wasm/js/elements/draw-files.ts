// What people drop beside a transcript, told apart by content: names of files mean nothing.

export type Role = "transcript" | "panels" | "pool" | "previous" | "policy" | "proof" | "unknown";

export interface GivenFile {
  name: string;
  bytes: Uint8Array;
}

export interface KnownFile extends GivenFile {
  role: Role;
}

/** Longer files are lists, told by their first words and never parsed on the page. */
const DOCUMENT_BYTES = 16 << 20;

/** What a file is; a second transcript or a manifest is an earlier one. */
export function roleOf({ bytes }: GivenFile): Role {
  const head = new TextDecoder().decode(bytes.subarray(0, 4096));
  const list = /^\s*\{\s*"(panels|records)"\s*:/u.exec(head);
  if (list) return list[1] === "panels" ? "panels" : "pool";
  if (/^\s*\{/u.test(head) && bytes.length <= DOCUMENT_BYTES) return documentRole(bytes);
  return /^\s*(?:#.*\n\s*)*(?:log|witness|group|quorum|auditor)\s/u.test(head) ? "policy" : "unknown";
}

function documentRole(bytes: Uint8Array): Role {
  let document: Record<string, unknown>;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    // Broken, and still the file that the verdict is asked about.
    return "transcript";
  }
  if (String(document["format"]).startsWith("isonomia/draw-proof/")) return "proof";
  if (document["format"] === "draw/v1") return "previous";
  return "manifest" in document || "results" in document || "derived" in document ? "transcript" : "unknown";
}

/** Adds files to those that are there: one of each kind, but any number of earlier manifests. */
export function gather(have: readonly KnownFile[], given: readonly GivenFile[]): KnownFile[] {
  let all = [...have];
  for (const file of given) {
    const role = roleOf(file);
    if (role !== "previous" && role !== "unknown") all = all.filter((other) => other.role !== role);
    all.push({ ...file, role });
  }
  return all;
}
