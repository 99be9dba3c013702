// Changed transcripts, files and trust: {name, transcript, trust}, the same ones on every run.
import { base64, secret } from "../../docs/spec/draw-v1.example.mjs";
import { canonText, sha256, hex } from "../../docs/spec/draw-verify.mjs";
import { POLICY, bases, bytesOf, checkpoint, east, finish, keys, log, north, note, noteTexts, otherLog, utf8, west } from "./transcripts.mjs";

/** Numbers that look random and are always the same. */
class Dice {
  constructor(name) { this.state = sha256(utf8(name)); }
  below(n) { this.state = sha256(this.state); return Number(BigInt("0x" + hex(this.state.slice(0, 6))) % BigInt(n)); }
}

const children = (v) => (v === null || typeof v !== "object" ? [] : Object.keys(v));
/** All places in a value, as lists of keys, the deepest not left out. */
const places = (v, at = []) => children(v).flatMap((k) => [[...at, k], ...places(v[k], [...at, k])]);
const at = (v, place) => place.reduce((value, key) => value[key], v);
const changed = (document, place, change) => {
  const copy = structuredClone(document), from = at(copy, place.slice(0, -1)), key = place.at(-1);
  change(from, key);
  return copy;
};
const set = (value) => (from, key) => { from[key] = value; };
const drop = (from, key) => { if (Array.isArray(from)) from.splice(Number(key), 1); else delete from[key]; };

/** The ways in which a value is changed, by its type. */
function changes(value, type = true) {
  const to = (name, v) => [name, set(v)];
  const out = [["dropped", drop]];
  if (type) for (const v of [null, true, -1, 0, "", "x", [], {}]) if (canonText(v) !== canonText(value)) out.push(to("is " + canonText(v), v));
  if (typeof value === "number") out.push(to("one more", value + 1), to("one less", value - 1), to("negative", -value), to("2^40", 2 ** 40), to("2^40+1", 2 ** 40 + 1), to("greatest", Number.MAX_SAFE_INTEGER), to("as text", String(value)));
  if (typeof value === "string") {
    out.push(to("longer", value + "0"), to("blank", value + " "), to("with a control character", value + "\u0085"), to("turned about", value + "\u202e"), to("upper case", value.toUpperCase()), to("shorter", value.slice(0, -1)), to("half", value.slice(0, value.length & ~3).slice(2)));
    if (/[0-9a-f]/.test(value)) out.push(to("another digit", value.replace(/[0-9a-f](?!.*[0-9a-f])/s, (d) => ((parseInt(d, 16) + 1) % 16).toString(16))));
    if (/^[0-9a-f]{64}$/.test(value)) out.push(to("zeros", "0".repeat(64)), to("not hex", "g" + value.slice(1)));
  }
  if (Array.isArray(value)) out.push(to("reversed", [...value].reverse()), to("doubled", [...value, ...value]), to("with null", [...value, null]), to("first twice", value.slice(0, 1).concat(value)));
  else if (value && typeof value === "object") out.push(to("with a field more", { ...value, x: 1 }), to("with an empty field", { ...value, "": 1 }));
  // What comes to the same value is no change.
  return out.filter(([, change]) => { const box = { it: value }; change(box, "it"); return !("it" in box) || canonText(box.it) !== canonText(value); });
}
const named = (place, change) => "/" + place.join("/") + " " + change;

const raw = (value) => ({ ...value, ...(value.panels && { panels: bytesOf(value.panels) }), ...(value.pool && { pool: bytesOf(value.pool) }), ...(value.previous && { previous: value.previous.map(bytesOf) }) });
const group = (name, list) => list.map((c) => ({ name: `${name}: ${c.name}`, transcript: bytesOf(c.transcript), trust: raw(c.trust) }));

