// Sessions that end: by the server, by the person, by time.

import type { Page } from "@playwright/test";

import { ADMIN, Api, LIST, account, act, button, calls, dialog, field, fillSignIn, heading, notice, openList, signIn, table, writes } from "./flows";
import { expect, test } from "./fixtures";

test("a session that ends in mid-work keeps what was typed, and the save works afterwards", async ({ page, sim, provoked }) => {
  provoked(/401/);
  await signIn(page, ADMIN, account(5));
  const form = page.getByRole("form", { name: "Identity and settings" });
  await field(form, "User name").fill("typed.before");
  await sim.restart("portainer");
  await button(page, "Save 1 change").click();
  const again = dialog(page, "Sign in to Operations again");
  await expect(again).toContainText("Operations no longer accepts this session. Sign in again.");
  await expect(again).toContainText("What is on screen stays, and so does what you typed.");
  await expect(field(form, "User name")).toHaveValue("typed.before");
  await expect(page).toHaveURL(account(5));
  expect(await writes(sim), "nothing was written").toEqual([]);

  await expect(field(again, "User name")).toHaveValue("admin");
  await expect(field(again, "Password")).toBeFocused();
  await fillSignIn(again, ADMIN);
  await expect(again).toHaveCount(0);
  await expect(field(form, "User name")).toHaveValue("typed.before");
  await button(page, "Save 1 change").click();
  await expect(notice(page)).toContainText("Saved and read back.");
  await expect(heading(page, "typed.before")).toBeVisible();
  expect(await writes(sim)).toMatchObject([{ path: "/api/users/5", body: { Username: "typed.before" }, status: 200 }]);
});

