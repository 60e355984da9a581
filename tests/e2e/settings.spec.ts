// The settings of this browser.

import { LIST, fillSignIn, ADMIN, heading, row, table } from "./flows";
import { expect, test } from "./fixtures";

const ground = (page: import("@playwright/test").Page) =>
  page.getByRole("main").evaluate((main) => getComputedStyle(main.closest(".rollcall")!).backgroundColor);

test("a theme is chosen, seen at once, and kept", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/settings");
  const themes = page.getByRole("radiogroup", { name: "Theme" });
  await expect(themes.getByRole("radio", { name: "System" })).toBeChecked();
  const light = await ground(page);
  await themes.getByRole("radio", { name: "Dark" }).check();
  await expect.poll(() => ground(page)).not.toBe(light);
  const dark = await ground(page);
  await page.reload();
  await expect(themes.getByRole("radio", { name: "Dark" })).toBeChecked();
  expect(await ground(page)).toBe(dark);
  await themes.getByRole("radio", { name: "System" }).check();
  await expect.poll(() => ground(page)).toBe(light);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => ground(page)).toBe(dark);
});

test("dense rows are lower, and stay so", async ({ page }) => {
  await page.goto(LIST);
  await fillSignIn(page, ADMIN);
  await expect(table(page)).toBeVisible();
  const height = async () => (await row(page, "admin").boundingBox())!.height;
  expect(await height()).toBe(40);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(heading(page, "Settings")).toBeVisible();
  await page.getByRole("radio", { name: "Dense" }).check();
  await page.getByRole("link", { name: /^Operations/ }).click();
  await expect(row(page, "admin")).toBeVisible();
  expect(await height()).toBe(32);
  await page.reload();
  await fillSignIn(page, ADMIN);
  await expect(row(page, "admin")).toBeVisible();
  expect(await height()).toBe(32);
});
