// The platforms beside Portainer: signed in to, listed, read. What differs between them stands in tables.

import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import {
  SITES,
  type Site,
  button,
  calls,
  expectNowhere,
  field,
  fillSignInAt,
  heading,
  namesOf,
  notice,
  openAccountOf,
  openListOf,
  people,
  person,
  rowOf,
  search,
  signInAt,
  site,
  tableOf,
} from "./flows";
import { expect, test } from "./fixtures";
import type { Simulator } from "./simulator";

/** The passcode of a second factor at this moment (RFC 6238, with its usual numbers). */
function passcode(secret: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(step).digest();
  const number = digest.readUInt32BE(digest.at(-1)! & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}

const main = (page: Page) => page.getByRole("main");

const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name, exact: true });

/** The column headings that are in view. */
const headings = async (page: Page, at: Site) =>
  (await tableOf(page, at).getByRole("columnheader").allInnerTexts()).map((text) => text.trim()).filter(Boolean);

/** What a read-only profile of the site says. */
interface Expected {
  /** How the platform refuses a secret that is wrong. */
  refuses: { status: RegExp; words: string };
  /** Headings of the list as it opens. */
  columns: string[];
  /** How many accounts a world of 200 has. */
  n: string;
  /** The role filter, where accounts have a role. */
  roles?: { administrators: string; users: string; who: string[] };
  /** Somebody in the list, and what finds them. */
  one: { name: string; by: string; row: (string | RegExp)[] };
  /** Their profile: parts of every tab. */
  facts: (string | RegExp)[];
  security: (string | RegExp)[];
  keys: string;
  access: (string | RegExp)[];
}

const EXPECTED: Record<string, Expected> = {
  harbor: {
    refuses: { status: /401/, words: "The name and the password do not go together" },
    columns: ["Name", "Full name", "E-mail", "Role", "Created"],
    n: "200",
    roles: { administrators: "4", users: "196", who: ["admin", "andrei.silva", "priya.ito", "rania.haddad"] },
    one: { name: "rania.haddad", by: "RANIA.haddad@corp", row: ["Rania Haddad", "rania.haddad@corp.example", "Administrator"] },
    facts: [/ID\s*\d+/, /Full name\s*Rania Haddad/, /Comment\s*–/, /Last sign-in\s*unknown/],
    security: ["Harbor has no second factor of its own.", "Rollcall does not do this on Harbor yet."],
    keys: "Harbor has a secret for the command line only where single sign-on signs people in.",
    access: ["Harbor has no teams.", "Harbor does not tell which of its groups", "Harbor tells what somebody may do to that person only."],
  },
  sftpgo: {
    refuses: { status: /401/, words: "Sign-in failed" },
    columns: ["Name", "E-mail", "Status", "Second factor", "Last sign-in", "Groups"],
    n: "200",
    one: { name: "nora.keller", by: "NORA.keller@files", row: ["nora.keller@files.example", "active", "off"] },
    facts: [/E-mail\s*nora\.keller@files\.example/, /Expires\s*never/, /Storage\s*Directory of the server/],
    security: ["This account has no second factor.", /Has a password\s*Yes/, "SFTPGo locks no account."],
    keys: "Rollcall does not do this on SFTPGo yet.",
    access: ["In no group.", /By directory\s*\/ and below: everything \(\*\)/, "SFTPGo has groups, which give settings to their users, and no teams."],
  },
  harness: {
    refuses: { status: /401/, words: "does not accept this credential" },
    columns: ["Name", "E-mail", "Role", "Status", "Second factor", "Source"],
    // With four who were invited and have not come yet.
    n: "204",
    roles: { administrators: "2", users: "202", who: ["Marc Weber", "Rania Haddad"] },
    one: { name: "Lena Sommer", by: "LENA.sommer@acme", row: ["lena.sommer@acme.example", "Account Viewer", "active"] },
    facts: [/ID\s*[\w-]{22}/, /E-mail\s*lena\.sommer@acme\.example/, /Last sign-in\s*unknown/],
    security: ["Nobody can set somebody else's password in Harness.", "Harness has no call that switches a person off."],
    keys: "Rollcall does not do this on Harness yet.",
    access: [/Role\s*Account Viewer/, /Group/, "Harness has groups and roles, and no teams."],
  },
  alauda: {
    refuses: { status: /401/, words: "does not accept this credential" },
    columns: ["Name", "Full name", "Status", "Source", "Groups", "Last sign-in"],
    // Deleted accounts stay as records, which the list leaves out.
    n: "190",
    one: { name: "rania.haddad@acme.example", by: "Rania Had", row: ["Rania Haddad", "active", "own", "ungrouped"] },
    facts: [/ID\s*[0-9a-f]{32}/, /Signs in as\s*rania\.haddad@acme\.example/, /Valid\s*For good/],
    security: ["Accounts have no second factor of their own."],
    keys: "The records of API tokens do not say whose they are",
    access: ["ungrouped", /Role\s*platform-admin-system \(platform\)/, "The platform has groups and roles, and no teams."],
  },
};

