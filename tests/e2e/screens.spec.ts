// Every screen and every dialog: no sideways scroll at any width, no accessibility finding in either theme, and
// pictures of them in both themes at two widths.

import type { Page } from "@playwright/test";

import {
  ADMIN,
  Api,
  LEADER,
  LIST,
  ME,
  REGULAR,
  SITES,
  account,
  act,
  button,
  dialog,
  field,
  fillSignInAt,
  heading,
  openAccountOf,
  openList,
  openListOf,
  people,
  row,
  search,
  signIn,
  signInAt,
  site,
  table,
  tableOf,
} from "./flows";
import { expect, test } from "./fixtures";
import type { Simulator } from "./simulator";

const WIDTHS = [320, 390, 768, 1280, 1920];

interface Scene {
  name: string;
  open: (page: Page, sim: Simulator) => Promise<void>;
  /** Opens anew what a change of width closes. */
  again?: (page: Page) => Promise<void>;
  /** What the browser may complain about on the way. */
  provokes?: RegExp[];
}

const main = (page: Page) => page.getByRole("main");

async function openNewKey(page: Page) {
  await signIn(page, ADMIN, `${ME}/keys`);
  await expect(page.getByRole("list", { name: "API keys" })).toContainText("terraform");
  await button(page, "New key").first().click();
  await expect(dialog(page, "New API key")).toBeVisible();
}

async function openNewAccount(page: Page) {
  await openList(page);
  await button(page, "New account").click();
  await expect(dialog(page, "New account on Operations")).toBeVisible();
}

async function askToDelete(page: Page) {
  await openList(page);
  await search(page, "sommer");
  await page.getByRole("checkbox", { name: "Select all shown" }).check();
  await button(page.getByRole("region", { name: "Selection" }), "Delete…").click();
  await expect(dialog(page, "Delete 3 accounts?")).toBeVisible();
}

const noConnections = (page: Page) =>
  page.route("**/config.json", (route) => route.fulfill({ json: { title: "Rollcall", connections: [] } }));

