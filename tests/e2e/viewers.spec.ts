// What others than administrators see.

import { LEADER, LIST, ME, REGULAR, account, button, calls, dialog, expectNowhere, field, heading, notice, openMenu, row, search, signIn, table, writes } from "./flows";
import { expect, test } from "./fixtures";

test("a regular account sees no list but its own account", async ({ page, sim }) => {
  await signIn(page, REGULAR);
  const main = page.getByRole("main");
  await expect(main).toContainText("You may not list accounts here");
  await expect(main).toContainText("Portainer shows the account list to administrators and team leaders only.");
  expect(await calls(sim, "GET", "/api/users")).toEqual([]);
  await page.getByRole("link", { name: "Open my account" }).click();
  await expect(heading(page, "lena.sommer")).toBeVisible();
  await expect(page).toHaveURL(ME);
  await expect(main).toContainText("This is you");
  await expect(field(page, "User name")).toHaveAttribute("readonly");
  await expect(field(page, "User name")).toHaveAccessibleDescription(/Only an administrator of this Portainer may do this\./);
  await expect(page.getByRole("link", { name: "Accounts" })).toHaveCount(0);
  const zone = page.getByRole("list", { name: "Danger zone" });
  await expect(button(zone, "Delete…")).toBeDisabled();
  await expect(button(zone, "Make administrator…")).toBeDisabled();
});

test("a regular account changes its theme and makes itself a key", async ({ page, sim }) => {
  await signIn(page, REGULAR, ME);
  await field(page, "Theme").selectOption({ label: "Dark" });
  await button(page, "Save 1 change").click();
  await expect(notice(page)).toContainText("Saved and read back.");
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Keys" }).click();
  await expect(page.getByRole("list", { name: "API keys" }).getByRole("listitem")).toHaveCount(3);
  await button(page, "New key").first().click();
  const form = dialog(page, "New API key");
  await field(form, "Your password").fill(REGULAR.password);
  await button(form, "Create key").click();
  await expect(dialog(page, /^Key “/)).toBeVisible();
  await expectNowhere(page, REGULAR.password);
  expect((await writes(sim)).map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    "PUT /api/users/2 200",
    "POST /api/users/2/tokens 201",
  ]);
});

test("a regular account sees its teams and cannot change them", async ({ page }) => {
  await signIn(page, REGULAR, `${ME}/access`);
  const teams = page.getByRole("list", { name: "Teams" });
  await expect(teams).toContainText("Web");
  await expect(button(teams, "Remove from Web")).toBeDisabled();
  await expect(button(teams, "Remove from Web")).toHaveAccessibleDescription(
    "Only administrators and the leaders of a team change who is in it.",
  );
});

test("somebody else's account is refused in words", async ({ page, provoked }) => {
  provoked(/403/);
  await signIn(page, REGULAR, account(5));
  await expect(page.getByRole("alert").first()).toContainText("Not allowed");
});

test("a team leader sees the filtered list and the reasons of the acts", async ({ page, sim }) => {
  await signIn(page, LEADER);
  await expect(table(page)).toBeVisible();
  const main = page.getByRole("main");
  await expect(main).toContainText("signed in as marc.weber, team leader");
  const shown = (await calls(sim, "GET", "/api/users")).length;
  expect(shown).toBe(1);
  await expect(page.getByRole("radio", { name: "Administrators 0" })).toBeVisible();
  await expect(button(page, "New account")).toBeDisabled();
  await expect(button(page, "New account")).toHaveAccessibleDescription(
    "Only an administrator of this Portainer may do this.",
  );
  await search(page, "admin");
  await expect(row(page, "admin")).toHaveCount(0);
  const menu = await openMenu(page, "mia.costa");
  for (const act of ["Set password…", "Make administrator…", "Delete…"]) {
    await expect(menu.getByRole("menuitem", { name: act })).toBeDisabled();
  }
  await expect(menu).toContainText("Only an administrator of this Portainer may do this.");
  expect(await writes(sim)).toEqual([]);
  await expect(page).toHaveURL(`${LIST}?q=mia.costa`);
});
