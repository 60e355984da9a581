// The panel on a page of somebody else, through `embed.js` alone.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures";

declare global {
  // The host page's own script, host/host.js.
  var host: { mount(id: string, config: unknown): Promise<void>; unmount(id: string): void };
}

const CONFIG = { title: "Hosted", connections: [] };

async function open(page: Page) {
  await page.goto("/host.html?mine=1#here");
  await page.waitForFunction(() => "host" in globalThis);
}

const mount = (page: Page, id: string, config: unknown) =>
  page.evaluate(([id, config]) => globalThis.host.mount(id as string, config), [id, config] as const);

const unmount = (page: Page, id: string) => page.evaluate((id) => globalThis.host.unmount(id), id);

test("a panel mounts, leaves without a trace, and mounts again", async ({ page }) => {
  await open(page);
  for (let round = 0; round < 2; round += 1) {
    await mount(page, "one", CONFIG);
    await expect(page.locator("#one .rollcall")).toBeVisible();
    await unmount(page, "one");
    await expect(page.locator("#one > *")).toHaveCount(0);
    // A second call does nothing.
    await unmount(page, "one");
  }
  await expect(page.locator("#note")).toHaveText("Its own text.");
  await expect(page.locator("body > *")).toHaveCount(4);
});

test("two panels stand side by side, and one leaves without the other", async ({ page }) => {
  await open(page);
  await Promise.all([mount(page, "one", CONFIG), mount(page, "two", CONFIG)]);
  await expect(page.locator("#one .rollcall")).toBeVisible();
  await expect(page.locator("#two .rollcall")).toBeVisible();
  await unmount(page, "one");
  await expect(page.locator("#one > *")).toHaveCount(0);
  await expect(page.locator("#two .rollcall")).toBeVisible();
});

test("the style sheet comes with the panel, once", async ({ page }) => {
  await open(page);
  await Promise.all([mount(page, "one", CONFIG), mount(page, "two", CONFIG)]);
  await expect(page.locator('link[rel="stylesheet"]')).toHaveCount(1);
});

test("a panel stays when the page drops its handle and the browser collects garbage", async ({ page, context }) => {
  await open(page);
  await mount(page, "one", CONFIG);
  await page.evaluate(() => ((globalThis.host as any).panels = {}));
  const tools = await context.newCDPSession(page);
  await tools.send("HeapProfiler.collectGarbage");
  await page.waitForTimeout(200);
  await expect(page.locator("#one .rollcall")).toBeVisible();
});

test("a configuration that is not there is said, not a blank page", async ({ page, provoked }) => {
  await open(page);
  provoked(/404/);
  await mount(page, "one", "/nowhere.json");
  await expect(page.locator("#one")).toContainText("404");
});

test("a configuration that is no JSON is said, not a blank page", async ({ page }) => {
  await open(page);
  await mount(page, "one", "/broken.json");
  await expect(page.locator("#one")).toContainText(/configuration/i);
});
