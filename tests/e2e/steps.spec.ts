// How many steps each task takes, from the account list and signed in: clicks plus fields typed into.

import type { Locator, Page } from "@playwright/test";

import { ADMIN, allowClipboard, button, calls, clipboard, dialog, field, heading, names, notice, openList, row, table } from "./flows";
import { expect, test } from "./fixtures";

class Steps {
  n = 0;

  async click(what: Locator): Promise<void> {
    this.n += 1;
    await what.click();
  }

  async type(where: Locator, text: string): Promise<void> {
    this.n += 1;
    await where.fill(text);
  }

  async check(what: Locator): Promise<void> {
    this.n += 1;
    await what.check();
  }

  async choose(where: Locator, label: string): Promise<void> {
    this.n += 1;
    await where.selectOption({ label });
  }
}

/** Sorted by ID, so that the accounts of the tasks are in sight. */
async function ready(page: Page): Promise<Steps> {
  await openList(page, ADMIN, "/c/operations/users?sort=id");
  await expect(row(page, "mia.costa")).toBeVisible();
  return new Steps();
}

const menuOf = async (steps: Steps, page: Page, name: string, act: string) => {
  await steps.click(button(page, `Acts for ${name}`));
  await steps.click(page.getByRole("menuitem", { name: act }));
};

test("see one account's role and state: 1", async ({ page }) => {
  const steps = await ready(page);
  await expect(row(page, "rania.haddad")).toContainText("Administrator");
  await steps.click(row(page, "mia.costa").getByRole("link"));
  await expect(heading(page, "mia.costa")).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Facts" })).toContainText(/Role\s*User/);
  expect(steps.n).toBeLessThanOrEqual(1);
});

test("create with a generated password: 4", async ({ page, sim }) => {
  const steps = await ready(page);
  await steps.click(button(page, "New account"));
  const form = dialog(page, "New account on Operations");
  await steps.type(field(form, "User name"), "colleague");
  await steps.click(button(form, "Create account"));
  await expect(dialog(page, "colleague created")).toBeVisible();
  expect(steps.n).toBeLessThanOrEqual(4);
  expect(await calls(sim, "POST", "/api/users")).toHaveLength(1);
});

test("create with a typed password: 4", async ({ page, sim }) => {
  const steps = await ready(page);
  await steps.click(button(page, "New account"));
  const form = dialog(page, "New account on Operations");
  await steps.type(field(form, "User name"), "colleague");
  await steps.type(field(form, "Password"), "typed-by-hand-1");
  await steps.click(button(form, "Create account"));
  await expect(dialog(page, "colleague created")).toBeVisible();
  expect(steps.n).toBeLessThanOrEqual(4);
  expect(await calls(sim, "POST", "/api/users")).toHaveLength(1);
});

test("reset a password, from the row: 3", async ({ page, sim }) => {
  const steps = await ready(page);
  await menuOf(steps, page, "mia.costa", "Set password…");
  await steps.click(button(dialog(page, "Set the password of mia.costa"), "Set password"));
  await expect(dialog(page, "Password of mia.costa set")).toBeVisible();
  expect(steps.n).toBeLessThanOrEqual(3);
  expect(await calls(sim, "PUT", "/api/users/5")).toHaveLength(1);
});

test("make administrator: 3, take it away: 3", async ({ page, sim }) => {
  const steps = await ready(page);
  await menuOf(steps, page, "mia.costa", "Make administrator…");
  await steps.click(button(dialog(page, "Make mia.costa an administrator?"), "Make administrator"));
  await expect(row(page, "mia.costa")).toContainText("Administrator");
  expect(steps.n).toBeLessThanOrEqual(3);
  steps.n = 0;
  await menuOf(steps, page, "mia.costa", "Take administrator away…");
  await steps.click(button(dialog(page, "Take administrator away from mia.costa?"), "Take administrator away"));
  await expect(row(page, "mia.costa")).not.toContainText("Administrator");
  expect(steps.n).toBeLessThanOrEqual(3);
  expect((await calls(sim, "PUT")).map(({ body }) => body)).toEqual([{ Role: 1 }, { Role: 2 }]);
});

test("delete one account: 3", async ({ page, sim }) => {
  const steps = await ready(page);
  await menuOf(steps, page, "mia.costa", "Delete…");
  await steps.click(button(dialog(page, "Delete mia.costa?"), "Delete mia.costa"));
  await expect(row(page, "mia.costa")).toHaveCount(0);
  expect(steps.n).toBeLessThanOrEqual(3);
  expect(await calls(sim, "DELETE", "/api/users/5")).toHaveLength(1);
});

