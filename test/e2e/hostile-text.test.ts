import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { floorTo, instantText, MINUTE_MS, wallClockMs } from "#kernel";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { openPage } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

const PASSWORD = "a sentence to keep in mind";
/** Harmless where it is shown as text; elsewhere it gives itself away. */
const HOSTILE = `<img src=x onerror=taken=1><script>taken=1</script>"'`;
const PAGES = [
  ...[
    "",
    "/traffic",
    "/operations",
    "/objectives",
    "/sources",
    "/clients",
    "/clients/acme-shop",
    "/records",
    "/settings",
  ].map((path) => `/apis/orders${path}`),
  `/apis/orders/clients/${encodeURIComponent(HOSTILE)}`,
  "/organisations/acme",
  "/plans",
  "/plans/gold",
  "/alerts",
  "/account",
  ...["people", "teams", "tokens", "destinations", "letters", "server", "audit"].map((part) => `/settings/${part}`),
];

describe("what people and clients call things is shown as the text that it is", () => {
  let server: RunningServer;
  let browser: Browser;
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-hostile-"));

  before(async () => {
    server = await startServer(directory);
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test("no name, title, description, reason or note becomes a part of a page", async () => {
    await fill(server);
    const { page, complaints } = await openPage(browser, server.url);
    await page.goto(/Set up your account, once: (\S+)/.exec(server.output())?.[1] ?? "no link");
    await page.getByRole("textbox", { name: "Name" }).fill(HOSTILE);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.getByRole("navigation").first().waitFor();
    let shown = 0;
    for (const path of PAGES) {
      await page.goto(path);
      await page.locator("main :is(h1, h2)").first().waitFor({ state: "attached" });
      await page.locator(".skeleton").first().waitFor({ state: "detached" });
      const found = await page.evaluate<{ taken: unknown; parts: number; text: string }>(
        `({ taken: window.taken ?? null, parts: document.querySelectorAll('img[src="x"], [onerror]').length, text: document.body.innerText })`,
      );
      assert.deepEqual([found.taken, found.parts], [null, 0], path);
      if (found.text.includes("<img src=x onerror=")) shown += 1;
    }
    assert.ok(shown >= PAGES.length - 3, `shown as text on ${shown} of ${PAGES.length} pages`);
    assert.deepEqual(complaints, []);
  });
});

/** Everything that can be called something is called the same. */
async function fill({ call, post }: RunningServer): Promise<void> {
  const send = async (method: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
    const text = JSON.stringify(body);
    const answer = await call(`/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: text,
    });
    assert.ok(answer.ok, `${method} ${path}: ${await answer.clone().text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const called = { title: HOSTILE, description: HOSTILE };
  const from = instantText(floorTo(wallClockMs(), MINUTE_MS) + MINUTE_MS);
  const to = instantText(floorTo(wallClockMs(), MINUTE_MS) + 60 * MINUTE_MS);
  await send("PUT", "/apis/orders", { title: HOSTILE });
  await send("PUT", "/apis/orders/versions/v1", { title: HOSTILE });
  await send("POST", "/apis/orders/maintenance", { title: HOSTILE, from, to });
  await send("PUT", "/organisations/acme", { title: HOSTILE, note: HOSTILE });
  await send("PUT", "/clients/acme-shop", { organisation: "acme", ...called, seenAs: [`${HOSTILE}2`] });
  await send("PUT", "/plans/gold", { ...called, access: "on request" });
  await send("POST", "/subscriptions", { client: "acme-shop", api: "orders", plan: "gold", reason: HOSTILE });
  await send("PUT", "/teams/orders", { title: HOSTILE, people: [] });
  await send("POST", "/tokens", { name: HOSTILE, scopes: ["read"] });
  await send("POST", "/destinations", { title: HOSTILE, kind: "webhook", url: "https://hooks.example/x" });
  const record = { api: "orders", method: "GET", path: `/${HOSTILE}`, status: 500, durationMs: 5, release: HOSTILE };
  const at = instantText(wallClockMs() - MINUTE_MS);
  const lines = ["acme-shop", HOSTILE, `${HOSTILE}2`].map((client) => JSON.stringify({ at, client, ...record }));
  const posted = await post(lines.join("\n"));
  assert.match(await posted.text(), /"kept":3/);
}
