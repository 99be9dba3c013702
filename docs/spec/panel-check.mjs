// A checker of lotteries of panels, written from panel-lottery-v1.md beside it: section numbers (§)
// are those of that page. No dependencies, no solver, whole numbers only. Leximin, maximin and minimax
// are in this file, other rules in panel-check/ beside it:
//
//   node panel-check.mjs REPORT.json PEOPLE.csv CATEGORIES.csv [--json]
//
// Exit: 0 everything holds, 1 something does not, 2 what is not checked here (another rule, or a part
// that is said to be open), 64 usage. It reads CSV in UTF-8. It is made to be read and compared with,
// not to be fast.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { argv, exit, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import { goldilocks } from "./panel-check/band.mjs";
import { nash, weighted } from "./panel-check/convex.mjs";
import { fairMaxEntropy, maxEntropy } from "./panel-check/counted.mjs";
import { checkDrawn, DRAWN } from "./panel-check/drawn.mjs";

class Refused extends Error {}
/** Said of what is left open here. */
export class Unchecked extends Error {}
export const need = (ok, why) => { if (!ok) throw new Refused(why); };
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
/** Order of the UTF-8 bytes of two strings. */
export const byUtf8 = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
/** Order of two lists, item by item; a list comes after its beginnings. */
const byItems = (order) => (a, b) => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) { const by = order(a[i], b[i]); if (by) return by; }
  return a.length - b.length;
};
const byValues = byItems((a, b) => a - b);

/** JSON with keys in byte order and no blanks (report-v1.md). */
export const canonical = (value) =>
  Array.isArray(value) ? `[${value.map(canonical).join(",")}]`
  : value && typeof value === "object"
    ? `{${Object.keys(value).sort(byUtf8).map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`
    : JSON.stringify(value);
const digest = (value) => `sha256:${sha256(canonical(value))}`;

// ---------------------------------------------------------------------------------------------
// Fractions

const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
export const ratio = (n, d = 1n) => {
  n = BigInt(n); d = BigInt(d);
  need(d !== 0n, "a fraction by 0");
  const g = gcd(n, d) * (d < 0n ? -1n : 1n);
  return { n: n / g, d: d / g };
};
export const plus = (a, b) => ratio(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a, b) => ratio(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a, b) => ratio(a.n * b.n, a.d * b.d);
export const over = (a, b) => ratio(a.n * b.d, a.d * b.n);
export const cmp = (a, b) => { const left = a.n * b.d, right = b.n * a.d; return left < right ? -1 : left > right ? 1 : 0; };
export const same = (a, b) => cmp(a, b) === 0;
export const smaller = (a, b) => (cmp(a, b) < 0 ? a : b);
export const greater = (a, b) => (cmp(a, b) > 0 ? a : b);
export const written = (a) => (a.d === 1n ? `${a.n}` : `${a.n}/${a.d}`);
export const read = (text) => {
  need(typeof text === "string" && /^-?\d+(\/\d+)?$/.test(text), `no fraction: ${text}`);
  return ratio(...text.split("/").map(BigInt));
};
const ZERO = ratio(0), ONE = ratio(1);

// ---------------------------------------------------------------------------------------------
// §1 The pool

/** Rows of a CSV file. */
const rows = (text) => {
  text = text.replace(/^\ufeff/, "");
  const head = text.split(/\r?\n/, 1)[0];
  const count = (sign) => head.split(sign).length;
  const sign = [",", ";", "\t"].reduce((best, other) => (count(other) > count(best) ? other : best));
  const found = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const row = found.at(-1), c = text[i];
    if (quoted) {
      if (c !== '"') row[row.length - 1] += c;
      else if (text[i + 1] === '"') row[row.length - 1] += text[++i];
      else quoted = false;
    } else if (c === '"' && row.at(-1) === "") quoted = true;
    else if (c === sign) row.push("");
    else if (c === "\n") found.push([""]);
    else if (c !== "\r" || text[i + 1] !== "\n") row[row.length - 1] += c;
  }
  const trimmed = found.map((row) => row.map((cell) => cell.trim()));
  return trimmed.filter((row) => row.some((cell) => cell !== ""));
};
const fold = (text) => text.trim().toLowerCase();

