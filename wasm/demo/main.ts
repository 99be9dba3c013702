/** Starts the page: language, the task that the address names, and the tasks themselves. */
import "../js/elements/auto.js";
import "isonomia/elements/draw";
import { startBudget } from "./budget.js";
import { byId } from "./dom.js";
import { guardPage } from "./drop.js";
import { engine } from "./engine.js";
import { startFair } from "./fair.js";
import { startAudit, startFile } from "./file.js";
import { type Lang, firstLanguage, onLanguage, speak, t } from "./language.js";
import { startPanel } from "./panel.js";
import { startPark } from "./park.js";

const views = [...document.querySelectorAll<HTMLElement>(".view")];

/** Shows the task of the address; the focus goes to its heading, as it would on a new page. */
function showView(moved: boolean): void {
  const wanted = location.hash.slice(1);
  // The skip link also changes the address; it is no task.
  if (moved && wanted !== "" && !views.some(({ id }) => id === wanted)) return;
  const current = views.find(({ id }) => id === wanted) ?? views[0];
  for (const view of views) view.classList.toggle("current", view === current);
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#${current?.id}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!moved) return;
  scrollTo(0, 0);
  current?.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}

/** On paper nothing can be unfolded. */
function openFolds(): void {
  const folds = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
  for (const fold of folds) fold.open = true;
  addEventListener("afterprint", () => folds.forEach((fold) => { fold.open = false; }), { once: true });
}

document.documentElement.classList.add("scripted");
addEventListener("beforeprint", openFolds);
addEventListener("hashchange", () => showView(true));
for (const button of document.querySelectorAll<HTMLElement>("[data-lang]")) {
  button.addEventListener("click", () => speak(button.dataset["lang"] as Lang));
}
speak(firstLanguage());
showView(false);
guardPage();
startPark();
startBudget();
startFile();
startAudit();
startFair();
startPanel();
engine().then(
  ({ info }) => onLanguage(() => {
    byId("engine-info").textContent = t("engine", { version: info.version, hash: info.wasmSha256.slice(0, 16) });
  }),
  () => {},
);
