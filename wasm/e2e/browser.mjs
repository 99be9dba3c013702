// A real Chromium on the built pages: a static server over `dist`, and what a person would check.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { after, before, describe } from "node:test";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const dist = join(here, "..", "dist");
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = BROWSERS.find((path) => path && existsSync(path));
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".wasm": "application/wasm", ".svg": "image/svg+xml",
};

/** What a strict site sends: no inline script, no inline style, and no WASM unless asked for. */
export const STRICT = "default-src 'self'";
export const WITH_ENGINE = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:";

/** A page that may send nothing anywhere: no connection at all, its worker from its own memory. */
export const UNCONNECTED = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; img-src data:";

/** The policy of a page. */
function policy(path) {
  if (path === "/pages/panels.html") return UNCONNECTED;
  return path.startsWith("/pages/") && !path.endsWith("/draw.html") ? STRICT : WITH_ENGINE;
}

/** Serves `dist`, and the pages of this folder under `/pages/`. */
function serve() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    const file = path.startsWith("/pages/") ? join(here, path) : join(dist, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-security-policy": policy(path),
    });
    response.end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/**
 * A group of tests with a browser; skipped aloud where there is none.
 * `body` gets `open(path, options)`, which gives a fresh page and fails the test on any error in it.
 */
export function inBrowser(name, body) {
  if (!executablePath) {
    console.log(`SKIPPED: ${name} (no chromium found; set CHROMIUM to its path)`);
    return describe.skip(name, () => {});
  }
  describe(name, () => {
    let server;
    let browser;
    before(async () => {
      server = await serve();
      browser = await chromium.launch({
        executablePath,
        args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
      });
    });
    after(async () => {
      await browser?.close();
      server?.closeAllConnections();
      server?.close();
    });
    const open = async (path, { url, ...options } = {}) => {
      const context = await browser.newContext({ locale: "pl-PL", viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.faults = [];
      page.on("pageerror", (error) => page.faults.push(String(error)));
      page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
      await page.goto(url ?? `http://127.0.0.1:${server.address().port}${path}`);
      return page;
    };
    body(open);
  });
}

/** Accessibility faults as "rule: element" lines; empty when clean. */
export async function axe(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`));
}

/** Visible controls smaller than 44 by 44 px, which a thumb misses; links inside running text are exempt (WCAG 2.5.8). */
export function smallTargets(page) {
  return page.evaluate(() => {
    const all = (root) => [...root.querySelectorAll("*")].flatMap((node) => [node, ...(node.shadowRoot ? all(node.shadowRoot) : [])]);
    return all(document)
      .filter((node) => node.matches("button, select, summary, input:not([type=hidden], .unseen), a[href]:not(p a, li p a, td a)"))
      .filter((node) => node.checkVisibility({ visibilityProperty: true }))
      .map((node) => ({ node, rect: (node.matches("input[type=radio], input[type=checkbox]") ? node.closest("label") ?? node : node).getBoundingClientRect() }))
      .filter(({ rect }) => rect.width > 0 && (rect.width < 43.9 || rect.height < 43.9))
      .map(({ node, rect }) => `${node.localName}.${node.className} "${node.textContent.trim().slice(0, 30)}" ${Math.round(rect.width)}x${Math.round(rect.height)}`);
  });
}

/** How far the page runs over the side of the screen, in px. */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Name of the focused control, looking into open shadow roots. */
export function focused(page) {
  return page.evaluate(() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return (node?.getAttribute("aria-label") ?? node?.textContent ?? "").replace(/\s+/gu, " ").trim().slice(0, 80);
  });
}