const IDS = ["id", "person_id", "person id", "nationbuilder_id", "participant_id", "respondent_id", "unique_id", "uid"];
const VALUES = ["value", "name", "category value", "category_value", "category-value"];

/** The pool as the report says that it was read: `columns` and `seats` are the report's. */
export const readPool = (peopleText, categoriesText, columns, seats) => {
  const [head, ...quotas] = rows(categoriesText);
  const at = (head, names) => head.findIndex((name) => names.includes(fold(name)));
  let value = at(head, VALUES), feature = at(head, ["feature", "category"]);
  if (value < 0) [feature, value] = [at(head, ["category"]), at(head, ["feature"])];
  const numbers = ["min", "max", "min_flex", "max_flex"].map((name) => at(head, [name]));
  need(feature >= 0 && value >= 0 && numbers[0] >= 0 && numbers[1] >= 0, "columns of the categories");
  const features = [];
  for (const row of quotas) {
    if (!row[feature]) continue;
    let found = features.find(({ name }) => fold(name) === fold(row[feature]));
    if (!found) features.push(found = { name: row[feature], values: [] });
    const [min, max, min_flex, max_flex] = numbers.map((at) => (at < 0 ? 0 : Number(row[at])));
    found.values.push({ max, max_flex, min, min_flex, name: row[value] });
  }
  if (numbers[2] < 0) {
    const widest = Math.max(...features.map((f) => f.values.reduce((sum, v) => sum + v.max, 0)));
    for (const v of features.flatMap((f) => f.values)) v.max_flex = widest;
  }
  const [names, ...table] = rows(peopleText);
  const column = (name) => at(names, [fold(name)]);
  const id = columns.id ? column(columns.id) : IDS.map((name) => column(name)).find((at) => at >= 0) ?? -1;
  const of = features.map((f) => column(f.name)), homes = columns.household.map(column);
  need([...of, ...homes].every((at) => at >= 0), "columns of the people");
  let people = table.map((row, number) => {
    const address = homes.map((at) => fold(row[at] ?? ""));
    const values = features.map((f, i) => f.values.findIndex((v) => fold(v.name) === fold(row[of[i]] ?? "")));
    const name = id < 0 ? `${number + 1}` : row[id];
    return { id: name, values, home: address.some((part) => part) ? `@${address.join("\u001f")}` : `#${name}` };
  });
  people = [...new Map(people.filter(({ id }) => id).map((person) => [person.id, person])).values()];
  need(people.every(({ values }) => !values.includes(-1)), "a value that the categories do not have");
  return residual({ features, people: people.sort((a, b) => byUtf8(a.id, b.id)), seats }, columns.already ?? []);
};

/** What is left to draw where people sit already; households are numbered in order of people. */
const residual = (pool, already) => {
  const seated = pool.people.filter(({ id }) => already.includes(id));
  const taken = new Set(seated.map(({ home }) => home));
  const features = pool.features.map(({ name, values }, f) => ({ name, values: values.map((v, number) => {
    const sit = seated.filter((person) => person.values[f] === number).length;
    const left = (n) => Math.max(0, n - sit);
    return { max: left(v.max), max_flex: left(v.max_flex), min: left(v.min), min_flex: left(v.min_flex), name: v.name };
  }) }));
  const people = pool.people.filter(({ home }) => !taken.has(home));
  const homes = [...new Set(people.map(({ home }) => home))];
  const shared = homes.length < people.length;
  // The seats of a report are those that are drawn.
  return { features, seats: pool.seats, shared, people: people.map((p) => ({ ...p, home: homes.indexOf(p.home) })) };
};

