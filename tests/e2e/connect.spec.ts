// Sign-in in all its forms, and what stays of it.

import {
  ADMIN,
  Api,
  LIST,
  account,
  button,
  calls,
  expectNowhere,
  field,
  fillSignIn,
  heading,
  openList,
  signIn,
  table,
} from "./flows";
import { expect, test } from "./fixtures";

test("a password opens the list and stays nowhere", async ({ page, sim }) => {
  await openList(page);
  await expect(heading(page, "Accounts")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("signed in as admin, administrator");
  await expect(page).toHaveURL(LIST);
  await expectNowhere(page, ADMIN.password);
  const [{ body, status }] = await calls(sim, "POST", "/api/auth");
  expect(body).toEqual({ Username: "admin", Password: "correct-horse-1" });
  expect(status).toBe(200);
  expect(await calls(sim, "POST")).toHaveLength(1);
});

test("a wrong password says so, leaves the name, and counts once", async ({ page, sim, provoked }) => {
  provoked(/422/);
  await page.goto(LIST);
  await fillSignIn(page, { name: "admin", password: "wrong-horse-1" });
  const alert = page.getByRole("alert").filter({ hasText: "Sign-in failed" }).first();
  await expect(alert).toContainText("The name and the password do not go together");
  await expect(alert).toContainText("Check both and try again.");
  await expect(field(page, "User name")).toHaveValue("admin");
  expect(await calls(sim, "POST", "/api/auth")).toHaveLength(1);
  // The next try works.
  await field(page, "Password").fill(ADMIN.password);
  await button(page, "Sign in").click();
  await expect(table(page)).toBeVisible();
});

test("empty fields are named and nothing is sent", async ({ page, sim }) => {
  await page.goto(LIST);
  await button(page, "Sign in").click();
  await expect(field(page, "User name")).toHaveAccessibleDescription(/Enter the user name\./);
  await expect(field(page, "Password")).toHaveAccessibleDescription(/Enter the password\./);
  expect(await calls(sim, "POST")).toEqual([]);
});

test("a token from elsewhere opens the list", async ({ page, sim }) => {
  const { token } = await Api.as(sim);
  await page.goto(LIST);
  await page.getByRole("radio", { name: "Token" }).check();
  await field(page, "Token").fill(`${token.slice(0, 20)} ${token.slice(20)}`);
  await button(page, "Sign in").click();
  await expect(field(page, "Token")).toHaveAccessibleDescription(/a line break or a space/);
  await field(page, "Token").fill(token);
  await button(page, "Sign in").click();
  await expect(table(page)).toBeVisible();
  await expectNowhere(page, token);
  expect(await calls(sim, "POST", "/api/auth"), "only the one past the panel").toHaveLength(1);
});

test("an API key opens the list and says what it cannot do", async ({ page, sim }) => {
  const key = await (await Api.as(sim)).key(ADMIN, "for the panel");
  await page.goto(LIST);
  await page.getByRole("radio", { name: "API key" }).check();
  await expect(field(page, "API key")).toHaveAccessibleDescription(/does everything but create API keys/);
  await field(page, "API key").fill(key);
  await button(page, "Sign in").click();
  await expect(table(page)).toBeVisible();
  await expectNowhere(page, key);
  const listed = (await sim.log()).filter(({ path }) => path === "/api/users");
  expect(JSON.stringify(listed.at(-1)!.headers)).toMatch(/"x-api-key","\*\*\*"/i);

  await page.getByRole("link", { name: "My account" }).click();
  await page.getByRole("link", { name: "Keys" }).click();
  await expect(page.getByRole("main")).toContainText("An API key cannot create API keys. Sign in with a password.");
  const create = button(page, "New key").first();
  await expect(create).toBeDisabled();
  await expect(create).toHaveAccessibleDescription(/An API key cannot create API keys/);
});

test("a refused API key leaves nothing behind", async ({ page, sim, provoked }) => {
  provoked(/401/);
  await page.goto(LIST);
  await page.getByRole("radio", { name: "API key" }).check();
  await field(page, "API key").fill("ptr_this-key-was-revoked");
  await button(page, "Sign in").click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(heading(page, "Sign in to Operations")).toBeVisible();
  expect(await calls(sim, "GET", "/api/users")).toEqual([]);
});

test("a secret does not move from one way of signing in to another", async ({ page }) => {
  await page.goto(LIST);
  await field(page, "Password").fill("only-a-password-1");
  await page.getByRole("radio", { name: "API key" }).check();
  await expect(field(page, "API key")).toHaveValue("");
  await expectNowhere(page, "only-a-password-1");
});

test("a deep link is kept through sign-in", async ({ page }) => {
  await signIn(page, ADMIN, account(2, "keys"));
  await expect(heading(page, "lena.sommer")).toBeVisible();
  await expect(page).toHaveURL(account(2, "keys"));
  await expect(page.getByRole("list", { name: "API keys" })).toContainText("nightly report");
});

test("a reload ends the session with a word, and the place is kept", async ({ page, sim }) => {
  await openList(page);
  await page.getByRole("radio", { name: /^Administrators/ }).check();
  await page.reload();
  await expect(heading(page, "Sign in to Operations")).toBeVisible();
  await expect(page.getByRole("main")).toContainText(
    "Loading the page anew ended your session: credentials are kept in memory only.",
  );
  await expect(page).toHaveURL(`${LIST}?role=admin`);
  await expect(field(page, "Password")).toHaveValue("");
  const before = (await calls(sim, "GET", "/api/users")).length;
  await fillSignIn(page, ADMIN);
  await expect(table(page)).toBeVisible();
  await expect(page.getByRole("main")).toContainText("4 of 200 accounts on Operations shown");
  expect((await calls(sim, "GET", "/api/users")).length).toBe(before + 1);
});

test("the sign-in screen itself leads to the list", async ({ page }) => {
  await signIn(page, ADMIN, "/connect/operations");
  await expect(table(page)).toBeVisible();
  await expect(page).toHaveURL(LIST);
});

test("what answers at the address is shown, and asked again on demand", async ({ page, sim, provoked }) => {
  await page.goto("/connect/operations");
  const main = page.getByRole("main");
  await expect(main).toContainText("Something answers at this address");
  await expect(main).toContainText(/It is Portainer \d+\.\d+/);
  await expect(main).toContainText("It has an administrator");
  provoked(/502/);
  await sim.faults({ platform: "portainer", operation: "*", fault: "status", status: 502, body: "", times: 0 });
  await button(page, "Test the connection").click();
  await expect(main).toContainText("Portainer is not running or cannot be reached by its proxy");
  await sim.faults();
});

test("a connection that nobody knows is said", async ({ page }) => {
  await page.goto("/c/nowhere/users");
  await expect(page.getByRole("main")).toContainText("No such connection");
  await expect(page.getByRole("main")).toContainText("There is no connection “nowhere” here.");
  await page.getByRole("link", { name: "Go to the overview" }).click();
  await expect(heading(page, "Overview")).toBeVisible();
});

test("an address that the panel does not have is said", async ({ page }) => {
  await page.goto("/no/such/place");
  await expect(page.getByRole("main")).toContainText("There is nothing here");
});

test("a ban is said with its length, and is not tried again", async ({ page, sim, provoked }) => {
  await page.goto(LIST);
  // The tenth or a later one, as time goes by, is refused; then the address is banned.
  let status = 0;
  while (status !== 403) status = await Api.signInStatus(sim, { name: "admin", password: "guess" });
  const before = (await calls(sim, "POST", "/api/auth")).length;
  provoked(/403/);
  await fillSignIn(page, ADMIN);
  const alert = page.getByRole("alert").first();
  await expect(alert).toContainText("Too many tries from this address");
  await expect(alert).toContainText("up to an hour");
  expect((await calls(sim, "POST", "/api/auth")).length).toBe(before + 1);
});

test("a double click on sign in sends one", async ({ page, sim }) => {
  await page.goto(LIST);
  await sim.faults({ platform: "portainer", operation: "POST /auth", fault: "delay_ms", delay_ms: 400 });
  await field(page, "User name").fill(ADMIN.name);
  await field(page, "Password").fill(ADMIN.password);
  await button(page, "Sign in").dblclick();
  await expect(table(page)).toBeVisible();
  expect(await calls(sim, "POST", "/api/auth")).toHaveLength(1);
});
