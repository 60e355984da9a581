// Teams: joined, led, left.

import { ADMIN, account, button, heading, notice, signIn, writes } from "./flows";
import { expect, test } from "./fixtures";

const teams = (page: import("@playwright/test").Page) => page.getByRole("list", { name: "Teams" });

test("an account joins a team, leads it, and leaves it", async ({ page, sim }) => {
  await signIn(page, ADMIN, account(9, "access"));
  await expect(heading(page, "jakob.zhang")).toBeVisible();
  await expect(teams(page).getByRole("listitem")).toHaveCount(1);
  await expect(teams(page)).toContainText("Support");
  const add = button(page, "Add to team");
  await expect(add).toBeDisabled();
  await expect(add).toHaveAccessibleDescription("Choose a team first.");
  await page.getByRole("combobox", { name: "Team" }).selectOption({ label: "Web" });
  await add.click();
  await expect(teams(page).getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("combobox", { name: "Team" }).getByRole("option", { name: "Web" })).toHaveCount(0);

  await button(page, "Make leader of Web").click();
  await expect(button(page, "Make member of Web")).toBeVisible();
  await button(page, "Remove from Support").click();
  await expect(notice(page)).toContainText("Removed from Support.");
  await expect(teams(page).getByRole("listitem")).toHaveCount(1);

  expect(await writes(sim)).toMatchObject([
    { method: "POST", path: "/api/team_memberships", body: { UserID: 9, TeamID: 2, Role: 2 } },
    { method: "PUT", path: expect.stringMatching(/^\/api\/team_memberships\/\d+$/), body: { Role: 1 } },
    { method: "DELETE", path: "/api/team_memberships/9" },
  ]);
});

test("an account in no team says so", async ({ page }) => {
  await signIn(page, ADMIN, account(1, "access"));
  await expect(page.getByRole("main")).toContainText("In no team.");
});

test("somebody else took the account out meanwhile", async ({ page, sim, provoked }) => {
  provoked(/404/);
  await signIn(page, ADMIN, account(9, "access"));
  await expect(teams(page)).toContainText("Support");
  await sim.faults({
    platform: "portainer",
    operation: "DELETE /team_memberships/{id}",
    fault: "status",
    status: 404,
    body: { message: "Unable to find a team membership with the specified identifier inside the database" },
  });
  await button(page, "Remove from Support").click();
  await expect(page.getByRole("alert").first()).toContainText("Not found");
});
