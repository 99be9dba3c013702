// Rules that draw one panel (panel-lottery-v1.md, "Rules that draw"): every panel is held against what
// its rule promises, and sortition/uniform is drawn again from the seed (draw-v1.md, 6).

import { byUtf8, canonical, need, Unchecked } from "../panel-check.mjs";
import { H, Stream, unhex } from "../draw-verify.mjs";

export const DRAWN = ["sortition/uniform", "sortition/stratified", "sortition/legacy", "sortition/diversimax"];

/** People of the pool, each once, in order, no two of a household. */
const panelOf = (pool, { kind, members, seats }) => {
  need(kind === "panel" && seats === pool.seats && members.length === seats, "the kind of outcome");
  const homes = new Map(pool.people.map(({ id, home }) => [id, home]));
  need(members.every((id) => homes.has(id)), "a stranger");
  need(members.every((id, at) => at === 0 || byUtf8(members[at - 1], id) < 0), "the order of members");
  need(new Set(members.map((id) => homes.get(id))).size === seats, "a household twice");
};

/** The quotas that a panel misses: feature, value, members, least and most. */
const missed = (pool, members) => {
  const sitting = pool.people.filter(({ id }) => members.includes(id));
  return pool.features.flatMap(({ name, values }, f) => values.flatMap((value, v) => {
    const sit = sitting.filter((person) => person.values[f] === v).length;
    return sit < value.min || sit > value.max ? [[name, value.name, `${sit}`, `${value.min}`, `${value.max}`]] : [];
  }));
};

/** Numbers from the stream `panel`; who lives with somebody seated is passed over. */
const uniform = (report, pool) => {
  const stream = new Stream(H("draw", unhex(report.seed), new TextEncoder().encode("panel"))), { people, seats } = pool;
  const numbers = [], members = [], passed = [], taken = new Set();
  for (const number of stream.sample(people.length, pool.shared ? people.length : seats)) {
    if (members.length === seats) break;
    const { id, home } = people[number];
    numbers.push(number);
    if (taken.has(home)) passed.push(id); else members.push(id);
    taken.add(home);
  }
  members.sort(byUtf8);
  const note = (code, args) => ({ args, code, event: "note" });
  const events = [{ event: "draw", label: "panel", of: people.length, values: numbers }];
  if (passed.length) events.push(note("household-passed", [passed.join(", ")]));
  events.push(...missed(pool, members).map((args) => note("quota-missed", args)));
  return { events, members };
};

export const checkDrawn = (report, pool, step) => {
  const { outcome } = report;
  step("panel", () => panelOf(pool, outcome));
  if (report.rule === "sortition/uniform") {
    step("draw", () => {
      const again = uniform(report, pool);
      need(canonical(again.members) === canonical(outcome.members), `drawn again: ${again.members}`);
      need(canonical(again.events) === canonical(report.events), `other events than ${canonical(again.events)}`);
    });
    return;
  }
  step("quotas", () => need(missed(pool, outcome.members).length === 0, "a quota is missed"));
  step("draw", () => { throw new Unchecked("not drawn again here: isonomia audit does"); });
};