test.describe("nobody is there", () => {
  const QUARTER = 15 * 60 * 1000;
  const again = (page: Page) => dialog(page, "Sign in to Operations again");

  /** A page whose clock ticks quickly and can be moved on, without its timers. */
  const install = (page: Page) =>
    page.addInitScript(() => {
      const [now, interval] = [Date.now, window.setInterval];
      let ahead = 0;
      Date.now = () => now() + ahead;
      window.setInterval = ((run: TimerHandler, ms: number) => interval(run, ms / 100)) as typeof window.setInterval;
      Object.assign(window, { moveOn: (ms: number) => (ahead += ms) });
    });
  const moveOn = (page: Page, ms: number) =>
    page.evaluate((ms) => (window as unknown as { moveOn(ms: number): void }).moveOn(ms), ms);

  test("after a quarter of an hour every session ends and nothing is to be seen", async ({ page, sim }) => {
    await install(page);
    await signIn(page, ADMIN, account(5));
    const form = page.getByRole("form", { name: "Identity and settings" });
    await field(form, "User name").fill("typed.before");
    await moveOn(page, QUARTER);
    await expect(again(page)).toContainText("Nobody used this page for 15 minutes, so its sessions have ended.");
    await expect(form).toBeHidden();
    await expect(heading(page, /./)).toHaveCount(0);
    const before = (await sim.log()).length;

    await fillSignIn(again(page), ADMIN);
    await expect(again(page)).toHaveCount(0);
    await expect(field(form, "User name")).toHaveValue("typed.before");
    expect((await sim.log()).length, "signed in anew").toBeGreaterThan(before);
    await button(page, "Save 1 change").click();
    await expect(notice(page)).toContainText("Saved and read back.");
  });

  test("whoever closes the question finds the sign-in and nothing else", async ({ page }) => {
    await install(page);
    await openList(page);
    await moveOn(page, QUARTER);
    await expect(again(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(heading(page, "Sign in to Operations")).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Nobody used this page for 15 minutes");
    await expect(page.getByText("rania.haddad")).toHaveCount(0);
  });

  test("a key, a click or a turn of the wheel is use", async ({ page }) => {
    await install(page);
    await openList(page);
    const uses = [
      () => page.keyboard.press("Shift"),
      () => page.getByRole("searchbox", { name: "Search accounts" }).click(),
      () => page.mouse.wheel(0, 100),
    ];
    for (const use of uses) {
      await moveOn(page, QUARTER - 20_000);
      await use();
    }
    await moveOn(page, QUARTER - 20_000);
    await expect(table(page)).toBeVisible();
    await moveOn(page, 20_000);
    await expect(again(page)).toBeVisible();
  });

  test("the first click after the limit only locks, though no tick has come", async ({ page, sim }) => {
    await page.addInitScript(() => {
      // A machine that slept: no timer has run.
      window.setInterval = (() => 0) as unknown as typeof window.setInterval;
    });
    await openList(page);
    const before = await sim.log();
    await page.evaluate((ms) => {
      const now = Date.now;
      Date.now = () => now() + ms;
    }, 2 * QUARTER);
    await button(page, "Refresh").click();
    await expect(again(page)).toBeVisible();
    expect(await sim.log()).toEqual(before);
  });

  test("a secret on screen is out of sight too, and is there again for who signs in", async ({ page }) => {
    await install(page);
    await openList(page);
    await button(page, "New account").click();
    const form = dialog(page, "New account on Operations");
    await field(form, "User name").fill("typed.before");
    await moveOn(page, QUARTER);
    await expect(again(page)).toBeVisible();
    await expect(form).toBeHidden();
    await fillSignIn(again(page), ADMIN);
    await expect(field(form, "User name")).toHaveValue("typed.before");
  });
});

test("a dialog stays under the question too", async ({ page, sim, provoked }) => {
  provoked(/401/);
  await openList(page);
  await button(page, "New account").click();
  const form = dialog(page, "New account on Operations");
  await field(form, "User name").fill("typed.before");
  await sim.restart("portainer");
  await button(form, "Create account").click();
  const again = dialog(page, "Sign in to Operations again");
  await expect(again).toBeVisible();
  await fillSignIn(again, ADMIN);
  await expect(again).toHaveCount(0);
  await expect(field(form, "User name")).toHaveValue("typed.before");
  await button(form, "Create account").click();
  await expect(dialog(page, "typed.before created")).toBeVisible();
});

test("who closes the question is signed out, with a word", async ({ page, sim, provoked }) => {
  provoked(/401/);
  await openList(page);
  await sim.restart("portainer");
  await button(page, "Refresh").click();
  const again = dialog(page, "Sign in to Operations again");
  await expect(again).toBeVisible();
  await expect(table(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(heading(page, "Sign in to Operations")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Operations no longer accepts this session. Sign in again.");
});

test("a wrong password in the question leaves the screen where it is", async ({ page, sim, provoked }) => {
  provoked(/401/, /422/);
  await openList(page);
  await sim.restart("portainer");
  await button(page, "Refresh").click();
  const again = dialog(page, "Sign in to Operations again");
  await fillSignIn(again, { name: "admin", password: "wrong-horse-1" });
  await expect(again.getByRole("alert").first()).toContainText("Sign-in failed");
  await fillSignIn(again, ADMIN);
  await expect(again).toHaveCount(0);
  await expect(table(page)).toBeVisible();
});

test("signing out of one forgets it without a call to the server", async ({ page, sim }) => {
  await openList(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await button(page, "Sign out: Operations").click();
  await expect(notice(page)).toContainText("Signed out of Operations.");
  await expect(button(page, "Sign out: Operations")).toHaveCount(0);
  expect(await calls(sim, "POST", /logout/)).toEqual([]);
  expect(await writes(sim)).toEqual([]);
  const before = (await sim.log()).length;
  await page.getByRole("link", { name: /^Operations/ }).click();
  await expect(heading(page, "Sign in to Operations")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("You are signed out.");
  const after = (await sim.log()).slice(before);
  expect(JSON.stringify(after.map(({ headers }) => headers))).not.toMatch(/authorization/i);
});

test("signing out everywhere ends all", async ({ page, sim }) => {
  await openList(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await button(page, "Sign out everywhere").click();
  await expect(notice(page)).toContainText("Signed out everywhere.");
  await expect(button(page, "Sign out everywhere")).toBeDisabled();
  await expect(button(page, "Sign out everywhere")).toHaveAccessibleDescription("You are signed in nowhere.");
  await page.getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("main")).toContainText("No connection is signed in");
  expect(await calls(sim, "POST", /logout/)).toEqual([]);
});

test("the end of a session is announced, and can be put off", async ({ page, sim }) => {
  await sim.reset({ switches: { UserSessionTimeout: "5m" } });
  await openList(page);
  const note = page.getByText(/^Your session on Operations ends in \d minutes?\./);
  await expect(note).toBeVisible();
  await sim.reset({ switches: { UserSessionTimeout: "8h" } });
  await button(page, "Sign in again").click();
  const again = dialog(page, "Sign in to Operations again");
  await fillSignIn(again, ADMIN);
  await expect(again).toHaveCount(0);
  await expect(note).toHaveCount(0);
});

test("a session that runs out by time asks again", async ({ page, sim, provoked }) => {
  provoked(/401/);
  await openList(page);
  await sim.clock(9 * 3600);
  await act(page, "mia.costa", "Open");
  const again = dialog(page, "Sign in to Operations again");
  await expect(again).toBeVisible();
  await fillSignIn(again, ADMIN);
  await expect(heading(page, "mia.costa")).toBeVisible();
  await expect(field(page, "User name")).toHaveValue("mia.costa");
});

test("two tabs share no session", async ({ page, context }) => {
  await openList(page);
  const other = await context.newPage();
  await other.goto(LIST);
  await expect(heading(other, "Sign in to Operations")).toBeVisible();
  await expect(other.getByRole("main")).not.toContainText("Loading the page anew");
});

test("somebody else may sign in to the same screen", async ({ page, sim }) => {
  await openList(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await button(page, "Sign out: Operations").click();
  await page.getByRole("link", { name: /^Operations/ }).click();
  await fillSignIn(page, { name: "rania.haddad", password: "correct-horse-4" });
  await expect(page.getByRole("main")).toContainText("signed in as rania.haddad, administrator");
  expect(await Api.signInStatus(sim, ADMIN)).toBe(200);
});