/** The pool as JSON: what `input.instance` is the digest of (report-v1.md). */
const instance = ({ features, people, seats, shared }) => ({
  features, kind: "pool", seats,
  people: people.map(({ id, values, home }) => (shared ? [id, values, home] : [id, values])),
});

// ---------------------------------------------------------------------------------------------
// §2 Types and rows

/** Types, rows with the numbers of their types, and the type of each person. */
export const typesOf = (pool) => {
  const homes = new Map();
  for (const person of pool.people) homes.set(person.home, [...(homes.get(person.home) ?? []), person]);
  const classes = new Map();
  for (const members of homes.values()) {
    const company = members.map(({ values }) => values).sort(byValues);
    const known = classes.get(canonical(company)) ?? { company, homes: [] };
    known.homes.push(members);
    classes.set(canonical(company), known);
  }
  const found = new Map();
  const inOrder = [...classes.values()].sort((a, b) => byItems(byValues)(a.company, b.company));
  inOrder.forEach(({ homes }, number) => {
    for (const person of homes.flat()) {
      const key = canonical([person.values, number]);
      const type = found.get(key) ?? { values: person.values, class: number, people: [], most: homes.length };
      type.people.push(person.id);
      found.set(key, type);
    }
  });
  const types = [...found.values()].sort((a, b) => byValues(a.values, b.values) || a.class - b.class);
  const of = new Map(types.flatMap(({ people }, type) => people.map((id) => [id, type])));
  const where = (test) => types.map((type, number) => (test(type) ? number : -1)).filter((number) => number >= 0);
  const rows = [{ least: pool.seats, most: pool.seats, types: where(() => true) }];
  pool.features.forEach(({ values }, f) => values.forEach(({ min, max }, v) =>
    rows.push({ least: min, most: max, types: where((type) => type.values[f] === v) })));
  inOrder.forEach(({ company, homes }, number) => {
    const mixed = new Set(company.map(canonical)).size > 1;
    if (mixed) rows.push({ least: 0, most: homes.length, types: where((type) => type.class === number) });
  });
  return { types, rows, of };
};

/** Ids of the people of some types, in byte order. */
export const peopleOf = ({ types }, some) => some.flatMap((t) => types[t].people).sort(byUtf8);

/** Bounds of the count of each type and rows as terms: what every panel meets. */
export const systemOf = ({ types, rows }) => ({
  bounds: types.map(({ most }) => [0n, BigInt(most)]),
  rows: rows.map(({ types, least, most }) => ({ least: BigInt(least), most: BigInt(most), terms: types.map((t) => [t, 1n]) })),
});

// ---------------------------------------------------------------------------------------------
// §3 Proofs

/** Numbered whole numbers, ascending, none out of range and none 0 (where that says nothing). */
export const pairs = (list, length, what, mayBe0 = false) => list.map(([at, number], place) => {
  need(Number.isInteger(at) && at >= 0 && at < length && (place === 0 || list[place - 1][0] < at), `${what} ${at}`);
  need(mayBe0 || BigInt(number) !== 0n, `${what} ${at} times 0`);
  return [at, BigInt(number)];
});

/** What multipliers show `weights` to be at most: a fraction; `bounds` may be fractions. */
const most = ({ bounds, rows }, weights, multipliers) => {
  const reduced = bounds.map(() => 0n);
  for (const [type, weight] of weights) reduced[type] += weight;
  let sum = 0n;
  for (const [row, u] of multipliers) {
    sum += u * (u > 0n ? rows[row].most : rows[row].least);
    for (const [type, factor] of rows[row].terms) reduced[type] -= u * factor;
  }
  return reduced.reduce((sum, left, type) => {
    const side = bounds[type][left > 0n ? 1 : 0];
    return plus(sum, typeof side === "bigint" ? ratio(left * side) : times(ratio(left), side));
  }, ratio(sum));
};

