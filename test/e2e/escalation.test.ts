import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openPostbox } from "../../src/identity/postbox.testing.ts";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { assertSound, type ConsolePage, inAllLooks, LOOKS, openPage, signUp } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

// From something that fails to a page by mail, taken by a link and in the console, and told to be over.
describe("pages, policies and performance, in Chromium against a real server", () => {
  let server: RunningServer;
  let browser: Browser;
  let opened: ConsolePage;
  let page: Page;
  let postbox: Awaited<ReturnType<typeof openPostbox>>;
  let sign = "";
  let csrf = "";
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-escalation-pages-"));

  before(async () => {
    postbox = await openPostbox();
    const settings = join(directory, "settings.yaml");
    const smtp = `smtp://127.0.0.1:${postbox.port}`;
    writeFileSync(settings, `mail: { smtp: "${smtp}", from: plimsoll@example.com, tls: optional }\n`);
    server = await startServer(join(directory, "kept"), ["--config", settings]);
    await put("/apis/orders", { title: "Orders" });
    await put("/heartbeats/nightly", { api: "orders", everyMs: 86_400_000 });
    const address = await server.call("/api/v1/heartbeats/nightly/address", { method: "POST" });
    sign = ((await address.json()) as { url: string }).url;
    await put("/routing", { text: "routing:\n  default: {escalate: standard, wait: 0s, update: 5s}\n" });
    browser = await openBrowser();
    opened = await openPage(browser, server.url);
    page = opened.page;
    csrf = await signUp(opened, server);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await postbox?.[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  async function put(path: string, body: object): Promise<void> {
    const headers = { "content-type": "application/json" };
    const answer = await server.call(`/api/v1${path}`, { method: "PUT", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, await answer.text());
  }

  /** The newest letter in which this stands; it has to come. */
  async function letterWith(pattern: RegExp): Promise<RegExpExecArray> {
    const late = AbortSignal.timeout(60_000);
    for (;;) {
      assert.ok(!late.aborted, `no letter has ${pattern}: ${postbox.arrived.map(({ text }) => text).join("\n")}`);
      const found = postbox.arrived.map(({ text }) => pattern.exec(text)).findLast((match) => match !== null);
      if (found !== undefined && found !== null) return found;
      await Promise.race([postbox.next(), once(late, "abort")]);
    }
  }

  test("nothing waits, and the page says where to see who would be paged; a policy that reaches nobody warns", async () => {
    await page.goto("/needs-you");
    await page.getByText("Nothing waits").waitFor();
    await inAllLooks(page, "needs-nobody", "reload");
    await page.getByRole("link", { name: "Who is paged, and when" }).click();
    await page.getByText("No policy is written yet").waitFor();
    await page.getByText(/Nobody at all can be reached/).waitFor();
    await inAllLooks(page, "policies-empty", "reload");
  });

  test("a way to be reached is verified by a letter; then a policy is drafted, previewed and saved", async () => {
    const headers = { "x-csrf-token": csrf };
    const data = { kind: "mail", address: { mail: "ana@example.com" } };
    const added = await opened.context.request.post(`${server.url}/api/v1/me/methods`, { data, headers });
    assert.equal(added.status(), 201, await added.text());
    const [, token] = await letterWith(/verify-method#([\w-]+)/);
    const proof = await opened.context.request.post(`${server.url}/api/v1/method-verifications`, {
      data: { token },
      headers,
    });
    assert.ok(proof.ok(), await proof.text());
    await page.goto("/escalations");
    await page.getByRole("button", { name: "Add a policy" }).click();
    await page.getByLabel("Name", { exact: true }).fill("standard");
    await page.getByLabel("Whom").fill("person:ann");
    await page.getByLabel("Whom").press("Enter");
    await page.getByText("step 1: there is no person ann now.").waitFor();
    await page.getByRole("button", { name: "Take person:ann away" }).click();
    await page.getByLabel("Whom").fill("person:ana");
    await page.getByLabel("Whom").press("Enter");
    await page.getByLabel("Rounds").fill("many");
    await page
      .getByText(/rounds: "many" is not a whole number/)
      .first()
      .waitFor();
    await page.getByLabel("Rounds").fill("2");
    await page.getByText(/ana by step 1 of 1, round 2 of 2/).waitFor();
    await inAllLooks(page, "policy-form");
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByRole("link", { name: "standard" }).click();
    await page.getByText(/^page person:ana; 2\srounds; then administrators\.$/).waitFor();
    await page.getByText(/ana by step 1 of 1, round 1 of 2/).waitFor();
    await inAllLooks(page, "policy", "reload");
  });

  test("what fails pages by mail; following the link changes nothing, its button takes the page, without signing in", async () => {
    assert.equal((await fetch(`${sign}/fail`)).status, 200);
    const [, link = ""] = await letterWith(/Acknowledge: (http\S+\/act\/\S+)/);
    for (let i = 0; i < 5; i++) await fetch(link, { method: i === 0 ? "HEAD" : "GET" });
    await page.goto("/needs-you");
    await page.getByText(/^1\spage waits for an answer\. You were paged\.$/).waitFor();
    await inAllLooks(page, "needs-you", "reload");
    const phone = await openPage(browser, server.url, LOOKS[2]);
    await phone.page.goto(link);
    await phone.page.getByRole("button", { name: "Acknowledge as Ana" }).waitFor();
    await assertSound(phone.page, "link");
    await phone.page.getByRole("button", { name: "Acknowledge as Ana" }).click();
    await phone.page.getByText(/ana has it until/).waitFor();
    assert.deepEqual(phone.complaints, []);
    await phone.context.close();
    await page.getByText(/^No page waits for an answer\./).waitFor();
  });

  test("a page is given back, taken again by one thumb, its story told, snoozed, and its end told by mail", async () => {
    await page
      .getByRole("list")
      .getByRole("link", { name: /nightly/ })
      .click();
    await page.getByRole("button", { name: "Give it back" }).click();
    await page.getByText(/ana gave it back, so it is escalated again/).waitFor();
    await page.goto("/needs-you");
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole("button", { name: /^Acknowledge/ }).click();
    await page.getByText(/^No page waits for an answer\./).waitFor();
    await page.setViewportSize({ width: 1_280, height: 900 });
    await page
      .getByRole("list")
      .getByRole("link", { name: /nightly/ })
      .click();
    await page.getByText(/ana acknowledged it by the link in a message/).waitFor();
    await page
      .getByText(/ana by mail, ana@example\.com: page, sent/)
      .first()
      .waitFor();
    await inAllLooks(page, "page-story", "reload");
    await page.getByRole("button", { name: "Snooze 4 h" }).click();
    await page
      .getByText(/ana snoozed it until/)
      .first()
      .waitFor();
    assert.equal((await fetch(sign)).status, 200);
    await letterWith(/All alerts of this group ended/);
    await page.getByText(/All alerts of the group ended\. Whoever was told/).waitFor();
    await page.goto("/performance");
    await page.getByText(/^1\spage in the last 30\sdays; half were taken within/).waitFor();
    await inAllLooks(page, "performance", "reload");
    const unexpected = opened.complaints.filter((text) => !text.includes("422"));
    assert.deepEqual(unexpected, []);
  });
});