const NEW = SITES.filter(({ platform }) => platform in EXPECTED);

for (const at of NEW) {
  const expected = EXPECTED[at.platform];

  test.describe(at.product, () => {
    test.beforeEach(({ sim }) => sim.reset({ platform: at.platform }));

    test("a wrong secret is said and kept in its field; the right one signs in and is seen nowhere", async ({
      page,
      sim,
      provoked,
    }) => {
      provoked(expected.refuses.status);
      const who = (await people(sim, at))[0];
      await page.goto(`/connect/${at.id}`);
      await expect(heading(page, `Sign in to ${at.name}`)).toBeVisible();
      const wrong = `${who.password.slice(0, -4)}aaaa`;
      await fillSignInAt(page, at, { ...who, password: wrong });
      await expect(page.getByRole("alert").first()).toContainText(expected.refuses.words);
      await expect(field(page, at.by)).toHaveValue(wrong);
      if (at.by === "Password") await expect(field(page, "User name")).toHaveValue(who.name);
      await fillSignInAt(page, at, who);
      await expect(tableOf(page, at)).toBeVisible();
      await expect(page).toHaveURL(`/c/${at.id}/users`);
      await expectNowhere(page, who.password);
      await expectNowhere(page, wrong);
    });

    test("an empty form is not sent", async ({ page, sim }) => {
      await page.goto(`/connect/${at.id}`);
      await expect(main(page)).toContainText(new RegExp(`It is ${at.product}|answers only those who are signed in`));
      const before = (await sim.log()).length;
      const choice = page.getByRole("radio", { name: at.by, exact: true });
      if (await choice.count()) await choice.check();
      await button(page, "Sign in").click();
      await expect(field(page, at.by)).toHaveAccessibleDescription(/^(Enter the password|Paste the (API key|token))\./);
      expect((await sim.log()).length).toBe(before);
    });

    test("everybody is listed, with the columns that the platform has", async ({ page, sim }) => {
      await openListOf(page, sim, at);
      await expect(main(page)).toContainText(`${expected.n} accounts on ${at.name}`);
      await expect(tableOf(page, at)).toHaveAttribute("aria-rowcount", String(Number(expected.n) + 1));
      expect(await headings(page, at)).toEqual(expected.columns);
      await expect(page).toHaveTitle(`Accounts · ${at.name} · Rollcall`);
      await search(page, expected.one.name);
      const found = rowOf(page, at, expected.one.name);
      for (const text of expected.one.row) await expect(found).toContainText(text);
    });

    test("search finds what stands in the row, not only names", async ({ page, sim }) => {
      await openListOf(page, sim, at);
      await search(page, expected.one.by);
      await expect.poll(() => namesOf(page, at)).toEqual([expected.one.name]);
      await expect(main(page)).toContainText(`1 of ${expected.n} accounts on ${at.name} shown`);
      await search(page, "nobody has this name");
      await expect(main(page)).toContainText(`None of the ${expected.n} accounts fits the search and the filter.`);
    });

    test("every heading that can sort does, both ways", async ({ page, sim }) => {
      await openListOf(page, sim, at);
      for (const column of expected.columns.filter((column) => column !== "Groups")) {
        const head = tableOf(page, at).getByRole("columnheader", { name: column, exact: true });
        if (column !== "Name") {
          await head.getByRole("button").click();
          await expect(head).toHaveAttribute("aria-sort", "ascending");
        }
        const up = await namesOf(page, at);
        await head.getByRole("button").click();
        await expect(head).toHaveAttribute("aria-sort", "descending");
        await expect.poll(async () => (await namesOf(page, at))[0], column).not.toBe(up[0]);
      }
    });

    test("what is shown is exported under the same headings", async ({ page, sim }) => {
      await openListOf(page, sim, at);
      await search(page, expected.one.name);
      await expect.poll(() => namesOf(page, at)).toEqual([expected.one.name]);
      const download = page.waitForEvent("download");
      await button(page, "Export").click();
      const file = await download;
      expect(file.suggestedFilename()).toBe(`${at.id}-accounts.csv`);
      const [head, line, rest] = (await readFile(await file.path(), "utf8")).replace(/^\uFEFF/, "").split("\r\n");
      expect(head).toBe(expected.columns.map((column) => `"${column}"`).join(","));
      expect(line).toContain(`"${expected.one.name}"`);
      expect(rest).toBe("");
      await expect(notice(page)).toContainText("1 row exported.");
    });

    test("the role filter counts and shows, where accounts have roles", async ({ page, sim }) => {
      await openListOf(page, sim, at);
      const { roles, n } = expected;
      if (!roles) {
        await expect(page.getByRole("radio")).toHaveCount(0);
        return;
      }
      await expect(page.getByRole("radio", { name: `All ${n}` })).toBeChecked();
      await page.getByRole("radio", { name: `Administrators ${roles.administrators}` }).check();
      await expect.poll(() => namesOf(page, at)).toEqual(roles.who);
      await page.getByRole("radio", { name: `Users ${roles.users}` }).check();
      await expect(main(page)).toContainText(`${roles.users} of ${n} accounts on ${at.name} shown`);
    });

    test("a profile is read, and says on every tab what is not there", async ({ page, sim }) => {
      await openListOf(page, sim, at);
      await openAccountOf(page, at, expected.one.name);
      for (const text of expected.facts) await expect(main(page)).toContainText(text);
      await expect(main(page)).toContainText(`Rollcall shows accounts of ${at.product} and does not change them yet.`);
      await tab(page, "Security").click();
      for (const text of expected.security) await expect(main(page)).toContainText(text);
      await tab(page, "Keys").click();
      await expect(main(page)).toContainText(expected.keys);
      await tab(page, "Access").click();
      for (const text of expected.access) await expect(main(page)).toContainText(text);
      // Nothing there looks as if it could be used.
      for (const name of ["Profile", "Security", "Keys", "Access"]) {
        await tab(page, name).click();
        await expect(tab(page, name)).toHaveAttribute("aria-current", "page");
        await expect(main(page).getByRole("button")).toHaveCount(0);
      }
      // Signing in, asking what one may do, and Harness's way to ask for lists, are no changes.
      const isRead = /token|login|\/acl$|\/aggregate$/;
      const writes = (await calls(sim)).filter(({ method, path }) => method !== "GET" && !isRead.test(path));
      expect(writes).toEqual([]);
    });

    test("one's own account is there, read", async ({ page, sim }) => {
      const who = (await people(sim, at))[0];
      await signInAt(page, at, who, `/c/${at.id}/me`);
      await expect(main(page)).toContainText("This is you");
      for (const name of ["Security", "Keys", "Access"]) {
        await tab(page, name).click();
        await expect(tab(page, name)).toHaveAttribute("aria-current", "page");
        await expect(main(page).getByRole("alert")).toHaveCount(0);
        await expect(main(page).getByRole("button")).toHaveCount(0);
      }
    });

    test("an account that does not exist is said to be missing", async ({ page, sim, provoked }) => {
      provoked(/404/);
      await signInAt(page, at, (await people(sim, at))[0], `/c/${at.id}/users/999999`);
      await expect(main(page)).toContainText("No such account");
    });

    test("from sign-in over the list to a profile with the keyboard alone", async ({ page, sim }) => {
      const who = (await people(sim, at))[0];
      const tabTo = async (what: ReturnType<Page["locator"]>) => {
        await expect(what).toBeVisible();
        for (let i = 0; i < 40 && !(await what.evaluate((it) => it === document.activeElement)); i += 1) {
          await page.keyboard.press("Tab");
        }
        await expect(what).toBeFocused();
      };
      await page.goto(`/c/${at.id}/users`);
      await expect(heading(page, `Sign in to ${at.name}`)).toBeVisible();
      await expect(field(page, at.by === "Password" ? "User name" : at.by)).toBeFocused();
      if (at.by === "Password") {
        await page.keyboard.type(who.name);
        await page.keyboard.press("Tab");
      }
      await page.keyboard.type(who.password);
      await page.keyboard.press("Enter");
      await expect(tableOf(page, at)).toBeVisible();
      await tabTo(page.getByRole("searchbox", { name: "Search accounts" }));
      await page.keyboard.type(expected.one.name);
      await expect.poll(() => namesOf(page, at)).toEqual([expected.one.name]);
      await tabTo(rowOf(page, at, expected.one.name).getByRole("link"));
      await page.keyboard.press("Enter");
      await expect(heading(page, expected.one.name)).toBeFocused();
      await tabTo(tab(page, "Access"));
      await page.keyboard.press("Enter");
      await expect(main(page)).toContainText(expected.access[0]);
    });
  });
}

