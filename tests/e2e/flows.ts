// The steps that many flows share. Things are found by role and label, as a person finds them.

import type { Locator, Page } from "@playwright/test";

import { expect } from "./fixtures";
import type { Logged, Simulator } from "./simulator";

export interface Person {
  name: string;
  password: string;
}

/** The sign-ins of the simulator's world. */
export const ADMIN: Person = { name: "admin", password: "correct-horse-1" };
export const REGULAR: Person = { name: "lena.sommer", password: "correct-horse-2" };
export const LEADER: Person = { name: "marc.weber", password: "correct-horse-3" };
export const SECOND_ADMIN: Person = { name: "rania.haddad", password: "correct-horse-4" };

export const LIST = "/c/operations/users";
export const ME = "/c/operations/me";
export const account = (id: number, tab = "") => `${LIST}/${id}${tab && `/${tab}`}`;

/** A field to type into, by its label; never the choice of the same name. */
export const field = (within: Page | Locator, label: string): Locator =>
  within.getByLabel(label, { exact: true }).and(
    within.locator("input:not([type=radio]):not([type=checkbox]), select, textarea"),
  );

export const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole("button", { name, exact: true });

/** A form or a question on top of the screen, by its title. */
export const dialog = (page: Page, title: string | RegExp): Locator =>
  page.getByRole("dialog", { name: title }).or(page.getByRole("alertdialog", { name: title }));

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("heading", { level: 1, name, exact: true });

export const notice = (page: Page): Locator => page.getByRole("region", { name: "Notices" });

export const table = (page: Page): Locator => page.getByRole("table", { name: "Accounts of Operations" });

/** The row of an account, while it is in view. */
export const row = (page: Page, name: string): Locator =>
  table(page)
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name, exact: true }) });

/** The names in view, from top to bottom. */
export const names = (page: Page): Promise<string[]> =>
  table(page).getByRole("rowheader").getByRole("link").allInnerTexts();

/** Fills the form of the sign-in screen, or of the dialog that asks again. */
export async function fillSignIn(within: Page | Locator, who: Person): Promise<void> {
  await field(within, "User name").fill(who.name);
  await field(within, "Password").fill(who.password);
  await button(within, "Sign in").click();
}

/** Opens an address of the connection and signs in there. */
export async function signIn(page: Page, who: Person = ADMIN, path = LIST): Promise<void> {
  await page.goto(path);
  await fillSignIn(page, who);
  await expect(heading(page, "Sign in to Operations")).toHaveCount(0);
}

/** Signs in and waits for the whole list: its rows and the teams in them. */
export async function openList(page: Page, who: Person = ADMIN, path = LIST): Promise<void> {
  const teams = page.waitForResponse((answer) => answer.url().endsWith("/api/team_memberships"));
  await signIn(page, who, path);
  await expect(table(page)).toBeVisible();
  await teams;
}

export async function search(page: Page, text: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Search accounts" }).fill(text);
}

/** Opens a row's menu, which the search brings into view. */
export async function openMenu(page: Page, name: string): Promise<Locator> {
  await search(page, name);
  await button(page, `Acts for ${name}`).click();
  return page.getByRole("menu", { name: `Acts for ${name}` });
}

/** Does something to a row through its menu. */
export async function act(page: Page, name: string, what: string): Promise<void> {
  const menu = await openMenu(page, name);
  await menu.getByRole("menuitem", { name: what }).click();
}

export interface Call {
  method: string;
  path: string;
  body: any;
  status?: number;
}

/** What the server got, as method, path and decoded body. */
export async function calls(sim: Simulator, method?: string, path?: string | RegExp): Promise<Call[]> {
  const log: Logged[] = await sim.log();
  return log
    .map(({ method, path, body, status }) => ({
      method,
      path,
      body: typeof body === "string" && body !== "" ? JSON.parse(body) : null,
      status,
    }))
    .filter((call) => method === undefined || call.method === method)
    .filter(
      (call) => path === undefined || (typeof path === "string" ? call.path === path : path.test(call.path)),
    );
}

/** Every call that changes something, sign-ins left out. */
export async function writes(sim: Simulator): Promise<Call[]> {
  const all = await calls(sim);
  return all.filter(({ method, path }) => method !== "GET" && path !== "/api/auth");
}

const base = (sim: Simulator) => `${sim.url}/platforms/portainer/api`;

const JSON_BODY = { "content-type": "application/json" };

/** The server's interface past the panel: somebody else who works there at the same time. */
export class Api {
  private constructor(
    private readonly sim: Simulator,
    readonly token: string,
  ) {}

  static async as(sim: Simulator, who: Person = ADMIN): Promise<Api> {
    const answer = await Api.#signIn(sim, who);
    if (!answer.ok) throw new Error(`sign-in of ${who.name} answered ${answer.status}`);
    return new Api(sim, (await answer.json()).jwt);
  }

  /** The status of a sign-in. */
  static async signInStatus(sim: Simulator, who: Person): Promise<number> {
    const answer = await Api.#signIn(sim, who);
    await answer.text();
    return answer.status;
  }

