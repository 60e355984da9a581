// A Portainer right after its installation.

import { Api, LIST, button, dialog, expectNowhere, field, fillSignIn, heading, table, writes } from "./flows";
import { expect, test } from "./fixtures";

test("the first administrator is created and can sign in", async ({ page, sim, provoked }) => {
  provoked(/404/);
  await sim.reset({ users: 0, admin: null });
  await page.goto(LIST);
  const form = page.getByRole("form", { name: "Create administrator" });
  await expect(page.getByRole("main")).toContainText("Create the first administrator of Operations");
  await expect(form).toContainText("Whoever comes first becomes one, so do it now.");
  await expect(page.getByRole("main")).toContainText("It has no administrator yet");
  await expect(field(form, "User name")).toHaveValue("admin");
  await field(form, "Password").fill("short");
  await button(form, "Create administrator").click();
  await expect(field(form, "Password")).toHaveAccessibleDescription(/5 bytes; at least 12 are needed\./);
  expect(await writes(sim)).toEqual([]);

  await field(form, "User name").fill("chief");
  await field(form, "Password").fill("the-first-password");
  await button(form, "Create administrator").dblclick();
  const main = page.getByRole("main");
  await expect(main).toContainText("Administrator chief created. Sign in with the password you set.");
  await expectNowhere(page, "the-first-password");
  expect(await writes(sim)).toMatchObject([
    {
      method: "POST",
      path: "/api/users/admin/init",
      body: { Username: "chief", Password: "the-first-password" },
      status: 200,
    },
  ]);
  await expect(field(page, "User name")).toHaveValue("chief");
  await fillSignIn(page, { name: "chief", password: "the-first-password" });
  await expect(table(page)).toBeVisible();
  await expect(main).toContainText("1 account on Operations");
});

test("a generated first password can be read before it is sent", async ({ page, sim, provoked }) => {
  provoked(/404/);
  await sim.reset({ users: 0, admin: null });
  await page.goto(LIST);
  const form = page.getByRole("form", { name: "Create administrator" });
  await button(form, "Generate").click();
  await expect(field(form, "Password")).toHaveAttribute("type", "text");
  const password = await field(form, "Password").inputValue();
  expect(password).toHaveLength(20);
  await button(form, "Create administrator").click();
  await expect(page.getByRole("main")).toContainText("Administrator admin created.");
  expect(await Api.signInStatus(sim, { name: "admin", password })).toBe(200);
});

test("somebody else was first, and that is said", async ({ page, sim, provoked }) => {
  provoked(/404/, /409/);
  await sim.reset({ users: 0, admin: null });
  await page.goto(LIST);
  const form = page.getByRole("form", { name: "Create administrator" });
  await field(form, "Password").fill("the-first-password");
  const answer = await fetch(`${sim.url}/platforms/portainer/api/users/admin/init`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ Username: "quicker", Password: "somebody-elses-1" }),
  });
  expect(answer.status).toBe(200);
  await button(form, "Create administrator").click();
  await expect(form.getByRole("alert").first()).toContainText("There is an administrator already");
});

test("a first run that took too long says what to do", async ({ page, sim }) => {
  await sim.reset({ users: 0, admin: null, switches: { first_run: "timed-out" } });
  await page.goto(LIST);
  const main = page.getByRole("main");
  await expect(main).toContainText("The time to create the first administrator is over");
  await expect(main).toContainText("Restart it, then come back here.");
  await expect(heading(page, "Sign in to Operations")).toBeVisible();
  await expect(page.getByRole("form", { name: "Create administrator" })).toHaveCount(0);
  await expect(dialog(page, /./)).toHaveCount(0);
});
