// What sortition/nash and sortition/weighted prove (panel-lottery-v1.md, "Nash" and "Weighted"):
// weights by type of which no panel has more than a bound, and the gap that follows.

import {
  expected, need, over, pairs, plus, minus, times, cmp, same, ratio, read, prove, systemOf, written, greater, leaves, peopleOf,
  above,
} from "../panel-check.mjs";

const FINE = 64n, LONG = 1n << 128n;
const floor = (n, d) => (n >= 0n ? n / d : -((-n + d - 1n) / d));

/** A sum of fractions: exact while its denominator is below 2^128, else each term rounded up to
 *  parts of 2^64. */
class Sum {
  exact = ratio(0);
  up = 0n;
  add(n, d) {
    this.up -= floor(-(n << FINE), d);
    if (this.exact) this.exact = plus(this.exact, ratio(n, d));
    if (this.exact && this.exact.d >= LONG) this.exact = null;
  }
  value() { return this.exact ?? ratio(this.up, 1n << FINE); }
}

const atLeastZero = (gap) => (gap.n < 0n ? ratio(0) : gap);

/** Weights of types, ascending, none 0; scale and bound. */
const weighed = ({ weights, scale, bound }, length) => {
  need(Number.isSafeInteger(scale) && scale > 0, "the scale");
  need(/^-?\d+$/.test(bound), "the bound");
  need(weights.every(([, w]) => Number.isSafeInteger(w) && w !== 0), "a weight that is none");
  return { weights: pairs(weights, length, "type"), scale: BigInt(scale), bound: BigInt(bound) };
};

/** Bounds and rows of a panel on which these types have nobody. */
export const without = (system, types) => ({
  ...system, bounds: system.bounds.map((pair, t) => (types.includes(t) ? [0n, 0n] : pair)),
});

/** What both rules share: lottery, weights, and the proof that no panel weighs more. */
const lotteryOf = (made, proposal, mayExclude) => {
  const seats = expected(made, proposal.panels), sizes = made.types.map(({ people }) => BigInt(people.length));
  const chances = seats.map((sum, t) => over(sum, ratio(sizes[t])));
  const never = chances.flatMap(({ n }, t) => (n === 0n ? [t] : []));
  let system = systemOf(made);
  need((proposal.excluded !== undefined) === (mayExclude && never.length > 0), "excluded");
  if (proposal.excluded) {
    prove(system, never.map((t) => [t, 1n]), 0n, proposal.excluded);
    system = without(system, never);
  }
  const found = weighed(proposal, made.types.length);
  prove(system, found.weights, found.bound, proposal.proof);
  const weight = made.types.map(() => 0n);
  for (const [t, w] of found.weights) weight[t] = w;
  return { ...found, chances, never, sizes, weight };
};

const shown = (made, { bound, scale, never }, proposal, gap) => ({
  bound: `${bound}`, excluded: peopleOf(made, never), gap: written(gap), leaves: leaves(proposal.proof), scale: `${scale}`,
});

/** `-ln y <= (1-y) + (1-y)^2 / (2 min(1, y))` for y = W n p / M, summed over everyone drawn. */
const nashGap = ({ bound, chances, sizes, weight }) => {
  need(bound > 0n, "the bound");
  const drawn = sizes.reduce((sum, size, t) => (chances[t].n > 0n ? sum + size : sum), 0n), sum = new Sum();
  chances.forEach((p, t) => {
    need(weight[t] >= 0n && (weight[t] > 0n) === (p.n > 0n), "weights");
    if (p.n === 0n) return;
    const reached = weight[t] * p.n * drawn, whole = bound * p.d, short = whole - reached;
    const least = whole < reached ? whole : reached;
    sum.add(short * (2n * least + short) * sizes[t], 2n * whole * least);
  });
  return atLeastZero(sum.value());
};

export const nash = {
  labels: () => ["nash"],
  prove({ made, proposals: [proposal] }) {
    const found = lotteryOf(made, proposal, true), gap = nashGap(found);
    return {
      chances: found.chances, panels: proposal.panels, certificate: shown(made, found, proposal, gap),
      notes: [["nash-gap", above(gap)]],
    };
  },
};

