/** Planning a fair panel: people and categories in, chances with their proof and panels out. */
import { type PanelCheck, type PanelRequest, type PanelRuleId, type PanelTargets, type Panels, type Presentation, type RuleInfo, createPanels } from "isonomia/panels";
import categories from "../../samples/panel/categories.csv";
import census from "../../samples/panel/census.csv";
import people from "../../samples/panel/people.csv";
import { byId, h } from "./dom.js";
import { type Given, dropZone, readFiles, utf8 } from "./drop.js";
import { asError } from "./engine.js";
import { errorBanner, problemList } from "./errors.js";
import { checkResult, examined, townResult } from "./fair-check.js";
import { type Pool, filesOf, namesOf, withFiles } from "./fair-pool.js";
import { fairResult } from "./fair-result.js";
import { listed, onLanguage, percent, spoken, t } from "./language.js";

const sample = (name: string, text: string): Given => ({ name, bytes: utf8(text) });
const SAMPLE = { files: [sample("people.csv", people), sample("categories.csv", categories), sample("census.csv", census)], seats: 12 };
/** The rule that the page proposes. */
const FIRST: string = "sortition/leximin";
/** Rules that ask for more than this page has fields for: wished chances, features of strata. */
const NOT_HERE: readonly string[] = ["sortition/weighted", "sortition/stratified"];
/** Panels of equal chance in the list of which one is drawn. */
const LISTED = 1000;

let starting: Promise<Panels> | undefined;

