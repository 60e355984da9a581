// Administrator given and taken away, with the guards that the server lacks.

import { ADMIN, Api, SECOND_ADMIN, account, act, button, dialog, field, fillSignIn, heading, notice, openList, row, signIn, writes } from "./flows";
import { expect, test } from "./fixtures";

test("making an administrator asks, names whom, and sends the role alone", async ({ page, sim }) => {
  await openList(page);
  await act(page, "mia.costa", "Make administrator…");
  const question = dialog(page, "Make mia.costa an administrator?");
  await expect(question).toContainText("Administrators of Operations can do everything");
  await expect(question).toContainText("Its API keys go on working, with the new role.");
  await expect(button(question, "Cancel")).toBeFocused();
  await button(question, "Make administrator").click();
  await expect(notice(page)).toContainText("mia.costa is an administrator now.");
  await expect(row(page, "mia.costa")).toContainText("Administrator");
  expect(await writes(sim)).toMatchObject([{ method: "PUT", path: "/api/users/5", body: { Role: 1 }, status: 200 }]);
  await expect(page.getByRole("radio", { name: "Administrators 5" })).toBeVisible();
});

test("taking administrator away asks and names whom", async ({ page, sim }) => {
  await openList(page);
  await act(page, "rania.haddad", "Take administrator away…");
  const question = dialog(page, "Take administrator away from rania.haddad?");
  await expect(question).toContainText("The account becomes a regular user of Operations.");
  await expect(question).not.toContainText("This is you.");
  await button(question, "Take administrator away").click();
  await expect(notice(page)).toContainText("rania.haddad is a regular user now.");
  expect(await writes(sim)).toMatchObject([{ method: "PUT", path: "/api/users/4", body: { Role: 2 }, status: 200 }]);
});

test("Cancel and Escape send nothing", async ({ page, sim }) => {
  await openList(page);
  await act(page, "mia.costa", "Make administrator…");
  const question = dialog(page, "Make mia.costa an administrator?");
  await button(question, "Cancel").click();
  await expect(question).toHaveCount(0);
  await act(page, "mia.costa", "Make administrator…");
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await expect(button(page, "Acts for mia.costa")).toBeFocused();
  expect(await writes(sim)).toEqual([]);
});

test("the only administrator stays one", async ({ page, sim }) => {
  const api = await Api.as(sim);
  for (const id of [4, 8, 101]) await api.call("PUT", `/users/${id}`, { role: 2 });
  await openList(page);
  const before = await writes(sim);
  await act(page, "admin", "Take administrator away…");
  const question = dialog(page, "Take administrator away from admin?");
  await button(question, "Take administrator away").click();
  await expect(question.getByRole("alert").first()).toContainText("This is the only administrator.");
  await expect(question.getByRole("alert").first()).toContainText("could make themselves administrator");
  expect(await writes(sim)).toEqual(before);
});

test("who takes it away from oneself is warned, signs in again, and sees what is left", async ({ page, sim }) => {
  await openList(page, SECOND_ADMIN);
  await act(page, "rania.haddad", "Take administrator away…");
  const question = dialog(page, "Take administrator away from rania.haddad?");
  await expect(question).toContainText("This is you. You lose access to the account list and cannot undo it yourself.");
  await button(question, "Take administrator away").click();
  const again = dialog(page, "Sign in to Operations again");
  await expect(again).toContainText("Changing your own password or role ended your session. Sign in again.");
  expect(await writes(sim)).toMatchObject([{ path: "/api/users/4", body: { Role: 2 } }]);
  await expect(field(again, "User name")).toHaveValue("rania.haddad");
  await fillSignIn(again, SECOND_ADMIN);
  await expect(again).toHaveCount(0);
  await expect(page.getByRole("main")).toContainText("You may not list accounts here");
});

test("the danger zone changes the role too", async ({ page, sim }) => {
  await signIn(page, ADMIN, account(5));
  await expect(heading(page, "mia.costa")).toBeVisible();
  const zone = page.getByRole("list", { name: "Danger zone" });
  await expect(zone).toContainText("Now: user.");
  await button(zone, "Make administrator…").click();
  await button(dialog(page, "Make mia.costa an administrator?"), "Make administrator").click();
  await expect(button(zone, "Take administrator away…")).toBeVisible();
  expect(await writes(sim)).toMatchObject([{ path: "/api/users/5", body: { Role: 1 } }]);
});

test("a double click changes the role once", async ({ page, sim }) => {
  await openList(page);
  await sim.faults({ platform: "portainer", operation: "PUT /users/{id}", fault: "delay_ms", delay_ms: 400 });
  await act(page, "mia.costa", "Make administrator…");
  await button(dialog(page, "Make mia.costa an administrator?"), "Make administrator").dblclick();
  await expect(notice(page)).toContainText("mia.costa is an administrator now.");
  expect(await writes(sim)).toHaveLength(1);
});
