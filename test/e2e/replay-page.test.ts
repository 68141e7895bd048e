import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { replayPage } from "../../src/cli/replay/page.ts";
import { bareInput, richInput } from "./fixture.ts";
import { HOSTILE_NAMES } from "./fixture-story.ts";
import { openBrowser } from "./open-browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = [
  { colorScheme: "light", width: 1_280 },
  { colorScheme: "dark", width: 1_280 },
  { colorScheme: "light", width: 390 },
  { colorScheme: "dark", width: 390 },
] as const;

interface Opened {
  readonly page: Page;
  /** What the browser complained of, and what it asked the network for. */
  readonly complaints: string[];
}

describe("the HTML report of replay in Chromium, opened from disk and offline", () => {
  let browser: Browser;
  let folder = "";

  before(async () => {
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), "plimsoll-page-"));
    await writeFile(join(folder, "rich.html"), replayPage(richInput()));
    await writeFile(join(folder, "bare.html"), replayPage(bareInput()));
  });

  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(
    name: string,
    look: { colorScheme: "light" | "dark"; width: number; script?: boolean },
  ): Promise<Opened> {
    const { colorScheme, width, script = true } = look;
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height: 900 },
      offline: true,
      javaScriptEnabled: script,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    page.on(
      "request",
      (request) => /^(file|data):/.test(request.url()) || complaints.push(`asked for ${request.url()}`),
    );
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
    return { page, complaints };
  }

  for (const name of ["rich", "bare"]) {
    for (const look of LOOKS) {
      test(`the ${name} report is accessible, fits and is quiet: ${look.colorScheme}, ${look.width} px`, async () => {
        const { page, complaints } = await open(name, look);
        assert.deepEqual(await seriousFindings(page), []);
        const overflow = await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        assert.equal(overflow, 0);
        assert.deepEqual(complaints, []);
        await page.context().close();
      });
    }
  }

  test("names from the log are text, never markup", async () => {
    const { page, complaints } = await open("rich", { colorScheme: "light", width: 1_280 });
    assert.equal(await page.evaluate("document.querySelectorAll('img').length"), 0);
    assert.equal(await page.evaluate("document.querySelectorAll('script').length"), 1);
    const names = await page.locator("#clients ~ .scroll tbody th").allTextContents();
    for (const name of HOSTILE_NAMES) assert.ok(names.includes(name), name);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test("even markup that slipped through could run no script", async () => {
    const slipped = replayPage(richInput()).replace(
      "<main>",
      "<main><script>document.title = 'taken'</script><i onclick=\"document.title = 'taken'\">x</i>",
    );
    await writeFile(join(folder, "slipped.html"), slipped);
    const { page, complaints } = await open("slipped", { colorScheme: "light", width: 1_280 });
    await page.locator("i[onclick]").click();
    assert.match(await page.title(), /^orders: /);
    assert.ok(complaints.some((complaint) => complaint.includes("Content Security Policy")));
    await page.context().close();
  });

  test("pointing at one chart reads all charts at that time", async () => {
    const { page } = await open("rich", { colorScheme: "light", width: 1_280 });
    await page.locator(".reach[aria-label*='Requests']").hover({ position: { x: 300, y: 60 } });
    const readouts = await page.locator(".readout").allTextContents();
    assert.equal(readouts.length, 4);
    const [first, second, requests, latency] = readouts;
    const time = /^\d+ May \d\d:\d0:/.exec(requests ?? "")?.[0] ?? "no time";
    for (const readout of [first, second, latency]) assert.ok(readout?.startsWith(time), `${readout} at ${time}`);
    assert.match(requests ?? "", /good [\d,]+ · bad [\d,]+ · excluded [\d,]+ · client faults [\d,]+$/);
    assert.match(latency ?? "", /p50 .+ · p90 .+ · p99 .+$/);
    await page.context().close();
  });

  test("a gap in the log reads as nothing, not as its neighbour", async () => {
    const { page } = await open("rich", { colorScheme: "light", width: 1_280 });
    const plot = page.locator(".reach[aria-label*='Requests']");
    const width = (await plot.boundingBox())?.width ?? 0;
    await plot.hover({ position: { x: (width * 41.5) / 72, y: 60 } });
    assert.match(
      (await page.locator("#traffic ~ .chart .readout").first().textContent()) ?? "",
      /^2026-05-12 23:.. UTC: nothing/,
    );
    await page.context().close();
  });

  test("the keyboard moves the cursor and says what it reads", async () => {
    const { page } = await open("rich", { colorScheme: "dark", width: 390 });
    const slider = page.getByRole("slider", { name: "Time in the chart Requests" });
    await page.locator("#traffic").click();
    await page.keyboard.press("Tab");
    assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /^11 May 06:00: good/);
    await page.keyboard.press("ArrowRight");
    assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /^11 May 06:10: good/);
    await page.keyboard.press("End");
    assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /^14 May 05:50: good/);
    assert.match((await page.locator("#traffic ~ .chart .readout").first().textContent()) ?? "", /^14 May 05:50/);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#traffic ~ .chart .readout").first().textContent(), "");
    await page.context().close();
  });

  test("the theme follows the system until one is chosen, without script too", async () => {
    const { page } = await open("rich", { colorScheme: "light", width: 1_280, script: false });
    const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const light = await background();
    await page.getByLabel("dark").check();
    assert.notEqual(await background(), light);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.getByLabel("light").check();
    assert.equal(await background(), light);
    await page.context().close();
  });
});

async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<readonly { id: string; impact: string; nodes: readonly { html: string }[] }[]>(
    "axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations)",
  );
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 200)}`));
}
