// The keyboard alone.

import { ADMIN, LIST, account, button, dialog, heading, names, openList, row, search, table, writes } from "./flows";
import { expect, test } from "./fixtures";

/** What has the focus shows it: its outline or shadow differs from what it is without. */
const focusShows = (page: import("@playwright/test").Page) =>
  page.evaluate(() => {
    let focused = document.activeElement as HTMLElement | null;
    if (!focused || focused === document.body) return "nothing has the focus";
    const look = (element: Element) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(element);
      return { outline: outlineStyle !== "none" && outlineWidth !== "0px", boxShadow, borderColor };
    };
    // A box or a choice may show it on its drawn part, a link on its row.
    const parts = [focused, ...focused.parentElement!.children, focused.parentElement!, focused.closest("[role=row]") ?? focused];
    const now = parts.map(look);
    if (now.some(({ outline }) => outline)) return true;
    focused.blur();
    const then = parts.map(look);
    focused.focus();
    return JSON.stringify(now) !== JSON.stringify(then) ? true : `no visible focus on ${focused.outerHTML.slice(0, 120)}`;
  });

test("from sign-in to a password that is set, without a mouse", async ({ page, sim }) => {
  await page.goto(LIST);
  await expect(heading(page, "Sign in to Operations")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "User name" })).toBeFocused();
  await page.keyboard.type(ADMIN.name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press("Enter");
  await expect(table(page)).toBeVisible();

  // The search, then into the rows.
  const box = page.getByRole("searchbox", { name: "Search accounts" });
  for (let i = 0; i < 30 && !(await box.evaluate((it) => it === document.activeElement)); i += 1) {
    await page.keyboard.press("Tab");
    expect(await focusShows(page)).toBe(true);
  }
  await expect(box).toBeFocused();
  await page.keyboard.type("mia.costa");
  await expect.poll(() => names(page)).toEqual(["mia.costa"]);
  const link = row(page, "mia.costa").getByRole("link");
  for (let i = 0; i < 30 && !(await link.evaluate((it) => it === document.activeElement)); i += 1) {
    await page.keyboard.press("Tab");
    expect(await focusShows(page)).toBe(true);
  }
  await expect(link).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(button(page, "Acts for mia.costa")).toBeFocused();
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu", { name: "Acts for mia.costa" });
  await expect(menu.getByRole("menuitem", { name: "Open" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(menu.getByRole("menuitem", { name: "Set password…" })).toBeFocused();
  expect(await focusShows(page)).toBe(true);
  await page.keyboard.press("Enter");
  const form = dialog(page, "Set the password of mia.costa");
  await expect(form.getByRole("textbox", { name: "Password" }).or(form.locator("input[type=password]"))).toBeFocused();
  await page.keyboard.press("Enter");
  const done = dialog(page, "Password of mia.costa set");
  await expect(done).toBeVisible();
  const stored = done.getByRole("checkbox", { name: "I have stored it" });
  for (let i = 0; i < 10 && !(await stored.evaluate((it) => it === document.activeElement)); i += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Space");
  await expect(stored).toBeChecked();
  const finish = button(done, "Done");
  for (let i = 0; i < 10 && !(await finish.evaluate((it) => it === document.activeElement)); i += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(done).toHaveCount(0);
  await expect(button(page, "Acts for mia.costa")).toBeFocused();
  expect(await writes(sim)).toMatchObject([{ method: "PUT", path: "/api/users/5" }]);
});

test("the first stop leads past the rail", async ({ page }) => {
  await openList(page);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  const skip = page.getByRole("link", { name: "Skip to content" });
  await skip.focus();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await expect(page).toHaveURL(LIST);
});

test("j, k, x, m and Enter work in the rows", async ({ page }) => {
  await openList(page);
  const all = await names(page);
  const link = (name: string) => row(page, name).getByRole("link");
  await page.keyboard.press("j");
  await expect(link(all[0])).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(link(all[2])).toBeFocused();
  expect(await focusShows(page)).toBe(true);
  await page.keyboard.press("k");
  await expect(link(all[1])).toBeFocused();
  await page.keyboard.press("x");
  await expect(row(page, all[1]).getByRole("checkbox")).toBeChecked();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  await expect(page.getByRole("region", { name: "Selection" })).toContainText("3 selected");
  await page.keyboard.press("m");
  await expect(page.getByRole("menu", { name: `Acts for ${all[3]}` })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("End");
  await expect(table(page).getByRole("row").last().getByRole("link")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(link(all[0])).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(heading(page, all[0])).toBeVisible();
});

test("letters typed into the search stay letters", async ({ page }) => {
  await openList(page);
  const box = page.getByRole("searchbox", { name: "Search accounts" });
  await box.focus();
  await page.keyboard.type("jkxm");
  await expect(box).toHaveValue("jkxm");
  await expect(box).toBeFocused();
});

test("a dialog keeps the focus inside and gives it back", async ({ page }) => {
  await openList(page);
  await button(page, "New account").focus();
  await page.keyboard.press("Enter");
  const form = dialog(page, "New account on Operations");
  await expect(form).toBeVisible();
  for (let i = 0; i < 15; i += 1) {
    await page.keyboard.press("Tab");
    const place = await page.evaluate(() => {
      const focused = document.activeElement;
      // Between the last and the first the browser's own controls have it.
      return !focused || focused === document.body || focused.closest("dialog") !== null;
    });
    expect(place, "the focus is in the dialog").toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(form).toHaveCount(0);
  await expect(button(page, "New account")).toBeFocused();
});

test("a new screen gives its heading the focus, for those who hear it", async ({ page }) => {
  await openList(page);
  await search(page, "mia.costa");
  await row(page, "mia.costa").getByRole("link").click();
  await expect(heading(page, "mia.costa")).toBeFocused();
  await expect(page).toHaveURL(account(5));
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(heading(page, "Settings")).toBeFocused();
});
