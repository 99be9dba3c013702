// Valid transcripts of many kinds, to be changed: each is finished from a manifest and its evidence,
// with keys of our own, so that a changed manifest can be finished again and the change reaches the
// check that looks at it. What cannot be computed from a changed manifest stays out.
import { base64, path, secret, signer } from "../../docs/spec/draw-v1.example.mjs";
import { CHAINS, H, Stream, canon, canonText, hex, keyString, leafHash, merkleRoot, panelLeaf, poolLeaf, ticket, unhex } from "../../docs/spec/draw-verify.mjs";

export const utf8 = (text) => new TextEncoder().encode(text);
const u64 = (n) => unhex(BigInt(n).toString(16).padStart(16, "0"));
const attempt = (f, otherwise) => { try { return f(); } catch { return otherwise; } };
const chain = (name) => Object.entries(CHAINS).find(([, c]) => c.name === name)[0];

export const keys = Object.fromEntries(["organiser", "opposition", "committee", "auditor", "stranger"].map((who) => [who, signer(who)]));
export const log = signer("log", "log.example.org/draws"), otherLog = signer("other log", "other.example.org/log");
export const east = signer("east", "east.example.net", 4), west = signer("west", "west.example.net", 4), north = signer("north", "north.example.net", 4);

/** Rounds as drand published them (HTTP API examples in drand-docs and drand-client). */
const BEACONS = {
  quicknet42: { chain_hash: chain("quicknet"), round: 42, signature: "95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a" },
  quicknet123: { chain_hash: chain("quicknet"), round: 123, signature: "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92" },
  default1: { chain_hash: chain("default"), round: 1, signature: "8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b10104990e7cb424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b4655", previous_signature: "176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a" },
  default367: { chain_hash: chain("default"), round: 367, signature: "90957ebc0719f8bfb67640aff8ca219bf9f2c5240e60a8711c968d93370d38f87b38ed234a8c63863eb81f234efce55b047478848c0de025527b3d3476dfe860632c1b799550de50a6b9540463e9fb66c8016b89c04a9f52dabdc988e69463c1", previous_signature: "859504eade86790ad09b2b3474d5e09d1718b549ef7107d7bbd18f5e221765ce8252d7db02664c1f6b20f40c6e8e138704d2acfeb6c5abcc14c77e3a842b2f84515e7366248ca37b1460d23b4f98493c246fbb02851f2a43a710c968a349f8d6" },
};

