// Every request since the page was opened.

import { ADMIN, allowClipboard, button, clipboard, dialog, expectNowhere, field, heading, openList } from "./flows";
import { expect, test } from "./fixtures";

const rows = (page: import("@playwright/test").Page) => page.getByRole("table", { name: "Activity" }).getByRole("row");

test("nothing was asked yet, and that is said", async ({ page }) => {
  await page.goto("/activity");
  await expect(page.getByRole("main")).toContainText("No requests yet");
});

test("what was asked stands there, and copies without secrets", async ({ page, provoked }) => {
  provoked(/409/);
  await allowClipboard(page);
  await openList(page);
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await field(form, "User name").fill("admin");
  await field(form, "Password").fill("typed-by-hand-1");
  await button(form, "Create account").click();
  await expect(field(form, "User name")).toHaveAccessibleDescription(/exists already/);
  await button(form, "Cancel").click();

  await page.getByRole("link", { name: "Activity" }).click();
  await expect(heading(page, "Activity")).toBeVisible();
  const heads = page.getByRole("table", { name: "Activity" }).getByRole("columnheader");
  expect(await heads.allInnerTexts()).toEqual([
    "Time",
    "Operation",
    "Connection",
    "Status",
    "Duration",
    "Copy as curl",
  ]);
  const created = rows(page).filter({
    has: page.getByText("POST /platforms/portainer/api/users", { exact: true }),
  });
  await expect(created).toContainText("409");
  await expect(created).toContainText("Operations");
  await expect(created).toContainText(/\d+ ms/);
  await created.getByRole("button").click();
  await expect(created).toContainText("Copied");
  const command = await clipboard(page);
  expect(command).toMatch(/^curl -X POST 'http:\/\/127\.0\.0\.1:\d+\/platforms\/portainer\/api\/users'/);
  expect(command).toContain("Authorization: Bearer ***");
  expect(command).toContain('"Username":"admin"');
  expect(command).toContain('"Password":"***"');
  expect(command).not.toContain("typed-by-hand-1");

  const signedIn = rows(page).filter({ hasText: "/api/auth" });
  await signedIn.getByRole("button").click();
  await expect.poll(() => clipboard(page)).toContain("/api/auth");
  expect(await clipboard(page)).not.toContain(ADMIN.password);
  await expectNowhere(page, "typed-by-hand-1");
  await expectNowhere(page, ADMIN.password);
});

test("a read that was tried again stands there once for each try", async ({ page, sim, provoked }) => {
  provoked(/502/);
  await sim.faults({ platform: "portainer", operation: "GET /users", fault: "status", status: 502, body: "", times: 1 });
  await openList(page);
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(rows(page).filter({ hasText: "502" })).toHaveCount(1);
  await expect(rows(page).filter({ hasText: "attempt 2" })).toHaveCount(1);
});
