import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openPostbox } from "../../src/identity/postbox.testing.ts";
import { Receiver } from "../../src/messaging/receiver.testing.ts";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { assertSound, type ConsolePage, inAllLooks, openPage, signUp } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

// Ana says how she is reached, sees that it works, and what does not. One test goes on where the one before stopped.
describe("ways to oneself and channels of the house, in Chromium against a real server, with real mail and webhooks", () => {
  let server: RunningServer;
  let browser: Browser;
  let opened: ConsolePage;
  let page: Page;
  let receiver: Receiver;
  let smtp: Awaited<ReturnType<typeof openPostbox>>;
  let status = 200;
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-reach-"));

  before(async () => {
    receiver = await Receiver.open((response) => response.writeHead(status).end("ok"));
    smtp = await openPostbox();
    const settings = join(directory, "plimsoll.server.yaml");
    writeFileSync(
      settings,
      `mail: { smtp: "smtp://127.0.0.1:${smtp.port}", from: plimsoll@example.com, tls: optional }\n`,
    );
    server = await startServer(directory, ["--config", settings]);
    browser = await openBrowser();
    opened = await openPage(browser, server.url);
    page = opened.page;
    await signUp(opened, server);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await receiver?.[Symbol.asyncDispose]();
    await smtp?.[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  test("whoever has no way to be reached is told so; an address of mail is verified by the link of a letter", async () => {
    await page.goto("/");
    await page.goto("/reach");
    await page.getByText("There is no way to you yet.").waitFor();
    await page.getByText("No page reaches you").waitFor();
    await inAllLooks(page, "reach-empty");
    await page.getByLabel("Kind", { exact: true }).selectOption("mail");
    await page.getByLabel("Mail address").fill("nowhere");
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByText("must be an address such as ana@example.com").first().waitFor();
    await page.getByLabel("Mail address").fill("ana@example.com");
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByText("A message with a link was sent there.").waitFor();
    await inAllLooks(page, "reach-unverified");
    const letter = await letterWith("verify-method");
    await page.goto(/http:\S+verify-method#[\w-]+/.exec(letter)?.[0] ?? "no link");
    await page.getByRole("heading", { name: "Is this you?" }).waitFor();
    await assertSound(page, "verify-method");
    await page.getByRole("button", { name: "It is me" }).click();
    await page.getByText("ana@example.com is verified.").waitFor();
    await page.goto("/reach");
    await page.getByText("● verified").waitFor();
  });

  test("Page me now shows what became of each way as it happens, and a click keeps that it arrived", async () => {
    await page.getByLabel("Kind", { exact: true }).selectOption("webhook");
    await page.getByLabel("Address", { exact: true }).fill(`${receiver.url}/relay`);
    await page.getByLabel("What you call it (optional)").fill("my relay");
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByText("Copy it now: it is not shown again.").waitFor();
    const methods = page.getByRole("region", { name: "Ways to me" });
    await methods.getByText("● verified").nth(1).waitFor();
    status = 410;
    await page.getByRole("button", { name: "Page me now" }).click();
    const outcome = page.getByRole("list", { name: "What became of it" });
    await outcome.getByText("● sent").waitFor();
    await outcome.getByText("▲ failed: answered 410 (gone)").waitFor();
    await outcome.getByRole("button", { name: "It arrived" }).click();
    await page.getByText("Good to know.").waitFor();
    await methods.getByText("last shown to work").waitFor();
    await page.getByText("my relay refuses what is sent there").waitFor();
    await inAllLooks(page, "reach-tried");
    status = 200;
  });

  test("rules put one way before another, and hold when the page is loaded again", async () => {
    await page.getByRole("button", { name: "Add a rule for pages" }).click();
    await page.getByLabel("Pages, rule 1: by").selectOption({ label: "Mail ana@example.com" });
    await page.getByRole("button", { name: "Add a rule for pages" }).click();
    await page.getByLabel("Pages, rule 2: by").selectOption({ label: "my relay" });
    await page.getByRole("group", { name: "Pages" }).getByLabel("when").nth(1).selectOption("after 3 min");
    await page.getByRole("button", { name: "Save the order" }).click();
    await page.getByText("Your rules hold from now on.").waitFor();
    await page.reload();
    await page.getByLabel("Pages, rule 2: by").waitFor();
    const delay = page.getByRole("group", { name: "Pages" }).getByLabel("when").nth(1);
    assert.equal(await delay.inputValue(), "180000");
    await inAllLooks(page, "reach-rules");
  });

  test("a channel of the house is added, tried out, and deleted; the list of people says who can be reached", async () => {
    await page.goto("/settings/channels");
    await page.getByText("There is none yet.").waitFor();
    await page.getByLabel("Kind of channel").selectOption("webhook");
    await page.getByLabel("Name of the channel").fill("ops-room");
    await page.getByLabel("Address", { exact: true }).fill(`${receiver.url}/room`);
    await page.getByRole("button", { name: "Add the channel" }).click();
    await page.getByText("Copy it now: it is not shown again.").waitFor();
    await page.getByRole("button", { name: "Send a test to ops-room" }).click();
    await page.getByText("● sent").waitFor();
    assert.ok(receiver.received.some(({ path }) => path === "/room"));
    await page
      .getByRole("button", { name: /^Set up / })
      .first()
      .click();
    await inAllLooks(page, "channels");
    await page.getByRole("button", { name: "Delete ops-room" }).click();
    await page.getByRole("button", { name: "Delete it" }).click();
    await page.getByText("There is none yet.").waitFor();
    await page.goto("/settings/people");
    await page.getByText("one way, ▲ 1 failing, none loud").waitFor();
    await inAllLooks(page, "people-ready");
    const beyond = opened.complaints.filter((each) => !each.includes("status of 422"));
    assert.deepEqual(beyond, []);
  });

  async function letterWith(word: string): Promise<string> {
    for (;;) {
      const found = smtp.arrived.find(({ text }) => text.includes(word));
      if (found !== undefined) return found.text;
      await smtp.next();
    }
  }
});