/** Whether a log shows `weights` to be at most `bound` on every panel; throws where it does not. */
export const prove = (system, weights, bound, log) => {
  const nodes = log[Symbol.iterator]();
  const walk = (part) => {
    const { value: node, done } = nodes.next();
    need(!done, "a proof that ends too early");
    const [word, number, what] = node;
    if (word === "leaf") {
      const scale = BigInt(number);
      need(scale >= 0n, "a negative scale");
      const empty = part.bounds.some(([least, most]) => least > most) || part.rows.some(({ least, most }) => least > most);
      const scaled = weights.map(([type, weight]) => [type, scale * weight]);
      const shown = most(part, scaled, pairs(what, part.rows.length, "row"));
      need(empty || cmp(shown, ratio(scale * (bound + 1n))) < 0, "a leaf that does not close");
      return;
    }
    need(word === "row" || word === "variable", "a node of no kind");
    const at = BigInt(what);
    for (const below of [true, false]) {
      const cut = (least, most) => (below ? [least, most < at ? most : at] : [least > at ? least : at + 1n, most]);
      const turn = { bounds: [...part.bounds], rows: [...part.rows] };
      if (word === "variable") {
        need(turn.bounds[number], "a split at nothing");
        turn.bounds[number] = cut(...turn.bounds[number]);
      } else {
        need(turn.rows[number], "a split at nothing");
        const [least, most] = cut(turn.rows[number].least, turn.rows[number].most);
        turn.rows[number] = { ...turn.rows[number], least, most };
      }
      walk(turn);
    }
  };
  walk(system);
  need(nodes.next().done, "a proof that goes on after its end");
};

/** Parts that a log closes. */
export const leaves = (log) => log.filter(([word]) => word === "leaf").length;

/** A fraction that is not negative, rounded up to nine places. */
export const above = ({ n, d }) => {
  const units = `${(n * 1000000000n + d - 1n) / d}`.padStart(10, "0"), part = units.slice(-9).replace(/0+$/, "");
  return part ? `${units.slice(0, -9)}.${part}` : units.slice(0, -9);
};

// ---------------------------------------------------------------------------------------------
// §4 Lotteries

/** The seats that each type expects; every panel is held against the rows. */
export const expected = ({ types, rows }, panels) => {
  let total = 0n;
  const seats = types.map(() => 0n);
  panels.forEach(({ take, weight }, number) => {
    need(/^\d+$/.test(weight) && BigInt(weight) > 0n, `the weight of panel ${number}`);
    const counts = types.map(() => 0);
    for (const [type, count] of pairs(take, types.length, "type", true)) counts[type] = Number(count);
    const fits = counts.every((count, type) => count >= 0 && count <= types[type].most)
      && rows.every(({ least, most, types }) => {
        const sum = types.reduce((sum, type) => sum + counts[type], 0);
        return least <= sum && sum <= most;
      });
    need(fits, `panel ${number} misses a row`);
    total += BigInt(weight);
    counts.forEach((count, type) => { seats[type] += BigInt(weight) * BigInt(count); });
  });
  need(total > 0n, "no panel");
  return seats.map((sum) => ratio(sum, total));
};

// ---------------------------------------------------------------------------------------------
// §5 Leximin, maximin, minimax

