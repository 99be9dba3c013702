/** What people see of a report: a sentence, then a picture, then every number. */
import type { Report } from "isonomia/worker";
import { ZERO, add, amountText, parseAmount, share as shareOf, subtract } from "../js/ballot/money.js";
import { type Bar, bars, moneyBar, tableFold } from "./charts.js";
import { download, h } from "./dom.js";
import { listed, money, number, percent, t } from "./language.js";
import { type Duels, type Info, type Round, amount, duels, nameOf, quota, rounds, scores, skips, ties, winners } from "./report.js";

/** The whole result of a count. */
export function showResult(report: Report, info: Info): HTMLElement[] {
  const matrix = duels(report);
  const stages = rounds(report);
  return [
    h("p", { class: "verdict" }, verdict(report, info)),
    ...tieNotes(report, info),
    ...(report.outcome.kind === "funded" ? projects(report, info) : []),
    ...(stages.length ? [roundsView(report, stages, info)] : []),
    ...(matrix ? duelsView(report, matrix, info) : []),
    ...(stages.length === 0 && !matrix && report.outcome.kind === "scores" ? [scoresView(report, info)] : []),
    ...(report.outcome.kind === "ranking" ? [orderView(report.outcome.tiers, info)] : []),
    ...(report.outcome.kind === "panel" ? [members(report.outcome.members)] : []),
  ];
}

/** The outcome in one sentence. */
export function verdict(report: Report, info: Info): string {
  const { outcome } = report;
  const won = winners(report);
  const names = listed(won.map((id) => nameOf(info, id)));
  if (outcome.kind === "funded") {
    if (won.length === 0) return t("verdict.funded.none");
    const total = amountText(add(parseAmount(outcome.cost) ?? ZERO, parseAmount(outcome.left) ?? ZERO));
    const of = info.names.size ? t("verdict.funded.of", { all: info.names.size }) : "";
    return t("verdict.funded", { n: won.length, of, cost: money(outcome.cost, info.currency), budget: money(total, info.currency) });
  }
  if (outcome.kind === "panel") return t("verdict.panel", { n: won.length });
  if (won.length === 0) return t("verdict.none");
  if (won.length > 1 && outcome.kind === "ranking") return t("verdict.tied", { names });
  return t("verdict.won", { n: won.length, names });
}

function tieNotes(report: Report, info: Info): HTMLElement[] {
  return ties(report).map(({ among, by, chosen }) =>
    h("p", { class: "soft" }, t("tie", { names: listed(among.map((id) => nameOf(info, id))), chosen: nameOf(info, chosen), by: t(`ties.${by}`) })),
  );
}

// Rounds

function roundsView(report: Report, stages: Round[], info: Info): HTMLElement {
  const first = stages[0];
  const everyone = (first?.tallies ?? []).map(([id]) => id);
  const threshold = quota(report);
  let shown = stages.length - 1;
  const title = h("h3");
  const back = h("button", { type: "button", class: "plain", click: () => go(-1) }, t("round.back"));
  const next = h("button", { type: "button", class: "plain", click: () => go(1) }, t("round.next"));
  const body = h("div", { class: "round-body" });
  const said = h("p", { class: "unseen", role: "status" });
  const go = (step: number): void => {
    if (!stages[shown + step]) return;
    shown += step;
    show();
    said.textContent = `${title.textContent}. ${body.querySelector(".round-sentence")?.textContent ?? ""}`;
  };
  const show = (): void => {
    const round = stages[shown];
    if (!round) return;
    title.textContent = t("round.title", { n: shown + 1, of: stages.length });
    back.setAttribute("aria-disabled", String(shown === 0));
    next.setAttribute("aria-disabled", String(shown === stages.length - 1));
    body.replaceChildren(...roundBody(round, stages.slice(0, shown), everyone, threshold, info, shown === stages.length - 1));
  };
  show();
  return h(
    "section",
    { class: "rounds" },
    stages.length > 1 && h("div", { class: "pager" }, title, h("div", {}, back, next)),
    said,
    body,
    tableFold(
      t("round.table"),
      [t("table.option"), ...stages.map((_, index) => t("round.short", { n: index + 1 }))],
      [
        ...everyone.map((id) => [nameOf(info, id), ...stages.map(({ tallies, elected }) => {
          const votes = tallies.find(([other]) => other === id)?.[1];
          return { text: votes === undefined ? "–" : number(amount(votes)), win: elected.includes(id) };
        })]),
        [t("round.inactive"), ...stages.map(({ exhausted }) => number(exhausted))],
      ],
    ),
  );
}

