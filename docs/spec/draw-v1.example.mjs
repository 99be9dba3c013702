// Makes the example of draw-v1.md, section 13: `node draw-v1.example.mjs > draw-v1.example.json`.
// It also shows how little is needed to hold a draw. Real keys, salts and secrets are random; these
// are hashes of their names, so that everybody gets the same file. The beacon is drand's own:
// quicknet rounds 42 and 123.
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { pathToFileURL } from "node:url";
import { CHAINS, H, Stream, canon, hex, leafHash, merkleRoot, poolLeaf, sha256, ticket, unhex } from "./draw-verify.mjs";

const utf8 = (text) => new TextEncoder().encode(text);
export const base64 = (...parts) => Buffer.concat(parts).toString("base64");
export const u64 = (n) => unhex(n.toString(16).padStart(16, "0"));
export const secret = (name) => sha256(utf8("draw/v1 example " + name));

/** An ed25519 key pair that signs note texts under a name (§8.1). */
export const signer = (label, name, type = 1) => {
  const pair = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), secret("key of " + label)]), format: "der", type: "pkcs8" });
  const key = createPublicKey(pair).export({ format: "der", type: "spki" }).subarray(-32);
  name ??= hex(key);
  const id = sha256(Buffer.concat([utf8(name + "\n"), Uint8Array.of(type), key])).slice(0, 4);
  return {
    key: hex(key), vkey: `${name}+${hex(id)}+${base64(Uint8Array.of(type), key)}`,
    line: (text) => `\u2014 ${name} ${base64(id, sign(null, utf8(text), pair))}\n`,
    cosign: (text, time) => `\u2014 ${name} ${base64(id, u64(time), sign(null, utf8(`cosignature/v1\ntime ${time}\n${text}`), pair))}\n`,
  };
};

/** §7.2 The path of a leaf. */
export const path = (index, leaves) => {
  if (leaves.length <= 1) return [];
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return index < k ? [...path(index, leaves.slice(0, k)), merkleRoot(leaves.slice(k))] : [...path(index - k, leaves.slice(k)), merkleRoot(leaves.slice(0, k))];
};

