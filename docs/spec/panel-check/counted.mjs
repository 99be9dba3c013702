// What sortition/max-entropy and sortition/fair-max-entropy say (panel-lottery-v1.md, "Maximum
// entropy"): each panel is as likely as the product of its people's weights, so chances are counted.

import { canonical, checkLeximin, greater, minus, need, ratio, same, Unchecked, written } from "../panel-check.mjs";

/** The most states of a count here; the program holds millions. */
const STATES = 200000;

/** Sums over all panels: of their weights, and of weight times the seats of each type. */
export const countPanels = (pool, made, weights) => {
  const { types } = made, offsets = [];
  let width = 0;
  for (const { values } of pool.features) { offsets.push(width); width += values.length; }
  const quotas = pool.features.flatMap(({ values }) => values);
  const classes = [...new Set(types.map((type) => type.class))];
  // A state: members of each value so far, and seats taken. With it the two sums.
  let states = new Map([["", { held: quotas.map(() => 0), seats: 0, ways: 1n, by: types.map(() => 0n) }]]);
  for (const number of classes) {
    const own = types.flatMap((type, t) => (type.class === number ? [t] : []));
    // Home by home: choose those of c people of a type, and in each the person.
    const step = (from, at, homes, ways, next) => {
      if (at === own.length) { next(from, ways); return; }
      const t = own[at], type = types[t], inHome = BigInt(type.people.length / type.most);
      let chosen = ways;
      for (let c = 0; ; c++) {
        const seats = from.seats + c, held = from.held.map((n, i) => n + (type.values.some((v, f) => offsets[f] + v === i) ? c : 0));
        if (seats > pool.seats || held.some((n, i) => n > quotas[i].max)) return;
        step({ held, seats, taken: [...from.taken, [t, c]] }, at + 1, homes - c, chosen, next);
        if (c === homes) return;
        chosen = (chosen * BigInt(homes - c) * inHome * weights[t]) / BigInt(c + 1);
      }
    };
    const after = new Map();
    for (const state of states.values()) {
      step({ held: state.held, seats: state.seats, taken: [] }, 0, types[own[0]].most, 1n, ({ held, seats, taken }, ways) => {
        const key = `${held}/${seats}`, known = after.get(key) ?? { held, seats, ways: 0n, by: types.map(() => 0n) };
        known.ways += state.ways * ways;
        known.by = known.by.map((sum, t) => sum + state.by[t] * ways);
        for (const [t, c] of taken) known.by[t] += state.ways * ways * BigInt(c);
        after.set(key, known);
        if (after.size * types.length > STATES) throw new Unchecked("too many panels to be counted here");
      });
    }
    states = after;
  }
  const total = { ways: 0n, by: types.map(() => 0n) };
  for (const { held, seats, ways, by } of states.values()) {
    if (seats !== pool.seats || held.some((n, i) => n < quotas[i].min)) continue;
    total.ways += ways;
    total.by = total.by.map((sum, t) => sum + by[t]);
  }
  need(total.ways > 0n, "no panel");
  return total;
};

const chancesOf = ({ types }, { ways, by }) => by.map((sum, t) => ratio(sum, ways * BigInt(types[t].people.length)));

/** Without a count: each type's share of the panels of the list. */
const sharesOf = ({ types, of }, panels) => {
  const seats = types.map(() => 0n);
  for (const { members } of panels) for (const id of members) seats[of.get(id)] += 1n;
  need(panels.length > 0, "neither a count nor panels");
  return seats.map((sum, t) => ratio(sum, BigInt(types[t].people.length) * BigInt(panels.length)));
};

/** The logarithm to base 2, three decimals, rounded down. */
const log2 = (number) => {
  let whole = number.toString(2).length - 1, part = whole > 62 ? number >> BigInt(whole - 62) : number << BigInt(62 - whole), bits = 0n;
  for (let i = 0; i < 24; i++) {
    part = (part * part) >> 62n; bits <<= 1n;
    if (part >= 1n << 63n) { bits |= 1n; part >>= 1n; }
  }
  return `${whole}.${`${(bits * 1000n) >> 24n}`.padStart(3, "0")}`;
};

