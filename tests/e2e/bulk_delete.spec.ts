// Many accounts deleted: a list before, a result for each after, and the failures again.

import type { Page } from "@playwright/test";

import { button, calls, dialog, openList, row, search, table, writes } from "./flows";
import { expect, test } from "./fixtures";

async function ask(page: Page, text: string) {
  await search(page, text);
  await page.getByRole("checkbox", { name: "Select all shown" }).check();
  await button(page.getByRole("region", { name: "Selection" }), "Delete…").click();
}

const results = (question: import("@playwright/test").Locator) => question.getByRole("listitem");

test("one that is refused is told apart and tried again", async ({ page, sim, provoked }) => {
  provoked(/500/);
  await openList(page);
  await sim.faults({
    platform: "portainer",
    operation: "DELETE /users/31",
    fault: "status",
    status: 500,
    body: { message: "Unable to remove user from the database" },
  });
  await ask(page, "sommer");
  const question = dialog(page, "Delete 3 accounts?");
  await expect(results(question)).toHaveCount(3);
  for (const name of ["lena.sommer", "Lin.Sommer", "nadia.sommer"]) await expect(question).toContainText(name);
  await button(question, "Delete 3 accounts").click();

  await expect(question).toContainText("2 deleted, 1 not deleted");
  const failed = results(question).filter({ hasText: "Lin.Sommer" });
  await expect(failed).toContainText("not deleted");
  await expect(failed).toContainText("Unable to remove user from the database");
  await expect(results(question).filter({ hasText: "lena.sommer" })).toContainText("deleted");
  expect((await calls(sim, "DELETE")).map(({ path }) => path).sort()).toEqual([
    "/api/users/126",
    "/api/users/2",
    "/api/users/31",
  ]);

  const before = (await calls(sim, "GET", "/api/users")).length;
  await button(question, "Try the 1 failed one again").click();
  await expect(question).toContainText("3 deleted");
  await expect(button(question, /^Try the/)).toHaveCount(0);
  expect((await calls(sim, "DELETE")).map(({ path }) => path).slice(3)).toEqual(["/api/users/31"]);
  await button(question, "Close").click();
  await expect(question).toHaveCount(0);
  expect((await calls(sim, "GET", "/api/users")).length).toBeGreaterThan(before);
  await search(page, "");
  await expect(page.getByRole("main")).toContainText("197 accounts on Operations");
  await expect(page.getByRole("region", { name: "Selection" })).toHaveCount(0);
});

test("who cannot be deleted is left out with a reason, and the button counts the others", async ({ page, sim }) => {
  await openList(page);
  await page.getByRole("radio", { name: /^Administrators/ }).check();
  await ask(page, "");
  const question = dialog(page, "Delete 3 accounts?");
  const left = results(question).filter({ hasText: "Left out" });
  await expect(left).toHaveCount(1);
  await expect(left).toContainText("admin");
  await expect(left).toContainText("Nobody can delete their own account.");
  await button(question, "Delete 3 accounts").click();
  await expect(question).toContainText("3 deleted");
  expect((await writes(sim)).map(({ path }) => path)).toEqual([
    "/api/users/4",
    "/api/users/8",
    "/api/users/101",
  ]);
});

test("a selection that the filter hides is in the question by name", async ({ page, sim }) => {
  await openList(page);
  await search(page, "mia.costa");
  await row(page, "mia.costa").getByRole("checkbox").check();
  await search(page, "lena.sommer");
  await row(page, "lena.sommer").getByRole("checkbox").check();
  await button(page.getByRole("region", { name: "Selection" }), "Delete…").click();
  const question = dialog(page, "Delete 2 accounts?");
  await expect(question).toContainText("mia.costa");
  await expect(question).toContainText("lena.sommer");
  await button(question, "Cancel").click();
  expect(await writes(sim)).toEqual([]);
});

test("it stops after the one that is under way, and says which it did not reach", async ({ page, sim }) => {
  await openList(page);
  await sim.faults({ platform: "portainer", operation: "DELETE /users/{id}", fault: "delay_ms", delay_ms: 600, times: 3 });
  await ask(page, "sommer");
  const question = dialog(page, "Delete 3 accounts?");
  await button(question, "Delete 3 accounts").click();
  await expect(question.getByRole("progressbar")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(question.getByRole("status").filter({ hasText: "A deletion is running. Stop it first." })).toBeVisible();
  await button(question, "Stop after this one").click();
  await expect(question).toContainText("1 deleted, 2 not deleted");
  await expect(results(question).filter({ hasText: "stopped before it" })).toHaveCount(2);
  expect(await calls(sim, "DELETE")).toHaveLength(1);
  await button(question, "Try the 2 failed ones again").click();
  await expect(question).toContainText("3 deleted");
  expect(await calls(sim, "DELETE")).toHaveLength(3);
});

test("they go one after the other, twenty by name", async ({ page, sim }) => {
  await openList(page);
  await search(page, "an");
  const boxes = table(page).getByRole("row").getByRole("checkbox");
  await boxes.nth(1).check();
  await boxes.nth(20).click({ modifiers: ["Shift"] });
  await expect(page.getByRole("region", { name: "Selection" })).toContainText("20 selected");
  await button(page.getByRole("region", { name: "Selection" }), "Delete…").click();
  const question = dialog(page, /^Delete \d+ accounts\?/);
  await expect(results(question)).toHaveCount(20);
  const act = question.getByRole("button", { name: /^Delete \d+ accounts$/ });
  const n = Number(/\d+/.exec(await act.innerText())![0]);
  await act.click();
  await expect(question).toContainText(`${n} deleted`);
  expect(await calls(sim, "DELETE")).toHaveLength(n);
});