/** The right ones, each with all that can be known and with less. */
export function untouched() {
  return Object.entries(bases()).flatMap(([name, { parts, trust }]) => {
    const transcript = finish(parts), { manifest_hash } = transcript.derived, texts = noteTexts(parts.manifest, transcript.derived.source_digests.map((d) => Uint8Array.from(Buffer.from(d, "hex"))));
    const reveals = texts.reveals.split("\n")[4], digits = parts.evidence.find((e) => e.digits)?.digits, { policy, panels, pool, previous, saw, ...rest } = trust;
    const all = { policy, panels, pool, previous, saw, ...rest };
    const variants = {
      all, nothing: {}, "all but the policy": { ...all, policy: undefined }, "no panels": { ...all, panels: undefined }, "no pool": { ...all, pool: undefined }, "no previous": { ...all, previous: undefined },
      "one previous": { ...all, previous: previous?.slice(0, 1) }, "a previous one too many": { ...all, previous: [...(previous ?? []), parts.manifest] }, "itself as previous": { ...all, previous: [transcript] }, "previous is nothing": { ...all, previous: ["{}"] }, "previous is no JSON": { ...all, previous: ["{"] },
      seal: { seal: manifest_hash }, "seal, panels, pool": { seal: manifest_hash, panels, pool, saw: reveals }, "another seal": { ...all, seal: "0".repeat(64) },
      "the reveals": { ...all, saw: reveals }, "other reveals": { ...all, saw: "0".repeat(64) }, "the digits": { ...all, saw: digits ?? "123" }, "other digits": { ...all, saw: (digits ?? "") + "1" },
      key: { ...all, key: parts.manifest.organiser.key }, "another key": { ...all, key: keys.stranger.key }, "draw id": { ...all, drawId: parts.manifest.draw_id }, "another draw id": { ...all, drawId: "urn:example:another" },
      "panels are no JSON": { ...all, panels: "[" }, "pool is no JSON": { ...all, pool: "[" }, "panels and pool taken for each other": { ...all, panels: pool, pool: panels },
    };
    return group(name, Object.entries(variants).map(([variant, v]) => ({ name: variant, transcript, trust: Object.fromEntries(Object.entries(v).filter(([, w]) => w !== undefined)) })));
  });
}

/** Every place of a finished transcript changed in every way; nothing else follows it. */
export function fields() {
  const all = bases();
  return ["no beacon", "one die", "beacon, dice and a party", "tickets"].flatMap((name, i) => {
    const { parts, trust } = all[name], transcript = finish(parts);
    // Types are changed everywhere in the first; in the others only what they add to it.
    const reveals = noteTexts(parts.manifest, transcript.derived.source_digests.map((d) => Uint8Array.from(Buffer.from(d, "hex")))).reveals.split("\n")[4];
    const list = places(transcript).filter((p) => i === 0 || p.length < 3 || p.some((k) => ["opened", "evidence", "ticket_ids", "lottery", "not_before_beacon", "anchors"].includes(k)));
    return group(name, list.flatMap((place) => changes(at(transcript, place), i < 2).flatMap(([how, change]) => {
      const one = { name: named(place, how), transcript: changed(transcript, place, change), trust };
      return i === 0 && place[0] === "evidence" ? [one, { ...one, name: one.name + ", seen", trust: { ...trust, saw: reveals } }] : [one];
    })));
  });
}