function roundBody(round: Round, before: Round[], everyone: string[], threshold: number | null, info: Info, last: boolean): HTMLElement[] {
  const votes = new Map(round.tallies.map(([id, text]) => [id, amount(text)]));
  const base = [...votes.values()].reduce((sum, n) => sum + n, 0);
  const already = new Set(before.flatMap(({ elected }) => elected));
  const gone = new Set(before.flatMap(({ excluded }) => excluded));
  const rows: Bar[] = everyone
    .filter((id) => votes.has(id) && !gone.has(id))
    .map((id) => {
      const n = votes.get(id) ?? 0;
      const won = round.elected.includes(id) || already.has(id);
      const out = round.excluded.includes(id);
      return {
        label: nameOf(info, id),
        value: `${number(n)} (${percent(base ? n / base : 0)})`,
        share: base ? n / base : 0,
        state: won ? "won" : out ? "out" : "in",
        ...(won ? { tag: t("tag.won") } : out ? { tag: t("tag.out") } : {}),
      };
    });
  const line = threshold !== null && base ? threshold / base : null;
  return [
    h("p", { class: "round-sentence" }, roundSentence(round, votes, info, last)),
    bars(rows, { line, label: t("round.bars") }),
    h("p", { class: "legend" }, [line !== null && t("round.line", { n: number(threshold ?? 0) }), t("round.base", { n: number(base) }), round.exhausted > 0 && t("round.exhausted", { n: cents(round.exhausted) })].filter(Boolean).join(" ")),
  ];
}

/** Transfers leave fractions of votes; two places are enough for a sentence, the table of events has all. */
const cents = (n: number): number => Math.round(n * 100) / 100;

function roundSentence(round: Round, votes: ReadonlyMap<string, number>, info: Info, last: boolean): string {
  const named = (ids: string[]): string => listed(ids.map((id) => t("round.who", { name: nameOf(info, id), n: cents(votes.get(id) ?? 0) })));
  const parts = [
    round.surplus && t("round.surplus", { name: nameOf(info, round.surplus.from), votes: number(amount(round.surplus.surplus)) }),
    round.elected.length && t("round.elected", { n: round.elected.length, names: named(round.elected) }),
    round.excluded.length && t("round.excluded", { n: round.excluded.length, names: named(round.excluded) }),
  ].filter((part) => typeof part === "string");
  return parts.join(" ") || (last ? t("round.last") : t("round.none"));
}

// Duels

