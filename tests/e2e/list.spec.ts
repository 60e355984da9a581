// The account list: what is shown, found, sorted, selected and taken away as a file.

import { readFile } from "node:fs/promises";

import {
  ADMIN,
  Api,
  LIST,
  account,
  button,
  calls,
  fillSignIn,
  heading,
  names,
  notice,
  openList,
  openMenu,
  row,
  search,
  table,
} from "./flows";
import { expect, test } from "./fixtures";

const searchBox = (page: import("@playwright/test").Page) =>
  page.getByRole("searchbox", { name: "Search accounts" });

test("every account is there, in one request", async ({ page, sim }) => {
  await openList(page);
  await expect(page.getByRole("main")).toContainText("200 accounts on Operations");
  await expect(table(page)).toHaveAttribute("aria-rowcount", "201");
  await expect(page.getByRole("radio", { name: "All 200" })).toBeChecked();
  await expect(row(page, "admin")).toContainText("Administrator");
  expect(await calls(sim, "GET", "/api/users")).toHaveLength(1);
  await expect(page).toHaveTitle("Accounts · Operations · Rollcall");
});

test("search finds part of a name in any case, and an ID", async ({ page }) => {
  await openList(page);
  await search(page, "SOMMER");
  await expect.poll(() => names(page)).toEqual(["lena.sommer", "Lin.Sommer", "nadia.sommer"]);
  await expect(page.getByRole("main")).toContainText("3 of 200 accounts on Operations shown");
  await expect(page).toHaveURL(`${LIST}?q=SOMMER`);
  await search(page, "170");
  await expect.poll(() => names(page)).toEqual(["Carla.Fontaine"]);
});

test("the role filter counts and shows", async ({ page }) => {
  await openList(page);
  await page.getByRole("radio", { name: "Administrators 4" }).check();
  await expect.poll(() => names(page)).toEqual(["admin", "paula.rossi", "rania.haddad", "李伟"]);
  await page.getByRole("radio", { name: "Users 196" }).check();
  await expect(page.getByRole("main")).toContainText("196 of 200 accounts on Operations shown");
  await expect(page).toHaveURL(`${LIST}?role=other`);
  await page.getByRole("radio", { name: "All 200" }).check();
  await expect(page).toHaveURL(LIST);
});

test("a heading sorts, and once more the other way", async ({ page }) => {
  await openList(page);
  const by = (name: string) => table(page).getByRole("columnheader", { name });
  await expect(by("Name")).toHaveAttribute("aria-sort", "ascending");
  await by("ID").getByRole("button").click();
  await expect(by("ID")).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(async () => (await names(page)).slice(0, 3)).toEqual(["admin", "lena.sommer", "marc.weber"]);
  await by("ID").getByRole("button").click();
  await expect(by("ID")).toHaveAttribute("aria-sort", "descending");
  await expect.poll(async () => (await names(page))[0]).toBe("grace.andersen");
  await expect(page).toHaveURL(`${LIST}?sort=id&dir=desc`);
  await by("Role").getByRole("button").click();
  await expect.poll(async () => (await names(page)).slice(0, 4)).toEqual([
    "admin",
    "paula.rossi",
    "rania.haddad",
    "李伟",
  ]);
});

test("columns are chosen, and the name stays", async ({ page }) => {
  await openList(page);
  const heads = () => table(page).getByRole("columnheader").allInnerTexts();
  await expect.poll(heads).toEqual(["", "Name", "Role", "Teams", "ID"]);
  await button(page, "Columns").click();
  const choice = page.getByRole("dialog", { name: "Columns" });
  await expect(choice.getByRole("checkbox", { name: "Name" })).toBeDisabled();
  await expect(choice).toContainText("The name is always shown.");
  await choice.getByRole("checkbox", { name: "Teams" }).uncheck();
  await expect.poll(heads).toEqual(["", "Name", "Role", "ID"]);
  await expect(page).toHaveURL(/cols=name%2Crole%2Cid|cols=name,role,id/);
  await button(choice, "Usual columns").click();
  await expect.poll(heads).toEqual(["", "Name", "Role", "Teams", "ID"]);
  await expect(page).toHaveURL(LIST);
});