/** Manifest and evidence changed, and all that follows from them made anew, signatures included. */
export function deep() {
  const all = process.env.ISONOMIA_DRAW_ALL !== undefined;  // else a part of what the first kinds show already
  return Object.entries(bases()).flatMap(([name, { parts, trust }], i) => {
    const part = { manifest: parts.manifest, evidence: parts.evidence, ids: parts.ids ?? [] };
    const list = places(part).filter((p) => p.length > 1).flatMap((place) => changes(at(part, place), i === 3)
      .filter(([how]) => i === 3 || !/control|turned|field|null/.test(how)).map(([how, change]) => ({ place, how, change })));
    const special = [
      ["draw_time", "2023-08-23T15:15:30Z"], ["draw_time", "2023-08-23T15:15:34Z"], ["draw_time", "2019-01-01T00:00:00Z"], ["draw_time", "2023-02-29T00:00:00Z"], ["draw_time", "2024-02-29T12:00:00Z"], ["draw_time", "2023-08-23T24:00:00Z"],
      ["draw_time", "2023-08-23T15:15:60Z"], ["draw_time", "2023-08-23t15:15:31Z"], ["draw_time", "2023-08-23T15:15:31+00:00"], ["draw_time", "２023-08-23T15:15:31Z"], ["draw_time", "2199-12-31T23:59:59Z"], ["draw_time", "2020-07-22T15:17:29Z"],
      ["margin_s", 59], ["margin_s", 60], ["margin_s", 604800], ["margin_s", 604801], ["margin_s", 33], ["attempt", 2], ["attempt", 99], ["attempt", 100], ["supersedes", "0".repeat(64)], ["rehearsal", true], ["rehearsal", false],
      ["log", "other.example.org/log"], ["series", "urn:x"], ["series", "urn: x"], ["names", {}], ["names", { a: { b: "c" } }], ["names", { "": { a: "b" } }], ["quotas", {}], ["quotas", { gender: {} }], ["quotas", { gender: { F: [0, 0], M: [0, 2] } }],
      ["quotas", { gender: { F: [2, 1] } }], ["quotas", { gender: { F: [0, 2 ** 32 - 1], M: [0, 2] } }], ["quotas", { gender: { F: [0, 2 ** 32], M: [0, 2] } }], ["quotas", { household: { a: [0, 1] } }], ["quotas", { pseudonym: { a: [0, 1] } }], ["quotas", { age: { old: [0, 2] }, gender: { F: [0, 2], M: [0, 2] } }],
      ["quotas", { "a b": {} }], ["binds", []], ["binds", ["x"]], ["algorithm", { name: 1, version: [], params: "", objective: null }], ["purpose", "a".repeat(4096)], ["purpose", "a".repeat(4097)], ["purpose", "é".repeat(2049)], ["purpose", "two\nlines"], ["purpose", "tab\t"], ["purpose", "\u2066"], ["draw_id", "urn:é"], ["draw_id", "x".repeat(257)],
      ["organiser", { name: "same key", key: keys.opposition.key }], ["lottery", { kind: "ticket" }], ["lottery", { ...parts.manifest.lottery, disclosure: "auditor" }], ["lottery", { ...parts.manifest.lottery, disclosure: "public" }], ["lottery", { ...parts.manifest.lottery, seats: 3 }], ["lottery", { ...parts.manifest.lottery, seats: 2 ** 24 }],
      ["lottery", { ...parts.manifest.lottery, panels: 10 ** 6, seats: 100 }], ["lottery", { ...parts.manifest.lottery, panels: 10 ** 6, seats: 101 }], ["draws", parts.manifest.draws.concat(parts.manifest.draws)], ["draws", parts.manifest.draws.concat([{ label: "chair", op: "below", n: 6 }])], ["draws", parts.manifest.draws.concat([{ label: "second", op: "ticket" }])], ["draws", parts.manifest.draws.concat([{ label: "panel", op: "direct", n: 6 }])],
      ["draws", [{ label: "panel", op: "direct", n: parts.manifest.lottery.panels ?? 6 }]], ["draws", [{ label: "chair", op: "direct", n: 6 }]], ["draws", [{ label: "chair", op: "below", n: 6 }]], ["draws", [{ label: "panel", op: "sample", n: 8, k: 0 }]], ["draws", [{ label: "panel", op: "sample", n: 2 ** 24 + 1, k: 1 }]], ["draws", [{ label: "panel", op: "sample", n: 2 ** 24, k: 3 }]], ["draws", [{ label: "panel", op: "sample", n: 8, k: 9 }]], ["draws", [{ label: "panel", op: "below", n: Number.MAX_SAFE_INTEGER }]],
      ["draws", Array.from({ length: 17 }, (_, k) => ({ label: "d" + k, op: "below", n: 2 }))], ["draws", Array.from({ length: 16 }, (_, k) => ({ label: "d" + k, op: "below", n: 2 }))], ["draws", [{ label: "Panel", op: "below", n: 6 }]], ["draws", [{ label: "p".repeat(33), op: "below", n: 6 }]], ["not_before_beacon", { chain_hash: "0".repeat(64), round: 1, signature: "" }],
    ].map(([field, value]) => ({ place: ["manifest", field], how: "is " + canonText(value).slice(0, 60), change: set(value) }));
    const sources = parts.manifest.sources.flatMap((s, k) => [
      s.type === "dice" && [["sides", 6], ["sides", 20], ["count", 0], ["count", 19]].map(([f, v]) => [["manifest", "sources", k, f], v]),
      s.type === "dice" && ["00000000000000000000", "1234567890123456789", "３1415926535897932384", "", "61", "7", "0", "00", "1e3"].map((v) => [["evidence", k, "digits"], v]),
      s.type === "drand" && [["chain_hash", "0".repeat(64)], ["round", 122], ["round", 0], ["round", 2 ** 40 + 1], ["round", -3]].map(([f, v]) => [["manifest", "sources", k, f], v]),
      s.type === "drand" && ["c0" + "00".repeat(47), "80" + "00".repeat(47), "", "ZZ", "a", "aa"].map((v) => [["evidence", k, "signature"], v]),
      s.type === "drand" && ["", "00", "zz", "f".repeat(192)].map((v) => [["evidence", k, "previous_signature"], v]),
      s.type === "commit-reveal" && [["key", keys.organiser.key], ["key", keys.committee.key], ["party", "Committee"], ["reveal_by", "2023-08-23T15:15:32Z"], ["reveal_by", "2023-08-23T15:15:33Z"], ["reveal_by", "2023-08-23T15:14:33Z"], ["reveal_by", "2023-08-23T15:14:34Z"]].map(([f, v]) => [["manifest", "sources", k, f], v]),
      s.type === "rfc3797-list" && [["ready_by", "2023-08-23T15:15:30Z"], ["ready_by", "2023-08-23T15:15:31Z"], ["items", []]].map(([f, v]) => [["manifest", "sources", k, f], v]),
      s.type === "rfc3797-list" && [[], [[]], [[1], []], [[-1], [1]], [[2, 1], [1]], [[1], [2], [3]], [[1, 1], [2]]].map((v) => [["evidence", k, "values"], v]),
      [[["evidence", k], { secret: "00" }], [["evidence", k], { digits: "1" }], [["evidence", k], { values: [[1]] }], [["evidence", k], { signature: "00" }]],
    ].filter(Boolean).flat()).map(([place, value]) => ({ place, how: "is " + canonText(value), change: set(value) }));
    const more = [
      ["one source more, another party", (p) => { p.manifest.sources.push({ type: "commit-reveal", party: "Third", key: keys.stranger.key, commitment: "1".repeat(64), reveal_by: "2023-08-23T15:00:00Z" }); p.evidence.push({ secret: "00".repeat(32) }); }],
      ["dice twice", (p) => { p.manifest.sources.push({ type: "dice", count: 25, sides: 6, ceremony: "again" }); p.evidence.push({ digits: "1".repeat(25) }); }],
      ["evidence too much", (p) => { p.evidence.push({ digits: "1" }); }], ["all sources twice", (p) => { p.manifest.sources.push(...p.manifest.sources); p.evidence.push(...p.evidence); }],
      ["a list", (p) => { p.manifest.sources.push({ type: "rfc3797-list", items: ["x"], ready_by: "2023-08-23T15:00:00Z" }); p.evidence.push({ values: [[1, 2]] }); }],
      ["an id twice", (p) => { if (Array.isArray(p.ids)) p.ids = [...p.ids, ...p.ids]; }], ["ids that nobody draws", (p) => { if (Array.isArray(p.ids) && !p.ids.length) p.ids = ["x"]; }], ["ids in the other form", (p) => { p.ids = Array.isArray(p.ids) ? { tie: p.ids } : Object.values(p.ids).flat(); }], ["ids sorted", (p) => { if (Array.isArray(p.ids)) p.ids = [...p.ids].sort(); }], ["an id too long", (p) => { if (Array.isArray(p.ids)) p.ids = ["x".repeat(129)]; }],
    ];
    const cases = [...list, ...special, ...sources].filter((_, k) => all || i === 3 || (k + i) % 4 === 0).flatMap(({ place, how, change }) => {
      try { return [[named(place, how), changed(part, place, change)]]; } catch { return []; }
    }).concat(more.map(([how, change]) => { const copy = structuredClone(part); change(copy); return [how, copy]; }));
    return group("deep, " + name, cases.flatMap(([how, p], k) => {
      let transcript;
      try { transcript = finish({ ...parts, ...p }); } catch { transcript = { ...finish(parts), manifest: p.manifest, evidence: p.evidence, ticket_ids: p.ids }; }
      return [{ name: how, transcript, trust: { ...trust, seal: transcript.derived.manifest_hash } }, ...(i < 2 && (all || k % 4 === 0) ? [{ name: how + ", unsealed", transcript, trust }] : [])];
    }));
  });
}

