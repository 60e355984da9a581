// API keys: made, shown once, revoked.

import { ADMIN, ME, account, allowClipboard, button, clipboard, dialog, expectNowhere, field, heading, notice, signIn, writes } from "./flows";
import { expect, test } from "./fixtures";

const keys = (page: import("@playwright/test").Page) => page.getByRole("list", { name: "API keys" });

async function openNew(page: import("@playwright/test").Page) {
  await signIn(page, ADMIN, `${ME}/keys`);
  await expect(keys(page)).toContainText("terraform");
  await button(page, "New key").first().click();
  return dialog(page, "New API key");
}

test("a key is shown once and cannot be lost by accident", async ({ page, sim }) => {
  await allowClipboard(page);
  const form = await openNew(page);
  await expect(field(form, "Description")).toHaveValue(/^Rollcall \d{4}-\d{2}-\d{2}$/);
  await field(form, "Description").fill("backup job");
  await field(form, "Your password").fill(ADMIN.password);
  await button(form, "Create key").click();

  const shown = dialog(page, "Key “backup job”");
  await expect(shown).toContainText("Portainer shows it this once. When this closes, nobody can read it again.");
  const secret = await shown.getByRole("textbox", { name: "Key “backup job”" }).innerText();
  expect(secret).toMatch(/^ptr_.{20,}$/);
  await expect(button(shown, "Done")).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(shown.getByRole("status").filter({ hasText: "Store it, then tick the box above." })).toBeVisible();
  await button(shown, "Close").click();
  await expect(shown).toBeVisible();

  await button(shown, "Copy").click();
  await expect(shown).toContainText("Copied. The clipboard is yours to clear; we cannot.");
  expect(await clipboard(page)).toBe(secret);
  await shown.getByRole("checkbox", { name: "I have stored it" }).check();
  await button(shown, "Done").click();
  await expect(shown).toHaveCount(0);
  await expectNowhere(page, secret);
  await expectNowhere(page, ADMIN.password);
  await expect(keys(page)).toContainText("backup job");
  expect(await writes(sim)).toMatchObject([
    {
      method: "POST",
      path: "/api/users/1/tokens",
      body: { description: "backup job", password: ADMIN.password },
      status: 201,
    },
  ]);
});

test("leaving with the secret on screen asks first", async ({ page }) => {
  await signIn(page, ADMIN, ME);
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Keys" }).click();
  await expect(keys(page)).toContainText("terraform");
  await button(page, "New key").first().click();
  const form = dialog(page, "New API key");
  await field(form, "Your password").fill(ADMIN.password);
  await button(form, "Create key").click();
  await expect(dialog(page, /^Key “Rollcall/)).toBeVisible();
  await page.goBack();
  const question = dialog(page, "Leave this screen?");
  await expect(question).toContainText("The secret on screen is shown this once. Leave without storing it?");
  await button(question, "Stay").click();
  await expect(dialog(page, /^Key “Rollcall/)).toBeVisible();
});

test("a wrong password makes no key and keeps the description", async ({ page, provoked, sim }) => {
  provoked(/403/);
  const form = await openNew(page);
  await field(form, "Description").fill("backup job");
  await field(form, "Your password").fill("not-the-password");
  await button(form, "Create key").click();
  await expect(field(form, "Your password")).toHaveAccessibleDescription(/The password does not match\. No key was made\./);
  await expect(field(form, "Description")).toHaveValue("backup job");
  expect(await writes(sim)).toMatchObject([{ status: 403 }]);
});

test("a description is needed, and has a length", async ({ page, sim }) => {
  const form = await openNew(page);
  await field(form, "Your password").fill(ADMIN.password);
  await field(form, "Description").fill("");
  await button(form, "Create key").click();
  await expect(field(form, "Description")).toHaveAccessibleDescription(/Describe what the key is for\./);
  await field(form, "Description").fill("x".repeat(128));
  await expect(field(form, "Description")).toHaveAccessibleDescription(/At most 127 characters; this has 128\./);
  await button(form, "Create key").click();
  expect(await writes(sim)).toEqual([]);
});

test("a double click makes one key", async ({ page, sim }) => {
  const form = await openNew(page);
  await sim.faults({ platform: "portainer", operation: "POST /users/{id}/tokens", fault: "delay_ms", delay_ms: 400 });
  await field(form, "Your password").fill(ADMIN.password);
  await button(form, "Create key").dblclick();
  await expect(dialog(page, /^Key “Rollcall/)).toBeVisible();
  expect(await writes(sim)).toHaveLength(1);
});

test("a key is revoked by name, after a question", async ({ page, sim }) => {
  await signIn(page, ADMIN, account(2, "keys"));
  await expect(heading(page, "lena.sommer")).toBeVisible();
  await expect(keys(page)).toContainText("never used");
  await expect(keys(page)).toContainText("older than a year");
  await button(keys(page), "Revoke nightly report…").click();
  const question = dialog(page, "Revoke “nightly report”?");
  await expect(question).toContainText("Whatever uses this key stops working at once. A key cannot be brought back.");
  await button(question, "Revoke key").dblclick();
  await expect(notice(page)).toContainText("Key “nightly report” revoked.");
  await expect(keys(page)).not.toContainText("nightly report");
  await expect(keys(page).getByRole("listitem")).toHaveCount(2);
  expect(await writes(sim)).toMatchObject([{ method: "DELETE", path: "/api/users/2/tokens/3", status: 204 }]);
});

test("keys of one name are told apart by their beginnings", async ({ page }) => {
  await signIn(page, ADMIN, account(2, "keys"));
  const both = keys(page).getByRole("listitem").filter({ hasText: "ci" });
  await expect(both).toHaveCount(2);
  await expect(both.first()).toContainText("ptr_L8n");
  const named = await both.getByRole("button").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  expect(new Set(named).size, "names of the two buttons").toBe(2);
});

test("an administrator's keys are that administrator's own", async ({ page, sim }) => {
  await signIn(page, ADMIN, account(4, "keys"));
  await expect(page.getByRole("main")).toContainText("Portainer shows an administrator's keys to that administrator only.");
  expect((await sim.log()).filter(({ path }) => path.endsWith("/tokens"))).toEqual([]);
});

test("an account without keys says so", async ({ page }) => {
  await signIn(page, ADMIN, account(9, "keys"));
  await expect(page.getByRole("main")).toContainText("No API keys");
  await expect(page.getByRole("main")).toContainText("This account has no API keys.");
  await expect(page.getByRole("main")).toContainText("Portainer lets only the owner create a key.");
});
