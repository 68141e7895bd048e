import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { RunningServer } from "../server/running-server.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What is seen only after the next tick, up to ten seconds later, must come in good time on a busy machine as well. */
const WAIT_MS = 45_000;

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

/**
 * Sound in both themes on a desk and on a phone; pictures when somebody wants to look. `then`: whether the page is loaded
 * again afterwards, as it is at first, or keeps what was typed.
 */
export async function inAllLooks(page: Page, name: string, then: "reload" | "stay" = "stay"): Promise<void> {
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const shot = `${name}-${colorScheme}-${width}`;
    const folder = process.env["SHOTS"];
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${shot}.png`), fullPage: true });
    await assertSound(page, shot);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1_280, height: 900 });
  if (then === "reload") await page.reload();
}

/** The first administrator, Ana, is made by the set-up link, and signed in here; gives what is sent back with changes. */
export async function signUp({ context }: ConsolePage, server: Pick<RunningServer, "output" | "url">): Promise<string> {
  const link = /Set up your account, once: (\S+)/.exec(server.output())?.[1] ?? "";
  const data = { token: new URL(link).searchParams.get("token"), name: "Ana", password: "a sentence to keep in mind" };
  const made = await context.request.post(`${server.url}/api/v1/setup`, { data });
  return ((await made.json()) as { csrf: string }).csrf;
}

/** Keys by their name, anything else as it would be typed. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (key === "Tab" || key === "Enter") await page.keyboard.press(key);
    else await page.keyboard.type(key);
  }
}

/** Goes on by the keyboard until the element is reached; fails when it never is. */
export async function tabTo(page: Page, id: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if (await page.evaluate<boolean>(`document.activeElement?.id === "${id}"`)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not reach ${id}`);
}

/** A browser reports each refusal of the server as an error; only the one that the test provoked is taken. */
export function expectOnly({ complaints }: ConsolePage, expected: RegExp): void {
  assert.ok(complaints.length > 0 && complaints.every((each) => expected.test(each)), complaints.join("\n"));
  complaints.length = 0;
}