/** Checks a proposal of the three rules. Gives the chances by type, stages, and what else it shows. */
export const checkLeximin = (made, proposal, leastMost, within = null) => {
  const { types } = made, system = systemOf(made);
  const people = types.map((type) => BigInt(type.people.length));
  for (const cut of proposal.cuts) addCut(system, cut);
  // From here on: between what each type may expect, as fractions.
  // Within a band, if one is given: least and greatest chance of each type.
  const open = { rows: system.rows, bounds: system.bounds.map(([least, most], t) => within
    ? within[t].map((chance) => times(chance, ratio(people[t]))).map((side, end) => (end ? smaller(side, ratio(most)) : side))
    : [ratio(least), ratio(most)]) };
  const weightsOf = ({ rows, types: list }) => {
    const weights = pairs(list, types.length, "type");
    need(weights.every(([, weight]) => weight > 0n), "a weight that is not positive");
    return [weights, pairs(rows, system.rows.length, "row")];
  };
  const free = { rows: system.rows, bounds: system.bounds.map((ends) => ends.map((end) => ratio(end))) }, gap = {};
  const seats = expected(made, proposal.panels), chances = seats.map((sum, t) => over(sum, ratio(people[t])));
  const shared = (weights, test) => weights.reduce((sum, [t, w]) => (test(t) ? sum + w * people[t] : sum), 0n);
  let greatest = null;
  need(leastMost === (proposal.greatest !== null), "greatest");
  if (leastMost) {
    const [weights, rows] = weightsOf(proposal.greatest);
    const least = minus(ZERO, most(open, weights.map(([t, w]) => [t, -w]), rows));
    const all = shared(weights, () => true);
    need(all > 0n, "weights of nobody");
    greatest = over(least, ratio(all));
    const had = chances.reduce(greater), cap = greater(greatest, had);
    need(!proposal.attained || same(cap, greatest), "a greatest chance above the proven one");
    if (!same(cap, greatest)) gap.greatest = { bound: greatest, most: had };
    open.bounds = open.bounds.map(([low, high], t) => [low, smaller(high, times(cap, ratio(people[t])))]);
  }
  // How the settled chances stood before the last stage, and what no panel holds.
  const chance = types.map(() => null), values = [], level = types.map(() => null), shut = new Set();
  for (const stage of proposal.stages) {
    need(chance.includes(null), "a stage too many");
    const [weights, rows] = weightsOf(stage);
    const bound = most(open, weights, rows);
    const settled = weights.reduce((sum, [t, w]) => (chance[t] ? plus(sum, times(ratio(w * people[t]), chance[t])) : sum), ZERO);
    const share = shared(weights, (t) => chance[t] === null);
    need(share > 0n, "a stage that settles nobody");
    const value = over(minus(bound, settled), ratio(share));
    need(!values.length || cmp(values.at(-1), value) <= 0, "a stage below the one before");
    if (same(value, ZERO)) {
      // On no panel: by these weights alone, without what is asked of lotteries, or by a cut.
      if (same(most(free, weights, rows), ZERO)) for (const [t] of weights) shut.add(t);
      free.bounds.forEach(([, high], t) => { if (same(high, ZERO)) shut.add(t); });
    }
    const now = new Set(weights.map(([t]) => t));
    open.bounds.forEach(([, high], t) => { if (cmp(high, times(value, ratio(people[t]))) <= 0) now.add(t); });
    for (const t of now) if (chance[t] === null) { chance[t] = value; level[t] = values.length; }
    values.push(value);
  }
  seats.forEach((sum, t) => need(cmp(open.bounds[t][0], sum) <= 0 && cmp(sum, open.bounds[t][1]) <= 0, "panels beyond a bound"));
  const all = chances.every((p, t) => chance[t] !== null && same(chance[t], p));
  need(all || !proposal.attained, "panels that give other chances");
  const attained = all ? values.length : values.length - 1;
  if (!all) Object.assign(gap, openStage(values, level, chances));
  need(proposal.attained === (Object.keys(gap).length === 0), "attained");
  const stages = [], zero = types.map((_, t) => t).filter((t) => level[t] !== null && level[t] < attained && same(values[level[t]], ZERO));
  for (let i = 0; i < attained; i++) {
    const own = types.map((_, t) => t).filter((t) => level[t] === i);
    if (stages.length && same(stages.at(-1).value, values[i])) stages.at(-1).types.push(...own);
    else stages.push({ value: values[i], types: own });
  }
  return {
    chances, stages, greatest, panels: proposal.panels, gap: proposal.attained ? null : gap,
    excluded: zero.filter((t) => shut.has(t)), leftOut: zero.filter((t) => !shut.has(t)),
  };
};

/** Where a limit was reached (§8): the least chance of those whom the stages before the last do not
 *  settle, and what no lottery as good passes. */