/** Bytes flipped at random, and texts that are read strictly. */
export function bytes() {
  const { parts, trust } = bases()["no beacon"], transcript = finish(parts), text = canonText(transcript), data = utf8(text), dice = new Dice("bytes");
  const flips = Array.from({ length: 400 }, (_, i) => {
    const copy = data.slice(), place = dice.below(copy.length);
    if (i % 3 === 0) copy[place] ^= 1 << dice.below(8);
    else if (i % 3 === 1) copy[place] = 0x20 + dice.below(0x5f);
    else copy.copyWithin(place, place + 1);
    return { name: `${i} at ${place}`, transcript: copy, trust };
  });
  const put = (from, to) => text.replace(from, () => to), quoted = '"purpose":"To be changed"';
  const texts = [
    "\ufeff" + text, " \t\r\n" + text + "\n", text + "x", "[" + text + "]", "", "null", "{}", put('"count":20', '"count":20.0'), put('"count":20', '"count":2e1'), put('"count":20', '"count":020'), put('"count":20', '"count":-0'), put('"count":20', '"count":00000000000000020'), put('"count":20', '"count":9007199254740992'), put('"count":20', '"count":+20'),
    put('"attempt":1', '"attempt":1,"attempt":1'), put('"attempt":1', '"attempt":1,"\\u0061ttempt":1'), put('"attempt":1', '"\\u0061ttempt":1'), put(quoted, '"purpose":"To be chang\\u0065d"'), put(quoted, '"purpose":"e\\u0301"'), put(quoted, '"purpose":"\\ud83d\\ude00"'), put(quoted, '"purpose":"\\ud83d"'), put(quoted, '"purpose":"\\ude00\\ud83d"'), put(quoted, '"purpose":"a\u2028b"'), put(quoted, '"purpose":"a\\u0000"'), put(quoted, '"purpose":"a\\/b"'), put(quoted, '"purpose":"\\x"'), put(quoted, '"purpose":"\t"'), put(quoted, '"purpose":"\u00a0\ufeff"'), put(quoted, "\"purpose\":'a'"),
    put('"log"', '"l\u00f6g"'), put('"binds"', '"b"'), put('"params":{}', '"params":' + "[".repeat(28) + "]".repeat(28)), put('"params":{}', '"params":' + "[".repeat(29) + "]".repeat(29)), put('"params":{}', '"params":' + "[".repeat(30) + "]".repeat(30)), put('"params":{}', '"params":' + "[".repeat(5000)), put('"params":{}', '"params":{"__proto__":1,"constructor":2,"10":1,"9":2}'), put('"params":{}', '"params":1,'), put('"params":{}', '"params":tru'), put('"params":{}', '"params":truex'), put('"params":{}', '"params":NaN'), put('"params":{}', '"params":[1,]'), put('"params":{}', '"params":[1 2]'), put('"params":{}', '"params":/**/1'),
    put('"params":{}', '"params":"' + "x".repeat(16 * 2 ** 20) + '"'),
  ].map((transcript, i) => ({ name: "text " + i, transcript, trust }));
  const broken = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]].map((b, i) => ({ name: "UTF-8 " + i, transcript: Buffer.concat([utf8(text.slice(0, text.indexOf("To be"))), Uint8Array.from(b), utf8(text.slice(text.indexOf("To be")))]), trust }));
  return group("bytes", [...flips, ...texts, ...broken]);
}