test.describe("Harbor, more", () => {
  const at = site("harbor");

  test("a long list shows its beginning and says so, then all of it", async ({ page, sim }) => {
    await sim.reset({ platform: "harbor", users: 1_000 });
    // The first page comes at once, the rest late.
    await sim.faults(
      { platform: "harbor", operation: "list_users", fault: "delay_ms", delay_ms: 1, times: 1 },
      { platform: "harbor", operation: "list_users", fault: "delay_ms", delay_ms: 4_000, times: 1 },
    );
    await openListOf(page, sim, at);
    await expect(main(page)).toContainText("101 accounts so far");
    await expect(tableOf(page, at)).toHaveAttribute("aria-busy", "true");
    await expect(tableOf(page, at)).toHaveAttribute("aria-rowcount", "102");
    await expect(main(page)).toContainText("1,000 accounts on Registry", { timeout: 10_000 });
    await expect(tableOf(page, at)).toHaveAttribute("aria-rowcount", "1001");
    await expect(main(page)).not.toContainText("so far");
    const asked = (await sim.log()).filter(({ path }) => path === "/api/v2.0/users");
    expect(asked.map(({ query }) => query?.replace(/&$/, ""))).toEqual(["page_size=100", "page_size=0"]);
  });

  test("the built-in administrator stands in the list though Harbor's own leaves it out", async ({ page, sim }) => {
    await sim.reset({ platform: "harbor" });
    await openListOf(page, sim, at);
    await search(page, "admin");
    await expect(rowOf(page, at, "admin")).toContainText("Administrator");
  });

  test("who is no administrator gets a reason and the own account", async ({ page, sim }) => {
    await sim.reset({ platform: "harbor" });
    await signInAt(page, at, await person(sim, at, "lena.sommer"));
    await expect(main(page)).toContainText("Harbor shows the account list to administrators only.");
    await page.getByRole("link", { name: "Open my account" }).click();
    await expect(heading(page, "lena.sommer")).toBeVisible();
    await expect(main(page)).toContainText(/Full name\s*Lena Sommer/);
  });

  test("a token is pasted where single sign-on signs people in", async ({ page, sim, provoked }) => {
    provoked(/401|500/);
    await sim.reset({ platform: "harbor", switches: { auth_mode: "oidc_auth", oidc_records: true } });
    await page.goto("/connect/registry");
    await expect(main(page)).toContainText("everybody else signs in with a token");
    await page.getByRole("radio", { name: "Token", exact: true }).check();
    await expect(field(page, "Token")).toHaveAccessibleDescription(/An ID token of the sign-in provider/);
    await field(page, "Token").fill("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl");
    await button(page, "Sign in").click();
    await expect(page.getByRole("alert").first()).toBeVisible();
    await expect(field(page, "Token")).toHaveValue(/^eyJ/);
  });
});