  static #signIn(sim: Simulator, { name, password }: Person): Promise<Response> {
    return fetch(`${base(sim)}/auth`, {
      method: "POST",
      headers: JSON_BODY,
      body: JSON.stringify({ username: name, password }),
    });
  }

  async call(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await fetch(`${base(this.sim)}${path}`, {
      method,
      headers: { ...JSON_BODY, authorization: `Bearer ${this.token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : null;
  }

  get(path: string): Promise<any> {
    return this.call("GET", path);
  }

  /** Makes an account and gives its id. */
  async create(username: string, role = 2, password = "made-past-the-panel-1"): Promise<number> {
    return (await this.call("POST", "/users", { username, password, role })).Id;
  }

  /** Makes a key for the account that is signed in here, and gives its secret. */
  async key(who: Person, description: string): Promise<string> {
    const me = await this.get("/users/me");
    const made = await this.call("POST", `/users/${me.Id}/tokens`, { password: who.password, description });
    return made.rawAPIKey;
  }
}

/** No part of the page holds a text: no node, no attribute, no value, no storage, no address. */
export async function expectNowhere(page: Page, secret: string): Promise<void> {
  expect(secret.length, "a secret to look for").toBeGreaterThan(7);
  const found = await page.evaluate((secret) => {
    const places: string[] = [];
    if (document.documentElement.outerHTML.includes(secret)) places.push("document");
    if (document.documentElement.innerText.includes(secret)) places.push("text");
    for (const input of document.querySelectorAll("input, textarea, select")) {
      if ((input as HTMLInputElement).value.includes(secret)) places.push("value of a field");
    }
    for (const storage of [localStorage, sessionStorage]) {
      if (JSON.stringify(storage).includes(secret)) places.push("storage");
    }
    if (decodeURIComponent(location.href).includes(secret)) places.push("address");
    if (document.title.includes(secret)) places.push("title");
    return places;
  }, secret);
  expect(found, "where the secret was found").toEqual([]);
}

/** Lets the page write to and read from the clipboard. */
export async function allowClipboard(page: Page): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
}

export const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

/** A connection of a world with all five platforms. */
export interface Site {
  platform: string;
  /** The connection's id and name. */
  id: string;
  name: string;
  /** What the platform calls itself. */
  product: string;
  /** The way in: name and password, or one secret in the field of this name. */
  by: "Password" | "API key" | "Token";
}

export const SITES: Site[] = [
  { platform: "harbor", id: "registry", name: "Registry", product: "Harbor", by: "Password" },
  { platform: "portainer", id: "operations", name: "Operations", product: "Portainer", by: "Password" },
  { platform: "sftpgo", id: "files", name: "File transfer", product: "SFTPGo", by: "Password" },
  { platform: "harness", id: "delivery", name: "Delivery", product: "Harness", by: "API key" },
  { platform: "alauda", id: "clusters", name: "Clusters", product: "Alauda Container Platform", by: "Token" },
];

export const site = (platform: string): Site => SITES.find((site) => site.platform === platform)!;

/** The sign-ins that the simulator knows on a platform, the one that may do everything first. */
export async function people(sim: Simulator, { platform }: Site): Promise<Person[]> {
  return (await sim.accounts()).filter((account) => account.platform === platform);
}

/** Whose sign-in it is, by the name or its beginning. */
export async function person(sim: Simulator, at: Site, name: string): Promise<Person> {
  const found = (await people(sim, at)).find((account) => account.name.startsWith(name));
  if (!found) throw new Error(`nobody on ${at.platform} is called ${name}`);
  return found;
}

/** Fills the sign-in form of a site and sends it. */
export async function fillSignInAt(within: Page | Locator, { by }: Site, who: Person): Promise<void> {
  const choice = within.getByRole("radio", { name: by, exact: true });
  await expect(button(within, "Sign in")).toBeVisible();
  if (await choice.count()) await choice.check();
  if (by === "Password") await field(within, "User name").fill(who.name);
  await field(within, by).fill(who.password);
  await button(within, "Sign in").click();
}

/** Opens an address of a site and signs in there. */
export async function signInAt(page: Page, at: Site, who: Person, path = `/c/${at.id}/users`): Promise<void> {
  await page.goto(path);
  await expect(heading(page, `Sign in to ${at.name}`)).toBeVisible();
  await fillSignInAt(page, at, who);
  await expect(heading(page, `Sign in to ${at.name}`)).toHaveCount(0);
}

export const tableOf = (page: Page, { name }: Site): Locator =>
  page.getByRole("table", { name: `Accounts of ${name}`, exact: true });

/** The row of an account in a site's list, while it is in view. */
export const rowOf = (page: Page, at: Site, name: string): Locator =>
  tableOf(page, at)
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name, exact: true }) });

/** The names in view in a site's list, from top to bottom. */
export const namesOf = (page: Page, at: Site): Promise<string[]> =>
  tableOf(page, at).getByRole("rowheader").getByRole("link").allInnerTexts();

/** Opens a site's list, signed in as whoever may do everything. */
export async function openListOf(page: Page, sim: Simulator, at: Site): Promise<void> {
  await signInAt(page, at, (await people(sim, at))[0]);
  await expect(tableOf(page, at)).toBeVisible();
}

/** Finds an account in a site's list and opens it. */
export async function openAccountOf(page: Page, at: Site, name: string): Promise<void> {
  await search(page, name);
  await rowOf(page, at, name).getByRole("link").click();
  await expect(heading(page, name)).toBeVisible();
}