const openStage = (values, level, chances) => {
  const last = values.length - 1;
  need(last >= 0, "no stage");
  const open = chances.filter((_, t) => level[t] === null || level[t] === last);
  need(chances.every((p, t) => level[t] === null || level[t] === last || same(p, values[level[t]])), "a stage that is not attained");
  need(open.length > 0, "nobody is open");
  const least = open.reduce(smaller), bound = values[last];
  need((last === 0 || cmp(values[last - 1], least) <= 0) && cmp(least, bound) < 0, "stages beyond a gap");
  return { bound, least };
};

/** Adds a row that every panel meets to the system, where its proof holds. */
const addCut = (system, { weights: list, most, proof }) => {
  const weights = pairs(list, system.bounds.length, "type"), bound = BigInt(most);
  prove(system, weights, bound, proof);
  const ends = weights.map(([type, weight]) => weight * system.bounds[type][weight > 0n ? 0 : 1]);
  const least = ends.reduce((sum, end) => sum + end, 0n);
  if (least === 0n && weights.every(([, weight]) => weight > 0n)) {
    for (const [type, weight] of weights) {
      const cap = bound >= 0n ? bound / weight : (bound - weight + 1n) / weight;
      const [low, high] = system.bounds[type];
      system.bounds[type] = [low, high < cap ? high : cap];
    }
  }
  system.rows.push({ terms: weights, least, most: bound });
};

/** What the certificate of the report must say (§5). */
const certificateOf = (rule, { types }, { stages, greatest, gap, excluded, leftOut }) => {
  const peopleOf = (stage) => stage.types.reduce((sum, t) => sum + types[t].people.length, 0);
  const ids = (some) => some.flatMap((t) => types[t].people).sort(byUtf8);
  const least = stages.find(({ value }) => cmp(value, ZERO) > 0);
  if (rule === "maximin" && least) return { excluded: ids(excluded), least: written(least.value), people: peopleOf(least) };
  const open = gap && {
    ...(gap.bound ? { bound: written(gap.bound), least: written(gap.least) } : {}),
    ...(gap.greatest ? { greatest: { bound: written(gap.greatest.bound), most: written(gap.greatest.most) } } : {}),
  };
  return {
    excluded: ids(excluded),
    ...(leftOut.length ? { left_out: ids(leftOut) } : {}),
    ...(greatest && !gap?.greatest ? { greatest: written(greatest) } : {}),
    ...(open ? { gap: open } : {}),
    stages: stages.map((stage) => ({ people: peopleOf(stage), types: stage.types.length, value: written(stage.value) })),
  };
};

// ---------------------------------------------------------------------------------------------
// §6 The list of panels

const listed = (pool, made, outcome, chances) => {
  const { panels } = outcome, m = panels.length;
  const homes = new Map(pool.people.map(({ id, home }) => [id, home]));
  const stands = new Map(pool.people.map(({ id }) => [id, 0]));
  panels.forEach(({ members, weight }, number) => {
    need(same(read(weight), ratio(1, m)), `the weight of panel ${number}`);
    need(members.length === pool.seats && new Set(members).size === pool.seats, `the size of panel ${number}`);
    need(members.every((id) => homes.has(id)), `a stranger on panel ${number}`);
    need(new Set(members.map((id) => homes.get(id))).size === pool.seats, `a household twice on panel ${number}`);
    for (const { least, most, types } of made.rows) {
      const sum = members.filter((id) => types.includes(made.of.get(id))).length;
      need(least <= sum && sum <= most, `panel ${number} misses a quota`);
    }
    for (const id of members) stands.set(id, stands.get(id) + 1);
  });
  made.types.forEach(({ people }) => {
    const times = people.map((id) => stands.get(id));
    need(Math.max(...times) - Math.min(...times) <= 1, `equals that do not stand on equally many panels: ${people}`);
  });
  const after = (id) => ratio(stands.get(id), m), before = (id) => chances[made.of.get(id)];
  const ids = [...stands.keys()], drawn = ids.filter((id) => cmp(before(id), ZERO) > 0);
  const change = (id) => { const by = minus(after(id), before(id)); return by.n < 0n ? minus(ZERO, by) : by; };
  const loss = {
    change: written(ids.map(change).reduce(greater)),
    least: written(drawn.map(after).reduce(smaller)), least_before: written(drawn.map(before).reduce(smaller)),
    most: written(ids.map(after).reduce(greater)), most_before: written(ids.map(before).reduce(greater)),
  };
  const distinct = new Set(panels.map(({ members }) => canonical([...members].sort(byUtf8))));
  return { loss, panels: m, repeats: m - distinct.size };
};

