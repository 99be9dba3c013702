// The reference verifier of draw/v1, written from draw-v1.md beside it: section numbers (§) are
// those of that page. One file, no dependencies, no build, browser or Node:
//
//   node draw-verify.mjs TRANSCRIPT [--seal HEX] [--saw X] [--policy F] [--panels F] [--pool F] [--lottery F]
//                        [--previous F]... [--key HEX] [--draw-id ID] [--json]
//
// Exit: 0 PASS, 1 FAIL, 2 UNPROVEN, 64 usage. In a page: import { verify } from "./draw-verify.mjs".
// It is made to be read and compared with, not to be fast, and nothing in it is secret, so nothing
// takes constant time.

const PASS = "PASS", UNPROVEN = "UNPROVEN", FAIL = "FAIL";
const need = (ok, why = "malformed") => { if (!ok) throw new Error(why); };
const worst = (...findings) => [FAIL, UNPROVEN].find((f) => findings.includes(f)) ?? PASS;
const pass = (ok, otherwise = FAIL) => (ok ? PASS : otherwise);
const distinct = (list) => new Set(list).size === list.length;

// ---------------------------------------------------------------------------------------------
// §2 Bytes

const utf8 = (text) => new TextEncoder().encode(text);
const fromUtf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const concat = (...parts) => {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) { out.set(p, at); at += p.length; }
  return out;
};
export const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
/** Lower-case hex without blanks, of any even length. */
export const unhex = (text) => {
  need(typeof text === "string" && /^(?:[0-9a-f]{2})*$/.test(text), "not hex");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
};
/** Standard base64 with padding; what would be written otherwise again is refused. */
const unbase64 = (text) => {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  need(btoa(String.fromCharCode(...bytes)) === text, "not canonical base64");
  return bytes;
};
const toInt = (bytes) => BigInt("0x" + (hex(bytes) || "0"));
const toBytes = (n, length) => unhex(BigInt(n).toString(16).padStart(2 * length, "0"));
const u64 = (n) => toBytes(n, 8);
const compare = (a, b) => { for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i]; return 0; };
/** Order of the UTF-8 bytes of two strings. */
const byUtf8 = (a, b) => {
  const [x, y] = [utf8(a), utf8(b)], n = Math.min(x.length, y.length);
  return compare(x.subarray(0, n), y.subarray(0, n)) || x.length - y.length;
};

// ---------------------------------------------------------------------------------------------
// SHA-2 (FIPS 180-4). Its constants are the fractions of roots of the first primes.

const PRIMES = [];
for (let n = 2; PRIMES.length < 80; n++) if (PRIMES.every((q) => n % q)) PRIMES.push(n);
/** The first `bits` binary digits of the fraction of the square or cube root of n. */
const fraction = (n, root, bits) => {
  const target = BigInt(n) << BigInt(root * bits);
  let low = 0n, high = 1n << BigInt(bits + 5);
  while (high - low > 1n) { const mid = (low + high) / 2n; if (mid ** BigInt(root) <= target) low = mid; else high = mid; }
  return low & ((1n << BigInt(bits)) - 1n);
};
const padded = (bytes, block) => {
  const zeros = (2 * block - 1 - block / 8 - (bytes.length % block)) % block;
  return concat(bytes, [0x80], new Uint8Array(zeros), toBytes(8n * BigInt(bytes.length), block / 8));
};
const K256 = Int32Array.from(PRIMES.slice(0, 64), (q) => Number(fraction(q, 3, 32)));
const IV256 = PRIMES.slice(0, 8).map((q) => Number(fraction(q, 2, 32)));

