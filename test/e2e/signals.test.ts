import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { type ConsolePage, inAllLooks, openPage, signUp } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

// What other systems say is wrong: how they are told to send, what became of it, and the alert that it is.
describe("sources of signals, in Chromium against a real server", () => {
  let server: RunningServer;
  let browser: Browser;
  let opened: ConsolePage;
  let page: Page;
  let token = "";
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-signals-pages-"));

  before(async () => {
    server = await startServer(directory);
    const headers = { "content-type": "application/json" };
    await server.call("/api/v1/apis/orders", { method: "PUT", headers, body: '{"title":"Orders"}' });
    const body = JSON.stringify({ name: "signals", scopes: ["signals:write"] });
    const made = await server.call("/api/v1/tokens", { method: "POST", headers, body });
    ({ token } = (await made.json()) as { token: string });
    browser = await openBrowser();
    opened = await openPage(browser, server.url);
    page = opened.page;
    await signUp(opened, server);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test("what is copied for PagerDuty's senders opens an alert, which is listed with what became of the signal", async () => {
    await page.goto("/settings/signal-sources");
    await page.getByText("Nothing was said yet.").waitFor();
    await page.getByText("How to send from PagerDuty events").click();
    const lines = (await page.getByRole("group", { name: "Lines for PagerDuty events" }).textContent()) ?? "";
    const [, address = "", body = ""] = /POST (\S+) .* -d '(.*)'/.exec(lines) ?? [];
    const answer = await fetch(address, { method: "POST", body: body.replace("TOKEN", token) });
    assert.equal(answer.status, 202, await answer.text());
    await page.getByText("opened an alert").waitFor();
    await inAllLooks(page, "signal-sources");
    await page.getByRole("link", { name: "Disk full on db-1" }).click();
    await page.getByText("Said by pagerduty; it ends when it says so.").waitFor();
    await page.getByText("db-1", { exact: true }).waitFor();
    await inAllLooks(page, "alert-outside");
    await page.goto("/alerts");
    await page.getByText("by pagerduty").waitFor();
  });

  test("a source of one's own is made with a mapping, corrected where it is wrong, heard, and removed with its alerts", async () => {
    await page.goto("/settings/signal-sources");
    await page.getByLabel("Name", { exact: true }).fill("monitor");
    await page.getByLabel("It sends").selectOption("generic");
    await page.getByLabel("Where the parts of a signal lie").fill("{");
    await page.getByRole("button", { name: "Add it" }).click();
    await page
      .getByText(/is no JSON/)
      .first()
      .waitFor();
    await page.getByLabel("Where the parts of a signal lie").fill('{"dedupKey": ["/id"], "title": "name"}');
    await page.getByRole("button", { name: "Add it" }).click();
    await page
      .getByText(/is no JSON Pointer/)
      .first()
      .waitFor();
    const mapping = { dedupKey: ["/id"], title: "/name", url: "/link", labels: { host: "/host" } };
    await page.getByLabel("Where the parts of a signal lie").fill(JSON.stringify(mapping));
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByRole("button", { name: "Remove monitor" }).waitFor();
    const send = (event: object) =>
      fetch(`${server.url}/api/v1/signals/monitor`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify(event),
      });
    assert.equal((await send({ id: 1, name: "Queue is long", host: "q-1", link: "javascript:alert(1)" })).status, 202);
    assert.equal((await send({ name: "Nobody" })).status, 422);
    await page.getByText(/Something it sent could not be taken.*\/id is not there/).waitFor();
    await page.getByRole("link", { name: "Queue is long" }).click();
    await page.getByText("Said by monitor").waitFor();
    assert.equal(await page.getByText("Where monitor shows it").count(), 0);
    await page.goto("/settings/signal-sources");
    await page.getByRole("button", { name: "Remove monitor" }).click();
    await page.getByRole("button", { name: "Remove it", exact: true }).click();
    await page.getByText("“monitor” is removed.").waitFor();
    const { items } = (await (await server.call("/api/v1/alerts?state=firing")).json()) as { items: object[] };
    assert.equal(items.length, 1);
  });
});
