// The verbs of the verifier, as typed functions.

import { call } from "./module.js";
import { drawLang, drawSentence } from "./sentences.js";
import type { DrawCheck, DrawFact, DrawFile, DrawLang, DrawLot, DrawProof, DrawRequest, DrawVerdict, Finding, ProveRequest } from "./types.js";

interface Told {
  code: string;
  args: string[];
}

/** What the module answers: codes, which are said here. */
interface WireVerdict {
  verdict: Finding;
  checks: (Told & { name: string; finding: Finding })[];
  facts: Told[];
  unshown: string[];
  purpose: string;
  members: string[];
}

const utf8 = new TextEncoder();

function toBytes(file: DrawFile): Uint8Array {
  if (typeof file === "string") return utf8.encode(file);
  if (file instanceof Uint8Array) return file;
  if (ArrayBuffer.isView(file)) return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  return new Uint8Array(file);
}

/** JSON beside the bytes of all files, one after the other, as the module reads them. */
function ask<T>(verb: string, request: object, files: readonly (readonly [role: string, file: DrawFile | undefined])[]): T {
  const parts = files.flatMap(([role, file]) => (file === undefined ? [] : [{ role, bytes: toBytes(file) }]));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.bytes.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part.bytes, at);
    at += part.bytes.length;
  }
  const listed = parts.map((part) => ({ role: part.role, length: part.bytes.length }));
  return JSON.parse(call(verb, JSON.stringify({ ...request, files: listed }), bytes)) as T;
}

/** Hex digits as people paste them: blanks and capitals are no fault. */
const pasted = (text: string | undefined): string | undefined => text?.replace(/\s+/gu, "").toLowerCase();

/**
 * Checks the transcript of a draw (draw/v1): every check of the table, each in one sentence.
 * Never throws on a bad transcript, which is a `FAIL`; throws `IsonomiaError` on a seal, key or
 * policy that cannot be read.
 */
export function verifyDraw(request: DrawRequest): DrawVerdict {
  const { transcript, panels, pool, policy, previous = [], seal, saw, key, drawId } = request;
  const lang = drawLang(request.lang);
  const trust = { seal: pasted(seal), saw: pasted(saw), key: pasted(key), drawId };
  const wire = ask<WireVerdict>("verify", trust, [
    ["transcript", transcript], ["panels", panels], ["pool", pool], ["policy", policy],
    ...previous.map((file) => ["previous", file] as const),
  ]);
  return {
    verdict: wire.verdict,
    headline: drawSentence(lang, `verdict.${wire.verdict.toLowerCase()}`, []),
    checks: wire.checks.map((check) => said(lang, check)),
    facts: facts(lang, wire.facts),
    unshown: wire.unshown.map((code) => drawSentence(lang, `unshown.${code}`, [])),
    purpose: wire.purpose,
    members: wire.members,
    lots: wire.verdict === "FAIL" ? [] : lots(toBytes(transcript)),
  };
}

/** Checks a person's own proof: in the pool, with which chance, drawn or not. */
export function proveDraw(request: ProveRequest): DrawProof {
  const { proof, transcript, panels } = request;
  const wire = ask<Omit<DrawProof, "facts"> & { facts: Told[] }>("prove", {}, [["proof", proof], ["transcript", transcript], ["panels", panels]]);
  return { ...wire, facts: facts(drawLang(request.lang), wire.facts) };
}

function said(lang: DrawLang, { name, finding, code, args }: WireVerdict["checks"][number]): DrawCheck {
  const [check, label] = name.split(":") as [string, string?];
  const title = drawSentence(lang, `check.${check}`, label === undefined ? [] : [label]);
  return { name, finding, code, title, sentence: drawSentence(lang, `code.${code}`, args) };
}

function facts(lang: DrawLang, told: readonly Told[]): DrawFact[] {
  return told.map(({ code, args }) => {
    const key = code.includes(".") ? code : `fact.${code}`;
    return { code, sentence: drawSentence(lang, key, args) };
  });
}

/** The part of a transcript that the lots of a count need; its checks were made. */
interface Tickets {
  manifest: { draw_id: string; draws: { label: string; op: string }[]; binds?: string[]; rehearsal?: true };
  derived: { manifest_hash: string; seed: string };
  ticket_ids: string[] | Record<string, string[]>;
}

function lots(transcript: Uint8Array): DrawLot[] {
  const { manifest, derived, ticket_ids: ids } = JSON.parse(new TextDecoder().decode(transcript)) as Tickets;
  const tickets = manifest.draws.filter(({ op }) => op === "ticket");
  return tickets.map(({ label }) => ({
    origin: manifest.rehearsal ? "rehearsal" : "draw",
    seed: derived.seed,
    draw_id: manifest.draw_id,
    label,
    manifest: derived.manifest_hash,
    ids: (Array.isArray(ids) ? ids : ids[label]) ?? [],
    binds: manifest.binds ?? [],
  }));
}