/** The least number of panels that meets all chances: of the whole weights and of each chance. */
const exact = (chances, panels) => {
  const weights = panels.map(({ weight }) => BigInt(weight));
  const total = weights.reduce((sum, weight) => sum + weight) / weights.reduce(gcd);
  return `${chances.reduce((m, { d }) => (m / gcd(m, d)) * d, total)}`;
};

// ---------------------------------------------------------------------------------------------

/** Leximin and its sisters as the table of rules has them: what a rule says it proposes, and what
 *  follows: chances by type, panels by type, certificate, and notes where they are checked. */
const lexical = (label) => ({
  labels: () => [label],
  prove({ made, proposals: [proposal] }) {
    const proven = checkLeximin(made, proposal, label === "minimax");
    return { chances: proven.chances, panels: proven.panels, certificate: certificateOf(label, made, proven) };
  },
});

const RULES = () => ({
  "sortition/leximin": lexical("leximin"), "sortition/maximin": lexical("maximin"), "sortition/minimax": lexical("minimax"),
  "sortition/nash": nash, "sortition/weighted": weighted, "sortition/goldilocks": goldilocks,
  "sortition/max-entropy": maxEntropy, "sortition/fair-max-entropy": fairMaxEntropy,
});

/** §9: a lottery of more panels than types, plus one, is recorded again with fewer of its panels. */
const support = (made, before, recorded) => {
  const known = new Set(before.map(({ take }) => canonical(take)));
  need(recorded.length <= made.types.length + 1 && recorded.every(({ take }) => known.has(canonical(take))), "support");
  const [was, is] = [before, recorded].map((panels) => expected(made, panels));
  need(was.every((sum, t) => same(sum, is[t])), "support with other chances");
  return recorded;
};

/** The proposals of a report, with these labels in this order. */
const proposalsOf = (report, labels) => {
  const proposals = report.events.filter(({ event }) => event === "proposal");
  need(canonical(proposals.map(({ label }) => label)) === canonical(labels), "other proposals");
  return proposals.map(({ value }) => value);
};

/** Checks a report (an object) against the two files (bytes). A list of `{check, holds, why?}`, with
 *  `holds` null for what is left open; null for a rule of which nothing is checked here. */
