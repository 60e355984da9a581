// One account: what is shown of it, and changes to it.

import type { Page } from "@playwright/test";

import { ADMIN, Api, LIST, account, button, calls, dialog, field, heading, notice, row, search, signIn, table, writes } from "./flows";
import { expect, test } from "./fixtures";

async function open(page: Page, id = 5, name = "mia.costa") {
  await signIn(page, ADMIN, account(id));
  await expect(heading(page, name)).toBeVisible();
  await expect(field(page, "User name")).toHaveValue(name);
}

const form = (page: Page) => page.getByRole("form", { name: "Identity and settings" });

test("what cannot be known is a word", async ({ page }) => {
  await open(page);
  const facts = page.getByRole("complementary", { name: "Facts" });
  await expect(facts).toContainText(/ID\s*5/);
  await expect(facts).toContainText(/Last sign-in\s*unknown/);
  await expect(facts).toContainText(/Created\s*unknown/);
  await expect(facts).not.toContainText("1970");
  await expect(page).toHaveTitle("mia.costa · Operations · Rollcall");
});

test("a rename sends the name alone, and is read back", async ({ page, sim }) => {
  await open(page);
  await expect(button(page, "Save")).toBeDisabled();
  await expect(button(page, "Save")).toHaveAccessibleDescription("Nothing is changed.");
  await field(page, "User name").fill("Mia.Costa-Silva");
  await button(page, "Save 1 change").click();
  await expect(notice(page)).toContainText("Saved and read back.");
  await expect(heading(page, "Mia.Costa-Silva")).toBeVisible();
  await expect(button(page, "Save")).toBeDisabled();
  expect(await writes(sim)).toMatchObject([
    { method: "PUT", path: "/api/users/5", body: { Username: "Mia.Costa-Silva" }, status: 200 },
  ]);
  const log = (await calls(sim)).map(({ method, path }) => `${method} ${path}`);
  const at = log.indexOf("PUT /api/users/5");
  expect(log.slice(at - 1, at + 2)).toEqual(["GET /api/users/5", "PUT /api/users/5", "GET /api/users/5"]);
  await page.getByRole("navigation", { name: "You are here" }).getByRole("link", { name: "Accounts" }).click();
  await search(page, "costa-silva");
  await expect(row(page, "Mia.Costa-Silva")).toBeVisible();
});

test("theme and cache are two changes in one save", async ({ page, sim }) => {
  await open(page);
  await field(page, "Theme").selectOption({ label: "High contrast" });
  await form(page).getByRole("checkbox", { name: "Use the cache" }).check();
  await button(page, "Save 2 changes").click();
  await expect(notice(page)).toContainText("Saved and read back.");
  const [{ body }] = await writes(sim);
  expect(body).toEqual({ Theme: { color: "highcontrast" }, UseCache: true });
});

test("discard goes back to what is stored", async ({ page, sim }) => {
  await open(page);
  await field(page, "User name").fill("somebody.else");
  await expect(form(page)).toContainText("changed");
  await button(page, "Discard").click();
  await expect(field(page, "User name")).toHaveValue("mia.costa");
  expect(await writes(sim)).toEqual([]);
});

test("a change of somebody else is shown before mine is written", async ({ page, sim }) => {
  await open(page);
  await field(page, "User name").fill("mine");
  await (await Api.as(sim)).call("PUT", "/users/5", { username: "theirs" });
  await button(page, "Save 1 change").click();
  const main = page.getByRole("main");
  await expect(main).toContainText("Someone else changed this account since you opened it.");
  await expect(main).toContainText("Both of you changed: User name");
  await expect(main).toContainText("Stored now: theirs");
  expect(await writes(sim)).toHaveLength(1);
  await button(page, "Save mine").click();
  await expect(notice(page)).toContainText("Saved and read back.");
  await expect(heading(page, "mine")).toBeVisible();
  await expect(button(page, "Save mine")).toHaveCount(0);
});

test("their change can be taken instead", async ({ page, sim }) => {
  await open(page);
  await field(page, "User name").fill("mine");
  await (await Api.as(sim)).call("PUT", "/users/5", { username: "theirs" });
  await button(page, "Save 1 change").click();
  await button(page, "Take theirs").click();
  await expect(field(page, "User name")).toHaveValue("theirs");
  await expect(heading(page, "theirs")).toBeVisible();
  expect(await writes(sim), "only theirs").toHaveLength(1);
});