export function example() {
  const organiser = signer("organiser"), party = signer("opposition"), auditor = signer("auditor");
  const log = signer("log", "log.example.org/draws"), east = signer("east", "east.example.net", 4), west = signer("west", "west.example.net", 4);
  const [[quicknet]] = Object.entries(CHAINS).filter(([, c]) => c.name === "quicknet");

  const people = [["ash", "F"], ["birch", "M"], ["cedar", "F"], ["elm", "M"], ["fir", "F"], ["hazel", "M"]]
    .map(([pseudonym, gender]) => ({ salt: secret("salt of " + pseudonym), record: { pseudonym, gender } }))
    .map((p) => ({ ...p, leaf: poolLeaf(p.salt, p.record) })).sort((a, b) => Buffer.compare(a.leaf, b.leaf));
  const poolRoot = hex(merkleRoot(people.map((p) => p.leaf)));
  // Four panels of a woman and a man, by place in the pool.
  const places = (gender) => people.flatMap((p, i) => (p.record.gender === gender ? [i] : []));
  const panels = places("F").map((f, i) => [f, places("M")[i]].sort((a, b) => a - b)).concat([[places("F")[0], places("M")[1]].sort((a, b) => a - b)]);
  const panelLeaves = panels.map((p) => leafHash(canon(p))), panelRoot = hex(merkleRoot(panelLeaves));

  const digits = "31415926535897932384", reveal = secret("secret of the opposition"), ids = ["street", "park", "école"];
  const manifest = {
    format: "draw/v1", draw_id: "urn:example:panel-2023", purpose: "A panel of two, the example of the specification",
    organiser: { name: "Example Town Hall", key: organiser.key }, attempt: 1, supersedes: null,
    not_before_beacon: { chain_hash: quicknet, round: 42, signature: "95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a" },
    pool: { size: people.length, root: poolRoot, leaf_format: "draw/v1-salted" },
    quotas: { gender: { F: [1, 1], M: [1, 1] } }, names: { gender: { "": "Gender", F: "women", M: "men" } },
    algorithm: { name: "by hand", version: "1", params: {}, objective: [1, 4] },
    lottery: { kind: "uniform-panels", panels: panels.length, root: panelRoot, seats: 2, disclosure: "public" },
    draws: [{ label: "panel", op: "below", n: panels.length }, { label: "reserve", op: "sample", n: people.length, k: 3 },
      { label: "tie", op: "ticket", ids_hash: hex(H("ids", canon([...ids].sort((a, b) => Buffer.compare(utf8(a), utf8(b)))))) }],
    sources: [{ type: "dice", count: 20, sides: 10, ceremony: "Twenty ten-sided dice, thrown one by one in the town hall" },
      { type: "commit-reveal", party: "Opposition group", key: party.key, commitment: hex(H("commit", utf8("Opposition group"), reveal)), reveal_by: "2023-08-23T15:14:00Z" },
      { type: "drand", chain_hash: quicknet, round: 123 }],
    draw_time: "2023-08-23T15:15:31Z", margin_s: 60, log: "log.example.org/draws",
  };
  const hash = H("manifest", canon(manifest));
  const evidence = [{ digits }, { secret: hex(reveal) },
    { signature: "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92" }];
  const outs = [utf8(digits), reveal, unhex(evidence[2].signature)];
  const digests = manifest.sources.map((s, i) => H("source", u64(i), canon(s), outs[i]));
  const seed = H("seed", hash, ...digests), key = (label) => H("draw", seed, utf8(label));
  const index = Number(new Stream(key("panel")).below(BigInt(panels.length)));

  const lines = `${manifest.draw_id}\n${manifest.attempt}\n${hex(hash)}\n`;
  const sealed = "draw/v1 manifest\n" + lines, revealed = `draw/v1 reveals\n${lines}${hex(H("reveals", hash, digests[0], digests[1]))}\n`;
  const entries = [utf8("an older entry\n"), utf8(sealed), utf8("a later entry\n")].map(leafHash);
  const checkpoint = `log.example.org/draws\n3\n${base64(merkleRoot(entries))}\n`;
  const proof = `c2sp.org/tlog-proof@v1\nindex 1\n${path(1, entries).map((h) => base64(h) + "\n").join("")}\n`
    + `${checkpoint}\n${log.line(checkpoint)}${east.cosign(checkpoint, 1692803500)}${west.cosign(checkpoint, 1692803560)}`;

  return {
    transcript: {
      manifest, signatures: [`${sealed}\n${organiser.line(sealed)}${party.line(sealed)}${auditor.line(sealed)}`, `${revealed}\n${auditor.line(revealed)}`],
      anchors: [{ subject: "manifest", proof }], evidence,
      derived: { manifest_hash: hex(hash), source_digests: digests.map(hex), seed: hex(seed), draw_keys: Object.fromEntries(manifest.draws.map((d) => [d.label, hex(key(d.label))])) },
      ticket_ids: ids,
      results: [{ label: "panel", value: index }, { label: "reserve", value: new Stream(key("reserve")).sample(people.length, 3) },
        { label: "tie", value: ids.map((id) => [id, ticket(key("tie"), id)]).sort((a, b) => (a[1] < b[1] ? -1 : 1)) }],
      opened: { index, panel: panels[index], path: path(index, panelLeaves).map(hex) },
    },
    panels: { panels }, pool: { records: people.map((p) => [hex(p.salt), p.record]) },
    policy: `log ${log.vkey}\nwitness east ${east.vkey}\nwitness west ${west.vkey}\ngroup both all east west\nquorum both\nauditor ${auditor.vkey}\n`,
    values: {
      canonical_manifest: new TextDecoder().decode(canon(manifest)),
      pool_leaves: people.map((p) => hex(p.leaf)), panel_leaves: panelLeaves.map(hex), reveals_hash: hex(H("reveals", hash, digests[0], digests[1])),
      first_word_of_panel: new Stream(key("panel")).u64().toString(), manifest_note: sealed,
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(JSON.stringify(example(), null, 1));
