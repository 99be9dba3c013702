// How a request crosses into WASM: JSON text beside the raw bytes of all files, one after the
// other. Bytes and not strings, since a JS string has already lost a BOM and broken UTF-8.

import type { CountRequest, FileInput } from "./types.js";

export interface Packed {
  json: string;
  bytes: Uint8Array;
}

type Role = "input" | "ballots" | "categories" | "already" | "projects" | "totals" | "census" | "report";

const utf8 = new TextEncoder();

function toBytes(content: FileInput["bytes"]): Uint8Array {
  if (typeof content === "string") return utf8.encode(content);
  if (content instanceof Uint8Array) return content;
  if (ArrayBuffer.isView(content)) return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  return new Uint8Array(content);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  // One file is the common case: it goes as it is, without a copy.
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A document as its bytes or text; a parsed one is written as it was read, since its keys keep their order. */
function exact(document: FileInput["bytes"] | object): FileInput["bytes"] {
  if (typeof document === "string" || document instanceof ArrayBuffer || ArrayBuffer.isView(document)) return document;
  return JSON.stringify(document);
}

/** Splits a request into its JSON half and its bytes; parameters become the text of `--set`. */
export function pack(request: CountRequest & { census?: FileInput; report?: FileInput["bytes"] | object }): Packed {
  const { files, election, ballots, categories, already, projects, totals, census, report, params, ties, ...rest } = request;
  const parts: Uint8Array[] = [];
  const list: { name: string; role: Role; length: number }[] = [];
  const add = (role: Role, name: string, content: FileInput["bytes"]): void => {
    const bytes = toBytes(content);
    parts.push(bytes);
    list.push({ name, role, length: bytes.length });
  };
  for (const file of files ?? []) add("input", file.name, file.bytes);
  if (election !== undefined) add("input", "election.json", JSON.stringify(election));
  if (ballots !== undefined) add("ballots", ballots.name, ballots.bytes);
  if (categories !== undefined) add("categories", categories.name, categories.bytes);
  if (already !== undefined) add("already", already.name, already.bytes);
  if (projects !== undefined) add("projects", projects.name, projects.bytes);
  if (totals !== undefined) add("totals", totals.name, totals.bytes);
  if (census !== undefined) add("census", census.name, census.bytes);
  if (report !== undefined) add("report", "report.json", exact(report));
  const json = JSON.stringify({
    ...rest,
    ...(params && { params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)])) }),
    ...(ties && { ties: typeof ties === "string" ? ties.split(",") : ties }),
    files: list,
  });
  return { json, bytes: concat(parts) };
}