// ---------------------------------------------------------------------------------------------
// Weighted

/** A decimal or a fraction above 0. */
const factor = (text) => {
  const decimal = /^(\d*)\.?(\d*)$/.exec(text);
  if (!decimal) { const found = read(text); need(found.n > 0n, `no factor: ${text}`); return found; }
  const [, whole, part] = decimal;
  need(whole || part, `no factor: ${text}`);
  return ratio(BigInt(whole + part), 10n ** BigInt(part.length));
};

/** `feature/value:factor` entries: factors by number of feature and value. */
const factors = (pool, text) => {
  if (text === "none") text = ""; // nothing was said
  const found = new Map();
  for (const entry of (text ?? "").split((text ?? "").includes(";") ? ";" : ",").map((part) => part.trim()).filter(Boolean)) {
    const cut = entry.lastIndexOf(":"), path = entry.slice(0, cut).trim();
    const keys = pool.features.flatMap(({ name, values }, f) => values.flatMap((v, at) => (`${name}/${v.name}` === path ? [`${f}/${at}`] : [])));
    need(cut > 0 && keys.length > 0 && !found.has(keys[0]), `the entry ${entry}`);
    found.set(keys[0], factor(entry.slice(cut + 1).trim()));
  }
  return found;
};

/** `min(1, f w)` by type, with the f at which targets sum to the seats. */
export const targetsOf = (pool, { types }, { weights, willing }) => {
  const raise = factors(pool, weights), lower = factors(pool, willing);
  const weight = types.map(({ values }) => values.reduce((product, value, f) => {
    const by = (map) => map.get(`${f}/${value}`) ?? ratio(1);
    return over(times(product, by(raise)), by(lower));
  }, ratio(1)));
  const size = (t) => ratio(types[t].people.length), order = types.map((_, t) => t).sort((a, b) => cmp(weight[b], weight[a]));
  let seats = ratio(pool.seats), sum = order.reduce((sum, t) => plus(sum, times(weight[t], size(t))), ratio(0));
  const targets = types.map(() => ratio(1));
  let at = 0;
  for (; at < order.length && cmp(times(weight[order[at]], seats), sum) >= 0; at++) {
    seats = minus(seats, size(order[at]));
    sum = minus(sum, times(weight[order[at]], size(order[at])));
  }
  for (const t of order.slice(at)) targets[t] = over(times(weight[t], seats), sum);
  return targets;
};

/** The sum over people of `(p - t)^2 / t`. */
const distanceOf = ({ chances, sizes }, targets) => {
  const sum = new Sum();
  chances.forEach((p, t) => {
    const off = minus(targets[t], p), term = over(times(times(ratio(sizes[t]), off), off), targets[t]);
    sum.add(term.n, term.d);
  });
  return sum.value();
};

/** What no distance is below: each person of target t with x = W / scale adds `t (x - x^2 / 4)`,
 *  less M / scale in all. */
const nearest = ({ bound, scale, sizes, weight }, targets) => {
  const sum = new Sum();
  sum.add(bound, scale);
  weight.forEach((w, t) => {
    if (w === 0n) return;
    sum.add(targets[t].n * sizes[t] * w * (w - 4n * scale), targets[t].d * 4n * scale * scale);
  });
  return minus(ratio(0), sum.value());
};

export const weighted = {
  labels: () => ["weighted"],
  prove({ made, pool, params, proposals: [proposal] }) {
    const targets = targetsOf(pool, made, params), found = lotteryOf(made, proposal, false);
    const distance = distanceOf(found, targets), gap = atLeastZero(minus(distance, nearest(found, targets)));
    const size = (a) => (a.n < 0n ? minus(ratio(0), a) : a);
    const farthest = targets.map((target, t) => size(minus(target, found.chances[t]))).reduce(greater);
    const certificate = {
      ...shown(made, found, proposal, gap), distance: written(distance), farthest: written(farthest),
      targets: pool.people.map(({ id }) => [id, written(targets[made.of.get(id)])]),
    };
    return {
      chances: found.chances, panels: proposal.panels, certificate,
      notes: [["weighted-distance", above(distance), above(gap), above(farthest)]],
    };
  },
};