const SCENES: Scene[] = [
  {
    name: "overview",
    open: async (page) => {
      await openList(page);
      await page.getByRole("link", { name: "Overview" }).click();
      await expect(main(page)).toContainText("you are admin, administrator");
    },
  },
  {
    name: "overview-empty",
    open: async (page) => {
      await noConnections(page);
      await page.goto("/");
      await expect(main(page)).toContainText("No connections yet");
    },
  },
  {
    name: "add-connection",
    open: async (page) => {
      await page.goto("/connect");
      await field(page, "Address").fill("http://portainer.example");
      await button(page, "Add and sign in").click();
      await expect(main(page)).toContainText("Give the connection a name.");
    },
  },
  {
    name: "connect",
    open: async (page) => {
      await page.goto("/connect/operations");
      await expect(main(page)).toContainText("It has an administrator");
    },
  },
  {
    name: "connect-api-key",
    open: async (page) => {
      await page.goto("/connect/operations");
      await page.getByRole("radio", { name: "API key" }).check();
      await expect(main(page)).toContainText("It has an administrator");
    },
  },
  {
    name: "connect-refused",
    provokes: [/422/],
    open: async (page) => {
      await page.goto("/connect/operations");
      await field(page, "User name").fill("admin");
      await field(page, "Password").fill("wrong-horse-1");
      await button(page, "Sign in").click();
      await expect(page.getByRole("alert").first()).toContainText("Sign-in failed");
    },
  },
  {
    name: "connect-down",
    provokes: [/503/],
    open: async (page, sim) => {
      await sim.faults({ platform: "portainer", operation: "*", fault: "status", status: 503, body: "", times: 0 });
      await page.goto("/connect/operations");
      await expect(page.getByRole("alert").first()).toBeVisible({ timeout: 15_000 });
    },
  },
  {
    name: "first-run",
    provokes: [/404/],
    open: async (page, sim) => {
      await sim.reset({ users: 0, admin: null });
      await page.goto(LIST);
      await expect(main(page)).toContainText("Create the first administrator of Operations");
    },
  },
  {
    name: "first-run-over",
    open: async (page, sim) => {
      await sim.reset({ users: 0, admin: null, switches: { first_run: "timed-out" } });
      await page.goto(LIST);
      await expect(main(page)).toContainText("The time to create the first administrator is over");
    },
  },
  { name: "accounts", open: (page) => openList(page) },
  {
    name: "accounts-selected",
    open: async (page) => {
      await openList(page);
      for (const name of ["..", "admin", "alice.olsen"]) await row(page, name).getByRole("checkbox").check();
      await expect(page.getByRole("region", { name: "Selection" })).toContainText("3 selected");
    },
  },
  {
    name: "accounts-odd-names",
    open: async (page) => {
      await openList(page);
      await search(page, "build-robot");
      await expect(table(page).getByRole("link")).toHaveCount(1);
    },
  },
  {
    name: "accounts-nothing-found",
    open: async (page) => {
      await openList(page);
      await search(page, "nobody has this name");
      await expect(main(page)).toContainText("No account matches");
    },
  },
  {
    name: "accounts-columns",
    open: (page) => openList(page),
    again: async (page) => {
      const choice = page.getByRole("dialog", { name: "Columns" });
      await expect(choice).toHaveCount(0);
      // On a phone there are no columns to choose.
      if (!(await button(page, "Columns").isVisible())) return;
      await button(page, "Columns").click();
      await expect(choice).toBeVisible();
    },
  },
  {
    name: "accounts-menu",
    open: (page) => openList(page),
    again: async (page) => {
      const menu = page.getByRole("menu", { name: "Acts for admin" });
      await expect(menu).toHaveCount(0);
      await button(page, "Acts for admin").click();
      await expect(menu).toBeVisible();
    },
  },
  {
    name: "accounts-stale",
    provokes: [/503/],
    open: async (page, sim) => {
      await openList(page);
      await sim.faults({ platform: "portainer", operation: "GET /users", fault: "status", status: 503, body: "", times: 0 });
      await button(page, "Refresh").click();
      await expect(page.getByRole("alert").first()).toBeVisible({ timeout: 15_000 });
    },
  },
  {
    name: "accounts-failed",
    provokes: [/503/],
    open: async (page, sim) => {
      await sim.faults({ platform: "portainer", operation: "GET /users", fault: "status", status: 503, body: "", times: 0 });
      await signIn(page);
      await expect(page.getByRole("alert").first()).toBeVisible({ timeout: 15_000 });
    },
  },
  {
    name: "accounts-loading",
    open: async (page, sim) => {
      await sim.faults({ platform: "portainer", operation: "GET /users", fault: "never", times: 0 });
      await signIn(page);
      await expect(heading(page, "Accounts")).toBeVisible();
    },
  },
  {
    name: "accounts-not-allowed",
    open: async (page) => {
      await signIn(page, REGULAR);
      await expect(main(page)).toContainText("You may not list accounts here");
    },
  },
  {
    name: "accounts-team-leader",
    open: async (page) => {
      await openList(page, LEADER);
    },
  },
  { name: "new-account", open: openNewAccount },
  {
    name: "new-account-refused",
    open: async (page) => {
      await openNewAccount(page);
      const form = dialog(page, "New account on Operations");
      await field(form, "User name").fill("two words");
      await field(form, "Password").fill("short");
      await button(form, "Create account").click();
      await expect(form).toContainText("at least 12 are needed");
    },
  },
  {
    name: "new-account-created",
    open: async (page) => {
      await openNewAccount(page);
      const form = dialog(page, "New account on Operations");
      await field(form, "User name").fill("colleague");
      await button(form, "Create account").click();
      await expect(dialog(page, "colleague created")).toBeVisible();
    },
  },
  {
    name: "set-password",
    open: async (page) => {
      await openList(page);
      await act(page, "lena.sommer", "Set password…");
      await expect(dialog(page, "Set the password of lena.sommer")).toBeVisible();
    },
  },
  {
    name: "set-password-done",
    open: async (page) => {
      await openList(page);
      await act(page, "lena.sommer", "Set password…");
      await button(dialog(page, "Set the password of lena.sommer"), "Set password").click();
      await expect(dialog(page, "Password of lena.sommer set")).toBeVisible();
    },
  },
  {
    name: "make-administrator",
    open: async (page) => {
      await openList(page);
      await act(page, "mia.costa", "Make administrator…");
      await expect(dialog(page, "Make mia.costa an administrator?")).toBeVisible();
    },
  },
  {
    name: "take-administrator-from-oneself",
    open: async (page) => {
      await openList(page);
      await act(page, "admin", "Take administrator away…");
      await expect(dialog(page, "Take administrator away from admin?")).toBeVisible();
    },
  },
  {
    name: "delete-one",
    open: async (page) => {
      await openList(page);
      await act(page, "mia.costa", "Delete…");
      await expect(dialog(page, "Delete mia.costa?")).toBeVisible();
    },
  },
  { name: "delete-many", open: askToDelete },
  {
    name: "delete-many-running",
    open: async (page, sim) => {
      await sim.faults({ platform: "portainer", operation: "DELETE /users/31", fault: "never" });
      await askToDelete(page);
      const question = dialog(page, "Delete 3 accounts?");
      await button(question, "Delete 3 accounts").click();
      await expect(question).toContainText("deleting");
    },
  },
  {
    name: "delete-many-results",
    provokes: [/500/],
    open: async (page, sim) => {
      await sim.faults({ platform: "portainer", operation: "DELETE /users/31", fault: "status", status: 500 });
      await askToDelete(page);
      const question = dialog(page, "Delete 3 accounts?");
      await button(question, "Delete 3 accounts").click();
      await expect(question).toContainText("2 deleted, 1 not deleted");
    },
  },
  {
    name: "profile",
    open: async (page) => {
      await signIn(page, ADMIN, account(5));
      await expect(field(page, "User name")).toHaveValue("mia.costa");
    },
  },
  {
    name: "profile-changed",
    open: async (page) => {
      await signIn(page, ADMIN, account(5));
      await field(page, "User name").fill("two words");
      await field(page, "Theme").selectOption({ label: "Dark" });
      await expect(main(page)).toContainText("A name cannot hold a space.");
    },
  },
  {
    name: "profile-long-name",
    open: async (page) => {
      await signIn(page, ADMIN, account(38));
      await expect(field(page, "User name")).toHaveValue(/^build-robot/);
    },
  },
  {
    name: "profile-conflict",
    open: async (page, sim) => {
      await signIn(page, ADMIN, account(5));
      await field(page, "User name").fill("mine");
      await (await Api.as(sim)).call("PUT", "/users/5", { username: "theirs" });
      await button(page, "Save 1 change").click();
      await expect(main(page)).toContainText("Someone else changed this account");
    },
  },
  {
    name: "profile-leave",
    open: async (page) => {
      await signIn(page, ADMIN, account(5));
      await field(page, "User name").fill("half.typed");
      await page.getByRole("link", { name: "Activity" }).click();
      await expect(dialog(page, "Leave this screen?")).toBeVisible();
    },
  },
  {
    name: "profile-missing",
    provokes: [/404/],
    open: async (page) => {
      await signIn(page, ADMIN, account(9999));
      await expect(main(page)).toContainText("No such account");
    },
  },
  {
    name: "security",
    open: async (page) => {
      await signIn(page, ADMIN, account(5, "security"));
      await expect(main(page)).toContainText("What Portainer does not have");
    },
  },
  {
    name: "security-own",
    open: async (page) => {
      await signIn(page, ADMIN, `${ME}/security`);
      await expect(page.getByRole("form", { name: "Change password" })).toBeVisible();
    },
  },
  {
    name: "keys",
    open: async (page) => {
      await signIn(page, ADMIN, account(2, "keys"));
      await expect(page.getByRole("list", { name: "API keys" })).toContainText("nightly report");
    },
  },
  {
    name: "keys-none",
    open: async (page) => {
      await signIn(page, ADMIN, account(9, "keys"));
      await expect(main(page)).toContainText("No API keys");
    },
  },
  {
    name: "keys-hidden",
    open: async (page) => {
      await signIn(page, ADMIN, account(4, "keys"));
      await expect(main(page)).toContainText("Portainer shows an administrator's keys to that administrator only.");
    },
  },
  {
    name: "keys-revoke",
    open: async (page) => {
      await signIn(page, ADMIN, account(2, "keys"));
      await button(page, "Revoke nightly report…").click();
      await expect(dialog(page, "Revoke “nightly report”?")).toBeVisible();
    },
  },
  { name: "key-new", open: openNewKey },
  {
    name: "key-shown",
    open: async (page) => {
      await openNewKey(page);
      await field(page, "Your password").fill(ADMIN.password);
      await button(page, "Create key").click();
      await expect(dialog(page, /^Key “/)).toBeVisible();
    },
  },
  {
    name: "access",
    open: async (page) => {
      await signIn(page, ADMIN, account(3, "access"));
      await expect(page.getByRole("list", { name: "Teams" })).toContainText("Platform");
    },
  },
  {
    name: "access-none",
    open: async (page) => {
      await signIn(page, ADMIN, account(1, "access"));
      await expect(main(page)).toContainText("In no team.");
    },
  },
  {
    name: "me-regular",
    open: async (page) => {
      await signIn(page, REGULAR, ME);
      await expect(field(page, "User name")).toHaveValue("lena.sommer");
    },
  },
  {
    name: "sign-in-again",
    provokes: [/401/],
    open: async (page, sim) => {
      await openList(page);
      await sim.restart("portainer");
      await button(page, "Refresh").click();
      await expect(dialog(page, "Sign in to Operations again")).toBeVisible();
    },
  },
  {
    name: "expiry",
    open: async (page, sim) => {
      await sim.reset({ switches: { UserSessionTimeout: "5m" } });
      await openList(page);
      await expect(main(page)).toContainText("Your session on Operations ends in");
    },
  },
  {
    name: "activity",
    open: async (page) => {
      await openList(page);
      await page.getByRole("link", { name: "Activity" }).click();
      await expect(page.getByRole("table", { name: "Activity" })).toContainText("/api/users");
    },
  },
  {
    name: "activity-empty",
    open: async (page) => {
      await page.goto("/activity");
      await expect(main(page)).toContainText("No requests yet");
    },
  },
  {
    name: "settings",
    open: async (page) => {
      await openList(page);
      await page.getByRole("link", { name: "Settings" }).click();
      await expect(button(page, "Sign out: Operations")).toBeVisible();
    },
  },
  {
    name: "settings-remove",
    open: async (page) => {
      await page.goto("/connect");
      await field(page, "Name").fill("Second site");
      await field(page, "Platform").selectOption({ label: "Portainer" });
      await field(page, "Address").fill("/platforms/portainer");
      await button(page, "Add and sign in").click();
      await page.getByRole("link", { name: "Settings" }).click();
      await button(page, "Remove: Second site").click();
      await expect(dialog(page, "Remove Second site from this browser?")).toBeVisible();
    },
  },
  {
    name: "menu",
    open: async (page) => {
      await openList(page);
      await page.setViewportSize({ width: 390, height: 900 });
      await button(page, "Menu").click();
      await expect(page.getByRole("dialog", { name: "Main" })).toBeVisible();
    },
  },
  {
    name: "notice",
    open: async (page) => {
      await openList(page);
      const download = page.waitForEvent("download");
      await button(page, "Export").click();
      await download;
      await expect(page.getByRole("region", { name: "Notices" })).toContainText("200 rows exported.");
    },
  },
  {
    name: "nowhere",
    open: async (page) => {
      await page.goto("/no/such/place");
      await expect(main(page)).toContainText("There is nothing here");
    },
  },
  {
    name: "unknown-connection",
    open: async (page) => {
      await page.goto("/c/nowhere/users");
      await expect(main(page)).toContainText("No such connection");
    },
  },
  {
    name: "configuration-broken",
    open: async (page) => {
      await page.route("**/config.json", (route) => route.fulfill({ body: "{", contentType: "application/json" }));
      await page.goto("/");
      await expect(page.getByRole("alert")).toContainText("The configuration cannot be used");
    },
  },
];