test.describe("SFTPGo, more", () => {
  const at = site("sftpgo");
  test.beforeEach(({ sim }) => sim.reset({ platform: "sftpgo" }));

  test("names that are hard in an address open from the list", async ({ page, sim }) => {
    test.setTimeout(60_000);
    await openListOf(page, sim, at);
    for (const name of ["50%.discount", "a%2fb", "dev/ops", "李伟", "👩‍💻.remote", "o'neil\"", "<b>bold</b>", "me", "דוד.כהן"]) {
      await openAccountOf(page, at, name);
      await expect(main(page)).toContainText(/Home directory/);
      await expect(page).toHaveTitle(`${name} · ${at.name} · Rollcall`);
      await page.goBack();
      await expect(tableOf(page, at)).toBeVisible();
    }
  });

  test("a second factor asks for its passcode, and none of the three is named as the wrong one", async ({
    page,
    sim,
    provoked,
  }) => {
    provoked(/401/);
    const who = await person(sim, at, "rania.haddad");
    await page.goto("/connect/files");
    await expect(field(page, "One-time passcode")).toHaveAccessibleDescription(/Only for accounts with a second factor\./);
    await fillSignInAt(page, at, who);
    const alert = page.getByRole("alert").first();
    await expect(alert).toContainText("Sign-in failed");
    await expect(alert).toContainText(/passcode/);
    await field(page, "One-time passcode").fill("000000");
    await button(page, "Sign in").click();
    await expect(alert).toContainText(/passcode/);
    await expect(field(page, "One-time passcode")).toHaveValue("000000");
    await expect(field(page, "Password")).toHaveValue(who.password);
  });

  test("a right passcode signs in", async ({ page, sim }) => {
    const who = await person(sim, at, "rania.haddad");
    await page.goto("/connect/files");
    await field(page, "One-time passcode").fill(passcode("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"));
    await fillSignInAt(page, at, who);
    await expect(tableOf(page, at)).toBeVisible();
  });

  test("an administrator who must do something first is told what", async ({ page, sim }) => {
    await signInAt(page, at, await person(sim, at, "theo.brandt"));
    await expect(main(page)).toContainText("This administrator must set up a second factor before anything else.");
    await page.goto("/");
    await signInAt(page, at, await person(sim, at, "ida.olsen"));
    await expect(main(page)).toContainText("This administrator must set a new password before anything else.");
  });

  test("an account for files is refused, because it administers nothing", async ({ page, sim, provoked }) => {
    provoked(/401/);
    await page.goto("/connect/files");
    await fillSignInAt(page, at, await person(sim, at, "nora.keller"));
    await expect(page.getByRole("alert").first()).toContainText("Sign-in failed");
  });

  test("one's own permissions are shown", async ({ page, sim }) => {
    await signInAt(page, at, await person(sim, at, "lena.sommer"), "/c/files/me/access");
    await expect(main(page)).toContainText(/May do here\s*view users/);
  });
});

