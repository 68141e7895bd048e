import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openHost } from "../../src/probes/client/host.testing.ts";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { type ConsolePage, expectOnly, inAllLooks, openPage, signUp } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

const ROUTES =
  "routing:\n  default: {escalate: office}\n  rules:\n    - {if: {api: orders}, escalate: orders-team, repeat: 30m}\n";

// What fires, who is told and what is told next; silences; routes tried, replayed and saved.
describe("groups of alerts, silences and routes, in Chromium against a real server", () => {
  let server: RunningServer;
  let browser: Browser;
  let opened: ConsolePage;
  let page: Page;
  let host: Awaited<ReturnType<typeof openHost>>;
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-groups-pages-"));
  const headers = { "content-type": "application/json" };

  before(async () => {
    host = await openHost((_request, response) => response.writeHead(503).end("down"));
    server = await startServer(directory);
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

  test("routes are written with faults at their lines, tried, replayed and saved", async () => {
    await page.goto("/apis/orders");
    await page.getByRole("link", { name: "Routes", exact: true }).click();
    await page.getByText(/^Nobody wrote routes yet/).waitFor();
    await page.getByRole("button", { name: "Write routes" }).click();
    const text = page.getByLabel("Routes", { exact: true }).and(page.locator("textarea"));
    await text.fill("routing:\n  default: {escalat: office}\n");
    await page.getByRole("button", { name: "Save them" }).click();
    await page.getByText("line 2, column 13").waitFor();
    expectOnly(opened, /422/);
    await text.fill(ROUTES);
    await page.getByRole("button", { name: "Look at them" }).click();
    await page.getByText("What the draft says").waitFor();
    await page.getByRole("button", { name: "Replay 90 days" }).click();
    await page
      .getByText(/^0 pages in the last 90 days, as many as now; each alert that paged still would\.$/)
      .waitFor();
    await inAllLooks(page, "routing-editor");
    await page.getByRole("button", { name: "Save them" }).click();
    await page.getByText("2 routes to office, orders-team.").waitFor();
    await page.getByRole("button", { name: "Say where it goes" }).click();
    await page.getByText("api = orders (rule 1, line 4)", { exact: false }).first().waitFor();
    await inAllLooks(page, "routing");
  });

  test("a group says whom it tells and what comes next; an alert says why it paged", async () => {
    await page.goto("/alerts");
    await page.getByText("Nobody is being told of anything.").waitFor();
    const probe = { api: "orders", title: "Health", method: "GET", url: `${host.url}/health`, everyMs: 10_000 };
    const body = JSON.stringify({ ...probe, failures: 1 });
    const made = await server.call("/api/v1/probes/orders-health", { method: "PUT", headers, body });
    assert.equal(made.status, 200, await made.text());
    await page.getByText("orders-team was told").first().waitFor();
    await inAllLooks(page, "alerts-groups");
    await page
      .getByRole("link", { name: /probe:orders-health fires for orders/ })
      .first()
      .click();
    await page.getByText(/^If nothing changes, it is told again at /).waitFor();
    await page.getByText("First notice, to orders-team: 1 alert fires.").waitFor();
    await inAllLooks(page, "group");
    await page.getByRole("list").getByRole("link").filter({ hasText: "orders-health" }).first().click();
    await page.getByRole("heading", { name: "Why it did or did not page" }).waitFor();
    await page.getByText(/^orders-team was (paged|told) at /).waitFor();
    await inAllLooks(page, "alert-explained");
  });

  test("a silence shows what it hides before it is made, holds, and is ended with a word before it", async () => {
    await page.getByRole("link", { name: "Silence alerts like this" }).click();
    await page.getByText(/^It hides 1\salert that fires now/).waitFor();
    await page.getByLabel("Reason").fill("the database moves");
    await inAllLooks(page, "silence-form");
    await page.getByRole("button", { name: "Silence them" }).click();
    await page.getByText(/^1\ssilence holds and hides what fires now\.$/).waitFor();
    await inAllLooks(page, "silences");
    await page.goto("/alerts");
    await page.getByText(/1\sgroup fires and is muted/).click();
    await page
      .getByText(/the silence of Ana \(the database moves\)/)
      .first()
      .waitFor();
    await page.goto("/silences");
    await page.getByRole("button", { name: "End it now …" }).click();
    await page.getByRole("button", { name: "End it", exact: true }).click();
    await page.getByText("Nothing is silenced").waitFor();
    await page.getByText("Those that are over").click();
    await page.getByText(/ended by Ana/).waitFor();
    assert.deepEqual(opened.complaints, []);
  });
});