test("a change of somebody else to another field does not get lost", async ({ page, sim }) => {
  await open(page);
  await field(page, "Theme").selectOption({ label: "Dark" });
  const api = await Api.as(sim);
  await api.call("PUT", "/users/5", { username: "theirs" });
  await button(page, "Save 1 change").click();
  await expect(heading(page, "theirs")).toBeVisible();
  expect(await api.get("/users/5")).toMatchObject({ Username: "theirs", ThemeSettings: { color: "dark" } });
});

test("a save that the server did not store is said", async ({ page, sim }) => {
  await open(page);
  const body = { Id: 5, Username: "never.stored", Role: 2 };
  await sim.faults({ platform: "portainer", operation: "PUT /users/{id}", fault: "status", status: 200, body });
  await field(page, "User name").fill("never.stored");
  await button(page, "Save 1 change").click();
  await expect(page.getByRole("main")).toContainText(
    "The server answered that it saved, but did not store: User name.",
  );
  await expect(heading(page, "mia.costa")).toBeVisible();
  await expect(field(page, "User name")).toHaveValue("never.stored");
});

test("a name that is taken is said, and what was typed stays", async ({ page, provoked }) => {
  provoked(/409/);
  await open(page);
  await field(page, "User name").fill("admin");
  await button(page, "Save 1 change").click();
  await expect(page.getByRole("alert").first()).toContainText("The name is taken");
  await expect(field(page, "User name")).toHaveValue("admin");
});

test("unsaved work is asked about before it is left", async ({ page, sim }) => {
  await open(page);
  await field(page, "User name").fill("half.typed");
  await page.getByRole("link", { name: "Activity" }).click();
  const question = dialog(page, "Leave this screen?");
  await expect(question).toContainText("Changes on this account are not saved.");
  await expect(button(question, "Stay")).toBeFocused();
  await button(question, "Stay").click();
  await expect(field(page, "User name")).toHaveValue("half.typed");
  await expect(page).toHaveURL(account(5));
  await page.getByRole("link", { name: "Activity" }).click();
  await button(question, "Leave").click();
  await expect(heading(page, "Activity")).toBeVisible();
  expect(await writes(sim)).toEqual([]);
});

test("a double click saves once", async ({ page, sim }) => {
  await open(page);
  await sim.faults({ platform: "portainer", operation: "PUT /users/{id}", fault: "delay_ms", delay_ms: 400 });
  await field(page, "User name").fill("once");
  await button(page, "Save 1 change").dblclick();
  await expect(heading(page, "once")).toBeVisible();
  expect(await writes(sim)).toHaveLength(1);
});

test("an account that is not there is said", async ({ page, provoked }) => {
  provoked(/404/);
  await signIn(page, ADMIN, account(9999));
  await expect(page.getByRole("main")).toContainText("No such account");
});

test("an ID that is no number asks nobody", async ({ page, sim }) => {
  await signIn(page, ADMIN, `${LIST}/abc`);
  await expect(page.getByRole("main")).toContainText("No such account");
  expect(await calls(sim, "GET", /abc/)).toEqual([]);
});

test("what Portainer lacks is named, with what to do instead", async ({ page }) => {
  await open(page);
  await page.getByRole("link", { name: "Security" }).click();
  const main = page.getByRole("main");
  await expect(main).toContainText("What Portainer does not have");
  await expect(main).toContainText("Portainer has no second factor of any kind.");
  await expect(main).toContainText("An account cannot be switched off.");
});

test("Back walks through the tabs", async ({ page }) => {
  await open(page);
  const tabs = page.getByRole("navigation", { name: "Sections" });
  await tabs.getByRole("link", { name: "Security" }).click();
  await expect(page).toHaveURL(account(5, "security"));
  await tabs.getByRole("link", { name: "Access" }).click();
  await expect(page).toHaveURL(account(5, "access"));
  await page.goBack();
  await expect(tabs.getByRole("link", { name: "Security" })).toHaveAttribute("aria-current", "page");
  await page.goBack();
  await expect(field(page, "User name")).toHaveValue("mia.costa");
  await expect(table(page)).toHaveCount(0);
});
