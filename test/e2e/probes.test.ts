import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { HOUR_MS, isoText } from "#kernel";
import { openHost } from "../../src/probes/client/host.testing.ts";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { assertSound, type ConsolePage, inAllLooks, openPage, signUp } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

// What asks from outside, what is awaited, and what was released: made, seen and changed in the console.
describe("probes, heartbeats and releases, in Chromium against a real server", () => {
  let server: RunningServer;
  let browser: Browser;
  let opened: ConsolePage;
  let page: Page;
  let host: Awaited<ReturnType<typeof openHost>>;
  let status = 200;
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-probes-pages-"));

  before(async () => {
    host = await openHost((_request, response) => response.writeHead(status).end('{"status":"up"}'));
    server = await startServer(directory);
    const headers = { "content-type": "application/json" };
    await server.call("/api/v1/apis/orders", { method: "PUT", headers, body: '{"title":"Orders"}' });
    browser = await openBrowser();
    opened = await openPage(browser, server.url);
    page = opened.page;
    await signUp(opened, server);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await host?.[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  test("a draft is tried, corrected and saved, runs at once, and what fails is said at the top", async () => {
    await page.goto("/apis/orders");
    await page.getByRole("link", { name: "Probes", exact: true }).click();
    await page.getByText("Nothing asks from outside yet").waitFor();
    await page.getByRole("button", { name: "Add a probe" }).click();
    await page.getByLabel("Name", { exact: true }).fill("orders-health");
    await page.getByLabel("API", { exact: true }).selectOption("orders");
    await page.getByLabel("Address").fill(`${host.url}/health`);
    await page.getByLabel("Every").fill("soon");
    await page.getByText("Headers, body, JSON, certificate").click();
    await page.getByLabel("Values of its JSON").fill("/status = down");
    await page.getByRole("button", { name: "Try it now" }).click();
    await page.getByText('its JSON has “"up"” at /status instead of "down"').waitFor();
    await page.getByLabel("Values of its JSON").fill("/status = up");
    await page.getByRole("button", { name: "Add it" }).click();
    await page
      .getByText(/expected number/i)
      .first()
      .waitFor();
    await page.getByLabel("Every").fill("10 s");
    await assertSound(page, "probes-form");
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByText(/^1\sprobe asks from outside, and none fails\.$/).waitFor();
    await page.getByRole("link", { name: "orders-health" }).click();
    await page.getByText(/^orders-health passes: 200\s/).waitFor();
    status = 503;
    await page.getByText(/^orders-health failed once: it answered 503\sinstead of 2xx/).waitFor();
    await page.getByText(/^orders-health fails since .*: it answered 503\sinstead of 2xx\.$/).waitFor();
    await inAllLooks(page, "probe-fails", "reload");
    await page.goto("/alerts");
    await page.getByText("probe:orders-health").first().click();
    await page.getByRole("link", { name: "The probe orders-health" }).waitFor();
    await page.goto("/probes/orders-health");
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("orders-health is paused").waitFor();
    await page.goto("/probes");
    await page.getByText("paused", { exact: false }).first().waitFor();
    await inAllLooks(page, "probes-list", "reload");
    await page.getByRole("link", { name: "orders-health" }).click();
    await page.getByRole("button", { name: "Delete it …" }).click();
    await page.getByRole("button", { name: "Delete it", exact: true }).click();
    await page.getByText("Nothing asks from outside yet").waitFor();
  });

  test("a heartbeat is awaited, its address is shown once, and its signs are listed", async () => {
    await page.goto("/heartbeats");
    await page.getByText("Nothing is awaited yet").waitFor();
    await page.getByRole("button", { name: "Add a heartbeat" }).click();
    await page.getByLabel("Name", { exact: true }).fill("nightly-billing");
    await page.getByLabel("API", { exact: true }).selectOption("orders");
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByText(/^1\sheartbeat is awaited, and none stays away\.$/).waitFor();
    await page.getByRole("link", { name: "nightly-billing" }).click();
    await page.getByRole("button", { name: "Make an address" }).click();
    const line =
      (await page
        .getByText(/^curl -fsS/)
        .first()
        .textContent()) ?? "";
    await assertSound(page, "heartbeat-new");
    const address = /http:\S+/.exec(line)?.[0] ?? "";
    assert.equal((await fetch(address)).status, 200);
    await page.getByText(/^nightly-billing came on\s/).waitFor();
    assert.equal((await fetch(`${address}/fail`)).status, 200);
    await page.getByText(/^The heartbeat nightly-billing says that its work failed/).waitFor();
    await page.reload();
    await page.getByText("It has a secret address, which is not shown again.").waitFor();
    await inAllLooks(page, "heartbeat-failed", "reload");
    await page.goto("/heartbeats");
    await page.getByText(/^nightly-billing stays away; 1\sheartbeat is awaited\.$/).waitFor();
    await inAllLooks(page, "heartbeats-list", "reload");
  });

  test("a release that was said is a mark in the charts and a line among the settings of its API", async () => {
    const headers = { "content-type": "application/json" };
    const at = isoText(Date.now() - HOUR_MS / 2);
    const body = JSON.stringify({
      release: "2026.11.3",
      at,
      title: "Faster search",
      link: "https://git.example.com/1",
    });
    await server.call("/api/v1/apis/orders/releases", { method: "POST", headers, body });
    const record = (minutes: number) =>
      JSON.stringify({
        at: isoText(Date.now() - minutes * 60_000),
        api: "orders",
        method: "GET",
        path: "/a",
        status: 200,
        durationMs: 9,
      });
    await server.post(Array.from({ length: 59 }, (_, minutes) => `${record(minutes)}\n`).join(""));
    await page.goto("/apis/orders/traffic?range=1h");
    await page.getByRole("heading", { name: /^Requests/ }).waitFor();
    await page.locator("canvas").first().waitFor();
    await inAllLooks(page, "release-charts", "reload");
    await page.goto("/apis/orders/settings");
    await page.getByText("Faster search").waitFor();
    await inAllLooks(page, "release-list", "reload");
    assert.deepEqual(
      opened.complaints.filter((text) => !text.includes("422")),
      [],
    );
  });
});
