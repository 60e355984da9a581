// One account deleted: named, asked for, and refused where it must be.

import { ADMIN, Api, LIST, SECOND_ADMIN, account, act, button, calls, dialog, heading, notice, openList, openMenu, row, search, signIn, table, writes } from "./flows";
import { expect, test } from "./fixtures";

test("a deletion from the row names the victim and what goes with it", async ({ page, sim }) => {
  await openList(page);
  await act(page, "mia.costa", "Delete…");
  const question = dialog(page, "Delete mia.costa?");
  await expect(question).toContainText("Team memberships and API keys of the account go with it.");
  await expect(question).toContainText("This cannot be undone.");
  await expect(question).toContainText("ID 5");
  await expect(button(question, "Cancel")).toBeFocused();
  await button(question, "Delete mia.costa").click();
  await expect(question).toHaveCount(0);
  await expect(row(page, "mia.costa")).toHaveCount(0);
  await search(page, "");
  await expect(page.getByRole("main")).toContainText("199 accounts on Operations");
  expect(await writes(sim)).toMatchObject([{ method: "DELETE", path: "/api/users/5", status: 204 }]);
});

test("Cancel deletes nobody, and the focus goes back", async ({ page, sim }) => {
  await openList(page);
  await act(page, "mia.costa", "Delete…");
  await button(dialog(page, "Delete mia.costa?"), "Cancel").click();
  await expect(button(page, "Acts for mia.costa")).toBeFocused();
  expect(await writes(sim)).toEqual([]);
});

test("a deletion from the danger zone leads back to the list", async ({ page, sim }) => {
  await signIn(page, ADMIN, account(5));
  await expect(heading(page, "mia.costa")).toBeVisible();
  const zone = page.getByRole("list", { name: "Danger zone" });
  await expect(zone).toContainText("Team memberships and API keys of the account go with it.");
  await button(zone, "Delete…").click();
  await button(dialog(page, "Delete mia.costa?"), "Delete mia.costa").click();
  await expect(notice(page)).toContainText("mia.costa deleted.");
  await expect(page).toHaveURL(LIST);
  await expect(table(page)).toBeVisible();
  await expect(page.getByRole("main")).toContainText("199 accounts on Operations");
  expect(await writes(sim)).toMatchObject([{ method: "DELETE", path: "/api/users/5", status: 204 }]);
});

test("nobody deletes oneself: the act is there, with its reason", async ({ page, sim }) => {
  await openList(page, SECOND_ADMIN);
  const menu = await openMenu(page, "rania.haddad");
  const item = menu.getByRole("menuitem", { name: "Delete…" });
  await expect(item).toBeDisabled();
  await expect(menu).toContainText("Nobody can delete their own account. Another administrator can.");
  await item.click({ force: true });
  await expect(dialog(page, /^Delete/)).toHaveCount(0);
  expect(await writes(sim)).toEqual([]);
});

test("the initial administrator stays, and the reason is said", async ({ page }) => {
  await openList(page, SECOND_ADMIN);
  const menu = await openMenu(page, "admin");
  await expect(menu.getByRole("menuitem", { name: "Delete…" })).toBeDisabled();
  await expect(menu).toContainText("Portainer never deletes its initial administrator (ID 1).");
  await menu.getByRole("menuitem", { name: "Open" }).click();
  const zone = page.getByRole("list", { name: "Danger zone" });
  await expect(button(zone, "Delete…")).toBeDisabled();
  await expect(zone).toContainText("Portainer never deletes its initial administrator (ID 1).");
});

test("an account that is gone already counts as gone", async ({ page, sim, provoked }) => {
  provoked(/404/);
  await openList(page);
  await act(page, "mia.costa", "Delete…");
  await (await Api.as(sim)).call("DELETE", "/users/5");
  await button(dialog(page, "Delete mia.costa?"), "Delete mia.costa").click();
  await expect(row(page, "mia.costa")).toHaveCount(0);
  await search(page, "");
  await expect(page.getByRole("main")).toContainText("199 accounts on Operations");
});

test("a refused deletion says so in the question", async ({ page, sim, provoked }) => {
  provoked(/500/);
  await openList(page);
  await sim.faults({
    platform: "portainer",
    operation: "DELETE /users/{id}",
    fault: "status",
    status: 500,
    body: { message: "Unable to remove user from the database" },
  });
  await act(page, "mia.costa", "Delete…");
  const question = dialog(page, "Delete mia.costa?");
  await button(question, "Delete mia.costa").click();
  await expect(question).toContainText("not deleted");
  await expect(question).toContainText("Unable to remove user from the database");
  await button(question, "Try the 1 failed one again").click();
  await expect(question).toHaveCount(0);
  expect((await calls(sim, "DELETE")).map(({ status }) => status)).toEqual([500, 204]);
});

test("a double click deletes once", async ({ page, sim }) => {
  await openList(page);
  await sim.faults({ platform: "portainer", operation: "DELETE /users/{id}", fault: "delay_ms", delay_ms: 400 });
  await act(page, "mia.costa", "Delete…");
  await button(dialog(page, "Delete mia.costa?"), "Delete mia.costa").dblclick();
  await search(page, "");
  await expect(page.getByRole("main")).toContainText("199 accounts on Operations");
  expect(await calls(sim, "DELETE")).toHaveLength(1);
});
