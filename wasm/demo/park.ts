/** The vote on a name: the visitor's papers join those in the box, and all are counted. */
import type { IsonomiaRanked } from "../js/elements/isonomia-ranked.js";
import { byId, h } from "./dom.js";
import { rankedElection } from "./election.js";
import { asError, count, isCounted } from "./engine.js";
import { errorBanner } from "./errors.js";
import { onLanguage, t } from "./language.js";
import { type Info, NO_INFO } from "./report.js";
import { facts, keepButton, showResult } from "./result.js";
import { story } from "./story.js";
import { PARKS, type Paper, parkBox } from "./town.js";

const INFO: Info = { ...NO_INFO, names: new Map(PARKS.map(({ value, label }) => [value, label])) };

export function startPark(): void {
  const ballot = document.querySelector("isonomia-ranked") as IsonomiaRanked;
  const form = byId<HTMLFormElement>("park-form");
  const cast: Paper[] = [];
  const box = parkBox();
  let counted: unknown;
  let turn = 0;
  ballot.options = PARKS;

  const rule = (): string => form.ownerDocument.querySelector<HTMLInputElement>("[name=park-rule]:checked")?.value ?? "ranked/irv";

  async function recount(): Promise<void> {
    const mine = ++turn;
    const result = await count({ election: rankedElection(t("park.title"), PARKS, [...box, ...cast], rule()) }).catch((error: unknown) => error);
    if (mine !== turn) return;
    counted = result;
    show();
  }

  function show(): void {
    byId("park-count").textContent = t("box.count", { n: box.length + cast.length }) + (cast.length ? ` ${t("box.yours", { n: cast.length })}` : "");
    showReceipt();
    const place = byId("park-result");
    if (counted === undefined) return;
    if (!isCounted(counted)) return place.replaceChildren(errorBanner(asError(counted)));
    const { report, reportText, blocks } = counted;
    place.replaceChildren(...showResult(report, INFO), story(blocks), facts(report), keepButton(reportText, "lipowo-park.report.json"));
  }

  function showReceipt(): void {
    const last = cast.at(-1);
    if (!last) return byId("park-cast").replaceChildren();
    byId("park-cast").replaceChildren(
      h("p", {}, h("strong", {}, t("cast.done"))),
      h("ol", {}, ...last.map((id) => h("li", {}, INFO.names.get(id)))),
      h("button", { type: "button", class: "link", click: () => {
        cast.pop();
        void recount();
        form.querySelector<HTMLElement>("button.main")?.focus();
      } }, t("cast.back")),
    );
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!ballot.reportValidity()) return;
    cast.push(ballot.value);
    ballot.clear();
    form.reset();
    void recount();
    show();
  });
  byId("park-rule").addEventListener("change", () => void recount());
  onLanguage(() => {
    show();
    void recount();
  });
}