test.describe("Harness, more", () => {
  const at = site("harness");
  test.beforeEach(({ sim }) => sim.reset({ platform: "harness" }));

  test("a credential that does not name its account needs the account ID", async ({ page, sim }) => {
    const { password } = await person(sim, at, "rania.haddad");
    // The second part of four is the account.
    const [kind, account, ...rest] = password.split(".");
    await page.goto("/connect/delivery");
    await field(page, "API key").fill([kind, ...rest].join("."));
    await button(page, "Sign in").click();
    await expect(page.getByRole("alert").first()).toContainText("Account ID is missing, and this credential does not say it.");
    expect(await sim.log()).toEqual([]);
    await field(page, "API key").fill(password);
    await field(page, "Account ID").fill(account);
    await button(page, "Sign in").click();
    await expect(tableOf(page, at)).toBeVisible();
  });

  test("choosing another way in leaves the focus with the choice", async ({ page }) => {
    await page.goto(`/c/${at.id}/users`);
    await expect(field(page, "API key")).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("ArrowRight");
    await expect(field(page, "Token")).toBeVisible();
    await expect(page.getByRole("radio", { name: "Token", exact: true })).toBeFocused();
  });

  test("what nobody can do is said once", async ({ page, sim }) => {
    await openListOf(page, sim, at);
    await search(page, "Lena Sommer");
    await rowOf(page, at, "Lena Sommer").getByRole("link").click();
    await tab(page, "Security").click();
    await expect(main(page).getByText("Nobody can set somebody else's password in Harness.")).toHaveCount(1);
  });

  test("nothing is claimed about a server that nobody has asked", async ({ page, sim }) => {
    await page.goto("/connect/delivery");
    await expect(main(page)).toContainText("answers only those who are signed in");
    await expect(main(page)).not.toContainText("It is Harness");
    expect(await sim.log()).toEqual([]);
    await button(page, "Test the connection").click();
    await expect(main(page)).toContainText("It is Harness");
  });

  test("who sees nobody gets a reason and the own account", async ({ page, sim, provoked }) => {
    provoked(/403/);
    await signInAt(page, at, await person(sim, at, "theo.brandt"));
    await expect(main(page)).toContainText("the permission core_user_view is missing");
    await page.getByRole("link", { name: "Open my account" }).click();
    await expect(heading(page, "Theo Brandt")).toBeVisible();
  });

  test("a service account signs in with its key, and is said to be one", async ({ page, sim }) => {
    await signInAt(page, at, await person(sim, at, "provisioning"), `/c/${at.id}/me`);
    await expect(heading(page, "provisioning")).toBeVisible();
    await expect(main(page)).toContainText("Service account");
    await expect(main(page)).toContainText(/ID\s*provisioning/);
  });

  test("who was invited and has not come yet stands out", async ({ page, sim }) => {
    await openListOf(page, sim, at);
    const status = tableOf(page, at).getByRole("columnheader", { name: "Status", exact: true });
    await status.getByRole("button").click();
    await status.getByRole("button").click();
    await expect(tableOf(page, at).getByRole("row").nth(1)).toContainText("not yet active");
    await tableOf(page, at).getByRole("row").nth(1).getByRole("link").click();
    await expect(main(page)).toContainText("Sent and not answered yet");
  });
});