function duelsView(report: Report, { options, rows }: Duels, info: Info): HTMLElement[] {
  const [winner] = winners(report);
  const at = options.indexOf(winner ?? "");
  const row = rows[at];
  const others = options.map((id, index) => ({ id, index })).filter(({ index }) => index !== at);
  const against = (index: number): [number, number] => [row?.[index] ?? 0, rows[index]?.[at] ?? 0];
  const wins = others.filter(({ index }) => against(index)[0] > against(index)[1]).length;
  const duelBars: Bar[] = others.map(({ id, index }) => {
    const [us, them] = against(index);
    return { label: t("duel.with", { name: nameOf(info, id) }), value: `${number(us)} : ${number(them)}`, share: us + them ? us / (us + them) : 0, state: us > them ? "won" : "in", ...(us > them ? { tag: t("tag.duel") } : {}) };
  });
  return [
    ...(row ? [
      h("p", {}, wins === others.length ? t("duel.all", { name: nameOf(info, winner ?? "") }) : t("duel.some", { name: nameOf(info, winner ?? ""), n: wins, of: others.length })),
      h("div", {}, bars(duelBars, { line: 0.5, label: t("duel.bars") }), h("p", { class: "legend" }, t("duel.line"))),
    ] : []),
    tableFold(
      t("duel.table"),
      [t("duel.more"), ...options.map((id) => nameOf(info, id))],
      options.map((id, i) => [nameOf(info, id), ...options.map((_, j) => (i === j ? "–" : { text: number(rows[i]?.[j] ?? 0), win: (rows[i]?.[j] ?? 0) > (rows[j]?.[i] ?? 0) }))]),
    ),
  ];
}

function orderView(tiers: string[][], info: Info): HTMLElement {
  return tableFold(t("order.table"), [t("order.place"), t("table.option")], tiers.map((tier, index) => [number(1 + tiers.slice(0, index).flat().length), listed(tier.map((id) => nameOf(info, id)))]));
}

function scoresView(report: Report, info: Info): HTMLElement {
  const rows = scores(report);
  const most = Math.max(...rows.map(([, text]) => Math.abs(amount(text))), 1);
  const won = winners(report);
  return bars(
    rows.map(([id, text]) => ({ label: nameOf(info, id), value: number(amount(text)), share: Math.max(0, amount(text)) / most, state: won.includes(id) ? "won" : "in", ...(won.includes(id) ? { tag: t("tag.won") } : {}) })),
    { label: t("scores.bars") },
  );
}

// Projects

function projects(report: Report, info: Info): HTMLElement[] {
  const { outcome } = report;
  if (outcome.kind !== "funded") return [];
  const funded = outcome.selected;
  const all = info.names.size ? [...info.names.keys()] : funded;
  const why = skips(report);
  const budget = add(parseAmount(outcome.cost) ?? ZERO, parseAmount(outcome.left) ?? ZERO);
  const written = report.events.find((event) => event.event === "scores");
  const unit = !info.votes.size && written?.of === "score" ? "project.points" : "project.votes";
  const votes = info.votes.size ? info.votes : new Map((written?.scores ?? []).map(([id, text]) => [id, amount(text)]));
  const most = Math.max(...votes.values(), 1);
  const rest = all.filter((id) => !funded.includes(id));
  const byVotes = (a: string, b: string): number => (votes.get(b) ?? 0) - (votes.get(a) ?? 0);
  const row = (id: string): Bar => {
    const won = funded.includes(id);
    const has = votes.get(id);
    return {
      label: nameOf(info, id),
      value: money(info.costs.get(id) ?? "0", info.currency),
      share: has === undefined ? 0 : has / most,
      state: won ? "won" : "out",
      ...(won ? { tag: t("tag.funded") } : {}),
      why: [has === undefined ? "" : t(unit, { n: has }), won ? "" : skipReason(why.get(id), id, info)].filter(Boolean).join(" · "),
    };
  };
  const order = [...funded, ...rest].sort(votes.size ? byVotes : () => 0);
  return [
    h(
      "div",
      { class: "money" },
      moneyBar(funded.map((id) => ({ label: `${nameOf(info, id)}: ${money(info.costs.get(id) ?? "0", info.currency)}`, share: shareOf(parseAmount(info.costs.get(id)) ?? ZERO, budget) }))),
      h("p", { class: "legend" }, t("project.left", { left: money(outcome.left, info.currency) })),
    ),
    votes.size && order.length <= 30
      ? bars(order.map(row), { label: t("project.bars") })
      : h("ol", { class: "bars" }, ...funded.map((id) => h("li", { class: "won" }, h("span", { class: "who" }, nameOf(info, id)), h("span", { class: "what" }, money(info.costs.get(id) ?? "", info.currency))))),
    ...(rest.length || order.length > 30
      ? [tableFold(
          t("project.table"),
          [t("table.project"), t("table.cost"), ...(votes.size ? [t(unit === "project.points" ? "table.points" : "table.votes")] : []), t("table.result")],
          order.map((id) => [nameOf(info, id), money(info.costs.get(id) ?? "0", info.currency), ...(votes.size ? [number(votes.get(id) ?? 0)] : []), { text: funded.includes(id) ? t("tag.funded") : skipReason(why.get(id), id, info) || t("tag.unfunded"), win: funded.includes(id) }]),
        )]
      : []),
  ];
}