/** Somebody on each of the other platforms whose profile has much to say. */
const SOMEBODY = { harbor: "rania.haddad", sftpgo: "nora.keller", harness: "Lena Sommer", alauda: "rania.haddad@acme.example" };

for (const [platform, name] of Object.entries(SOMEBODY)) {
  const at = site(platform);
  const tab = (page: Page, name: string) =>
    page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name, exact: true }).click();
  const openSomebody = async (page: Page, sim: Simulator) => {
    await sim.reset({ platform });
    await openListOf(page, sim, at);
    await openAccountOf(page, at, name);
    await expect(main(page)).toContainText(`Rollcall shows accounts of ${at.product}`);
  };
  SCENES.push(
    {
      name: `connect-${platform}`,
      open: async (page, sim) => {
        await sim.reset({ platform });
        await page.goto(`/connect/${at.id}`);
        await expect(main(page)).toContainText(/It is |answers only those/);
      },
    },
    {
      name: `connect-${platform}-refused`,
      provokes: [/40\d/],
      open: async (page, sim) => {
        await sim.reset({ platform });
        await page.goto(`/connect/${at.id}`);
        const [{ name, password }] = await people(sim, at);
        await fillSignInAt(page, at, { name, password: `${password.slice(0, -4)}aaaa` });
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    {
      name: `accounts-${platform}`,
      open: async (page, sim) => {
        await sim.reset({ platform });
        await openListOf(page, sim, at);
        await expect(tableOf(page, at)).not.toHaveAttribute("aria-busy", "true");
      },
    },
    { name: `profile-${platform}`, open: openSomebody },
    {
      name: `security-${platform}`,
      open: async (page, sim) => {
        await openSomebody(page, sim);
        await tab(page, "Security");
        await expect(main(page)).toContainText(`What ${at.product} does not have`);
      },
    },
    {
      name: `access-${platform}`,
      open: async (page, sim) => {
        await openSomebody(page, sim);
        await tab(page, "Access");
        await expect(main(page)).toContainText("Not shown here");
      },
    },
    {
      name: `me-${platform}`,
      open: async (page, sim) => {
        await sim.reset({ platform });
        await signInAt(page, at, (await people(sim, at))[0], `/c/${at.id}/me`);
        await expect(main(page)).toContainText("This is you");
        await expect(main(page)).toContainText("Facts");
      },
    },
  );
}

SCENES.push(
  {
    name: "overview-five",
    open: async (page, sim) => {
      await sim.reset({ platform: null });
      await page.goto("/");
      for (const at of SITES) {
        await page.getByRole("link", { name: new RegExp(`^${at.name}`) }).first().click();
        await fillSignInAt(page, at, (await people(sim, at))[0]);
        await expect(main(page)).toContainText(` accounts on ${at.name}`, { timeout: 20_000 });
      }
      await page.getByRole("link", { name: "Overview" }).click();
      await expect(main(page)).toContainText("5 connections signed in");
    },
  },
  {
    name: "accounts-so-far",
    open: async (page, sim) => {
      await sim.reset({ platform: "harbor" });
      await sim.faults(
        { platform: "harbor", operation: "list_users", fault: "delay_ms", delay_ms: 1, times: 1 },
        { platform: "harbor", operation: "list_users", fault: "never", times: 0 },
      );
      await openListOf(page, sim, site("harbor"));
      await expect(main(page)).toContainText("101 accounts so far");
    },
  },
  {
    name: "keys-elsewhere",
    open: async (page, sim) => {
      await sim.reset({ platform: "harbor" });
      const at = site("harbor");
      await signInAt(page, at, (await people(sim, at))[0], "/c/registry/me/keys");
      await expect(main(page)).toContainText("only where single sign-on signs people in");
    },
  },
);

/** What reaches past the right edge, the page itself included. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    const past: string[] = wide ? [`the page: ${document.documentElement.scrollWidth}`] : [];
    for (const open of document.querySelectorAll("dialog[open], [popover]:popover-open")) {
      const { left, right } = open.getBoundingClientRect();
      if (left < -0.5 || right > innerWidth + 0.5) past.push(`${open.className}: ${left} to ${right}`);
      if (open.scrollWidth > open.clientWidth + 1) past.push(`inside ${open.className}: ${open.scrollWidth}`);
    }
    return past;
  });

for (const { name, open, again, provokes } of SCENES) {
  test(`${name}: fits every width, no finding, pictures`, async ({ page, sim, axe, shots, provoked }) => {
    test.setTimeout(120_000);
    if (provokes) provoked(...provokes);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open(page, sim);
    await again?.(page);
    const size = page.viewportSize()!;
    await axe(page);
    await page.setViewportSize({ ...size, height: size.height + 1 });
    await shots(page, name, again && (() => again(page)));
    for (const [index, width] of WIDTHS.entries()) {
      await page.setViewportSize({ width, height: 800 + index });
      await again?.(page);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      expect(await overflow(page), `at ${width}`).toEqual([]);
    }
    await page.setViewportSize(size);
  });
}