/** Signed notes: other texts, other lines. */
export function notes() {
  const { parts, trust } = bases()["no beacon"], transcript = finish(parts), hash = transcript.derived.manifest_hash;
  const texts = noteTexts(parts.manifest, transcript.derived.source_digests.map((d) => Uint8Array.from(Buffer.from(d, "hex")))), good = note(texts.manifest, "organiser");
  const line = keys.organiser.line(texts.manifest), [, name, data] = line.trim().split(" "), blob = Buffer.from(data, "base64"), at64 = (change) => { const b = Buffer.from(blob); change(b); return `\u2014 ${name} ${b.toString("base64")}\n`; };
  const of = (lines) => [`${texts.manifest}\n${lines}`];
  const sets = {
    none: [], good: [good], "twice the same note": [good, good], "two lines of one key": of(line + line), "two keys": of(line + keys.stranger.line(texts.manifest)), "in two notes": [good, note(texts.manifest, "stranger")], "a bad line, then a good note": [...of(line + line), good], "a good note, then a bad line": [good, ...of(keys.stranger.line(texts.manifest) + line)], "32 lines": of(line + "\u2014 x AAAAAAA=\n".repeat(31)), "33 lines": of(line + "\u2014 x AAAAAAA=\n".repeat(32)),
    audited: [good, note(texts.audited, "auditor")], "audited by a stranger": [good, note(texts.audited, "stranger")], "auditor on the manifest": [note(texts.manifest, "auditor")], "reveals by the organiser": [note(texts.reveals, "organiser")],
    "another text": [note("draw/v1 manifest\nsomething else\n", "organiser")], "text without its last line": [note(texts.manifest.replace(/\n[^\n]*\n$/, "\n"), "organiser")], "text with a line more": [note(texts.manifest + "more\n", "organiser")], "text with an empty line": [note(texts.manifest + "\n", "organiser")],
    "another attempt": [note(texts.manifest.replace("\n1\n", "\n2\n"), "organiser")], "a hash in capitals": [note(texts.manifest.replace(hash, hash.toUpperCase()), "organiser")], "line of another text": [`${texts.manifest}\n${keys.organiser.line(texts.audited)}`],
    "no lines": [texts.manifest + "\n"], "only text": [texts.manifest], empty: [""], "one line feed": ["\n"], "two line feeds": ["\n\n"], "no last line feed": [good.slice(0, -1)], "a line feed more": [good + "\n"], "with CR": [good.replaceAll("\n", "\r\n")], "a hyphen for the dash": [good.replace("\u2014", "-")], "two spaces": [good.replace(" " + data, "  " + data)], "something after": [good.replace(data, data + " x")], "a word before": of("x" + line), "a tab": [good.replace(" " + data, "\t" + data)],
    "base64 without padding": [good.replace(/=+\n$/, "\n")], "spare bits": [good.replace(/(.)(=+)\n$/, (_, c, p) => String.fromCharCode(c.charCodeAt(0) + 1) + p + "\n")], "another key id": of(at64((b) => { b[0] ^= 1; })), "R changed": of(at64((b) => { b[4] ^= 1; })), "s changed": of(at64((b) => { b[67] ^= 1; })), "a byte more": of(`\u2014 ${name} ${base64(blob, Uint8Array.of(0))}\n`), "a byte less": of(`\u2014 ${name} ${base64(blob.subarray(0, 67))}\n`), "five bytes": of(`\u2014 ${name} ${base64(blob.subarray(0, 5))}\n`), "four bytes": of(`\u2014 ${name} ${base64(blob.subarray(0, 4))}\n`),
    "name in capitals": [good.replace(name, name.toUpperCase())], "name shorter": [good.replace(name, name.slice(1))], "name of another": [good.replace(name, keys.stranger.key)], "a vkey as name": of(keys.organiser.vkey + line), "type 04": of(east.line(texts.manifest)), "32 notes": Array(32).fill(""), "33 notes": Array(33).fill(""), "16384 bytes": [good + "x".repeat(16384 - utf8(good).length)], "16385 bytes": [good + "x".repeat(16385 - utf8(good).length)],
    "weak key": [`${texts.manifest}\n\u2014 ${"01" + "00".repeat(31)} ${base64(sha256(Buffer.concat([utf8("01" + "00".repeat(31) + "\n"), Uint8Array.of(1, 1), new Uint8Array(31)])).slice(0, 4), Uint8Array.of(1), new Uint8Array(63))}\n`],
  };
  return group("notes", Object.entries(sets).map(([how, signatures]) => ({ name: how, transcript: { ...transcript, signatures }, trust })));
}

