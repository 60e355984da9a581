// The Trusted Types policy in a real browser; `unit/policy.test.mjs` has its grammar.

import { expect, test } from "./fixtures";

test("the browser refuses hostile markup, scripts and script addresses, and takes plain markup", async ({ page, provoked }) => {
  await page.goto("/");
  await expect(page.locator("#rollcall .start-wait")).toHaveCount(0);
  // Sinks without a rule in the policy are reported as violations.
  provoked(/policy violation: require-trusted-types-for/, /TrustedScript/);

  const outcome = await page.evaluate(() => {
    const attempt = (act: () => unknown) => {
      try {
        act();
        return "done";
      } catch (error) {
        return (error as Error).name;
      }
    };
    const box = document.createElement("div");
    const into = (markup: string) => attempt(() => (box.innerHTML = markup));
    return {
      plain: into('<p class="a">text <b>bold</b></p>'),
      script: into("<script>globalThis.hit = 1</script>"),
      handler: into('<img src="/favicon.svg" onload="globalThis.hit = 1">'),
      frame: into('<iframe srcdoc="x"></iframe>'),
      address: into('<a href="javascript:globalThis.hit = 1">x</a>'),
      style: into('<p style="color:red">x</p>'),
      scriptText: attempt(() => (document.createElement("script").text = "globalThis.hit = 1")),
      scriptAddress: attempt(() => (document.createElement("script").src = "/config.json")),
      laterScript: attempt(() => setTimeout("globalThis.hit = 1")),
      hit: "hit" in globalThis,
    };
  });
  expect(outcome).toEqual({
    plain: "done",
    script: "TypeError",
    handler: "TypeError",
    frame: "TypeError",
    address: "TypeError",
    style: "TypeError",
    scriptText: "TypeError",
    scriptAddress: "TypeError",
    laterScript: "TypeError",
    hit: false,
  });
});
