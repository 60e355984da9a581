// `cargo xtask test e2e` runs this: it builds the release and the simulator and names them here.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

import { defineConfig } from "@playwright/test";

function onPath(...names: string[]): string | undefined {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}

export default defineConfig({
  testDir: ".",
  // What measures times comes last and alone.
  projects: [
    { name: "flows", testMatch: "*.spec.ts", testIgnore: "large.spec.ts" },
    { name: "alone", testMatch: "large.spec.ts", dependencies: ["flows"] },
  ],
  outputDir: "../../target/e2e-results",
  workers: 2,
  fullyParallel: true,
  // A test that passes at the second try is a failed one.
  retries: 0,
  forbidOnly: true,
  timeout: 30_000,
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.ROLLCALL_REPORT ?? "../../target/e2e-report.json" }],
  ],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? onPath("chromium", "chromium-browser", "google-chrome"),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
      ],
    },
  },
});