/** Proofs of a log with other lines, and policies of other people. */
export function anchors() {
  const all = bases(), { parts, trust } = all["one die"], transcript = finish({ ...parts, stamps: undefined }), entry = noteTexts(parts.manifest, []).manifest, T = Date.parse(parts.manifest.draw_time) / 1000;
  const proof = (stamps, options) => checkpoint(entry, (text) => stamps.map(([w, t]) => w.cosign(text, t)).join(""), options), two = [[east, T - 100], [west, T - 90]], good = proof(two);
  const edit = (from, to) => good.replace(from, to), lines = good.split("\n"), without = (i) => lines.filter((_, k) => k !== i).join("\n");
  const line = (i, change) => { const copy = [...lines]; copy[i] = change(copy[i]); return copy.join("\n"); };
  const flip = (place) => (text) => { const words = text.split(" "), b = Buffer.from(words[2], "base64"); b[place] ^= 1; return [...words.slice(0, 2), b.toString("base64")].join(" "); };
  const proofs = {
    good: [good], none: [], "one witness": [proof(two.slice(0, 1))], "three witnesses": [proof([...two, [north, T - 200]])], "one stranger": [proof([two[0], [north, T + 5]])], "too late": [proof([[east, T - 59], [west, T - 90]])], "just in time": [proof([[east, T - 60], [west, T - 90]])], "a witness twice": [proof([...two, [west, T - 300]])], "a witness twice, alone": [proof([[east, T - 80], [east, T - 90]])],
    "time 0": [proof([[east, 0], two[1]])], "time 1": [proof([[east, 1], [west, 1]])], "time 2^63": [proof([[east, 2n ** 63n], two[1]])], "time 2^63-1": [proof([[east, 2n ** 63n - 1n], two[1]])], "no log": [proof(two, { by: null })], "another log's key": [proof(two, { by: otherLog })], "another origin": [proof(two, { origin: "other.example.org/log", by: otherLog })], "an extension": [proof(two, { extension: "more\n" })], "an empty extension": [proof(two, { extension: "\n" })],
    "another entry": [checkpoint("something else\n", () => "")], extra: [edit("index 1", "extra AAAA\nindex 1")], "index 0": [edit("index 1", "index 0")], "index 2": [edit("index 1", "index 2")], "index 3": [edit("index 1", "index 3")], "index 01": [edit("index 1", "index 01")], "index -1": [edit("index 1", "index -1")], "index big": [edit("index 1", "index 18446744073709551615")], "index too big": [edit("index 1", "index 18446744073709551616")], "no index": [edit("index 1\n", "")], "two spaces": [edit("index 1", "index  1")], "another version": [edit("@v1", "@v2")],
    "size 4": [edit("\n3\n", "\n4\n")], "size 2": [edit("\n3\n", "\n2\n")], "size 0": [edit("\n3\n", "\n0\n")], "size 03": [edit("\n3\n", "\n03\n")], "path shorter": [without(3)], "path reversed": [line(2, () => lines[3]).replace(lines[2], lines[2])], "path longer": [line(3, (l) => l + "\n" + l)], "path changed": [line(2, (l) => (l[0] === "A" ? "B" : "A") + l.slice(1))], "path not base64": [line(2, () => "????")], "path of 31 bytes": [line(2, () => base64(new Uint8Array(31)))],
    "root changed": [line(7, (l) => (l[0] === "A" ? "B" : "A") + l.slice(1))], "no blank line": [without(4)], "two blank lines": [line(4, () => "\n")], "CR": [good.replaceAll("\n", "\r\n")], "no end": [good.slice(0, -1)], "more at the end": [good + "x\n"], "an empty line at the end": [good + "\n"], empty: [""], "no lines": [lines.slice(0, 9).join("\n") + "\n"], "no checkpoint": [lines.slice(0, 4).join("\n") + "\n"],
    "log's signature changed": [line(9, flip(10))], "log's key id changed": [line(9, flip(0))], "log's name changed": [line(9, (l) => l.replace(" log.", " lok."))], "log's line too long": [line(9, (l) => l.slice(0, -1) + "AAAA")], "east changed": [line(10, flip(30))], "east's time changed": [line(10, flip(11))], "east's id changed": [line(10, flip(1))], "east's name changed": [line(10, (l) => l.replace("east", "oast"))], "east without time": [line(10, () => east.line(lines.slice(5, 8).join("\n") + "\n").trim())],
    "an unknown line": [good + "\u2014 unknown.example AAAAAAA=\n"], "an unknown line of four bytes": [good + "\u2014 unknown.example AAAAAA==\n"], "an unknown line, bad base64": [good + "\u2014 unknown.example AAAAAA\n"], "an unknown line, spare bits": [good + "\u2014 unknown.example AAAAAAB=\n"], "a name with plus": [good + "\u2014 a+b AAAAAAA=\n"], "a name with a space": [good + "\u2014 a\u2003b AAAAAAA=\n"], "a name with a soft space": [good + "\u2014 a\u00a0b AAAAAAA=\n"], "a name with a joiner": [good + "\u2014 a\ufeffb AAAAAAA=\n"], "a line without name": [good + "\u2014  AAAAAAA=\n"], "a control character": [good + "\u2014 a\u0001b AAAAAAA=\n"], "delete": [good + "\u2014 a\u007fb AAAAAAA=\n"], "log signed twice": [line(9, (l) => l + "\n" + l)],
    "two proofs": [good, proof([[east, T - 500], [west, T - 490]])], "a good and a bad one": [good, ""], "a bad and a good one": [line(9, flip(10)), good], "eight": Array(8).fill(good), "nine": Array(9).fill(good), "16384 bytes": [good + "x".repeat(16384 - utf8(good).length)], "32 lines": [good + "\u2014 unknown.example AAAAAAA=\n".repeat(29)], "33 lines": [good + "\u2014 unknown.example AAAAAAA=\n".repeat(30)], "long": [good + ("\u2014 unknown.example " + base64(new Uint8Array(300)) + "\n").repeat(30)],
  };
  const dice = new Dice("anchors");
  for (let i = 0; i < 150; i++) {
    const b = Buffer.from(utf8(good)), place = dice.below(b.length);
    b[place] = 0x20 + dice.below(0x5f);
    try { proofs["flip " + i] = [new TextDecoder("utf-8", { fatal: true }).decode(b)]; } catch { /* not UTF-8, so no string */ }
  }
  const cases = Object.entries(proofs).flatMap(([how, list]) => {
    const t = { ...transcript, anchors: list.map((p) => ({ subject: "manifest", proof: p })) };
    return [{ name: how, transcript: t, trust }, { name: how + ", no policy", transcript: t, trust: { ...trust, policy: undefined } }];
  }).map((c) => ({ ...c, trust: Object.fromEntries(Object.entries(c.trust).filter(([, v]) => v !== undefined)) }));
  const head = `log ${log.vkey}\nwitness east ${east.vkey}\nwitness west ${west.vkey}\nwitness north ${north.vkey}\n`, anchored = { ...transcript, anchors: [{ subject: "manifest", proof: good }] };
  const [eastName, eastId, eastKey] = east.vkey.split("+");
  const policies = [
    POLICY, "", "quorum none\n", head, head + "quorum east\n", head + "quorum north\n", head + "quorum none\n", head + "quorum nobody\n", head + "quorum east\nquorum west\n", head + "group g any east north\nquorum g\n", head + "group g all east north\nquorum g\n", head + "group g all east west\nquorum g\n", head + "group g 2 east west north\nquorum g", head + "group g 0 east\nquorum g\n", head + "group g 2 east\nquorum g\n", head + "group g 01 east\nquorum g\n", head + "group g +1 east\nquorum g\n", head + "group g -1 east\nquorum g\n", head + "group g 00000000000000000000000001 east\nquorum g\n", head + "group g 1 east east\nquorum g\n",
    head + "group g any east\ngroup h any east\nquorum g\n", head + "group g any east\ngroup h all g west\nquorum h\n", head + "group h all g west\ngroup g any east\nquorum h\n", head + "group g any none\nquorum g\n", head + "group none any east\nquorum none\n", head + "group east any west\nquorum east\n", head + "group g any\nquorum g\n", head + "group g some east\nquorum g\n", head + "quorum\n", head + "quorum east west\n",
    "# a comment\n\n \t " + head.replaceAll(" ", " \t ") + "  # another\nquorum east", head + "quorum east # comment\n", head.replaceAll("\n", "\r\n") + "quorum east\r\n", head + "quorum east\n\u0001", head + `log ${log.vkey}\nquorum east\n`, head + `witness more ${east.vkey}\nquorum east\n`, head + `witness east ${otherLog.vkey}\nquorum east\n`, head + `log ${otherLog.vkey} https://x y\nquorum east\n`, head + `log ${otherLog.vkey} https://x\nquorum east\n`, head + `log ${east.vkey}\nquorum east\n`,
    `witness east ${east.vkey}\nquorum east\n`, `log ${otherLog.vkey}\nwitness east ${east.vkey}\nquorum east\n`, head + `auditor ${keys.auditor.vkey}\nauditor ${keys.auditor.vkey}\nquorum none\n`, head + `auditor ${keys.auditor.vkey} https://x\nquorum none\n`, head + `auditor ${east.vkey}\nquorum none\n`, head + "nonsense\nquorum east\n", head.replace(eastId, "00000000") + "quorum east\n", head.replace(eastId, eastId.toUpperCase()) + "quorum east\n", head.replace(eastKey, eastKey.slice(0, -4)) + "quorum east\n", head.replace(eastKey, eastKey + "=") + "quorum east\n", head.replace(eastName + "+", "+") + "quorum east\n", head + "quorum  east  \n", head + "Quorum east\n", head + "group g 99999999999999999999 east\nquorum g\n", head + "group \u0142\u00f3d\u017a any east\nquorum \u0142\u00f3d\u017a\n", head + "quorum east\n#\u007f", head + "quorum east\n\u00a0",
  ];
  return group("anchors", [...cases, ...policies.map((policy, i) => ({ name: "policy " + i, transcript: anchored, trust: { ...trust, policy } }))]);
}

