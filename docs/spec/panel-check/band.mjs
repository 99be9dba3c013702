// What sortition/goldilocks proves (panel-lottery-v1.md, "Goldilocks"): a band of chances, trades that
// no lottery passes, and leximin within the band.

import {
  checkLeximin, cmp, minus, need, over, pairs, peopleOf, plus, prove, ratio, read, smaller, systemOf, times, written, above,
} from "../panel-check.mjs";
import { without } from "./convex.mjs";

/** A decimal or a fraction. */
const weightOf = (text) => {
  if (!text.includes(".")) return read(text);
  const [whole, part] = text.split(".");
  return ratio(BigInt(whole + part), 10n ** BigInt(part.length));
};

/** Weights above 0, ascending, numbers as text. */
const weights = (list, length) => {
  const found = pairs(list, length, "type");
  need(found.every(([, w]) => w > 0n), "a weight that is not positive");
  return found;
};

const whole = (text, what) => { need(/^-?\d+$/.test(text), what); return BigInt(text); };

export const goldilocks = {
  labels: () => ["goldilocks"],
  prove({ made, pool, params, proposals: [proposal] }) {
    const { types } = made, size = (t) => BigInt(types[t].people.length);
    let system = systemOf(made), shut = [];
    if (proposal.excluded !== undefined) {
      const [ids, log] = proposal.excluded;
      need(ids.every((t) => Number.isInteger(t) && t >= 0 && t < types.length), "excluded");
      prove(system, ids.map((t) => [t, 1n]), 0n, log);
      system = without(system, ids);
      shut = ids;
    }
    let a = 0n, b = 0n, bound = 0n;
    for (const trade of proposal.trades) {
      const raised = weights(trade.raised, types.length), lowered = weights(trade.lowered, types.length);
      const often = whole(trade.times, "times"), most = whole(trade.bound, "the bound");
      need(often >= 0n && raised.every(([t]) => !shut.includes(t)), "weights");
      const together = types.map(() => 0n);
      for (const [t, w] of raised) together[t] += w;
      for (const [t, w] of lowered) together[t] -= w;
      prove(system, together.flatMap((w, t) => (w === 0n ? [] : [[t, w]])), most, trade.proof);
      const sum = (list) => list.reduce((sum, [t, w]) => sum + w * size(t), 0n);
      a += often * sum(raised); b += often * sum(lowered); bound += often * most;
    }
    const least = read(proposal.least), most = read(proposal.most);
    need(b > 0n && least.n > 0n, "weights");
    const within = types.map((_, t) => [shut.includes(t) ? ratio(0) : least, most]);
    const inside = checkLeximin(made, proposal.inside, false, within);
    const open = inside.gap && { bound: written(inside.gap.bound), least: written(inside.gap.least) };

    // s X + t / m, and what no lottery has less of.
    const s = ratio(pool.people.length, pool.seats), t = over(weightOf(params.gamma), s);
    const objective = plus(times(s, most), over(t, least));
    const slope = minus(times(s, ratio(a, b)), over(t, times(least, least)));
    const below = plus(minus(over(times(ratio(2), t), least), times(s, ratio(bound, b))), smaller(ratio(0), slope));
    const gap = cmp(objective, below) > 0 ? minus(objective, below) : ratio(0);
    const stages = inside.stages.map((stage) => ({
      people: stage.types.reduce((sum, at) => sum + types[at].people.length, 0), types: stage.types.length, value: written(stage.value),
    }));
    return {
      chances: inside.chances, panels: proposal.inside.panels,
      certificate: {
        excluded: peopleOf(made, [...new Set(shut)]), gap: written(gap), least: written(least), most: written(most),
        objective: written(objective), stages, ...(open ? { inside: open } : {}),
      },
      notes: [
        ["goldilocks-band", written(least), written(most), above(objective), above(gap)],
        ...(open ? [["goldilocks-gap", open.least, open.bound]] : []),
      ],
    };
  },
};
