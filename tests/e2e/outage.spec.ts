// A server that is down, slow or wrong.

import { ADMIN, LIST, account, button, calls, field, fillSignIn, heading, openList, row, search, signIn, table } from "./flows";
import { expect, test } from "./fixtures";

test("old rows stay while the server is down, and it is tried again", async ({ page, sim, provoked }) => {
  provoked(/503/);
  await openList(page);
  await sim.faults({ platform: "portainer", operation: "GET /users", fault: "status", status: 503, body: "", times: 0 });
  await button(page, "Refresh").click();
  const alert = page.getByRole("alert").first();
  await expect(alert).toContainText("Portainer is not running or cannot be reached by its proxy", { timeout: 15_000 });
  await expect(row(page, "admin")).toBeVisible();
  const tries = (await calls(sim, "GET", "/api/users")).filter(({ status }) => status === 503);
  expect(tries, "a read is sent three times at most").toHaveLength(3);
  await sim.faults();
});

test("the retry works as soon as the server does", async ({ page, sim, provoked }) => {
  provoked(/503/);
  await openList(page);
  await sim.faults({ platform: "portainer", operation: "GET /users", fault: "status", status: 503, body: "", times: 3 });
  await button(page, "Refresh").click();
  const alert = page.getByRole("alert").first();
  await expect(alert).toBeVisible({ timeout: 15_000 });
  await button(alert, "Try again").click();
  await expect(alert).toHaveCount(0);
  await expect(row(page, "admin")).toBeVisible();
});

test("a passing trouble is not even seen", async ({ page, sim, provoked }) => {
  provoked(/502/);
  await sim.faults({ platform: "portainer", operation: "GET /users", fault: "status", status: 502, body: "", times: 2 });
  await openList(page);
  await expect(row(page, "admin")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect((await calls(sim, "GET", "/api/users")).map(({ status }) => status)).toEqual([502, 502, 200]);
});

test("the first reading that fails says so, with a retry", async ({ page, sim, provoked }) => {
  provoked(/ERR_/);
  await sim.faults({ platform: "portainer", operation: "GET /users", fault: "reset", times: 0 });
  await signIn(page);
  const alert = page.getByRole("alert").first();
  await expect(alert).toContainText("Portainer cannot be reached", { timeout: 15_000 });
  await expect(alert).toContainText("a page cannot tell which");
  await sim.reset();
  await sim.faults();
  await expect(button(alert, "Try again")).toBeVisible();
});

test("a server that never answers is given up", async ({ page, sim }) => {
  test.setTimeout(120_000);
  await sim.faults({ platform: "portainer", operation: "GET /users/5", fault: "never", times: 0 });
  await signIn(page, ADMIN, account(5));
  await expect(page.getByRole("alert").first()).toContainText("Portainer did not answer in time", { timeout: 110_000 });
  await sim.faults();
});

for (const [fault, words] of [
  ["not_json", "Something else answered"],
  ["wrong_shape", "The answer cannot be read"],
] as const) {
  test(`an answer of the kind ${fault} is said`, async ({ page, sim }) => {
    await sim.faults({ platform: "portainer", operation: "GET /users", fault, times: 0 });
    await signIn(page);
    await expect(page.getByRole("alert").first()).toContainText(words, { timeout: 15_000 });
    await sim.faults();
  });
}

test("a write that fails is sent once, and says whether it may have been made", async ({ page, sim, provoked }) => {
  provoked(/503/);
  await signIn(page, ADMIN, account(5));
  await sim.faults({ platform: "portainer", operation: "PUT /users/{id}", fault: "status", status: 503, body: "" });
  await field(page, "User name").fill("may.be");
  await button(page, "Save 1 change").click();
  await expect(page.getByRole("alert").first()).toContainText("It is not known whether the change was made");
  await expect(field(page, "User name")).toHaveValue("may.be");
  expect(await calls(sim, "PUT")).toHaveLength(1);
});

test("one connection that cannot be reached spoils no other", async ({ page, sim, provoked }) => {
  await page.route("**/config.json", (route) =>
    route.fulfill({
      json: {
        title: "Rollcall",
        connections: [
          { id: "gone", platform: "portainer", name: "Gone", base_url: "/platforms/nothing-here" },
          { id: "operations", platform: "portainer", name: "Operations", base_url: "/platforms/portainer" },
        ],
      },
    }),
  );
  provoked(/404|405|501|502/);
  await page.goto("/c/gone/users");
  await expect(page.getByRole("alert").first()).toBeVisible({ timeout: 15_000 });
  await page.getByRole("link", { name: /^Operations/ }).click();
  await expect(heading(page, "Sign in to Operations")).toBeVisible();
  await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0);
  await fillSignIn(page, ADMIN);
  await expect(table(page)).toBeVisible();
  await search(page, "admin");
  await expect(row(page, "admin")).toBeVisible();
  expect((await calls(sim, "GET", "/api/users")).length).toBe(1);
});

test("an address that the policy does not name is said as such", async ({ page, provoked }) => {
  await page.route("**/config.json", (route) =>
    route.fulfill({
      json: {
        title: "Rollcall",
        connections: [{ id: "far", platform: "portainer", name: "Far", base_url: "https://portainer.invalid" }],
      },
    }),
  );
  provoked(/policy violation: connect-src/, /Content Security Policy|violates/);
  await page.goto("/c/far/users");
  const alert = page.getByRole("alert").first();
  await expect(alert).toContainText("The page may not call Portainer");
  await expect(alert).toContainText("connect-src");
});

test("a configuration that is broken gives a readable screen", async ({ page }) => {
  await page.route("**/config.json", (route) => route.fulfill({ body: '{ "connections": [', contentType: "application/json" }));
  await page.goto(LIST);
  await expect(page.getByRole("alert")).toContainText("The configuration cannot be used");
  await expect(button(page, "Load again")).toBeVisible();
});