test("teams stand beside their members", async ({ page }) => {
  await openList(page);
  await search(page, "marc.weber");
  await expect(row(page, "marc.weber")).toContainText("Platform, Web");
});

test("search, filter and sort survive a reload, and Back brings them again", async ({ page }) => {
  await openList(page);
  await search(page, "a");
  await page.getByRole("radio", { name: /^Users/ }).check();
  await table(page).getByRole("columnheader", { name: "ID" }).getByRole("button").click();
  const address = `${LIST}?q=a&role=other&sort=id`;
  await expect(page).toHaveURL(address);
  const before = await names(page);
  expect(before[0]).toBe("lena.sommer");

  await page.reload();
  await fillSignIn(page, ADMIN);
  await expect(table(page)).toBeVisible();
  expect(await names(page)).toEqual(before);
  await expect(searchBox(page)).toHaveValue("a");
  await expect(page.getByRole("radio", { name: /^Users/ })).toBeChecked();

  await row(page, "mia.costa").getByRole("link").click();
  await expect(heading(page, "mia.costa")).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect.poll(() => names(page)).toEqual(before);
});

test("a filter that hides everything says so and can be cleared", async ({ page }) => {
  await openList(page);
  await page.getByRole("radio", { name: /^Administrators/ }).check();
  await search(page, "nobody has this name");
  const main = page.getByRole("main");
  await expect(main).toContainText("No account matches");
  await expect(main).toContainText("None of the 200 accounts fits the search and the filter.");
  await expect(button(page, "Export")).toBeDisabled();
  await expect(button(page, "Export")).toHaveAccessibleDescription("Nothing is shown that could be exported.");
  await button(page, "Clear search and filter").click();
  await expect(page).toHaveURL(LIST);
  await expect(table(page)).toHaveAttribute("aria-rowcount", "201");
});

test("Shift selects a range, and what the filter hides is counted", async ({ page }) => {
  await openList(page);
  const all = await names(page);
  const box = (name: string) => row(page, name).getByRole("checkbox");
  await box(all[4]).check();
  await box(all[8]).click({ modifiers: ["Shift"] });
  const dock = page.getByRole("region", { name: "Selection" });
  await expect(dock).toContainText("5 selected");
  for (const name of all.slice(4, 9)) await expect(box(name)).toBeChecked();
  await expect(box(all[9])).not.toBeChecked();
  await search(page, all[4]);
  await expect(dock).toContainText("4 not shown by the filter");
  await button(dock, "Clear selection").click();
  await expect(dock).toHaveCount(0);
  await expect(box(all[4])).not.toBeChecked();
});

test("select all takes what is shown and nothing else", async ({ page }) => {
  await openList(page);
  await search(page, "sommer");
  await expect.poll(() => names(page)).toHaveLength(3);
  const all = page.getByRole("checkbox", { name: "Select all shown" });
  await all.check();
  const dock = page.getByRole("region", { name: "Selection" });
  await expect(dock).toContainText("3 selected");
  await search(page, "");
  await expect(dock).toContainText("3 selected");
  await expect(dock).not.toContainText("not shown");
  expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
});

test("the tab's title carries the selection", async ({ page }) => {
  await openList(page);
  await search(page, "sommer");
  await page.getByRole("checkbox", { name: "Select all shown" }).check();
  await expect(page).toHaveTitle("3 selected · Accounts · Operations · Rollcall");
});

test("what is shown is exported, formulas disarmed", async ({ page, sim }) => {
  const api = await Api.as(sim);
  for (const name of ["=1+1_sum", "+sum", "-sum", "@sum", 'q"sum,"']) await api.create(name);
  await openList(page);
  await search(page, "sum");
  await expect.poll(() => names(page)).toHaveLength(5);
  const download = page.waitForEvent("download");
  await button(page, "Export").click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("operations-accounts.csv");
  const text = await readFile(await file.path(), "utf8");
  const lines = text.replace(/^\uFEFF/, "").split("\r\n");
  expect(lines[0]).toBe('"Name","Role","Teams","ID"');
  expect(lines.slice(1, 6).sort()).toEqual(
    [
      `"'+sum","User","","202"`,
      `"'-sum","User","","203"`,
      `"'=1+1_sum","User","","201"`,
      `"'@sum","User","","204"`,
      `"q""sum,""","User","","205"`,
    ].sort(),
  );
  expect(lines.slice(6)).toEqual([""]);
  await expect(notice(page)).toContainText("5 rows exported.");
});