export const check = (report, peopleBytes, categoriesBytes) => {
  const rule = RULES()[report.rule];
  if (!rule && !DRAWN.includes(report.rule)) return null;
  const findings = [];
  const step = (name, body) => {
    if (findings.some(({ holds }) => holds === false)) return null;
    try {
      const value = body();
      findings.push({ check: name, holds: true });
      return value;
    } catch (why) {
      const holds = why instanceof Unchecked ? null : false;
      findings.push({ check: name, holds, why: why instanceof Refused || holds === null ? why.message : `malformed: ${why.message}` });
      return null;
    }
  };
  step("digests", () => {
    const { digest: stated, ...rest } = report;
    need(stated === digest(rest), "another digest");
    const { engine, declared, result, ...body } = rest, { files, ...input } = body.input;
    const warnings = body.warnings.map(({ code, count }) => ({ code, count }));
    need(!body.invalid.length && result === digest({ ...body, input, warnings }), "another result");
  });
  step("files", () => {
    const found = [peopleBytes, categoriesBytes].map((bytes) => ({ bytes: bytes.length, sha256: sha256(bytes) }));
    need(canonical(report.input.files.slice(0, 2)) === canonical(found), "other files");
  });
  const pool = step("pool", () => {
    const columns = report.input.columns ?? { household: [], id: null };
    const pool = readPool(peopleBytes.toString("utf8"), categoriesBytes.toString("utf8"), columns, report.seats);
    need(digest(instance(pool)) === report.input.instance, "read otherwise than the report");
    return pool;
  });
  if (!rule) {
    checkDrawn(report, pool, step);
    return findings;
  }
  const made = step("types", () => typesOf(pool));
  const proven = step("proof", () => {
    const { params, outcome } = report;
    const labels = rule.labels(params, outcome, report.events), round = params.panels > 0 && params.round === "beck-fiala" ? ["round"] : [];
    const reduced = report.events.some(({ label }) => label === "support") ? ["support"] : [];
    const proposals = proposalsOf(report, [...labels, ...reduced, ...round]);
    const proven = rule.prove({ made, pool, params, outcome, proposals, events: report.events });
    need((reduced.length > 0) === (made.types.length <= 2048 && proven.panels?.length > made.types.length + 1), "support");
    return reduced.length ? { ...proven, panels: support(made, proven.panels, proposals[labels.length]) } : proven;
  });
  if (!proven) return findings;
  if (proven.open) step("search", () => { throw new Unchecked(proven.open); });
  if (proven.notes) step("notes", () => {
    const notes = report.events.filter(({ event }) => event !== "proposal");
    const own = proven.notes.map(([code, ...args]) => ({ args, code, event: "note" }));
    need(canonical(notes) === canonical(own), `other notes than ${canonical(own)}`);
  });
  step("chances", () => {
    const { outcome } = report;
    need(outcome.kind === "panel-lottery" && outcome.seats === pool.seats, "the kind of outcome");
    need(outcome.people.length === pool.people.length, "the number of people");
    outcome.people.forEach(({ id, probability }, at) => {
      need(id === pool.people[at].id && written(proven.chances[made.of.get(id)]) === probability, `the chance of ${id}`);
    });
    const sum = outcome.people.reduce((sum, { probability }) => plus(sum, read(probability)), ZERO);
    need(same(sum, ratio(pool.seats)), "chances that do not sum to the seats");
  });
  step("certificate", () => {
    const { list, ...rest } = report.outcome.certificate;
    need(canonical(rest) === canonical(proven.certificate), `another certificate than ${canonical(proven.certificate)}`);
    need(report.outcome.panels.length === report.params.panels && (list === undefined) === (report.params.panels === 0), "the list");
  });
  if (report.params?.panels > 0) {
    step("list", () => {
      const found = listed(pool, made, report.outcome, proven.chances);
      const how = proven.panels ? { exact: exact(proven.chances, proven.panels), method: report.params.round } : { method: "sampled" };
      const list = { ...found, ...how };
      need(canonical(report.outcome.certificate.list) === canonical(list), `another list than ${canonical(list)}`);
    });
  }
  return findings;
};

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  const [reportPath, people, categories, json] = argv.slice(2);
  if (!categories || (json && json !== "--json")) {
    stdout.write("usage: node panel-check.mjs REPORT.json PEOPLE.csv CATEGORIES.csv [--json]\n");
    exit(64);
  }
  const text = readFileSync(reportPath, "utf8").replace(/\n$/, ""), report = JSON.parse(text);
  const findings = canonical(report) === text
    ? check(report, readFileSync(people), readFileSync(categories))
    : [{ check: "digests", holds: false, why: "the report is not in canonical form" }];
  if (json) stdout.write(`${JSON.stringify(findings)}\n`);
  else if (findings) for (const { check, holds, why } of findings) stdout.write(`${holds ? "holds" : holds === null ? "open " : "FAILS"} ${check}${why ? `: ${why}` : ""}\n`);
  else stdout.write("this file does not check that rule\n");
  const worst = findings?.some(({ holds }) => holds === false) ? 1 : 2;
  exit(findings?.every(({ holds }) => holds) ? 0 : worst);
}
