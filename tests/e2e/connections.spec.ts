// Connections that a person adds in the browser.

import type { Page } from "@playwright/test";

import { ADMIN, LIST, button, dialog, expectNowhere, field, fillSignIn, heading, notice, table } from "./flows";
import { expect, test } from "./fixtures";

async function add(page: Page, name: string, address: string) {
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "Add connection" }).click();
  await expect(heading(page, "Add connection")).toBeVisible();
  await field(page, "Name").fill(name);
  await field(page, "Platform").selectOption({ label: "Portainer" });
  await field(page, "Address").fill(address);
  await button(page, "Add and sign in").click();
}

test("a connection is added, remembered without secrets, and removed", async ({ page, sim }) => {
  await add(page, "Second site", "/platforms/portainer");
  await expect(heading(page, "Sign in to Second site")).toBeVisible();
  await expect(page).toHaveURL("/connect/second-site");
  await fillSignIn(page, ADMIN);
  await expect(page.getByRole("table", { name: "Accounts of Second site" })).toBeVisible();
  await expectNowhere(page, ADMIN.password);

  const stored = await page.evaluate(() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage));
  expect(stored).toContain("Second site");
  expect(stored).not.toMatch(/eyJ|Bearer|correct-horse|admin/);

  await page.reload();
  await expect(page.getByRole("link", { name: /^Second site/ })).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(button(page, "Remove: Operations")).toBeDisabled();
  await expect(button(page, "Remove: Operations")).toHaveAccessibleDescription(
    "From the configuration; it cannot be removed here.",
  );
  await button(page, "Remove: Second site").click();
  const question = dialog(page, "Remove Second site from this browser?");
  await expect(question).toContainText("You are signed out of it here. Nothing changes on the server.");
  await button(question, "Remove connection").click();
  await expect(notice(page)).toContainText("Second site removed.");
  await expect(page.getByRole("link", { name: /^Second site/ })).toHaveCount(0);
  await page.reload();
  await expect(heading(page, "Settings")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Second site/ })).toHaveCount(0);
  expect((await sim.log()).filter(({ path }) => /logout/.test(path))).toEqual([]);
});

test("a name and an address are needed, and plain http is warned of", async ({ page, sim }) => {
  await page.goto("/connect");
  await button(page, "Add and sign in").click();
  await expect(field(page, "Name")).toHaveAccessibleDescription(/Give the connection a name\./);
  await field(page, "Name").fill("Odd");
  await field(page, "Address").fill("javascript:alert(1)");
  await button(page, "Add and sign in").click();
  await expect(field(page, "Address")).toHaveAccessibleDescription(/That address cannot be used/);
  await field(page, "Address").fill("http://portainer.example");
  await expect(page.getByRole("main")).toContainText("Credentials would travel unencrypted over plain http.");
  expect(await sim.log()).toEqual([]);
});

test("two connections to one server are two sessions", async ({ page }) => {
  await add(page, "Second site", "/platforms/portainer");
  await fillSignIn(page, ADMIN);
  await expect(page.getByRole("table", { name: "Accounts of Second site" })).toBeVisible();
  await page.getByRole("link", { name: /^Operations/ }).click();
  await expect(heading(page, "Sign in to Operations")).toBeVisible();
  await fillSignIn(page, { name: "rania.haddad", password: "correct-horse-4" });
  await expect(table(page)).toBeVisible();
  await expect(page.getByRole("main")).toContainText("signed in as rania.haddad");
  await page.getByRole("link", { name: "Overview" }).click();
  const main = page.getByRole("main");
  await expect(main).toContainText("2 connections signed in");
  await expect(main).toContainText("you are admin, administrator");
  await expect(main).toContainText("you are rania.haddad, administrator");
  await expect(main).toContainText("200 accounts");
  await page.getByRole("link", { name: "Settings" }).click();
  await button(page, "Sign out: Second site").click();
  await page.getByRole("link", { name: /^Operations/ }).click();
  await expect(table(page)).toBeVisible();
  await expect(page).toHaveURL(LIST);
});

test("without any connection the start says what to do", async ({ page }) => {
  await page.route("**/config.json", (route) => route.fulfill({ json: { title: "Rollcall", connections: [] } }));
  await page.goto("/");
  const main = page.getByRole("main");
  await expect(main).toContainText("No connections yet");
  await main.getByRole("link", { name: "Add connection" }).click();
  await expect(heading(page, "Add connection")).toBeVisible();
});
