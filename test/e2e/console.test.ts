import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { assertSound, type ConsolePage, expectOnly, openPage, press, tabTo } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";
import { webhookReceiver } from "./webhook-receiver.ts";

const PASSWORD = "a sentence to keep in mind";

// One story of one person, from nothing to the end: each test goes on where the one before stopped.
describe("the console, from the one-time link on, in Chromium against a real server", () => {
  let server: RunningServer;
  let browser: Browser;
  let opened: ConsolePage;
  let page: Page;
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-console-"));

  before(async () => {
    server = await startServer(directory);
    browser = await openBrowser();
    opened = await openPage(browser, server.url);
    page = opened.page;
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test("somebody unknown is asked to sign in, and the browser has nothing to complain of", async () => {
    await page.goto("/alerts");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await assertSound(page, "sign-in");
    assert.deepEqual(opened.complaints, []);
  });

  test("the one-time link leads to an account and to the first API, by the keyboard alone", async () => {
    await page.goto(setUpLink(server));
    await page.getByRole("heading", { name: "Make the first account" }).waitFor();
    await assertSound(page, "set-up");
    await press(page, "Tab", "Ana", "Tab", PASSWORD, "Enter");
    await page.getByRole("heading", { name: "Which API do you take live?" }).waitFor();
    await assertSound(page, "start");
    await tabTo(page, "api-title");
    await press(page, "Orders", "Enter");
    await page.getByRole("heading", { name: "orders is there" }).waitFor();
  });

  test("the line to copy works in a shell as it is, and the page says that records arrive", async () => {
    await page.getByRole("button", { name: "Make a token for this line" }).click();
    const line = page.getByRole("group", { name: "Command" });
    await page.getByText("The token is shown only now").waitFor();
    const answer = execFileSync("sh", ["-c", `${await line.textContent()}`], { encoding: "utf8", stdio: "pipe" });
    assert.equal((JSON.parse(answer) as { kept: number }).kept, 1);
    await page.getByText("Records arrive").waitFor();
    await page.getByRole("link", { name: "Open its overview" }).click();
    await page.getByRole("heading", { name: "Overview of Orders" }).waitFor();
    await page.getByText("0 bad of 1 valid").waitFor();
    await page.locator("canvas").first().waitFor();
    assert.match(new URL(page.url()).pathname, /^\/apis\/orders$/);
  });

  test("the sample is loaded by one button, and its traffic is seen", async () => {
    await page.goto("/start");
    await page.getByRole("button", { name: /sample/i }).click();
    await page.waitForURL(/\/apis\/sample/);
    await page.locator("canvas").first().waitFor();
    await page
      .getByText(/10,000 valid/)
      .first()
      .waitFor();
  });

  test("a fault in the objectives is shown at its line, and nothing is changed until it is mended", async () => {
    await page.goto("/apis/orders/settings");
    const file = page.getByRole("textbox", { name: "Objectives, YAML" });
    await file.fill("apis:\n  orders:\n    objectives:\n      availability: 120%\n");
    await page.getByRole("button", { name: "Save the objectives" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    assert.match((await alert.textContent()) ?? "", /Nothing was changed.*line 4/);
    await assertSound(page, "objectives with a fault");
    await file.fill(
      "apis:\n  orders:\n    window: 30 days\n    perClient: true\n    objectives:\n      availability: 99.5%\n",
    );
    await page.getByRole("button", { name: "Save the objectives" }).click();
    await page.getByText("The objectives hold from now on.").waitFor();
    await page.goto("/apis/orders/objectives");
    await page.getByText("99.5 %").first().waitFor();
    expectOnly(opened, /status of 422/);
  });

  test("who saves objectives second is told, keeps the own text, and overwrites nothing unasked", async () => {
    const title = "Objectives, YAML";
    const other = await opened.context.newPage();
    // Without news: this tab learns of the other's change only by the refusal.
    await other.route("**/api/v1/stream*", (route) => route.abort());
    await page.goto("/apis/orders/settings");
    await other.goto("/apis/orders/settings");
    const text = await page.getByRole("textbox", { name: title }).inputValue();
    await other.getByRole("textbox", { name: title }).fill(`${text}# second\n`);
    await page.getByRole("textbox", { name: title }).fill(`${text}# first\n`);
    await page.getByRole("button", { name: "Save the objectives" }).click();
    await page.getByText("The objectives hold from now on.").waitFor();
    await other.getByRole("button", { name: "Save the objectives" }).click();
    await other.getByText("Somebody saved other objectives after you began.").waitFor();
    assert.equal(await other.getByRole("textbox", { name: title }).inputValue(), `${text}# second\n`);
    assert.match((await other.getByRole("group", { name: "Objectives saved now" }).textContent()) ?? "", /# first/);
    await assertSound(other, "a conflict");
    await page.getByRole("textbox", { name: title }).fill(`${text}# third\n`);
    await other.getByRole("button", { name: "Save mine over it" }).click();
    await other.getByText("The objectives hold from now on.").waitFor();
    await page.getByText("Somebody saved other objectives after you began.").waitFor();
    await page.getByRole("button", { name: "Discard the changes" }).click();
    assert.equal(await page.getByRole("textbox", { name: title }).inputValue(), `${text}# second\n`);
    await other.close();
    assert.deepEqual(opened.complaints, []);
  });

  test("another target is tried by the slider's keys", async () => {
    await page.goto("/apis/sample/objectives/availability");
    const slider = page.getByRole("slider", { name: /^Target/ });
    await slider.focus();
    await page.getByText("Nights you would have been woken", { exact: true }).waitFor();
    await page.keyboard.press("ArrowRight");
    assert.doesNotMatch((await slider.locator("xpath=..").textContent()) ?? "", /\(now\)/);
    await page.getByText("Budget left").first().waitFor();
    await assertSound(page, "objective");
  });

  test("what is drawn over in a chart becomes the range of the page", async () => {
    await page.goto("/apis/sample/traffic?range=7d");
    const chart = page.getByRole("slider", { name: "Time in the chart Requests" });
    await chart.locator("canvas").waitFor();
    const over = chart.locator(".u-over");
    const box = (await over.boundingBox()) ?? assert.fail("the chart has no place");
    const across = (share: number): [number, number] => [box.x + box.width * share, box.y + box.height / 2];
    await page.mouse.move(...across(0.25));
    await page.mouse.down();
    await page.mouse.move(...across(0.5), { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=.*to=/);
    const search = new URL(page.url()).searchParams;
    const days = (Date.parse(search.get("to") ?? "") - Date.parse(search.get("from") ?? "")) / 86_400_000;
    assert.ok(Math.abs(days - 7 / 4) < 0.1, `${days} days`);
    assert.equal(search.get("range"), null);
  });

  test("a table is downloaded as CSV, with the rows and the columns that it has", async () => {
    await page.goto("/apis/sample/traffic?range=30d&by=status");
    const table = page.getByRole("table", { name: "Requests by status" });
    const shown = await table.locator("tbody tr th").first().textContent();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "CSV", exact: true }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "sample-by-status.csv");
    const lines = readFileSync(await download.path(), "utf8")
      .trimEnd()
      .split("\r\n");
    assert.equal(lines[0], "status,bad,availability,requests,client faults,throttled,p50,p99");
    assert.equal(lines[1]?.split(",")[0], shown);
    assert.equal(`${lines.length - 1}`, await page.getByRole("status").filter({ hasText: /^\d+$/ }).textContent());
  });

  test("an address is a search of records, and Older goes further back", async () => {
    await page.goto("/apis/sample/records?range=30d&status=404");
    const rows = page.getByRole("group", { name: "Records" }).locator("tbody tr");
    await rows.first().waitFor();
    const first = await rows.count();
    for (const status of await rows.locator("td").first().allTextContents()) assert.match(status, /404/);
    await page.getByRole("button", { name: "Older" }).click();
    await rows.nth(first).waitFor();
    await rows.first().getByRole("button").click();
    await page.getByRole("dialog").waitFor();
    await assertSound(page, "record");
    await page.keyboard.press("Escape");
  });

  test("a webhook is added, its test message arrives, and it is deleted", async () => {
    await using receiver = await webhookReceiver();
    await page.goto("/settings/destinations");
    await page.getByRole("textbox", { name: "Name" }).fill("on-call");
    await page.getByRole("textbox", { name: "Address" }).fill(receiver.url);
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByRole("button", { name: "Send a test" }).click();
    await page.getByText("The test reached “on-call”.").waitFor();
    assert.equal(receiver.bodies.length, 1);
    await assertSound(page, "destinations");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Delete it" }).click();
    await page.getByText("There is none yet: alerts are only seen here.").waitFor();
  });

  test("PagerDuty's key is shown by its end alone", async () => {
    await page.getByRole("radio", { name: "PagerDuty" }).check();
    await page.getByRole("textbox", { name: "Name" }).fill("night");
    await page.getByLabel("Routing key").fill("0123456789abcdef0123456789abcdef");
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByText("key …cdef").waitFor();
    assert.doesNotMatch((await page.locator("main").textContent()) ?? "", /0123456789/);
  });

  test("PagerDuty is sent a test event, and is deleted only once that was confirmed", async () => {
    await using receiver = await webhookReceiver();
    // The console knows PagerDuty's own address alone; this one is on our machine.
    const body = { kind: "pagerduty", title: "day", url: receiver.url, routingKey: "fedcba9876543210fedcba9876543210" };
    const made = await server.call("/api/v1/destinations", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    assert.equal(made.status, 201);
    await page.reload();
    const row = page.getByRole("listitem").filter({ hasText: "…3210" });
    await row.getByRole("button", { name: "Send a test" }).click();
    await page.getByText("The test reached “day”.").waitFor();
    const [event] = receiver.bodies.map((each) => JSON.parse(each) as { routing_key: string; event_action: string });
    assert.deepEqual([event?.routing_key, event?.event_action], [body.routingKey, "trigger"]);
    await row.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Leave it" }).click();
    await row.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Delete it" }).click();
    await row.waitFor({ state: "detached" });
    await page.getByText("key …cdef").waitFor();
  });

  test("a token is shown once, works, and is refused after it was revoked", async () => {
    await page.goto("/settings/tokens");
    await page.getByRole("textbox", { name: "What for" }).fill("a script");
    await page.getByRole("combobox", { name: "It may" }).selectOption("read");
    await page.getByRole("button", { name: "Make it" }).click();
    const token = (await page.getByRole("group", { name: "Token" }).textContent()) ?? "";
    const status = async () =>
      (await fetch(`${server.url}/api/v1/apis`, { headers: { authorization: `Bearer ${token}` } })).status;
    assert.equal(await status(), 200);
    await page.reload();
    const row = page.getByRole("listitem").filter({ hasText: "a script" });
    await row.getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("button", { name: "Revoke it" }).click();
    await row.waitFor({ state: "detached" });
    assert.equal(await page.getByText(token).count(), 0);
    assert.equal(await status(), 401);
  });

  test("the palette finds a page by a few letters", async () => {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("traff");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/traffic/);
  });

  test("who signs out is out, and comes back to the page that was asked for", async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goto("/settings/audit");
    await page.getByRole("textbox", { name: "Name" }).fill("Ana");
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The name or the password is wrong.").waitFor();
    expectOnly(opened, /status of 401/);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/settings\/audit/);
    await page.getByText("session.start").first().waitFor();
  });

  test("an API is deleted only by who types its name", async () => {
    await page.goto("/apis/orders/settings");
    await page.getByRole("button", { name: /^Delete Orders/ }).click();
    const really = page.getByRole("button", { name: "Delete it for good" });
    assert.equal(await really.isDisabled(), true);
    await page.getByLabel("Type orders to confirm").fill("orders");
    await really.click();
    await page.getByText("Orders is deleted.").waitFor();
    assert.equal((await server.call("/api/v1/apis/orders")).status, 404);
  });

  test("a server that went away is said to be away, and what was shown stays", async () => {
    await page.goto("/apis/sample?range=7d");
    await page.locator("canvas").first().waitFor();
    assert.deepEqual(opened.complaints, []);
    await server.stop();
    await page.getByText("reconnecting").waitFor();
    await page.getByRole("link", { name: "Server", exact: true }).click();
    await page.getByText("The server does not answer.").first().waitFor();
    await page.getByText("Is the server running?").first().waitFor();
  });
});

function setUpLink(server: RunningServer): string {
  return /Set up your account, once: (\S+)/.exec(server.output())?.[1] ?? "no link";
}