export function sha256(bytes) {
  const rot = (x, n) => (x >>> n) | (x << (32 - n));
  const state = Int32Array.from(IV256), w = new Int32Array(64), data = padded(bytes, 64);
  const view = new DataView(data.buffer);
  for (let at = 0; at < data.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + (rot(x, 7) ^ rot(x, 18) ^ (x >>> 3)) + w[i - 7] + (rot(y, 17) ^ rot(y, 19) ^ (y >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const t1 = (h + (rot(e, 6) ^ rot(e, 11) ^ rot(e, 25)) + ((e & f) ^ (~e & g)) + K256[i] + w[i]) | 0;
      const t2 = ((rot(a, 2) ^ rot(a, 13) ^ rot(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((x, i) => { state[i] += x; });
  }
  return concat(...Array.from(state, (x) => toBytes(x >>> 0, 4)));
}

const K512 = PRIMES.map((q) => fraction(q, 3, 64));
const IV512 = PRIMES.slice(0, 8).map((q) => fraction(q, 2, 64));

export function sha512(bytes) {
  const M = (1n << 64n) - 1n, rot = (x, n) => ((x >> n) | (x << (64n - n))) & M;
  let state = [...IV512];
  const data = padded(bytes, 128);
  for (let at = 0; at < data.length; at += 128) {
    const w = Array.from({ length: 16 }, (_, i) => toInt(data.subarray(at + 8 * i, at + 8 * i + 8)));
    for (let i = 16; i < 80; i++) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = (w[i - 16] + (rot(x, 1n) ^ rot(x, 8n) ^ (x >> 7n)) + w[i - 7] + (rot(y, 19n) ^ rot(y, 61n) ^ (y >> 6n))) & M;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i++) {
      const t1 = h + (rot(e, 14n) ^ rot(e, 18n) ^ rot(e, 41n)) + ((e & f) ^ (~e & M & g)) + K512[i] + w[i];
      const t2 = (rot(a, 28n) ^ rot(a, 34n) ^ rot(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & M, c, b, a, (t1 + t2) & M];
    }
    state = [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) & M);
  }
  return concat(...state.map(u64));
}

// §2.1 The tagged hash.
const LP = (bytes) => concat(u64(bytes.length), bytes);
export const H = (tag, ...parts) => sha256(concat(LP(utf8("draw/v1/" + tag)), u64(parts.length), ...parts.map(LP)));

// ---------------------------------------------------------------------------------------------
// §3 JSON: a strict reader of the profile, and its one canonical form.

export function parse(bytes, most = 16 * 2 ** 20) {
  need(bytes.length <= most, "too large");
  const text = fromUtf8(bytes);
  let at = 0;
  const blanks = () => { while (" \t\n\r".includes(text[at] ?? "x")) at++; };
  const eat = (word) => { need(text.startsWith(word, at), "syntax"); at += word.length; };
  const string = () => {
    eat('"');
    let out = "";
    for (;;) {
      const c = text[at++];
      need(c !== undefined && c >= " ", "syntax");
      if (c === '"') break;
      if (c !== "\\") { out += c; continue; }
      const e = text[at++], simple = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
      if (e === "u") {
        const digits = text.slice(at, (at += 4));
        need(/^[0-9a-fA-F]{4}$/.test(digits), "syntax");
        out += String.fromCharCode(parseInt(digits, 16));
      } else { need(e !== undefined && Object.hasOwn(simple, e), "syntax"); out += simple[e]; }
    }
    need(!/[\ud800-\udfff]/u.test(out), "lone surrogate");
    need(out.normalize("NFC") === out, "not NFC");
    return out;
  };
  const number = () => {
    const token = /[-+.0-9a-zA-Z]*/y;
    token.lastIndex = at;
    const [word] = token.exec(text);
    need(/^-?(0|[1-9][0-9]{0,15})$/.test(word) && word !== "-0", "not an integer of this profile");
    need(Number.isSafeInteger(Number(word)), "integer out of range");
    at += word.length;
    return Number(word);
  };
  const value = (depth) => {
    blanks();
    const c = text[at];
    if (c === '"') return string();
    if (c === "t") { eat("true"); return true; }
    if (c === "f") { eat("false"); return false; }
    if (c === "n") { eat("null"); return null; }
    if (c !== "{" && c !== "[") return number();
    need(depth < 32, "nested too deep");
    at++;
    const isObject = c === "{", close = isObject ? "}" : "]", out = isObject ? Object.create(null) : [];
    blanks();
    if (text[at] === close) { at++; return out; }
    for (;;) {
      if (isObject) {
        blanks();
        const key = string();
        need(/^[\0-\x7f]*$/.test(key), "key not ASCII");
        need(!(key in out), "key twice");
        blanks(); eat(":");
        out[key] = value(depth + 1);
      } else out.push(value(depth + 1));
      blanks();
      if (text[at] === close) { at++; return out; }
      eat(",");
    }
  };
  const out = value(0);
  blanks();
  need(at === text.length, "something follows");
  return out;
}

const isObject = (v) => v !== null && typeof v === "object" && !Array.isArray(v);
/** §3.2. JSON.stringify writes strings and integers exactly as RFC 8785 does. */
export const canonText = (v) => {
  if (Array.isArray(v)) return "[" + v.map(canonText).join(",") + "]";
  if (!isObject(v)) return JSON.stringify(v);
  return "{" + Object.keys(v).sort().map((k) => JSON.stringify(k) + ":" + canonText(v[k])).join(",") + "}";
};
export const canon = (v) => utf8(canonText(v));
const same = (a, b) => canonText(a) === canonText(b);

// ---------------------------------------------------------------------------------------------
// §4 Schema. A shape is a function that throws at the first value that does not fit.

const S = (() => {
  const any = () => {};
  const only = (...values) => (v) => need(values.includes(v));
  const int = (low = -Infinity, high = Infinity) => (v) => need(Number.isInteger(v) && v >= low && v <= high);
  const like = (pattern) => (v) => need(typeof v === "string" && pattern.test(v));
  const list = (shape, low = 0, high = Infinity) => (v) => {
    need(Array.isArray(v) && v.length >= low && v.length <= high);
    v.forEach(shape);
  };
  const tuple = (...shapes) => (v) => { need(Array.isArray(v) && v.length === shapes.length); shapes.forEach((s, i) => s(v[i])); };
  const map = (key, shape) => (v) => { need(isObject(v)); for (const k of Object.keys(v)) { key(k); shape(v[k]); } };
  /** A closed object; a name that ends in "?" may be absent. */
  const object = (fields) => (v) => {
    need(isObject(v));
    const known = new Set();
    for (const [name, shape] of Object.entries(fields)) {
      const key = name.replace("?", "");
      known.add(key);
      if (key in v) shape(v[key]); else need(name.endsWith("?"), "missing " + key);
    }
    for (const k of Object.keys(v)) need(known.has(k), "unknown " + k);
  };
  /** The first shape that fits, else the last one's fault. */
  const either = (...shapes) => (v) => {
    for (const [i, shape] of shapes.entries()) {
      try { return shape(v); } catch (fault) { if (i === shapes.length - 1) throw fault; }
    }
  };
  const hex32 = like(/^[0-9a-f]{64}$/), label = like(/^[a-z][a-z0-9-]{0,31}$/);
  const code = like(/^[A-Za-z0-9._+-]{1,64}$/), uri = like(/^[!-~]{1,256}$/);
  const sized = (most) => (v) => { need(typeof v === "string"); const n = utf8(v).length; need(n >= 1 && n <= most); };
  const text = (v) => { sized(4096)(v); need(!/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.test(v)); };
  const id = (v) => { text(v); sized(128)(v); };
  const time = (v) => {
    like(/^(20[2-9]\d|21\d\d)-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)(v);
    need(new Date(seconds(v) * 1000).toISOString() === v.replace("Z", ".000Z"), "no such time");
  };
  const string = (v) => need(typeof v === "string");
  const feature = (v) => { code(v); need(v !== "pseudonym" && v !== "household"); };
  const bounds = (v) => { tuple(int(0, 2 ** 32 - 1), int(0, 2 ** 32 - 1))(v); need(v[0] <= v[1]); };
  const beacon = object({ chain_hash: hex32, round: int(1, 2 ** 40), signature: string, "previous_signature?": string });
  const source = either(
    object({ type: only("drand"), chain_hash: hex32, round: int() }),
    object({ type: only("commit-reveal"), party: text, "key?": hex32, commitment: hex32, reveal_by: time }),
    object({ type: only("dice"), count: int(), sides: int(), ceremony: text }),
    object({ type: only("rfc3797-list"), items: list(text), ready_by: time }),
  );
  const draw = either(
    object({ label, op: only("below"), n: int() }),
    object({ label: only("panel"), op: only("direct"), n: int() }),
    object({ label, op: only("sample"), n: int(), k: int() }),
    object({ label, op: only("ticket"), "ids_hash?": hex32 }),
  );
  const lottery = either(
    object({ kind: only("ticket") }),
    object({ kind: only("uniform-panels"), panels: int(1, 1e6), root: hex32, "seats?": int(1, 2 ** 24), "disclosure?": only("public", "auditor") }),
  );
  const manifestFields = object({
    format: only("draw/v1"), draw_id: uri, "series?": uri, purpose: text,
    organiser: object({ name: text, key: hex32 }),
    attempt: int(1, 99), supersedes: either(only(null), hex32), not_before_beacon: either(only(null), beacon),
    pool: object({ size: int(1, 2 ** 24), root: hex32, leaf_format: only("draw/v1-salted") }),
    quotas: map(feature, map(code, bounds)),
    "names?": map(code, map(either(only(""), code), text)),
    algorithm: object({ name: any, version: any, params: any, objective: any }),
    lottery, draws: list(draw, 1, 16), sources: list(source, 1, 16),
    draw_time: time, "margin_s?": int(60, 604800), log: text, "binds?": list(hex32), "rehearsal?": only(true),
  });
  const manifest = (m) => {
    manifestFields(m);
    need((m.lottery.seats ?? 1) * (m.lottery.panels ?? 1) <= 1e8, "too many seats");
  };
  const note = (v) => { need(typeof v === "string" && utf8(v).length <= 16384); };
  const evidence = either(
    object({ signature: string, "previous_signature?": string }), object({ secret: string }),
    object({ digits: string }), object({ values: list(list(int())) }),
  );
  const ids = list(id, 0, 1e6);
  const transcriptFields = object({
    manifest, signatures: list(note, 0, 32),
    anchors: list(object({ subject: only("manifest"), proof: note }), 0, 8),
    evidence: list(evidence),
    derived: object({ manifest_hash: any, source_digests: list(any), seed: any, draw_keys: map(label, hex32) }),
    ticket_ids: either(ids, map(label, ids)),
    results: list(object({ label, value: any }), 0, 16),
    opened: either(only(null), object({ index: any, panel: list(int()), path: list(hex32, 0, 40), "salt?": hex32 })),
  });
  const transcript = (t) => {
    transcriptFields(t);
    const many = t.manifest.draws.filter((d) => d.op === "ticket").length > 1;
    need(Array.isArray(t.ticket_ids) !== many, "form of ticket_ids");
    need(Object.values(many ? t.ticket_ids : [t.ticket_ids]).reduce((n, l) => n + l.length, 0) <= 1e6, "too many ids");
  };
  const panels = object({ panels: list(list(int()), 0, 1e6), "salts?": list(hex32) });
  const record = (v) => {
    map(code, text)(v);
    need("pseudonym" in v);
    for (const [k, w] of Object.entries(v)) if (k !== "pseudonym" && k !== "household") code(w);
  };
  const pool = object({ records: list(tuple(hex32, record), 0, 2 ** 24) });
  return { manifest, transcript, panels, pool };
})();

/** §2.3 Unix seconds of a time of the schema. */
const seconds = (time) => Date.parse(time) / 1000;

// ---------------------------------------------------------------------------------------------
// §6 The stream of numbers: ChaCha20 with a 64-bit counter and nonce zero.

export function chachaBlock(key, counter) {
  const words = (bytes) => Array.from({ length: bytes.length / 4 }, (_, i) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(4 * i, true));
  const start = [...words(utf8("expand 32-byte k")), ...words(Uint8Array.from(key)), Number(counter & 0xffffffffn), Number(counter >> 32n), 0, 0];
  const w = Uint32Array.from(start);
  const turn = (x, y, z, bits) => { w[x] += w[y]; const v = w[z] ^ w[x]; w[z] = (v << bits) | (v >>> (32 - bits)); };
  const quarter = (a, b, c, d) => { turn(a, b, d, 16); turn(c, d, b, 12); turn(a, b, d, 8); turn(c, d, b, 7); };
  for (let i = 0; i < 10; i++) {
    for (let k = 0; k < 4; k++) quarter(k, 4 + k, 8 + k, 12 + k);
    for (let k = 0; k < 4; k++) quarter(k, 4 + ((k + 1) % 4), 8 + ((k + 2) % 4), 12 + ((k + 3) % 4));
  }
  const out = new DataView(new ArrayBuffer(64));
  w.forEach((v, i) => out.setUint32(4 * i, v + start[i], true));
  return out;
}

export class Stream {
  constructor(key) { this.key = key; this.used = 0; }
  u64() {
    if (this.used % 8 === 0) this.block = chachaBlock(this.key, BigInt(this.used / 8));
    return this.block.getBigUint64(8 * (this.used++ % 8), true);
  }
  /** An unbiased number below n, 1 <= n <= 2^64. */
  below(n) {
    need(n >= 1n && n <= 1n << 64n, "n out of range");
    const limit = (1n << 64n) - ((1n << 64n) % n);
    for (;;) { const x = this.u64(); if (x < limit) return x % n; }
  }
  /** The first k places of a shuffle of 0 .. n-1; only places that moved are kept. */
  sample(n, k) {
    need(k >= 0 && k <= n && n <= 2 ** 24, "sample out of range");
    const moved = new Map(), at = (i) => moved.get(i) ?? i, out = [];
    for (let i = 0; i < k; i++) {
      const j = i + Number(this.below(BigInt(n - i)));
      out.push(at(j));
      moved.set(j, at(i));
    }
    return out;
  }
}
export const ticket = (key, id) => hex(H("ticket", key, utf8(id)));

// ---------------------------------------------------------------------------------------------
// §7 Merkle trees (RFC 6962, RFC 9162)

export const leafHash = (data) => sha256(concat([0], data));
const nodeHash = (left, right) => sha256(concat([1], left, right));
export function merkleRoot(leaves) {
  if (leaves.length === 0) return sha256([]);
  while (leaves.length > 1) {
    const above = [];
    for (let i = 0; i < leaves.length; i += 2) above.push(i + 1 < leaves.length ? nodeHash(leaves[i], leaves[i + 1]) : leaves[i]);
    leaves = above;
  }
  return leaves[0];
}
/** RFC 9162, 2.1.3.2, with the steps named there. */
export function included(leaf, index, size, path, root) {
  let [fn, sn, r] = [BigInt(index), BigInt(size) - 1n, leaf];
  if (fn > sn || [leaf, root, ...path].some((h) => h.length !== 32)) return false;
  for (const p of path) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      r = nodeHash(p, r);
      while (!(fn & 1n) && fn !== 0n) { fn >>= 1n; sn >>= 1n; }
    } else r = nodeHash(r, p);
    fn >>= 1n; sn >>= 1n;
  }
  return sn === 0n && hex(r) === hex(root);
}
export const poolLeaf = (salt, record) => leafHash(concat(LP(salt), LP(canon(record))));
export const panelLeaf = (panel, salt) => leafHash(salt ? concat(LP(salt), LP(canon(panel))) : canon(panel));

// ---------------------------------------------------------------------------------------------
// Fields. Elements of F(p) are BigInts, those of F(p^2) pairs a + bi.

const mod = (a, p) => ((a % p) + p) % p;
const power = (a, e, p) => { let out = 1n; for (a = mod(a, p); e > 0n; e >>= 1n) { if (e & 1n) out = (out * a) % p; a = (a * a) % p; } return out; };
const inverse = (a, p) => {
  need(mod(a, p) !== 0n, "no inverse of 0");
  let [r, s, x, y] = [p, mod(a, p), 0n, 1n];
  while (s) { const q = r / s; [r, s] = [s, r - q * s]; [x, y] = [y, x - q * y]; }
  return mod(x, p);
};

/** A function whose answers are kept by name, for signatures take a while. */
const remembered = (name, look) => {
  const seen = new Map();
  return (...args) => { const key = name(...args); if (!seen.has(key)) seen.set(key, look(...args)); return seen.get(key); };
};

// ---------------------------------------------------------------------------------------------
// §8.2 ed25519, strict. Points are projective (X : Y : Z : T) as in RFC 8032, 5.1.4.

export const strictEd25519 = (() => {
  const p = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const d = mod(-121665n * inverse(121666n, p), p);
  const little = (bytes) => toInt(Uint8Array.from(bytes).reverse());
  const add = ([x1, y1, z1, t1], [x2, y2, z2, t2]) => {
    const a = ((y1 - x1) * (y2 - x2)) % p, b = ((y1 + x1) * (y2 + x2)) % p;
    const c = (2n * d * t1 * t2) % p, e = 2n * z1 * z2;
    return [((b - a) * (e - c)) % p, ((e + c) * (b + a)) % p, ((e - c) * (e + c)) % p, ((b - a) * (b + a)) % p];  // may be negative
  };
  /** m P + n Q, bit by bit together. */
  const combine = (m, P, n, Q) => {
    const steps = [null, P, Q, add(P, Q)];
    let out = [0n, 1n, 1n, 0n];
    for (let bit = 255n; bit >= 0n; bit--) {
      const step = steps[Number((m >> bit & 1n) | (n >> bit & 1n) << 1n)];
      out = add(out, out);
      if (step) out = add(out, step);
    }
    return out;
  };
  const decode = (bytes) => {
    const n = little(bytes), sign = n >> 255n, y = n & (2n ** 255n - 1n);
    need(y < p, "not canonical");
    const u = mod(y * y - 1n, p), v = mod(d * y * y + 1n, p), square = (u * inverse(v, p)) % p;
    let x = power(square, (p + 3n) / 8n, p);
    if ((x * x) % p !== square) x = (x * power(2n, (p - 1n) / 4n, p)) % p;
    need((x * x) % p === square && !(x === 0n && sign), "not a point");
    if ((x & 1n) !== sign) x = p - x;
    return [x, y, 1n, (x * y) % p];
  };
  const equal = (a, b) => mod(a[0] * b[2] - b[0] * a[2], p) === 0n && mod(a[1] * b[2] - b[1] * a[2], p) === 0n;
  const small = (q) => { for (let i = 0; i < 3; i++) q = add(q, q); return equal(q, [0n, 1n, 1n, 0n]); };
  const base = decode(toBytes((4n * inverse(5n, p)) % p, 32).reverse());
  const check = (key, message, signature) => {
    try {
      need(key.length === 32 && signature.length === 64);
      const A = decode(key), R = decode(signature.slice(0, 32)), s = little(signature.slice(32));
      need(s < L && !small(A) && !small(R));
      const k = little(sha512(concat(signature.slice(0, 32), key, message))) % L;
      return equal(combine(s, base, k, [-A[0], A[1], A[2], -A[3]]), R);
    } catch { return false; }
  };
  return remembered((key, message, signature) => [hex(key), hex(message), hex(signature)].join(), check);
})();

// ---------------------------------------------------------------------------------------------
// §5.2 BLS12-381: points, hash to curve (RFC 9380), pairing.

export const bls = (() => {
  const p = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;
  const r = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n, x = 0xd201000000010000n;
  const F1 = {
    of: (n) => mod(n, p), size: 1, zero: (a) => a === 0n, eq: (a, b) => a === b,
    add: (a, b) => (a + b) % p, sub: (a, b) => mod(a - b, p), mul: (a, b) => (a * b) % p, inv: (a) => inverse(a, p),
    sqrt: (a) => { const s = power(a, (p + 1n) / 4n, p); need((s * s) % p === a, "not a square"); return s; },
    parts: (a) => [a], join: ([a]) => a,
  };
  const F2 = {
    of: (n) => [mod(n, p), 0n], size: 2, zero: ([a, b]) => a === 0n && b === 0n, eq: ([a, b], [c, d]) => a === c && b === d,
    add: ([a, b], [c, d]) => [(a + c) % p, (b + d) % p], sub: ([a, b], [c, d]) => [mod(a - c, p), mod(b - d, p)],
    mul: ([a, b], [c, d]) => [mod(a * c - b * d, p), (a * d + b * c) % p],
    inv: ([a, b]) => { const n = inverse(a * a + b * b, p); return [mod(a * n, p), mod(-b * n, p)]; },
    sqrt: (a) => {  // x + yi with x^2 - y^2 = a0, 2xy = a1; x^2 is one of (a0 ± |a|) / 2
      const half = inverse(2n, p), norm = F1.sqrt(F1.of(a[0] * a[0] + a[1] * a[1]));
      for (const square of [F1.of((a[0] + norm) * half), F1.of((a[0] - norm) * half)]) {
        if (power(square, (p - 1n) / 2n, p) === p - 1n) continue;
        const x0 = F1.sqrt(square), y0 = x0 ? F1.of(a[1] * half * inverse(x0, p)) : F1.sqrt(F1.of(-a[0]));
        if (F2.eq(F2.mul([x0, y0], [x0, y0]), a)) return [x0, y0];
      }
      throw new Error("not a square");
    },
    parts: (a) => a, join: (a) => a,
  };
  const neg = (F, a) => F.sub(F.of(0n), a);
  const scale = (F, a, n) => F.mul(a, F.of(n));

  // Points are pairs [x, y], the point at infinity is null; y^2 = x^3 + ax + b.
  const slope = (F, a, P, Q) => (F.eq(P[0], Q[0])
    ? F.mul(F.add(scale(F, F.mul(P[0], P[0]), 3n), a), F.inv(scale(F, P[1], 2n)))
    : F.mul(F.sub(Q[1], P[1]), F.inv(F.sub(Q[0], P[0]))));
  const add = (F, a, P, Q) => {
    if (!P || !Q) return P ?? Q;
    if (F.eq(P[0], Q[0]) && F.zero(F.add(P[1], Q[1]))) return null;
    const l = slope(F, a, P, Q), X = F.sub(F.mul(l, l), F.add(P[0], Q[0]));
    return [X, F.sub(F.mul(l, F.sub(P[0], X)), P[1])];
  };
  const times = (F, n, P) => { let out = null; for (; n > 0n; n >>= 1n) { if (n & 1n) out = add(F, F.of(0n), out, P); P = add(F, F.of(0n), P, P); } return out; };

  const G1 = { F: F1, b: 4n, A: 0x144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1dn,
    B: 0x12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0n, Z: 11n,
    degree: 11n, cofactor: x + 1n,
    kernel: [0x10ef325dd1e98bdf0d97a4c6b7f968ed7f31f2fbff088acb39d5319cfc261ea18773405f325612742f0c5d90634bcf4n,
      0xd7f2d0d03ae035321eed4c1479d13251abf0e9a96479623eb5380b575e319851fb5e5a8b43b9c1a46880f54bf2b2f7cn,
      0x105249b4cac630ce5aa18e6c1189a18c82019b4e12e491fbac012c259ca3a67f638560b8bb416af02a4724385ed0fc8en,
      0x140d41735b10ce710727cd9356905701a2b866b803baa468948b7f423ddcc560c9a8f1cd5f8ed4297c37464fb8bfe4a7n,
      0x1665a9c648e78314490a94f654d9b1039ab85847223bfaed9aa54f0f07736d122d1ceca1ac0e9123e753fde16e97c3d7n],
    generator: [0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bbn,
      0x08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1n] };
  const G2 = { F: F2, b: [4n, 4n], A: [0n, 240n], B: [1012n, 1012n], Z: [p - 2n, p - 1n],
    degree: -3n, kernel: [[p - 6n, 6n]],
    cofactor: 0xbc69f08f2ee75b3584c6a0ea91b352888e2a8e9145ad7689986ff031508ffe1329c2f178731db956d82bf015d1212b02ec0ec69d7477c1ae954cbc06689f6a359894c0adebbf6b4e8020005aaa95551n,
    generator: [[0x024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8n,
      0x13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7en],
    [0x0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801n,
      0x0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79ben]] };

  /** §5.2.1 A compressed point, canonical, on the curve, not infinity, in the subgroup of order r. */
  const decode = ({ F, b }, bytes) => {
    need(bytes.length === 48 * F.size && (bytes[0] & 0xc0) === 0x80, "not a compressed point");
    const parts = [];
    for (let i = 0; i < F.size; i++) parts.unshift(toInt(bytes.slice(48 * i, 48 * i + 48)) & (i ? -1n : (1n << 381n) - 1n));
    need(parts.every((n) => n < p), "not canonical");
    const X = F.join(parts);
    let Y = F.sqrt(F.add(F.mul(F.mul(X, X), X), b));
    const larger = F.parts(Y).findLast((n) => n !== 0n) > (p - 1n) / 2n;
    if (larger !== Boolean(bytes[0] & 0x20)) Y = neg(F, Y);
    need(times(F, r, [X, Y]) === null, "not in the subgroup");
    return [X, Y];
  };

  /** RFC 9380: expand_message_xmd with SHA-256, two field elements, simplified SWU, isogeny, cofactor. */
  const hashToCurve = ({ F, A, B, Z, kernel, degree, cofactor }, message, dst) => {
    const length = 128 * F.size, tail = concat(utf8(dst), [dst.length]);
    const first = sha256(concat(new Uint8Array(64), message, toBytes(length, 2), [0], tail));
    let block = sha256(concat(first, [1], tail)), wide = block;
    for (let i = 2; wide.length < length; i++) {
      block = sha256(concat(block.map((v, k) => v ^ first[k]), [i], tail));
      wide = concat(wide, block);
    }
    const element = (i) => F.join(Array.from({ length: F.size }, (_, j) => toInt(wide.slice(64 * (i * F.size + j), 64 * (i * F.size + j + 1))) % p));
    const odd = (a) => (F.parts(a).find((n) => n !== 0n) ?? 0n) & 1n;  // sgn0
    const curve = (X) => F.add(F.mul(F.add(F.mul(X, X), A), X), B);
    const map = (u) => {
      const zu2 = F.mul(Z, F.mul(u, u)), t = F.add(F.mul(zu2, zu2), zu2);
      let X = F.zero(t) ? F.mul(B, F.inv(F.mul(Z, A)))
        : F.mul(F.mul(neg(F, B), F.inv(A)), F.add(F.of(1n), F.inv(t))), Y;
      try { Y = F.sqrt(curve(X)); } catch { X = F.mul(zu2, X); Y = F.sqrt(curve(X)); }
      return [X, odd(u) === odd(Y) ? Y : neg(F, Y)];
    };
    // The isogeny by Vélu's formula from the abscissas of its kernel; the same map as the tables
    // of RFC 9380, appendix E. It is a homomorphism: the two points may be added before it.
    const [X, Y] = add(F, A, map(element(0)), map(element(1)));
    let sum = X, derivative = F.of(1n);
    for (const q of kernel) {
      const t = scale(F, F.add(scale(F, F.mul(q, q), 3n), A), 2n), u = scale(F, curve(q), 4n), i = F.inv(F.sub(X, q));
      sum = F.add(sum, F.mul(F.add(t, F.mul(u, i)), i));
      derivative = F.sub(derivative, F.mul(F.add(t, scale(F, F.mul(u, i), 2n)), F.mul(i, i)));
    }
    const c = F.inv(F.of(degree)), c2 = F.mul(c, c);
    return times(F, cofactor, [F.mul(sum, c2), F.mul(F.mul(Y, derivative), F.mul(c2, c))]);
  };

  // F(p^12) as polynomials of degree < 6 in w over F(p^2), with w^6 = 1 + i.
  const multiply = (f, g) => {
    const re = Array(11).fill(0n), im = Array(11).fill(0n);
    for (let i = 0; i < 6; i++) {
      const [a, b] = f[i];
      if (a === 0n && b === 0n) continue;
      for (let j = 0; j < 6; j++) {
        const [c, d] = g[j], ac = a * c, bd = b * d;
        re[i + j] += ac - bd;
        im[i + j] += (a + b) * (c + d) - ac - bd;
      }
    }
    return Array.from({ length: 6 }, (_, i) => (i === 5 ? [mod(re[5], p), mod(im[5], p)]
      : [mod(re[i] + re[i + 6] - im[i + 6], p), mod(im[i] + re[i + 6] + im[i + 6], p)]));
  };
  /** The function of Miller for the ate pairing of P in G1 and Q in G2. */
  const miller = (P, Q) => {
    const zero = F2.of(0n), one = F2.of(1n);
    let f = [one, zero, zero, zero, zero, zero], T = Q;
    const line = (U, V) => {  // y_P w^3 - l x_P w^2 + (l x_U - y_U): the line through U and V at P
      const l = slope(F2, zero, U, V);
      return [F2.sub(F2.mul(l, U[0]), U[1]), zero, scale(F2, l, -P[0]), F2.of(P[1]), zero, zero];
    };
    for (const bit of x.toString(2).slice(1)) {
      f = multiply(multiply(f, f), line(T, T));
      T = add(F2, zero, T, T);
      if (bit === "1") { f = multiply(f, line(T, Q)); T = add(F2, zero, T, Q); }
    }
    return f;
  };
  /**
   * Whether e(P1, Q1) e(P2, Q2) = 1, that is f^((p^12 - 1) / r) = 1. As f^(p^6) is f with its odd
   * coefficients negated, this says that the odd coefficients of f^((p^6 + 1) / r) are zero.
   */
  const paired = (P1, Q1, P2, Q2) => {
    let f = multiply(miller(P1, Q1), miller(P2, Q2));
    const root = (() => { let out = F2.of(1n); for (const b of ((p * p - 1n) / 6n).toString(2)) { out = F2.mul(out, out); if (b === "1") out = F2.mul(out, [1n, 1n]); } return out; })();
    let k = F2.of(1n);
    f = multiply(f, f.map((a) => { const out = F2.mul(a, k); k = F2.mul(k, root); return out; }));  // f^(p^2 + 1)
    let out = [F2.of(1n), ...Array(5).fill(F2.of(0n))];
    for (const b of ((p ** 4n - p ** 2n + 1n) / r).toString(2)) { out = multiply(out, out); if (b === "1") out = multiply(out, f); }
    return [1, 3, 5].every((i) => F2.zero(out[i])) && !out.every(F2.zero);
  };

  const tag = (g) => `BLS_SIG_BLS12381${g}_XMD:SHA-256_SSWU_RO_NUL_`;
  const SCHEMES = {  // signatures in, tag, chained
    "pedersen-bls-chained": ["G2", tag("G2"), true], "pedersen-bls-unchained": ["G2", tag("G2"), false],
    "bls-unchained-on-g1": ["G1", tag("G2"), false], "bls-unchained-g1-rfc9380": ["G1", tag("G1"), false],
  };
  const check = (scheme, key, round, previous, signature) => {
    try {
      const [group, dst, chained] = SCHEMES[scheme];
      need(chained === (previous !== null));
      const message = sha256(concat(previous ?? [], u64(round)));
      if (group === "G1") {
        const sig = decode(G1, signature), pk = decode(G2, key), point = hashToCurve(G1, message, dst);
        return paired([sig[0], neg(F1, sig[1])], G2.generator, point, pk);
      }
      const sig = decode(G2, signature), pk = decode(G1, key), point = hashToCurve(G2, message, dst);
      return paired([G1.generator[0], neg(F1, G1.generator[1])], sig, pk, point);
    } catch { return false; }
  };
  return remembered((scheme, key, round, previous, signature) => [scheme, hex(key), round, previous && hex(previous), hex(signature)].join(), check);
})();

/** §5.2 The chains that count. */
export const CHAINS = {
  "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971": {
    name: "quicknet", scheme: "bls-unchained-g1-rfc9380", genesis: 1692803367, period: 3, chained: false,
    key: "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  },
  "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce": {
    name: "default", scheme: "pedersen-bls-chained", genesis: 1595431050, period: 30, chained: true,
    key: "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
  },
};
const chainOf = (source) => { const c = CHAINS[source.chain_hash]; need(c, "chain not pinned"); return c; };
export const roundTime = (chain, round) => chain.genesis + (round - 1) * chain.period;
export const firstRound = (chain, time) => (time <= chain.genesis ? 1 : Math.ceil((time - chain.genesis) / chain.period) + 1);
/** §5.2.2 Whether `evidence` is the chain's signature of the round. */
const beaconHolds = (source, evidence) => {
  const chain = chainOf(source), previous = evidence.previous_signature;
  need(("previous_signature" in evidence) === chain.chained);
  return bls(chain.scheme, unhex(chain.key), source.round, chain.chained ? unhex(previous) : null, unhex(evidence.signature));
};

// ---------------------------------------------------------------------------------------------
// §8 Signed notes, §9 proofs of a log and the policy of the person who checks

const SPACES = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]/;
const keyId = (name, type, key) => hex(sha256(concat(utf8(name), [10, type], key)).slice(0, 4));

/** §8.1 {text, lines: [{name, id, signature}]} */
const parseNote = (note) => {
  need(!/[\0-\x09\x0b-\x1f]/.test(note), "control character");
  const cut = note.lastIndexOf("\n\n");
  need(cut >= 0 && note.endsWith("\n"), "no signatures");
  const lines = note.slice(cut + 2, -1).split("\n").map((line) => {
    const [, name, data] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? need(false, "not a signature line");
    const bytes = unbase64(data);
    need(!SPACES.test(name) && bytes.length >= 5, "not a signature line");
    return { name, id: hex(bytes.slice(0, 4)), signature: bytes.slice(4) };
  });
  need(lines.length <= 32, "too many signatures");
  return { text: note.slice(0, cut + 1), lines };
};

export class Usage extends Error {}

/** §9.3 */
export const parsePolicy = (text) => {
  const policy = { logs: [], witnesses: [], auditors: [], quorum: undefined };
  const names = new Map(), members = new Set();
  const ask = (ok, line) => { if (!ok) throw new Usage("policy: " + line); };
  const vkey = (word, type, line) => {
    try {
      const [, name, id, data] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(word), bytes = unbase64(data);
      need(!SPACES.test(name) && bytes.length === 33 && bytes[0] === type && id === keyId(name, type, bytes.slice(1)));
      return { name, id, key: bytes.slice(1) };
    } catch { throw new Usage("policy: not a key of type " + type + ": " + line); }
  };
  const define = (name, met, line) => { ask(name !== "none" && !names.has(name), line); names.set(name, met); };
  ask(!/[\0-\x08\x0b-\x1f\x7f]/.test(text), "control character");
  for (const line of text.split("\n")) {
    const [word, ...rest] = line.split(/[ \t]+/).filter((w) => w !== "");
    if (word === undefined || word.startsWith("#")) continue;
    if (word === "log") { ask(rest.length === 1 || rest.length === 2, line); policy.logs.push(vkey(rest[0], 1, line)); }
    else if (word === "auditor") { ask(rest.length === 1, line); policy.auditors.push(vkey(rest[0], 1, line)); }
    else if (word === "witness") {
      ask(rest.length === 2 || rest.length === 3, line);
      const key = vkey(rest[1], 4, line);
      policy.witnesses.push(key);
      define(rest[0], (have) => have.has(key), line);
    } else if (word === "group") {
      const [name, kind, ...list] = rest;
      ask(list.length > 0 && list.every((m) => names.has(m) && !members.has(m)) && distinct(list), line);
      list.forEach((m) => members.add(m));
      const k = kind === "any" ? 1 : kind === "all" ? list.length : /^[0-9]+$/.test(kind) ? Number(kind) : 0;
      ask(k >= 1 && k <= list.length, line);
      const parts = list.map((m) => names.get(m));
      define(name, (have) => parts.filter((met) => met(have)).length >= k, line);
    } else if (word === "quorum") {
      ask(rest.length === 1 && policy.quorum === undefined && (rest[0] === "none" || names.has(rest[0])), line);
      policy.quorum = rest[0] === "none" ? null : names.get(rest[0]);
    } else ask(false, line);
  }
  ask(policy.quorum !== undefined, "one quorum line is needed");
  for (const list of [policy.logs, policy.witnesses, policy.auditors]) ask(distinct(list.map((k) => hex(k.key))), "a key twice");
  return policy;
};

const NUMBER = /^(0|[1-9][0-9]{0,19})$/, bigUint64 = (word) => { need(NUMBER.test(word) && BigInt(word) < 1n << 64n, "not a number"); return BigInt(word); };
const hash32 = (line) => { const bytes = unbase64(line); need(bytes.length === 32, "not a hash"); return bytes; };

/** §9.1, §9.2 The anchor time of a proof, null if it has none; throws if the proof does not verify. */
const anchorTime = (proof, entry, origin, policy) => {
  const cut = proof.indexOf("\n\n");
  need(cut >= 0, "no checkpoint");
  const [head, index, ...path] = proof.slice(0, cut).split("\n");
  need(head === "c2sp.org/tlog-proof@v1" && index?.startsWith("index "), "not a proof of version 1");
  const { text, lines } = parseNote(proof.slice(cut + 2));
  const [first, size, root, ...extensions] = text.slice(0, -1).split("\n");
  need(first === origin && size !== undefined && root !== undefined && extensions.every((e) => e !== ""), "not a checkpoint of this log");
  need(included(leafHash(entry), bigUint64(index.slice(6)), bigUint64(size), path.map(hash32), hash32(root)), "not in the log");
  if (!policy) return null;

  const of = (keys, line) => keys.find((k) => k.name === line.name && k.id === line.id);
  const stamps = new Map();
  let logged = false;
  for (const line of lines) {
    const log = of(policy.logs, line), witness = of(policy.witnesses, line);
    if (log) {
      need(strictEd25519(log.key, utf8(text), line.signature), "bad signature of the log");
      logged ||= log.name === origin;
    } else if (witness) {
      need(line.signature.length === 72);
      const time = toInt(line.signature.slice(0, 8)), message = `cosignature/v1\ntime ${time}\n${text}`;
      need(time >= 1n && time < 1n << 63n && strictEd25519(witness.key, utf8(message), line.signature.slice(8)), "bad cosignature");
      if (!(stamps.get(witness) <= time)) stamps.set(witness, time);
    }
  }
  if (!logged || !policy.quorum) return null;
  const times = [...stamps.values()].sort((a, b) => (a < b ? -1 : 1));
  const t = times.find((t) => policy.quorum(new Set([...stamps.keys()].filter((w) => stamps.get(w) <= t))));
  return t === undefined ? null : Number(t);
};

// ---------------------------------------------------------------------------------------------
// §10 What is recomputed, and §11 the checks

const manifestHash = (m) => H("manifest", canon(m));
const ofType = (m, type) => m.sources.map((s, i) => [s, i]).filter(([s]) => s.type === type);
const marginOf = (m) => m.margin_s ?? 300;
const isDirect = (m) => m.draws.some((d) => d.op === "direct");
/** §5.6 T*: the time from which the outcome can be known. */
const outcomeTime = (m) => {
  const timed = ([s]) => s.chain_hash in CHAINS && s.round >= 1 && s.round <= 2 ** 40;
  const times = ofType(m, "drand").filter(timed).map(([s]) => roundTime(chainOf(s), s.round));
  return isDirect(m) || times.length === 0 ? seconds(m.draw_time) : Math.min(...times);
};

/** §11: {verdict, checks: [{name, finding}]}. `trust` is what the person knows, see §10. */
export function verify(bytes, trust = {}) {
  const policy = trust.policy === undefined ? null : parsePolicy(trust.policy), checks = [];
  const check = (name, look) => {
    let finding = FAIL;
    try { finding = look(); } catch { /* an exception or a malformed value is the check's FAIL */ }
    checks.push({ name, finding });
    return finding !== FAIL;
  };
  let t;
  if (check("json", () => { t = parse(bytes); return PASS; }) && check("schema", () => { S.transcript(t); return PASS; })) {
    for (const [name, look] of table(t, trust, policy)) check(name, look);
  }
  return { verdict: worst(...checks.map((c) => c.finding)), checks };
}

function table(t, trust, policy) {
  const m = t.manifest, { lottery, pool } = m, panels = lottery.kind === "uniform-panels", direct = isDirect(m);
  const T = outcomeTime(m), margin = marginOf(m), hash = manifestHash(m), hashHex = hex(hash);
  const once = (f) => { let done; return () => (done ??= [f()])[0]; };
  const attempt = (f) => { try { return f(); } catch { return null; } };

  // §10.1 From sources to results. Each of these throws where something it needs is malformed.
  const evidence = (i, field) => { const e = t.evidence[i]; need(e && field in e); return e[field]; };
  const out = (i) => ({
    "drand": () => unhex(evidence(i, "signature")),
    "commit-reveal": () => unhex(evidence(i, "secret")),
    "dice": () => utf8(evidence(i, "digits")),
    "rfc3797-list": () => utf8(keyString(evidence(i, "values"))),
  })[m.sources[i].type]();
  const digest = (i) => H("source", u64(i), canon(m.sources[i]), out(i));
  const digests = once(() => m.sources.map((_, i) => digest(i)));
  const seed = once(() => H("seed", hash, ...digests()));
  const drawKey = (label) => H("draw", seed(), utf8(label));
  const idsOf = (d) => { const ids = Array.isArray(t.ticket_ids) ? t.ticket_ids : t.ticket_ids[d.label]; need(ids); return ids; };
  const result = (d) => {
    if (d.op === "direct") return directNumber(m, t.evidence);
    const stream = new Stream(drawKey(d.label));
    if (d.op === "below") return Number(stream.below(BigInt(d.n)));
    if (d.op === "sample") return stream.sample(d.n, d.k);
    const key = drawKey(d.label);
    return idsOf(d).map((id) => [id, ticket(key, id)]).sort((a, b) => (a[1] < b[1] ? -1 : 1));
  };
  const panelDraw = m.draws.find((d) => d.label === "panel" && (d.op === "below" || d.op === "direct"));

  // §8.3 Who signed what. Keys of people stand in the signature lines.
  const lines3 = `${m.draw_id}\n${m.attempt}\n${hashHex}\n`;
  const revealsHash = once(() => H("reveals", hash, ...m.sources.flatMap((s, i) => (s.type === "drand" ? [] : [digest(i)]))));
  const manifestText = "draw/v1 manifest\n" + lines3, auditText = "draw/v1 list-audited\n" + lines3;
  const revealsText = once(() => `draw/v1 reveals\n${lines3}${hex(revealsHash())}\n`);
  const signed = new Set();  // text and key of every good line
  const readNotes = once(() => {
    const texts = [manifestText, auditText, attempt(revealsText)];
    const right = (note) => {  // a note with a wrong line counts for nothing
      const { text, lines } = parseNote(note), marks = lines.map((l) => text + l.name);
      need(texts.includes(text) && distinct(marks) && !marks.some((mark) => signed.has(mark)));
      for (const { name, id, signature } of lines) {
        need(/^[0-9a-f]{64}$/.test(name) && id === keyId(name, 1, unhex(name)) && strictEd25519(unhex(name), utf8(text), signature));
      }
      marks.forEach((mark) => signed.add(mark));
      return true;
    };
    return t.signatures.map((note) => attempt(() => right(note))).every(Boolean);
  });
  const signedBy = (text, key) => { readNotes(); return signed.has(text + key); };
  const audited = (text) => policy !== null && policy.auditors.some((a) => signedBy(text, hex(a.key)));

  // §9 Anchors
  const anchors = once(() => t.anchors.map((a) => anchorTime(a.proof, utf8(manifestText), m.log, policy)));
  const anchored = once(() => {
    const times = t.anchors.map((a) => attempt(() => anchorTime(a.proof, utf8(manifestText), m.log, policy))).filter((x) => x !== null);
    return times.length ? Math.min(...times) : null;
  });

  // §7.3 One panel
  const orderly = (panel) => panel.length > 0 && panel.every((x, i) => x >= 0 && x < pool.size && (i === 0 || panel[i - 1] < x));
  const panelShape = (panel) => (!orderly(panel) ? FAIL : lottery.seats === undefined ? UNPROVEN : pass(panel.length === lottery.seats));
  const salted = lottery.disclosure === "auditor";
  const list = once(() => { const v = parse(trust.panels, 2 ** 30); S.panels(v); need(v.panels.reduce((n, q) => n + q.length, 0) <= 1e8); return v; });
  const records = once(() => { const v = parse(trust.pool, 2 ** 30); S.pool(v); return v.records; });

  const each = (type, look) => worst(...ofType(m, type).map(([s, i]) => look(s, i)));
  const opened = (look) => () => (panels ? (need(t.opened), look(t.opened)) : pass(t.opened === null));

  return [
    ["manifest-hash", () => pass(t.derived.manifest_hash === hashHex)],
    ["rehearsal", () => pass(!("rehearsal" in m), UNPROVEN)],
    ["evidence-count", () => pass(t.evidence.length === m.sources.length)],
    ["sources", () => {
      const all = (type, field) => ofType(m, type).map(([s]) => s[field]).filter((v) => v !== undefined), keys = all("commit-reveal", "key");
      const dice = ofType(m, "dice").length;
      return pass(distinct(all("drand", "chain_hash")) && distinct(all("commit-reveal", "party")) && distinct(keys)
        && distinct(all("commit-reveal", "commitment")) && dice <= 1 && !keys.includes(m.organiser.key)
        && (!direct || (dice === 1 && m.sources.length === 1)));
    }],
    ["beacon-present", () => pass(direct || ofType(m, "drand").length > 0, UNPROVEN)],
    ["draw-time", () => each("drand", (s) => pass(seconds(m.draw_time) >= chainOf(s).genesis))],
    ["dice-format", () => each("dice", (s, i) => {
      const digits = evidence(i, "digits"), enough = direct ? s.count >= 1 && s.sides ** s.count === lottery.panels : s.count >= { 10: 20, 6: 25 }[s.sides];
      return pass(enough && digits.length === s.count && ALPHABET[s.sides].test(digits));
    })],
    ["list-format", () => each("rfc3797-list", (s, i) => {
      const values = evidence(i, "values");
      return pass(values.length > 0 && values.length === s.items.length && seconds(s.ready_by) < T
        && values.every((list) => list.length > 0 && list.every((n, k) => n >= (k ? list[k - 1] : 0))));
    })],
    ["commitment", () => each("commit-reveal", (s, i) => {
      const secret = unhex(evidence(i, "secret"));
      return pass(secret.length === 32 && hex(H("commit", utf8(s.party), secret)) === s.commitment);
    })],
    ["reveal-order", () => each("commit-reveal", (s) => {
      const by = seconds(s.reveal_by);
      return direct || by <= T - margin ? PASS : by >= T || "margin_s" in m ? FAIL : UNPROVEN;
    })],
    ["drand-chain", () => each("drand", (s) => pass(s.chain_hash in CHAINS))],
    ["drand-round-not-from-draw-time", () => each("drand", (s) => pass(s.round === firstRound(chainOf(s), seconds(m.draw_time))))],
    ["drand-signature", () => each("drand", (s, i) => { evidence(i, "signature"); return pass(beaconHolds(s, t.evidence[i])); })],
    ["not-before-beacon", () => {
      const b = m.not_before_beacon;
      if (b === null) return PASS;
      const time = roundTime(chainOf(b), b.round);
      return pass(beaconHolds(b, b) && time < T && (anchored() === null || time <= anchored() + 60));
    }],
    ["signatures", () => pass(readNotes())],
    ["expected-manifest", () => {
      const differs = (asked, is) => asked !== undefined && asked !== is;
      if (differs(trust.seal, hashHex) || differs(trust.key, m.organiser.key) || differs(trust.drawId, m.draw_id)) return FAIL;
      return pass(trust.seal !== undefined || audited(manifestText), UNPROVEN);
    }],
    ["organiser-signature", () => pass(signedBy(manifestText, m.organiser.key), UNPROVEN)],
    ["party-signatures", () => each("commit-reveal", (s) => pass(s.key !== undefined && signedBy(manifestText, s.key), UNPROVEN))],
    ["anchors", () => { anchors(); return PASS; }],
    ["manifest-anchored", () => pass(trust.seal === hashHex || (anchored() !== null && anchored() <= T - margin), UNPROVEN)],
    ["reveals-witnessed", () => {
      const dice = ofType(m, "dice"), lists = ofType(m, "rfc3797-list").length > 0;
      if (trust.saw !== undefined) {
        const isHash = /^[0-9a-f]{64}$/.test(trust.saw);
        if (!(isHash ? trust.saw === attempt(() => hex(revealsHash())) : dice.some(([, i]) => trust.saw === evidence(i, "digits")))) return FAIL;
        if (isHash || !lists) return PASS;
      }
      return pass((dice.length === 0 && !lists) || audited(attempt(revealsText)), UNPROVEN);
    }],
    ["attempts", () => {
      if ((m.attempt === 1) !== (m.supersedes === null)) return FAIL;
      const given = (trust.previous ?? []).map((bytes) => {
        const v = parse(bytes);
        if (!isObject(v) || !("manifest" in v)) { S.manifest(v); return v; }
        S.transcript(v);
        return v.manifest;
      }), earlier = [];
      for (let now = m; now.attempt > 1;) {
        const at = given.findIndex((g) => hex(manifestHash(g)) === now.supersedes);
        if (at < 0) return given.length ? FAIL : UNPROVEN;
        const [before] = given.splice(at, 1);
        need(before.attempt === now.attempt - 1 && (before.attempt === 1) === (before.supersedes === null));
        need(before.draw_id === m.draw_id && before.organiser.key === m.organiser.key);
        earlier.push(before);
        now = before;
      }
      need(given.length === 0, "manifests that do not chain");
      return pass(earlier.every((e) => anchored() !== null && anchored() <= outcomeTime(e) - marginOf(e)), UNPROVEN);
    }],
    ["source-digests", () => pass(same(t.derived.source_digests, digests().map(hex)))],
    ["seed", () => pass(t.derived.seed === hex(seed()))],
    ["draw-labels", () => pass(distinct(m.draws.map((d) => d.label)))],
    ["panel-draw", () => {
      const numbers = m.draws.filter((d) => d.op === "below" || d.op === "direct");
      return pass(panels ? numbers.length === 1 && panelDraw !== undefined && panelDraw.n === lottery.panels : numbers.length === 0);
    }],
    ["sample-size", () => pass(m.draws.every((d) => d.op !== "sample" || (d.n === pool.size && d.k >= 0 && d.k <= d.n)))],
    ["ticket-ids", () => {
      const draws = m.draws.filter((d) => d.op === "ticket");
      if (Array.isArray(t.ticket_ids)) need(draws.length === 1 || t.ticket_ids.length === 0);
      else need(same(Object.keys(t.ticket_ids).sort(), [...new Set(draws.map((d) => d.label))].sort()));
      return worst(...draws.map((d) => {
        const ids = idsOf(d);
        if (!distinct(ids)) return FAIL;
        return d.ids_hash === undefined ? UNPROVEN : pass(d.ids_hash === hex(H("ids", canon([...ids].sort(byUtf8)))));
      }));
    }],
    ["draw-keys", () => pass(same(Object.keys(t.derived.draw_keys).sort(), [...new Set(m.draws.map((d) => d.label))].sort()))],
    ...m.draws.map((d) => ["draw-key:" + d.label, () => pass(t.derived.draw_keys[d.label] === hex(drawKey(d.label)))]),
    ["results", () => pass(t.results.length === m.draws.length && m.draws.every((d) => t.results.filter((r) => r.label === d.label).length === 1))],
    ...m.draws.map((d) => ["result:" + d.label, () => pass(same(t.results.find((r) => r.label === d.label).value, result(d)))]),
    ...t.results.filter((r) => m.draws.every((d) => d.label !== r.label)).map((r) => ["result:" + r.label, () => FAIL]),
    ["opened", opened(() => PASS)],
    ["opened-index", opened((o) => pass(same(o.index, result(panelDraw))))],
    ["opened-panel", opened((o) => panelShape(o.panel))],
    ["opened-path", opened((o) => {
      need(("salt" in o) === salted && Number.isInteger(o.index) && o.index >= 0);
      return pass(included(panelLeaf(o.panel, salted && unhex(o.salt)), o.index, lottery.panels, o.path.map(unhex), unhex(lottery.root)));
    })],
    ["panel-list", () => {
      const word = audited(auditText);
      if (!panels) return pass(trust.panels === undefined);
      if (trust.panels === undefined) return pass(word, UNPROVEN);
      const { panels: all, salts } = list();
      need(all.length === lottery.panels && (salts !== undefined) === salted && (!salted || salts.length === all.length));
      const root = merkleRoot(all.map((p, i) => panelLeaf(p, salted && unhex(salts[i]))));
      const varied = lottery.seats === pool.size || all.some((p) => !same(p, all[0]));
      const finding = worst(pass(hex(root) === lottery.root && varied), ...new Set(all.map(panelShape)));
      return finding === UNPROVEN && word ? PASS : finding;
    }],
    ["panel-quotas", () => {
      const word = audited(auditText), drawsPeople = panels || m.draws.some((d) => d.op === "sample");
      if (trust.pool === undefined) return pass(word || !drawsPeople, UNPROVEN);
      const people = records(), leaves = people.map(([salt, record]) => poolLeaf(unhex(salt), record));
      need(leaves.length === pool.size && hex(merkleRoot(leaves)) === pool.root);
      need(leaves.every((l, i) => i === 0 || compare(leaves[i - 1], l) < 0) && distinct(people.map(([, r]) => r.pseudonym)));
      const features = Object.keys(m.quotas);
      for (const [, r] of people) {
        need(Object.keys(r).every((k) => k === "pseudonym" || k === "household" || features.includes(k)));
        need(features.every((f) => r[f] !== undefined && r[f] in m.quotas[f]));
      }
      if (!panels) return PASS;
      const fits = (panel) => {
        const members = panel.map((i) => people[i][1]);
        need(distinct(members.map((r) => r.household).filter((h) => h !== undefined)), "a household twice");
        for (const f of features) {
          for (const [value, [min, max]] of Object.entries(m.quotas[f])) {
            const n = members.filter((r) => r[f] === value).length;
            need(n >= min && n <= max, "quota");
          }
        }
      };
      if (trust.panels !== undefined) { list().panels.forEach(fits); return PASS; }
      need(t.opened);
      fits(t.opened.panel);
      return pass(word, UNPROVEN);
    }],
    ["panel-chances", () => {
      const stated = m.algorithm.objective?.proof;
      if (!/^sha256:[0-9a-f]{64}$/.test(typeof stated === "string" ? stated : "")) return pass(trust.lottery === undefined);
      if (trust.lottery !== undefined && hex(sha256(trust.lottery)) !== stated.slice(7)) return FAIL;
      return pass(audited(auditText), UNPROVEN); // counting again takes the rules, which this file does not have
    }],
  ];
}

/** §5.5 The key string of RFC 3797: each number followed by ".", each source by "/". */
export const keyString = (values) => {
  need(values.flat().every((n) => n >= 0));
  return values.map((list) => [...list].sort((a, b) => a - b).map((n) => n + ".").join("") + "/").join("");
};
const ALPHABET = { 10: /^[0-9]*$/, 6: /^[1-6]*$/ };
/** §6.5 The dice that are the number of the panel. */
const directNumber = (m, evidence) => {
  const right = (s, i) => s.type === "dice" && s.sides in ALPHABET && ALPHABET[s.sides].test(evidence[i]?.digits) && evidence[i].digits.length === s.count;
  const i = m.sources.findIndex(right), six = m.sources[i].sides === 6;
  return Number([...evidence[i].digits].reduce((n, d) => (six ? n * 6n - 1n : n * 10n) + BigInt(d), 0n));
};

// ---------------------------------------------------------------------------------------------
// §12 The command

async function main(args) {
  const fs = await import("node:fs");
  const trust = { previous: [] };
  let file, json = false;
  const value = (flag, pattern = /[^]/) => { const v = args.shift(); if (v === undefined || !pattern.test(v)) throw new Usage("what follows " + flag + " is not right"); return v; };
  const read = (path) => { try { return new Uint8Array(fs.readFileSync(path)); } catch { throw new Usage("cannot read " + path); } };
  const hex32 = /^[0-9a-f]{64}$/;
  try {
    while (args.length) {
      const arg = args.shift();
      if (arg === "--json") json = true;
      else if (arg === "--seal") trust.seal = value(arg, hex32);
      else if (arg === "--key") trust.key = value(arg, hex32);
      else if (arg === "--saw") trust.saw = value(arg, /^([0-9a-f]{64}|[0-9]{1,4096})$/);
      else if (arg === "--draw-id") trust.drawId = value(arg);
      else if (arg === "--policy") { const b = read(value(arg)); try { trust.policy = fromUtf8(b); } catch { throw new Usage("the policy is not UTF-8"); } }
      else if (arg === "--panels") trust.panels = read(value(arg));
      else if (arg === "--pool") trust.pool = read(value(arg));
      else if (arg === "--lottery") trust.lottery = read(value(arg));
      else if (arg === "--previous") trust.previous.push(read(value(arg)));
      else if (file === undefined && !arg.startsWith("-")) file = arg;
      else throw new Usage("not understood: " + arg);
    }
    if (file === undefined) throw new Usage("which transcript?");
    const told = verify(read(file), trust);
    if (json) console.log(JSON.stringify(told));
    else {
      for (const { name, finding } of told.checks) console.log(finding.padEnd(9) + name);
      console.log("\n" + told.verdict + "\nNot shown: that members were eligible or that nobody was refused; that parties are\n"
        + "independent; that the list was the fairest; what happened after the draw (see draw-v1.md).");
    }
    return { PASS: 0, FAIL: 1, UNPROVEN: 2 }[told.verdict];
  } catch (fault) {
    if (!(fault instanceof Usage)) throw fault;
    console.error(fault.message);
    return 64;
  }
}

if (globalThis.process?.argv?.[1] && import.meta.url.endsWith("/" + process.argv[1].split("/").pop())) {
  process.exitCode = await main(process.argv.slice(2));
}