/** The module in its worker, loaded when this task is opened; a start that failed is tried again. */
export function panels(): Promise<Panels> {
  starting ??= createPanels({ workerUrl: new URL("panels/worker-module.js", document.baseURI) }).catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

type Done =
  | { state: "none" | "stopped" }
  | { state: "failed"; error: unknown }
  | { state: "done"; request: PanelRequest; census: Given | undefined; result: Presentation };
/** What stands below the rules: whether there is a panel, or quotas made from a census. */
type Beside = { checked: PanelCheck } | { made: PanelTargets } | { error: unknown } | null;

export function startFair(): void {
  const seats = byId<HTMLInputElement>("fair-seats");
  const rule = byId<HTMLSelectElement>("fair-rule");
  const slack = byId<HTMLInputElement>("fair-slack");
  let pool: Pool = {};
  let beside: Beside = null;
  let rules: readonly RuleInfo[] = [];
  let done: Done = { state: "none" };
  let running: AbortController | null = null;
  let turn = 0;

  const request = (): PanelRequest => ({ files: filesOf(pool), lang: spoken(), ...(Number(seats.value) > 0 && { seats: Number(seats.value) }) });

  async function ready(): Promise<Panels> {
    const module = await panels();
    if (rules.length === 0) {
      rules = (await module.rules()).filter(({ id }) => !NOT_HERE.includes(id));
      choices();
    }
    return module;
  }

  function choices(): void {
    const chosen = rule.value || FIRST;
    rule.replaceChildren(...rules.map(({ id, name }) => h("option", { value: id, selected: id === chosen }, said(`rule.${id}`, name))));
    about();
  }

  function about(): void {
    const known = rules.find(({ id }) => id === rule.value);
    byId("fair-about").textContent = known ? said(`fair.about.${known.id.split("/")[1]}`, known.summary) : "";
  }

  function take(given: Given[]): void {
    pool = withFiles(pool, given);
    drop();
    void check();
  }

  /** What was counted belongs to other files or other rules now. */
  function drop(): void {
    running?.abort();
    running = null;
    done = { state: "none" };
    beside = null;
    show();
  }

  async function check(): Promise<void> {
    const mine = ++turn;
    const place = byId("fair-check");
    const names = namesOf(pool);
    byId("fair-status").textContent = names.length ? t("fair.files", { names: listed(names) }) : "";
    if (names.length === 0) return place.replaceChildren();
    // A census alone is no pool, but quotas can be made from it.
    if (filesOf(pool).length === 0) return place.replaceChildren(h("p", { class: "banner doubt" }, t("fair.wants.people")));
    const found = await ready()
      .then((module) => module.validate(request()))
      .then((validation) => ({ validation }), (error: unknown) => ({ error }));
    if (mine !== turn) return;
    if ("error" in found) return place.replaceChildren(errorBanner(asError(found.error)));
    const { valid, problems, input } = found.validation;
    if (!valid) {
      const wants = { "categories-missing": "fair.wants.categories", "file-missing": "fair.wants.people", "seats-missing": "fair.wants.seats" }[problems[0]?.code ?? ""];
      const all = problems.every(({ code }) => code === problems[0]?.code);
      return place.replaceChildren(h("div", { class: wants && all ? "banner doubt" : "banner bad" }, wants && all && h("strong", {}, t(wants)), problemList(problems)));
    }
    if (problems.length) return place.replaceChildren(h("div", { class: "banner doubt" }, h("strong", {}, t("fair.warned")), problemList(problems)));
    place.replaceChildren(h("p", { class: "banner good" }, t("fair.ready", { n: input?.people ?? 0, seats: input?.seats ?? 0 })));
  }

  /** Does one piece of work that can be stopped, and shows what came of it. */
  async function work<T>(ask: (module: Panels, signal: AbortSignal) => Promise<T>, take: (result: { value: T } | { error: unknown }) => void): Promise<boolean> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    done = { state: "none" };
    beside = null;
    show();
    const result = await ready()
      .then((module) => ask(module, mine.signal))
      .then((value) => ({ value }), (error: unknown) => ({ error }));
    if (running !== mine) return false;
    running = null;
    if (mine.signal.aborted) done = { state: "stopped" };
    else take(result);
    show();
    return true;
  }

  async function run(): Promise<void> {
    const known = (await ready().then(() => rules, () => rules)).find(({ id }) => id === rule.value);
    const lists = known?.params.some(({ name }) => name === "panels");
    const { census } = pool;
    const asked: PanelRequest = { ...request(), rule: rule.value as PanelRuleId, seed: seed(), ...(lists && { params: { panels: LISTED } }) };
    await work(
      (module, signal) => module.present(asked, { signal, onProgress: far }),
      (result) => { done = "error" in result ? { state: "failed", ...result } : { state: "done", request: asked, census, result: result.value }; },
    );
    if (done.state === "done") byId("fair-box").scrollIntoView({ block: "start" });
  }

  async function feasible(): Promise<void> {
    const asked = request();
    await work((module, signal) => examined(module, asked, { signal }), (result) => { beside = "error" in result ? result : { checked: result.value }; });
    byId("fair-beside").scrollIntoView({ block: "nearest" });
  }

  /** Quotas from what is known of the town, in the place of the file of categories. */
  async function quotas(): Promise<void> {
    const { census } = pool;
    if (!census) return byId("fair-census").focus();
    const asked = { census, seats: Number(seats.value), slack: Math.max(0, slack.valueAsNumber || 0), lang: spoken() };
    await work((module, signal) => module.targets(asked, { signal }), (result) => {
      beside = "error" in result ? result : { made: result.value };
      if ("value" in result) pool = withFiles(pool, [sample("categories.csv", result.value.csv)]);
    });
    void check();
  }

  /** Changed quotas, which the visitor chose to go on with. */
  function adopt(file: Given): void {
    take([file]);
    byId("fair-feasible").focus();
  }

  /** How far the search is: the bar for the eye, per cent in words beside it. */
  function far(work: number, of: number): void {
    const bar = byId<HTMLProgressElement>("fair-bar");
    bar.max = Math.max(of, 1);
    bar.value = Math.min(work, of);
    byId("fair-far").textContent = `${t("fair.working")} ${t("fair.share", { share: percent(of ? Math.min(1, work / of) : 0) })}`;
  }

  function show(): void {
    const busy = running !== null;
    byId("fair-progress").hidden = !busy;
    byId("fair-stop").hidden = !busy;
    if (busy) {
      byId("fair-bar").removeAttribute("value");
      byId("fair-far").textContent = t("fair.working");
    }
    const word = busy ? "fair.working" : beside && !("error" in beside) ? "fair.done" : WORD[done.state];
    byId("fair-said").textContent = word && t(word);
    byId("fair-beside").replaceChildren(...besides(beside, adopt));
    byId("fair-box").hidden = done.state !== "done" && done.state !== "failed";
    byId("fair-result").replaceChildren(...parts(done));
  }

  byId("fair-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  byId("fair-stop").addEventListener("click", () => {
    running?.abort();
    byId("fair-run").focus();
  });
  byId("fair-feasible").addEventListener("click", () => void feasible());
  byId("fair-quotas").addEventListener("click", () => void quotas());
  const town = byId<HTMLInputElement>("fair-census");
  town.addEventListener("change", () => {
    void readFiles(town).then(([census]) => {
      if (!census) return;
      pool = { ...pool, census };
      drop();
      void check();
    });
  });
  byId("fair-sample").addEventListener("click", () => {
    pool = {};
    seats.value = String(SAMPLE.seats);
    take(SAMPLE.files);
  });
  seats.addEventListener("change", () => {
    drop();
    void check();
  });
  rule.addEventListener("change", () => {
    drop();
    about();
  });
  dropZone("fair-drop", "fair-input", take);
  // The module is loaded when somebody comes to use it.
  const opened = (): void => {
    if (location.hash === "#wylosuj") void ready().catch(() => {});
  };
  addEventListener("hashchange", opened);
  opened();
  onLanguage(() => {
    choices();
    void check();
    // The account of the module comes in one language at a time.
    if (done.state === "done") void again(done.request);
    else if (beside && "checked" in beside) void feasible();
    else if (beside && "made" in beside) void quotas();
    else show();
  });

  async function again(asked: PanelRequest): Promise<void> {
    const result = await (await panels()).present({ ...asked, lang: spoken() }).catch(() => null);
    if (result === null || done.state !== "done" || done.request !== asked) return;
    done = { ...done, request: { ...asked, lang: spoken() }, result };
    show();
  }
}

const WORD: Record<Done["state"], string> = { none: "", stopped: "fair.stopped", failed: "fair.failed", done: "fair.done" };

function parts(done: Done): HTMLElement[] {
  if (done.state === "failed") return [errorBanner(asError(done.error))];
  return done.state === "done" ? fairResult(done.request, done.census, done.result, panels) : [];
}

function besides(beside: Beside, adopt: (file: Given) => void): HTMLElement[] {
  if (beside === null) return [];
  if ("error" in beside) return [errorBanner(asError(beside.error))];
  return "checked" in beside ? checkResult(beside.checked, adopt) : townResult(beside.made);
}

/** The word of the page, or what the module says in English. */
function said(key: string, otherwise: string): string {
  const known = t(key);
  return known === key ? otherwise : known;
}

/** 64 hex digits of this browser's own randomness: enough for a trial. */
function seed(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