function skipReason(skip: { reason: string; available: string } | undefined, id: string, info: Info): string {
  if (!skip) return "";
  const cost = parseAmount(info.costs.get(id));
  const have = parseAmount(skip.available);
  if (!cost || !have || !["does-not-fit", "unaffordable"].includes(skip.reason)) return t(`skip.${skip.reason}`);
  return t(`skip.${skip.reason}.by`, { missing: money(amountText(subtract(cost, have)), info.currency) });
}

function members(ids: readonly string[]): HTMLElement {
  return h("ul", { class: "people", "aria-label": t("panel.members") }, ...ids.map((id) => h("li", {}, id)));
}

// What stands around a result

/** The official result in the file, and whether this count agrees. */
export function officialBanner(report: Report, info: Info): HTMLElement | null {
  const { official } = report;
  if (!official) return null;
  if (official.agrees) return h("p", { class: "banner good" }, h("strong", {}, t("official.same")));
  const names = (ids: string[]): string => listed(ids.map((id) => nameOf(info, id)));
  return h(
    "div",
    { class: "banner doubt" },
    h("strong", {}, t("official.other")),
    h("ul", {}, official.only_official.length > 0 && h("li", {}, t("official.only", { names: names(official.only_official) })), official.only_here.length > 0 && h("li", {}, t("official.here", { names: names(official.only_here) }))),
  );
}

/** Papers that could not be counted, by reason. */
export function invalidBanner(report: Report): HTMLElement | null {
  const groups = report.invalid;
  if (groups.length === 0) return null;
  return h(
    "div",
    { class: "banner doubt" },
    h("strong", {}, t("invalid.h")),
    h("ul", {}, ...groups.map(({ code, papers, lines }) => h("li", {}, t("invalid.row", { n: Number(papers), reason: reasonOf(code) }), lines.length > 0 && h("span", { class: "hint" }, ` ${t("invalid.lines", { lines: lines.slice(0, 12).join(", ") + (lines.length > 12 ? "…" : "") })}`)))),
  );
}

function reasonOf(code: string): string {
  const text = t(`reason.${code}`);
  return text === `reason.${code}` ? code : text;
}

/** What was counted and how, with the digest that others can compare. */
export function facts(report: Report): HTMLElement {
  const rule = t(`rule.${report.rule}`);
  const rows: [string, string][] = [
    [t("facts.rule"), rule === `rule.${report.rule}` ? report.rule : `${rule} (${report.rule})`],
    // A pool of people holds no ballots.
    ...(report.input.kind === "pool" ? [] : [[t("facts.ballots"), t("facts.counted", { valid: number(Number(report.input.valid)), all: number(Number(report.input.ballots)) })] as [string, string]]),
    [t("facts.digest"), report.result.replace("sha256:", "")],
  ];
  return h("dl", { class: "facts" }, ...rows.flatMap(([term, text]) => [h("dt", {}, term), h("dd", { class: term === t("facts.digest") && "code" }, text)]));
}

/** The button that hands over the report. */
export function keepButton(text: string, name: string): HTMLElement {
  return h("div", { class: "actions" }, h("button", { type: "button", class: "plain", click: () => download(name, text) }, t("report.keep")));
}
