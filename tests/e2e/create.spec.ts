// A new account: its password shown once, and everything that can be refused.

import {
  Api,
  act,
  button,
  calls,
  dialog,
  expectNowhere,
  field,
  heading,
  openList,
  row,
  search,
  table,
  writes,
} from "./flows";
import { expect, test } from "./fixtures";

test("a generated password is shown once, and gone afterwards", async ({ page, sim }) => {
  await openList(page);
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await expect(field(form, "User name")).toBeFocused();
  await field(form, "User name").fill("New.Colleague");
  const password = await field(form, "Password").inputValue();
  expect(password).toMatch(/^[\w.-]{20}$/);
  await button(form, "Create account").click();

  const shown = dialog(page, "new.colleague created");
  await expect(shown).toContainText("Hand the password over now. It cannot be shown again; it can only be reset.");
  await expect(shown.getByRole("textbox", { name: "Password" })).toHaveText(password);
  await expect(button(shown, "Done")).toBeDisabled();
  await expect(button(shown, "Done")).toHaveAccessibleDescription("Store it, then tick the box above.");
  await page.keyboard.press("Escape");
  await expect(shown.getByRole("status").filter({ hasText: "Store it, then tick the box above." })).toBeVisible();
  await shown.getByRole("checkbox", { name: "I have stored it" }).check();
  await button(shown, "Done").click();
  await expect(shown).toHaveCount(0);
  await expectNowhere(page, password);

  expect(await writes(sim)).toMatchObject([
    {
      method: "POST",
      path: "/api/users",
      body: { Username: "New.Colleague", Password: password, Role: 2 },
      status: 200,
    },
  ]);
  await expect(page.getByRole("main")).toContainText("201 accounts on Operations");
  await search(page, "new.colleague");
  await expect(row(page, "new.colleague")).toBeVisible();
  expect(await Api.signInStatus(sim, { name: "new.colleague", password })).toBe(200);

  // The next one gets another.
  await button(page, "New account").click();
  await expect(field(form, "User name")).toHaveValue("");
  expect(await field(form, "Password").inputValue()).not.toBe(password);
});

test("a typed password is not shown again, and an administrator is one only when asked for", async ({ page, sim }) => {
  await openList(page);
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await expect(form.getByRole("radio", { name: "User" })).toBeChecked();
  await field(form, "User name").fill("deputy");
  await field(form, "Password").fill("typed-by-hand-1");
  await form.getByRole("radio", { name: "Administrator" }).check();
  await button(form, "Create account").click();
  const done = dialog(page, "deputy created");
  await expect(done).toContainText("Sign-in works with the password you typed.");
  await expectNowhere(page, "typed-by-hand-1");
  await button(done, "Open account").click();
  await expect(heading(page, "deputy")).toBeVisible();
  const [{ body }] = await writes(sim);
  expect(body).toEqual({ Username: "deputy", Password: "typed-by-hand-1", Role: 1 });
});

test("a name that is taken is said at the field, and what was typed stays", async ({ page, sim, provoked }) => {
  provoked(/409/);
  await openList(page);
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await field(form, "User name").fill("MIA.costa");
  await field(form, "Password").fill("typed-by-hand-1");
  await button(form, "Create account").click();
  await expect(field(form, "User name")).toHaveAccessibleDescription(/An account with this name exists already\./);
  await expect(field(form, "User name")).toHaveValue("MIA.costa");
  await expect(field(form, "Password")).toHaveValue("typed-by-hand-1");
  await field(form, "User name").fill("mia.costa.2");
  await button(form, "Create account").click();
  await expect(dialog(page, "mia.costa.2 created")).toBeVisible();
  expect((await writes(sim)).map(({ status }) => status)).toEqual([409, 200]);
});

test("a space and a short password are refused before anything is sent", async ({ page, sim }) => {
  await openList(page);
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await button(form, "Create account").click();
  await expect(field(form, "User name")).toHaveAccessibleDescription(/Enter a user name\./);
  await field(form, "User name").fill("two words");
  await expect(field(form, "User name")).toHaveAccessibleDescription(/A name cannot hold a space\./);
  await field(form, "Password").fill("short");
  await button(form, "Create account").click();
  await expect(field(form, "Password")).toHaveAccessibleDescription(/5 bytes; at least 12 are needed\./);
  await field(form, "Password").fill("ü".repeat(37));
  await expect(field(form, "Password")).toHaveAccessibleDescription(/74 bytes; at most 72 fit/);
  await button(form, "Create account").click();
  expect(await writes(sim)).toEqual([]);
});

test("a double click creates one", async ({ page, sim }) => {
  await openList(page);
  await sim.faults({ platform: "portainer", operation: "POST /users", fault: "delay_ms", delay_ms: 400 });
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await field(form, "User name").fill("once");
  await button(form, "Create account").dblclick();
  await expect(dialog(page, "once created")).toBeVisible();
  expect(await calls(sim, "POST", "/api/users")).toHaveLength(1);
});

test("an answer that was lost is not sent again, and says so", async ({ page, sim, provoked }) => {
  provoked(/ERR_/);
  await openList(page);
  await sim.faults({ platform: "portainer", operation: "POST /users", fault: "truncate" });
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await field(form, "User name").fill("lost.answer");
  await button(form, "Create account").click();
  const alert = form.getByRole("alert").first();
  await expect(alert).toContainText("It is not known whether the change was made");
  await expect(alert).toContainText("Load the data again and look before trying again.");
  await expect(button(alert, "Try again")).toHaveCount(0);
  await expect(field(form, "User name")).toHaveValue("lost.answer");
  expect(await calls(sim, "POST", "/api/users")).toHaveLength(1);
});

test("leaving with a name typed asks first", async ({ page }) => {
  await openList(page);
  await act(page, "mia.costa", "Open");
  await page.getByRole("link", { name: "Accounts" }).click();
  await expect(table(page)).toBeVisible();
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await field(form, "User name").fill("half.typed");
  await page.goBack();
  const question = dialog(page, "Leave this screen?");
  await expect(question).toContainText("The new account is not created yet.");
  await button(question, "Stay").click();
  await expect(field(form, "User name")).toHaveValue("half.typed");
});

test("Escape does not throw away what was typed", async ({ page }) => {
  await openList(page);
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await page.keyboard.press("Escape");
  await expect(form).toHaveCount(0);
  await expect(button(page, "New account")).toBeFocused();
  await button(page, "New account").click();
  await field(form, "User name").fill("half.typed");
  await page.keyboard.press("Escape");
  await expect(field(form, "User name")).toHaveValue("half.typed");
  await button(form, "Cancel").click();
  await expect(form).toHaveCount(0);
});

test("the password copies", async ({ page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await openList(page);
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await field(form, "User name").fill("copied");
  const password = await field(form, "Password").inputValue();
  await button(form, "Create account").click();
  const shown = dialog(page, "copied created");
  await button(shown, "Copy").click();
  await expect(shown).toContainText("Copied. The clipboard is yours to clear; we cannot.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(password);
});