test("the selection alone is exported", async ({ page }) => {
  await openList(page);
  await search(page, "sommer");
  await row(page, "lena.sommer").getByRole("checkbox").check();
  const download = page.waitForEvent("download");
  await button(page.getByRole("region", { name: "Selection" }), "Export").click();
  const text = await readFile(await (await download).path(), "utf8");
  expect(text).toContain('"lena.sommer","User","Web","2"');
  expect(text).not.toContain("nadia");
});

test("two accounts of one name are told apart by their IDs, everywhere", async ({ page }) => {
  await openList(page);
  await search(page, "istanbul");
  await expect.poll(() => names(page)).toEqual(["istanbul (ID 33)", "istanbul (ID 35)"]);
  for (const id of [33, 35]) {
    await expect(page.getByRole("checkbox", { name: `Select istanbul (ID ${id})` })).toBeVisible();
    await expect(button(page, `Acts for istanbul (ID ${id})`)).toBeVisible();
  }
  await row(page, "istanbul (ID 35)").getByRole("link").click();
  await expect(page).toHaveURL(account(35));
});

test("hostile names stay text", async ({ page }) => {
  await openList(page);
  await search(page, "bold");
  await expect.poll(() => names(page)).toEqual(["<b>bold</b>"]);
  await expect(page.locator("b", { hasText: /^bold$/ })).toHaveCount(0);
  await row(page, "<b>bold</b>").getByRole("link").click();
  await expect(heading(page, "<b>bold</b>")).toBeVisible();
  await expect(page).toHaveTitle("<b>bold</b> · Operations · Rollcall");
  for (const name of ["..", "a%2fb", "dev/ops", `o'neil"`, "👩‍💻.remote", "me"]) {
    await page.goBack();
    await search(page, name);
    await row(page, name).getByRole("link").click();
    await expect(heading(page, name)).toBeVisible();
  }
});

test("a right-to-left name stands isolated", async ({ page }) => {
  await openList(page);
  await search(page, "דוד.כהן");
  await expect(row(page, "דוד.כהן").getByRole("link").locator("bdi")).toHaveText("דוד.כהן");
});

test("a click anywhere in a row opens the account", async ({ page, sim }) => {
  await openList(page);
  await search(page, "mia.costa");
  await row(page, "mia.costa").getByRole("cell", { name: "User", exact: true }).click();
  await expect(heading(page, "mia.costa")).toBeVisible();
  await expect(page).toHaveURL(account(5));
  expect(await calls(sim, "GET", "/api/users/5")).toHaveLength(1);
});

test("a right click opens the same acts as the button", async ({ page }) => {
  await openList(page);
  const menu = await openMenu(page, "mia.costa");
  const items = await menu.getByRole("menuitem").allInnerTexts();
  expect(items).toEqual(["Open", "Keys", "Set password…", "Make administrator…", "Delete…"]);
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(button(page, "Acts for mia.costa")).toBeFocused();
  await row(page, "mia.costa").getByRole("rowheader").click({ button: "right" });
  expect(await menu.getByRole("menuitem").allInnerTexts()).toEqual(items);
});

test("refresh asks again and shows what somebody else made", async ({ page, sim }) => {
  await openList(page);
  await (await Api.as(sim)).create("made.meanwhile");
  await button(page, "Refresh").click();
  await expect(page.getByRole("main")).toContainText("201 accounts on Operations");
  await search(page, "made.meanwhile");
  await expect(row(page, "made.meanwhile")).toBeVisible();
});

test("a screen that was seen appears at once when one comes back", async ({ page, sim }) => {
  await openList(page);
  await row(page, "admin").getByRole("link").click();
  await expect(heading(page, "admin")).toBeVisible();
  await sim.faults({ platform: "portainer", operation: "GET /users", fault: "never", times: 0 });
  await page.goBack();
  await expect(row(page, "admin")).toBeVisible();
  await sim.faults();
});