test.describe("Alauda, more", () => {
  const at = site("alauda");
  test.beforeEach(({ sim }) => sim.reset({ platform: "alauda" }));

  test("nobody is asked before somebody signs in or tests the connection", async ({ page, sim }) => {
    await page.goto("/connect/clusters");
    await expect(main(page)).toContainText("answers only those who are signed in");
    expect(await sim.log()).toEqual([]);
    await button(page, "Test the connection").click();
    await expect(main(page)).toContainText("It is Alauda Container Platform");
  });

  test("there is one way in, so there is nothing to choose", async ({ page }) => {
    await page.goto("/connect/clusters");
    await expect(field(page, "Token")).toHaveAccessibleDescription(/under Profile and API tokens/);
    await expect(page.getByRole("radio")).toHaveCount(0);
  });

  test("who may not list gets a reason and the own account", async ({ page, sim, provoked }) => {
    provoked(/403/);
    await signInAt(page, at, await person(sim, at, "theo.brandt"));
    await expect(main(page)).toContainText("The platform shows the account list to platform administrators and auditors only.");
    await page.getByRole("link", { name: "Open my account" }).click();
    await expect(main(page)).toContainText(/Full name\s*Theo Brandt/);
  });

  test("what is out of the ordinary stands out in the list", async ({ page, sim }) => {
    await openListOf(page, sim, at);
    const status = tableOf(page, at).getByRole("columnheader", { name: "Status", exact: true });
    await status.getByRole("button").click();
    await status.getByRole("button").click();
    await expect(tableOf(page, at).getByRole("row").nth(1)).not.toContainText("active");
  });

  test("an expiry that is to come is said so", async ({ page, sim }) => {
    await openListOf(page, sim, at);
    await search(page, "alice.dubois");
    await rowOf(page, at, "alice.dubois@acme.example").getByRole("link").click();
    await expect(main(page)).toContainText(/Valid until\s*in \d+ (hours|days|months|years)/);
  });
});