/** Lists of panels, pools and earlier manifests, changed everywhere. */
export function files() {
  const all = bases();
  return ["no beacon", "salted list", "third attempt"].flatMap((name, i) => {
    const { parts, trust } = all[name], transcript = finish(parts), { seats, ...noSeats } = parts.manifest.lottery;
    const variants = (file) => places(trust[file]).filter((p) => i === 0 || p.length < 3 || file === "panels").flatMap((place) => changes(at(trust[file], place), place.length < 4).map(([how, change]) => ({ name: file + named(place, how), transcript, trust: { ...trust, [file]: changed(trust[file], place, change) } })));
    const previous = (trust.previous ?? []).flatMap((m, k) => places(m).filter((p) => p.length < 2).flatMap((place) => changes(at(m, place), false).map(([how, change]) => ({ name: `previous ${k}` + named(place, how), transcript, trust: { ...trust, previous: Object.assign([...trust.previous], { [k]: changed(m, place, change) }) } }))));
    const manifest = { ...parts.manifest, lottery: noSeats }, open = finish({ ...parts, manifest });
    return group(name, [...(i === 2 ? [] : [...variants("panels"), ...variants("pool")]), ...previous, { name: "no seats", transcript: open, trust }, { name: "no seats, no list", transcript: open, trust: { ...trust, panels: undefined } }]
      .map((c) => ({ ...c, trust: Object.fromEntries(Object.entries(c.trust).filter(([, v]) => v !== undefined)) })));
  });
}

/** What the vectors say must fail, and the vectors' transcript with what belongs to it. */
export function vectors({ transcript: { document, must_fail, pool, panels } }) {
  const trust = { pool: { records: [...pool].sort((a, b) => a.position - b.position).map(({ salt, record }) => [salt, record]) }, panels: { panels: panels.map((p) => p.positions) }, seal: document.derived.manifest_hash };
  return group("vectors", [{ name: "as it is", transcript: document, trust: {} }, { name: "with its files", transcript: document, trust },
    ...must_fail.map(({ pointer, value }, i) => ({ name: `${i} ${pointer}`, transcript: changed(document, pointer.split("/").slice(1), set(value)), trust }))]);
}