// Eight people in four households, and panels of a woman and a man.
const PEOPLE = ["ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "oak"]
  .map((pseudonym, i) => ({ salt: secret("salt of " + pseudonym), record: { pseudonym, gender: i % 2 ? "M" : "F", household: "house " + (i >> 1) } }))
  .map((p) => ({ ...p, leaf: poolLeaf(p.salt, p.record) })).sort((a, b) => (hex(a.leaf) < hex(b.leaf) ? -1 : 1));
const POOL = { records: PEOPLE.map((p) => [hex(p.salt), p.record]) };
const couples = PEOPLE.flatMap((f, i) => PEOPLE.flatMap((m, j) => (f.record.gender === "F" && m.record.gender === "M" && f.record.household !== m.record.household ? [[i, j].sort((a, b) => a - b)] : [])));
const panelsOf = (n) => Array.from({ length: n }, (_, i) => couples[(5 * i) % couples.length]);

/** The lottery over a list of panels, with what belongs to it. */
const listOf = (n, disclosure) => {
  const panels = panelsOf(n), salts = disclosure === "auditor" ? panels.map((_, i) => secret("panel salt " + i)) : undefined;
  const leaves = panels.map((p, i) => panelLeaf(p, salts?.[i]));
  return { panels, salts, leaves, lottery: { kind: "uniform-panels", panels: n, root: hex(merkleRoot(leaves)), seats: 2, ...(disclosure && { disclosure }) } };
};

const drand = (beacon) => [{ type: "drand", chain_hash: beacon.chain_hash, round: beacon.round }, { signature: beacon.signature, ...(beacon.previous_signature && { previous_signature: beacon.previous_signature }) }];
const dice = (digits, sides) => [{ type: "dice", count: digits.length, sides, ceremony: "before the camera" }, { digits }];
const reveal = (party, key, reveal_by) => [{ type: "commit-reveal", party, ...(key && { key }), commitment: hex(H("commit", utf8(party), secret(party))), reveal_by }, { secret: hex(secret(party)) }];
const list = (items, values, ready_by) => [{ type: "rfc3797-list", items, ready_by }, { values }];

const draft = (sources, draw_time, changes = {}) => ({
  manifest: {
    format: "draw/v1", draw_id: "urn:example:draw", purpose: "To be changed", organiser: { name: "Ratusz w Łodzi", key: keys.organiser.key },
    attempt: 1, supersedes: null, not_before_beacon: null,
    pool: { size: PEOPLE.length, root: hex(merkleRoot(PEOPLE.map((p) => p.leaf))), leaf_format: "draw/v1-salted" },
    quotas: { gender: { F: [1, 1], M: [1, 2] } }, names: { gender: { "": "Płeć", F: "kobiety" } },
    algorithm: { name: "by hand", version: "1", params: {}, objective: [1, 4] },
    draws: [{ label: "panel", op: "below", n: 6 }, { label: "reserve", op: "sample", n: PEOPLE.length, k: 3 }],
    sources: sources.map(([s]) => s), draw_time, margin_s: 60, log: "log.example.org/draws", ...changes,
  },
  evidence: sources.map(([, e]) => e),
});

const noteTexts = (manifest, digests) => {
  const hash = H("manifest", canon(manifest)), lines = `${manifest.draw_id}\n${manifest.attempt}\n${hex(hash)}\n`;
  const others = manifest.sources.flatMap((s, i) => (s.type === "drand" ? [] : [digests[i]]));
  return { manifest: "draw/v1 manifest\n" + lines, audited: "draw/v1 list-audited\n" + lines, reveals: attempt(() => `draw/v1 reveals\n${lines}${hex(H("reveals", hash, ...others))}\n`) };
};
export const note = (text, ...who) => `${text}\n${who.map((w) => keys[w].line(text)).join("")}`;
export const checkpoint = (entry, lines, { origin = "log.example.org/draws", extension = "", by = log } = {}) => {
  const leaves = [utf8("an older entry\n"), utf8(entry), utf8("a later entry\n")].map(leafHash);
  const text = `${origin}\n3\n${base64(merkleRoot(leaves))}\n${extension}`;
  return `c2sp.org/tlog-proof@v1\nindex 1\n${path(1, leaves).map((h) => base64(h) + "\n").join("")}\n${text}\n${by ? by.line(text) : ""}${lines(text)}`;
};

/** The transcript of a manifest with its evidence. */
export function finish({ manifest, evidence, ids = [], list, notes = { manifest: ["organiser", "auditor"], reveals: ["auditor"] }, stamps }) {
  const out = (i) => ({
    drand: () => unhex(evidence[i].signature), "commit-reveal": () => unhex(evidence[i].secret),
    dice: () => utf8(evidence[i].digits), "rfc3797-list": () => utf8(keyString(evidence[i].values)),
  })[manifest.sources[i].type]();
  const hash = H("manifest", canon(manifest));
  const digests = manifest.sources.map((s, i) => attempt(() => H("source", u64(i), canon(s), out(i)), new Uint8Array(32)));
  const seed = H("seed", hash, ...digests), key = (label) => H("draw", seed, utf8(label));
  const value = (d) => {
    const stream = new Stream(key(d.label));
    if (d.op === "below") return Number(stream.below(BigInt(d.n)));
    if (d.op === "sample") return stream.sample(d.n, d.k);
    const own = Array.isArray(ids) ? ids : ids[d.label];
    if (d.op === "ticket") return own.map((id) => [id, ticket(key(d.label), id)]).sort((a, b) => (a[1] < b[1] ? -1 : 1));
    const i = manifest.sources.findIndex((s) => s.type === "dice"), { sides } = manifest.sources[i];
    return [...evidence[i].digits].reduce((n, c) => n * sides + Number(c) - (sides === 6 ? 1 : 0), 0);
  };
  const results = manifest.draws.map((d) => ({ label: d.label, value: attempt(() => value(d), 0) }));
  const index = results.find((r) => r.label === "panel")?.value;
  const opened = list && { index, panel: list.panels[index] ?? list.panels[0], path: attempt(() => path(index, list.leaves).map(hex), []), ...(list.salts && { salt: hex(list.salts[index] ?? list.salts[0]) }) };
  const texts = noteTexts(manifest, digests);
  return {
    manifest, evidence,
    signatures: Object.entries(notes).flatMap(([text, who]) => (texts[text] === undefined ? [] : [note(texts[text], ...who)])),
    anchors: stamps ? [{ subject: "manifest", proof: checkpoint(texts.manifest, (text) => stamps.map(([w, t]) => w.cosign(text, t)).join("")) }] : [],
    derived: { manifest_hash: hex(hash), source_digests: digests.map(hex), seed: hex(seed), draw_keys: Object.fromEntries(manifest.draws.map((d) => [d.label, hex(key(d.label))])) },
    ticket_ids: ids, results, opened: opened ?? null,
  };
}
export { noteTexts };

export const POLICY = `log ${log.vkey}\nwitness east ${east.vkey}\nwitness west ${west.vkey} https://west.example.net\nwitness north ${north.vkey}\n`
  + `group two 2 east west north\nquorum two\nauditor ${keys.auditor.vkey}\n`;
const hashOf = (m) => hex(H("manifest", canon(m)));
const idsHash = (ids) => hex(H("ids", canon([...ids].sort((a, b) => Buffer.compare(utf8(a), utf8(b))))));

/** {name: {parts, trust}}: parts are what `finish` takes; each is right and PASSes where it can. */
export function bases() {
  const out = {}, six = listOf(6), stamps = [[east, 1692803500], [west, 1692803560]];
  const add = (name, parts, trust = {}) => { out[name] = { parts, trust: { policy: POLICY, pool: POOL, ...(parts.list && { panels: { panels: parts.list.panels, ...(parts.list.salts && { salts: parts.list.salts.map(hex) }) } }), ...trust } }; };
  const late = "2023-08-23T15:15:31Z", sources = [dice("31415926535897932384", 10), reveal("Opposition group", keys.opposition.key, "2023-08-23T15:14:00Z"), drand(BEACONS.quicknet123)];
  const ids = ["street", "park", "école"];

  add("beacon, dice and a party", { ...draft(sources, late, { lottery: six.lottery, not_before_beacon: BEACONS.quicknet42, draws: [{ label: "panel", op: "below", n: 6 }, { label: "reserve", op: "sample", n: 8, k: 3 }, { label: "tie", op: "ticket", ids_hash: idsHash(ids) }] }), list: six, ids, stamps, notes: { manifest: ["organiser", "opposition", "auditor"], reveals: ["auditor"] } });
  const salted = listOf(7, "auditor");
  add("salted list", { ...draft([drand(BEACONS.quicknet123)], late, { lottery: salted.lottery, draws: [{ label: "panel", op: "below", n: 7 }], binds: ["0".repeat(64)] }), list: salted, stamps, notes: { manifest: ["organiser"], audited: ["auditor"] } });
  add("default chain", { ...draft([drand(BEACONS.default367)], "2020-07-22T18:20:30Z", { lottery: six.lottery, not_before_beacon: BEACONS.default1 }), list: six, stamps: [[east, 1595431050], [west, 1595441000]] });
  const values = [[9319], [2, 5, 5, 12]];
  const offline = [dice("31415926535897932384", 10), reveal("Opposition group", keys.opposition.key, "2023-08-23T15:00:00Z"), reveal("Committee", keys.committee.key, "2023-08-23T15:00:00Z"), list(["one", "two"], values, "2023-08-23T15:10:00Z")];
  add("no beacon", { ...draft(offline, late, { lottery: six.lottery, draws: [{ label: "panel", op: "below", n: 6 }, { label: "reserve", op: "sample", n: 8, k: 3 }, { label: "tie", op: "ticket", ids_hash: idsHash(ids) }] }), list: six, ids, stamps, notes: { manifest: ["organiser", "opposition", "committee", "auditor"], reveals: ["auditor"] } });
  const ten = listOf(10, "public");
  add("one die", { ...draft([dice("7", 10)], late, { lottery: ten.lottery, draws: [{ label: "panel", op: "direct", n: 10 }, { label: "reserve", op: "sample", n: 8, k: 8 }] }), list: ten, stamps }, { saw: "7" });
  const square = listOf(36);
  add("two dice", { ...draft([dice("61", 6)], late, { lottery: square.lottery, draws: [{ label: "panel", op: "direct", n: 36 }] }), list: square, stamps });
  add("tickets", { ...draft([dice("31415926535897932384", 10), drand(BEACONS.quicknet123)], late, { lottery: { kind: "ticket" }, draws: [{ label: "a", op: "ticket", ids_hash: idsHash(ids) }, { label: "b", op: "ticket", ids_hash: idsHash(["z"]) }, { label: "guests", op: "sample", n: 8, k: 2 }] }), ids: { a: ids, b: ["z"] }, stamps });
  add("one ticket draw", { ...draft([dice("31415926535897932384", 10)], late, { lottery: { kind: "ticket" }, draws: [{ label: "tie", op: "ticket" }] }), ids, stamps });
  const bare = listOf(6), { seats, ...noSeats } = bare.lottery, { margin_s, ...bareDraft } = draft([...offline.slice(0, 2), drand(BEACONS.quicknet123)], late, { lottery: noSeats }).manifest;
  add("no seats, no margin", { manifest: { ...bareDraft, names: undefined, series: "urn:example:series" }, evidence: [...offline.slice(0, 2).map(([, e]) => e), drand(BEACONS.quicknet123)[1]], list: bare, stamps });
  delete out["no seats, no margin"].parts.manifest.names;
  add("rehearsal", { ...draft(offline.slice(0, 1), late, { lottery: six.lottery, rehearsal: true }), list: six });

  // Three attempts: the second and third name the one before.
  const first = draft([dice("11111111111111111111", 10)], "2023-08-24T12:00:00Z", { lottery: six.lottery }).manifest;
  const second = { ...first, attempt: 2, supersedes: hashOf(first) }, third = draft(offline.slice(0, 1), "2023-08-25T12:00:00Z", { lottery: six.lottery, attempt: 3, supersedes: hashOf(second) });
  add("third attempt", { ...third, list: six, stamps }, { previous: [second, first] });
  return out;
}

/** What both verifiers take: bytes and trust, of values that may be objects, texts or bytes. */
export const bytesOf = (v) => (v instanceof Uint8Array ? v : utf8(typeof v === "string" ? v : canonText(v)));
