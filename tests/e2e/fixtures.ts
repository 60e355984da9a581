// What every browser test starts from:
//
//   import { expect, test } from "./fixtures";
//
// `sim`       this worker's simulator, with a fresh world for every test
// `page`      a page on it; the test fails on anything in its console, on a violation of the
//             policy, on an error nobody caught, and on a request to another origin
// `provoked`  names a message that the test brings about: it may appear, and it must
// `axe`       fails on any accessibility finding, in both themes
// `shots`     screenshots in both themes and two widths, into target/screens; `again` brings back what a
//             change of width closes

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, type Page, test as base, expect } from "@playwright/test";

import { Simulator } from "./simulator";

export { expect };

export const THEMES = ["light", "dark"] as const;
export const WIDTHS = [1280, 390] as const;

const SCREENS = fileURLToPath(new URL("../../target/screens/", import.meta.url));

interface Own {
  sim: Simulator;
  provoked: (...messages: RegExp[]) => void;
  axe: (page: Page, within?: string) => Promise<void>;
  shots: (page: Page, name: string, again?: () => Promise<void>) => Promise<void>;
}

interface Shared {
  simulator: Simulator;
}

/** Shows the page in one theme, without touching what the person chose and stored. */
export async function inTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await setTheme(page, theme);
}

/** Writes the attribute by which the panel's root carries a chosen theme; `null` follows the system. */
async function setTheme(page: Page, theme: string | null): Promise<void> {
  await page.evaluate((theme) => {
    for (const root of document.querySelectorAll(".rollcall")) {
      if (theme === null) root.removeAttribute("data-theme");
      else root.setAttribute("data-theme", theme);
    }
  }, theme);
}

/** Does something in both themes, then gives the page back as it was. */
async function inBothThemes(page: Page, act: (theme: string) => Promise<void>): Promise<void> {
  const chosen = await page.evaluate(() => document.querySelector(".rollcall")?.getAttribute("data-theme") ?? null);
  for (const theme of THEMES) {
    await inTheme(page, theme);
    await act(theme);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await setTheme(page, chosen);
}

/** Gathers what no page of ours may bring about. */
async function watch(context: BrowserContext, origin: string): Promise<string[]> {
  const seen: string[] = [];
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    seen.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => seen.push(`uncaught: ${error.error().message}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== origin) seen.push(`foreign request: ${url.origin}`);
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy violation: ${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  return seen;
}

export const test = base.extend<Own & { guard: { seen: string[]; expected: RegExp[] } }, Shared>({
  simulator: [
    async ({}, use) => {
      const simulator = await Simulator.start();
      await use(simulator);
      simulator.stop();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ simulator }, use) => use(simulator.url),

  sim: [
    async ({ simulator }, use) => {
      await simulator.reset();
      await use(simulator);
    },
    { auto: true },
  ],

  guard: [
    async ({ context, sim }, use) => {
      const seen = await watch(context, sim.url);
      const expected: RegExp[] = [];
      await use({ seen, expected });
      const unexpected = seen.filter((text) => !expected.some((pattern) => pattern.test(text)));
      expect(unexpected, "what the browser complained about").toEqual([]);
      const absent = expected.filter((pattern) => !seen.some((text) => pattern.test(text)));
      expect(absent.map(String), "what the test was to provoke and did not").toEqual([]);
    },
    { auto: true },
  ],

  provoked: async ({ guard }, use) => {
    await use((...messages) => void guard.expected.push(...messages));
  },

  axe: async ({}, use) => {
    await use(async (page, within) => {
      await inBothThemes(page, async (theme) => {
        // With its preload, axe writes style elements into the page, against the page's policy.
        const builder = new AxeBuilder({ page }).options({ preload: false });
        const { violations } = await (within ? builder.include(within) : builder).analyze();
        const findings = violations.flatMap(({ id, help, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(" ")}: ${failureSummary}`),
        );
        expect(findings, `accessibility findings, ${theme}`).toEqual([]);
      });
    });
  },

  shots: async ({}, use) => {
    await use(async (page, name, again) => {
      mkdirSync(SCREENS, { recursive: true });
      const before = page.viewportSize();
      await inBothThemes(page, async (theme) => {
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await again?.();
          // Of a list that is drawn as one scrolls there is no whole picture.
          const height = await page.evaluate(() => document.documentElement.scrollHeight);
          await page.screenshot({
            path: join(SCREENS, `${name}-${theme}-${width}.png`),
            animations: "disabled",
            caret: "hide",
            fullPage: height < 3_000,
          });
        }
      });
      if (before) await page.setViewportSize(before);
    });
  },
});