/** Features as a count follows them: the one with most values, then those with fewest. */
const order = ({ features }) => {
  const by = features.map(({ name, values }, at) => ({ name, at, size: values.length })).sort((a, b) => a.size - b.size || a.at - b.at);
  const widest = Math.max(...by.map(({ size }) => size)), first = by.findIndex(({ size }) => size === widest);
  return [...by.splice(first, 1), ...by].map(({ name }) => name);
};

/** Rounded to so many decimals, half away from 0. */
const decimals = ({ n, d }, digits) => {
  const scale = 10n ** BigInt(digits), units = (2n * n * scale + d) / (2n * d);
  return `${units / scale}.${`${units % scale}`.padStart(digits, "0")}`;
};

/** Where all is counted no attempt fails, so none are expected. */
const unexpected = (certificate) => ("expected" in certificate ? { expected: null } : {});

/** What is stated of a draw that was not counted is taken as it is: which quotas were followed. */
const stated = (certificate, names) => Object.fromEntries(names.filter((name) => name in certificate).map((name) => [name, certificate[name]]));

export const maxEntropy = {
  labels: () => [],
  prove({ made, pool, params, outcome }) {
    const { certificate } = outcome;
    if (certificate.exact !== true) {
      const names = ["attempts", "exact", "expected", "features", "log2", "most", "panels", "values", "estimate"];
      need(certificate.exact === false && certificate.panels === null, "a count");
      return { chances: sharesOf(made, outcome.panels), certificate: stated(certificate, names), panels: null };
    }
    const total = countPanels(pool, made, made.types.map(() => 1n)), number = `${total.ways}`;
    return {
      chances: chancesOf(made, total), panels: null,
      certificate: {
        attempts: `${params.panels}`, exact: true, features: order(pool), log2: log2(total.ways), most: number, panels: number, values: [],
        ...unexpected(certificate),
      },
      notes: [["panels-counted", number, log2(total.ways)]],
    };
  },
};

/** The chances wanted: those of leximin, or the same for everyone. Where leximin is open within a gap
 *  a note says so; what it says is checked with leximin alone. */
const wantedOf = (pool, made, target, proposals, events) => {
  if (target !== "leximin") return { wanted: made.types.map(() => ratio(pool.seats, pool.people.length)), notes: [] };
  const proven = checkLeximin(made, proposals[0], false), told = events.find(({ code }) => code === "leximin-gap");
  need(!proven.gap || told, "a gap that is not told");
  return { wanted: proven.chances, notes: proven.gap ? [["leximin-gap", ...told.args]] : [] };
};

export const fairMaxEntropy = {
  labels: ({ target }, { certificate }, events) => [
    ...(target === "leximin" ? ["leximin"] : []), ...(events.some(({ label }) => label === "start") ? ["start"] : []),
    ...(certificate.weights ? [] : ["weights"]),
  ],
  prove({ made, pool, params, outcome, proposals, events }) {
    const { certificate } = outcome, weights = certificate.weights ?? proposals.at(-1);
    const { wanted, notes: before } = wantedOf(pool, made, params.target, proposals, events);
    need(weights.length === made.types.length && weights.every((w) => Number.isInteger(w) && w >= 1 && w <= 65536), "weights");
    const whole = certificate.exact === true;
    const chances = whole ? chancesOf(made, countPanels(pool, made, weights.map(BigInt))) : sharesOf(made, outcome.panels);
    const off = chances.map((p, t) => minus(p, wanted[t])).map((by) => (by.n < 0n ? minus(ratio(0), by) : by)).reduce(greater);
    const rest = whole ? { attempts: `${params.panels}`, exact: true, features: order(pool), values: [], ...unexpected(certificate) }
      : stated(certificate, ["attempts", "exact", "expected", "features", "values"]);
    const notes = [...before, ["chances-off", decimals(off, 4), params.target]];
    return {
      chances, panels: null, ...(whole ? { notes } : {}), open: "that the rounds find these weights: isonomia audit repeats them",
      certificate: { ...rest, off: written(off), target: params.target, ...(certificate.weights ? { weights } : {}) },
    };
  },
};
