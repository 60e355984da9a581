// Cold start: node tests/bench/startup.mjs FOLDER ADDRESS
//
// Opens the panel and the plain page in a fresh context each time, without a cache, over a slowed
// line and on a slowed processor, until the first row of the list is on the page. Prints both
// medians, one line of JSON, and `ratio R`.

import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../e2e/package.json", import.meta.url))("@playwright/test");

const ROUNDS = 5;
const LINE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 };
const PROCESSOR = 4;
const FIRST_ROW = "[data-row]";
const PORTAINER = "/platforms/portainer/api";

const [, address] = process.argv.slice(2);

async function call(path, options = {}) {
  const answer = await fetch(address + path, {
    ...options,
    headers: { "content-type": "application/json", ...options.headers },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${options.method ?? "GET"} ${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

// An administrator's API key, made by the platform's own calls.
async function apiKey() {
  const accounts = await call("/__sim/accounts");
  const list = Array.isArray(accounts) ? accounts : accounts.accounts;
  const ours = list.filter((account) => account.platform === "portainer");
  const admin = ours.find((account) => /admin/i.test(JSON.stringify(account))) ?? ours[0];
  if (!admin) throw new Error("the simulator names no sign-in for portainer");
  const name = admin.name ?? admin.username ?? admin.user;
  const { jwt } = await call(`${PORTAINER}/auth`, {
    method: "POST",
    body: JSON.stringify({ username: name, password: admin.password }),
  });
  const headers = { authorization: `Bearer ${jwt}` };
  const me = await call(`${PORTAINER}/users/me`, { headers });
  const made = await call(`${PORTAINER}/users/${me.Id}/tokens`, {
    method: "POST",
    headers,
    body: JSON.stringify({ description: "startup", password: admin.password }),
  });
  return made.rawAPIKey;
}

async function open(browser, path, key) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    // Noted by the page itself when the row stands there, not when we get to ask.
    await page.addInitScript((selector) => {
      const seen = () => {
        if (!document.querySelector(selector)) return;
        watcher.disconnect();
        requestAnimationFrame(() => (globalThis.firstRowMs = performance.now()));
      };
      const watcher = new MutationObserver(seen);
      watcher.observe(document, { childList: true, subtree: true });
    }, FIRST_ROW);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
    await devtools.send("Network.emulateNetworkConditions", LINE);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: PROCESSOR });
    await page.goto(`${address}${path}#${encodeURIComponent(key)}`, { waitUntil: "commit" });
    try {
      await page.waitForFunction(() => "firstRowMs" in globalThis, null, { timeout: 30_000 });
    } catch {
      throw new Error(`${path} showed no row in 30 s. It said: ${complaints.join("; ") || "nothing"}`);
    }
    return await page.evaluate(() => globalThis.firstRowMs);
  } finally {
    await context.close();
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const key = await apiKey();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"],
});
try {
  const runs = { panel: [], plain: [] };
  // Once each before it counts, so that neither side pays for the browser's own start.
  await open(browser, "/plain.html", key);
  await open(browser, "/panel.html", key);
  // In turns, so that a busy moment of the machine meets both.
  for (let round = 0; round < ROUNDS; round += 1) {
    runs.plain.push(Math.round(await open(browser, "/plain.html", key)));
    runs.panel.push(Math.round(await open(browser, "/panel.html", key)));
  }
  const panel = median(runs.panel);
  const plain = median(runs.plain);
  const ratio = Number((panel / plain).toFixed(2));
  console.log(`panel: ${panel} ms until the first row (${runs.panel.join(", ")})`);
  console.log(`plain: ${plain} ms until the first row (${runs.plain.join(", ")})`);
  console.log(JSON.stringify({ bench: "startup", panel_ms: panel, plain_ms: plain, ratio, runs }));
  console.log(`ratio ${ratio}`);
} finally {
  await browser.close();
}
