// Passwords: somebody's set from the list, one's own changed.

import { ADMIN, Api, ME, REGULAR, account, act, button, dialog, expectNowhere, field, fillSignIn, heading, notice, openList, signIn, table, writes } from "./flows";
import { expect, test } from "./fixtures";

test("a password is set from the row, shown once, and the keys are spoken of", async ({ page, sim }) => {
  await openList(page);
  await act(page, "lena.sommer", "Set password…");
  const form = dialog(page, "Set the password of lena.sommer");
  await expect(form).toContainText("The present password stops working at once");
  await expect(form).toContainText("API keys of the account go on working.");
  const password = await field(form, "Password").inputValue();
  expect(password).toHaveLength(20);
  await button(form, "Set password").click();

  const done = dialog(page, "Password of lena.sommer set");
  await expect(done.getByRole("textbox", { name: "Password" })).toHaveText(password);
  await expect(done).toContainText("API keys of the account go on working.");
  await expect(button(done, "Done")).toBeDisabled();
  await done.getByRole("checkbox", { name: "I have stored it" }).check();
  await button(done, "Show keys").click();
  await expect(page).toHaveURL(account(2, "keys"));
  await expect(page.getByRole("list", { name: "API keys" })).toContainText("nightly report");
  await expectNowhere(page, password);

  expect(await writes(sim)).toMatchObject([
    { method: "PUT", path: "/api/users/2", body: { NewPassword: password }, status: 200 },
  ]);
  expect(await Api.signInStatus(sim, REGULAR)).toBe(422);
  expect(await Api.signInStatus(sim, { name: REGULAR.name, password })).toBe(200);
});

test("a typed password is checked before it is sent, and is not shown again", async ({ page, sim }) => {
  await openList(page);
  await act(page, "mia.costa", "Set password…");
  const form = dialog(page, "Set the password of mia.costa");
  await field(form, "Password").fill("short");
  await button(form, "Set password").click();
  await expect(field(form, "Password")).toHaveAccessibleDescription(/5 bytes; at least 12 are needed\./);
  expect(await writes(sim)).toEqual([]);
  await field(form, "Password").fill("long-enough-now");
  await button(form, "Set password").dblclick();
  const done = dialog(page, "Password of mia.costa set");
  await expect(done).toBeVisible();
  await expectNowhere(page, "long-enough-now");
  await button(done, "Done").click();
  await expect(done).toHaveCount(0);
  expect(await writes(sim)).toHaveLength(1);
});

test("a failed reset says so in the form and keeps what was typed", async ({ page, sim, provoked }) => {
  provoked(/500/);
  await openList(page);
  await sim.faults({ platform: "portainer", operation: "PUT /users/{id}", fault: "status", status: 500 });
  await act(page, "mia.costa", "Set password…");
  const form = dialog(page, "Set the password of mia.costa");
  await field(form, "Password").fill("long-enough-now");
  await button(form, "Set password").click();
  await expect(form.getByRole("alert").first()).toBeVisible();
  await expect(form).toBeVisible();
  await expect(field(form, "Password")).toHaveValue("long-enough-now");
});

async function openOwn(page: import("@playwright/test").Page) {
  await signIn(page, ADMIN, `${ME}/security`);
  const form = page.getByRole("form", { name: "Change password" });
  await expect(form).toContainText("Changing it ends your sessions, this one included. API keys go on working.");
  return form;
}

test("a wrong present password changes nothing and keeps what was typed", async ({ page, sim, provoked }) => {
  provoked(/403/);
  const form = await openOwn(page);
  await field(form, "Current password").fill("not-the-password");
  await field(form, "New password").fill("my-new-password-1");
  await button(form, "Change password").click();
  await expect(field(form, "Current password")).toHaveAccessibleDescription(
    /The current password does not match\. Nothing was changed\./,
  );
  await expect(field(form, "New password")).toHaveValue("my-new-password-1");
  expect(await Api.signInStatus(sim, ADMIN)).toBe(200);
});

test("one's own password ends the session, and the screen stays under the question", async ({ page, sim }) => {
  // Within the second of the sign-in the session would live on.
  const form = await openOwn(page);
  await sim.clock(5);
  await field(form, "Current password").fill(ADMIN.password);
  await field(form, "New password").fill("my-new-password-1");
  await button(form, "Change password").click();
  const again = dialog(page, "Sign in to Operations again");
  await expect(again).toContainText("Changing your own password or role ended your session. Sign in again.");
  await expect(again).toContainText("What is on screen stays, and so does what you typed.");
  await expect(form).toBeVisible();
  await expect(page).toHaveURL(`${ME}/security`);
  expect(await writes(sim)).toMatchObject([
    {
      method: "PUT",
      path: "/api/users/1/passwd",
      body: { Password: ADMIN.password, NewPassword: "my-new-password-1" },
      status: 204,
    },
  ]);
  await expectNowhere(page, "my-new-password-1");
  await expectNowhere(page, ADMIN.password);
  await fillSignIn(again, { name: "admin", password: "my-new-password-1" });
  await expect(again).toHaveCount(0);
  await expect(heading(page, "admin")).toBeVisible();
  await expect(notice(page)).toContainText("Password changed. Sign in with the new one.");
  await page.getByRole("link", { name: "Accounts" }).click();
  await expect(table(page)).toBeVisible();
});

test("a double click changes one's own password once", async ({ page, sim }) => {
  const form = await openOwn(page);
  await sim.faults({ platform: "portainer", operation: "PUT /users/{id}/passwd", fault: "delay_ms", delay_ms: 400 });
  await field(form, "Current password").fill(ADMIN.password);
  await field(form, "New password").fill("my-new-password-1");
  await button(form, "Change password").dblclick();
  await expect(dialog(page, "Sign in to Operations again")).toBeVisible();
  expect(await writes(sim)).toHaveLength(1);
});