test.describe("five at once", () => {
  const READY = SITES.filter(({ platform }) => platform === "portainer" || platform in EXPECTED);

  /** Signs in to every connection of one page, one after the other. */
  async function signInEverywhere(page: Page, sim: Simulator) {
    test.setTimeout(90_000);
    await page.goto("/");
    for (const at of READY) {
      await page.getByRole("link", { name: new RegExp(`^${at.name}`) }).first().click();
      await expect(heading(page, `Sign in to ${at.name}`)).toBeVisible();
      await fillSignInAt(page, at, (await people(sim, at))[0]);
      // Whoever leaves a list before its end has its beginning only.
      await expect(main(page)).toContainText(` accounts on ${at.name}`, { timeout: 20_000 });
    }
  }

  test("every connection is signed in to and listed at the same time", async ({ page, sim }) => {
    await sim.reset({ platform: null });
    await signInEverywhere(page, sim);
    await page.getByRole("link", { name: "Overview" }).click();
    await expect(main(page)).toContainText(`${READY.length} connections signed in`);
    const rows = main(page).getByRole("list", { name: "Connections" }).getByRole("listitem");
    await expect(rows).toHaveCount(SITES.length);
    for (const at of READY) {
      await expect(rows.filter({ hasText: at.name })).toContainText(/you are .* · [\d,]+ accounts$|you are .* · [\d,]+ accounts/);
    }
    for (const at of READY) {
      await page.getByRole("link", { name: new RegExp(`^${at.name}`) }).first().click();
      await expect(tableOf(page, at)).toBeVisible();
    }
  });

  for (const broken of READY) {
    test(`a storm of 503 on ${broken.product} leaves the others as they were`, async ({ page, sim, provoked }) => {
      provoked(/503/);
      await sim.reset({ platform: null, users: 20 });
      await signInEverywhere(page, sim);
      await sim.faults({ platform: broken.platform, operation: "*", fault: "status", status: 503, body: "", times: 0 });
      await page.getByRole("link", { name: new RegExp(`^${broken.name}`) }).first().click();
      await expect(tableOf(page, broken)).toBeVisible();
      const before = await namesOf(page, broken);
      await button(page, "Refresh").click();
      await expect(main(page).getByRole("alert").first()).toContainText(broken.product, { timeout: 15_000 });
      expect(await namesOf(page, broken), "what was read stays").toEqual(before);
      for (const at of READY.filter((at) => at !== broken)) {
        const asked = (await sim.log()).length;
        await page.getByRole("link", { name: new RegExp(`^${at.name}`) }).first().click();
        await expect(tableOf(page, at)).toBeVisible();
        await button(page, "Refresh").click();
        await expect(tableOf(page, at)).not.toHaveAttribute("aria-busy", "true");
        await expect(main(page).getByRole("alert")).toHaveCount(0);
        const since = (await sim.log()).slice(asked).filter(({ path }) => path);
        expect(since.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
      }
      await page.getByRole("link", { name: "Overview" }).click();
      await expect(main(page)).toContainText(`${READY.length} connections signed in`);
      await sim.faults();
      await page.getByRole("link", { name: new RegExp(`^${broken.name}`) }).first().click();
      await button(page, "Refresh").click();
      await expect(main(page).getByRole("alert")).toHaveCount(0);
    });
  }
});