test("who is administrator: 1", async ({ page }) => {
  const steps = await ready(page);
  await steps.check(page.getByRole("radio", { name: "Administrators 4" }));
  await expect.poll(() => names(page)).toEqual(["admin", "rania.haddad", "李伟", "paula.rossi"]);
  expect(steps.n).toBeLessThanOrEqual(1);
});

test("find by name: 1", async ({ page }) => {
  const steps = await ready(page);
  await steps.type(page.getByRole("searchbox", { name: "Search accounts" }), "grace.andersen");
  await expect.poll(() => names(page)).toEqual(["grace.andersen"]);
  expect(steps.n).toBeLessThanOrEqual(1);
});

test("export what is shown: 1", async ({ page }) => {
  const steps = await ready(page);
  const download = page.waitForEvent("download");
  await steps.click(button(page, "Export"));
  expect((await download).suggestedFilename()).toBe("operations-accounts.csv");
  expect(steps.n).toBeLessThanOrEqual(1);
});

test("create a key for oneself and copy it: 5", async ({ page }) => {
  await allowClipboard(page);
  const steps = await ready(page);
  await steps.click(page.getByRole("link", { name: "My account" }));
  await steps.click(button(page, "New key"));
  const form = dialog(page, "New API key");
  await steps.type(field(form, "Your password"), ADMIN.password);
  await steps.click(button(form, "Create key"));
  const shown = dialog(page, /^Key “/);
  await steps.click(button(shown, "Copy"));
  await expect(shown).toContainText("Copied.");
  expect(await clipboard(page)).toMatch(/^ptr_/);
  expect(steps.n).toBeLessThanOrEqual(5);
});

test("revoke a named key: 4", async ({ page, sim }) => {
  const steps = await ready(page);
  await menuOf(steps, page, "lena.sommer", "Keys");
  await steps.click(button(page, "Revoke nightly report…"));
  await steps.click(button(dialog(page, "Revoke “nightly report”?"), "Revoke key"));
  await expect(notice(page)).toContainText("Key “nightly report” revoked.");
  expect(steps.n).toBeLessThanOrEqual(4);
  expect(await calls(sim, "DELETE", "/api/users/2/tokens/3")).toHaveLength(1);
});

test("change one's own password: 5", async ({ page, sim }) => {
  const steps = await ready(page);
  await steps.click(page.getByRole("link", { name: "My account" }));
  await steps.click(page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Security" }));
  const form = page.getByRole("form", { name: "Change password" });
  await steps.type(field(form, "Current password"), ADMIN.password);
  await steps.type(field(form, "New password"), "my-new-password-1");
  await steps.click(button(form, "Change password"));
  await expect(notice(page)).toContainText("Password changed.");
  expect(steps.n).toBeLessThanOrEqual(5);
  expect(await calls(sim, "PUT", "/api/users/1/passwd")).toHaveLength(1);
});

test("add to a team: 4", async ({ page, sim }) => {
  const steps = await ready(page);
  await steps.click(row(page, "mia.costa").getByRole("link"));
  await steps.click(page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Access" }));
  await steps.choose(page.getByRole("combobox", { name: "Team" }), "Web");
  await steps.click(button(page, "Add to team"));
  await expect(page.getByRole("list", { name: "Teams" })).toContainText("Web");
  expect(steps.n).toBeLessThanOrEqual(4);
  expect(await calls(sim, "POST", "/api/team_memberships")).toHaveLength(1);
});

test("delete 20 accounts by name, seen before and told of after: 6", async ({ page, sim }) => {
  const steps = await ready(page);
  const boxes = table(page).getByRole("row").getByRole("checkbox");
  // The first row that may go, then the twentieth from there.
  await steps.click(boxes.nth(2));
  steps.n += 1;
  await boxes.nth(21).click({ modifiers: ["Shift"] });
  await steps.click(button(page.getByRole("region", { name: "Selection" }), "Delete…"));
  const question = dialog(page, "Delete 20 accounts?");
  await expect(question.getByRole("listitem")).toHaveCount(20);
  await steps.click(button(question, "Delete 20 accounts"));
  await expect(question).toContainText("20 deleted");
  expect(steps.n).toBeLessThanOrEqual(6);
  expect(await calls(sim, "DELETE")).toHaveLength(20);
});
