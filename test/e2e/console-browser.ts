import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The server is on this machine: what is not there after so long does not come. */
const WAIT_MS = 10_000;

/** How a page is looked at. */
export interface Look {
  readonly colorScheme: "light" | "dark";
  readonly width: number;
}

/** A desk in both themes, and a phone. */
export const LOOKS: readonly Look[] = [
  { colorScheme: "light", width: 1_280 },
  { colorScheme: "dark", width: 1_280 },
  { colorScheme: "light", width: 390 },
  { colorScheme: "dark", width: 390 },
];

/** A page of the console, with what its browser complained of since it was opened. */
export interface ConsolePage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: string[];
}

export async function openPage(browser: Browser, url: string, look: Look = LOOKS[0] as Look): Promise<ConsolePage> {
  const context = await browser.newContext({
    baseURL: url,
    colorScheme: look.colorScheme,
    viewport: { width: look.width, height: 900 },
    timezoneId: "UTC",
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`${message.text()} ${message.location().url}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, context, complaints };
}

/** Axe finds nothing serious, and nothing is wider than the screen. */
export async function assertSound(page: Page, name: string): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate<readonly { id: string; impact: string; nodes: readonly { html: string }[] }[]>(
    "axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations)",
  );
  const serious = found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 200)}`));
  assert.deepEqual(serious, [], name);
  const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.equal(overflow, 0, `${name} is wider than the screen`);
}
