import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { codeAt } from "../../src/identity/phone.testing.ts";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { assertSound, expectOnly, LOOKS, openPage } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

const PASSWORD = "a sentence to keep in mind";

// Two people in two browsers: each test goes on where the one before stopped.
describe("people come by an invitation, and keep their own account", () => {
  let server: RunningServer;
  let browser: Browser;
  let ana: Page;
  let bob: Awaited<ReturnType<typeof openPage>>;
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-people-"));

  before(async () => {
    server = await startServer(directory);
    browser = await openBrowser();
    ana = (await openPage(browser, server.url)).page;
    bob = await openPage(browser, server.url);
    await ana.goto(/Set up your account, once: (\S+)/.exec(server.output())?.[1] ?? "no link");
    await ana.getByRole("textbox", { name: "Name" }).fill("Ana");
    await ana.getByLabel("Password").fill(PASSWORD);
    await ana.getByRole("button", { name: "Make the account" }).click();
    await ana.getByRole("heading", { name: "Which API do you take live?" }).waitFor();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test("an administrator invites; who opens the link makes an account, and is in", async () => {
    await ana.goto("/settings/people");
    await ana.getByLabel("Address of mail").fill("bob@example.com");
    await ana.getByRole("checkbox", { name: /Operator/ }).check();
    await ana.getByRole("button", { name: "Invite", exact: true }).click();
    const link = await ana.getByRole("group", { name: "Link" }).textContent();
    await bob.page.goto(link ?? "");
    await bob.page.getByRole("heading", { name: "Make your account" }).waitFor();
    await bob.page.getByText("bob@example.com is invited as viewer, operator.").waitFor();
    await assertSound(bob.page, "invitation");
    await bob.page.getByRole("textbox", { name: "Name" }).fill("Bob");
    await bob.page.getByLabel("Password").fill(PASSWORD);
    await bob.page.getByRole("button", { name: "Make the account" }).click();
    await bob.page.getByRole("link", { name: "Bob", exact: true }).click();
    await bob.page.getByText("You are Bob, viewer, operator.").waitFor();
    assert.deepEqual(bob.complaints, []);
  });

  test("a second factor is switched on by what the page shows, and signing in takes its code from then on", async () => {
    const { page } = bob;
    await page.getByLabel("Your password, to begin").fill(PASSWORD);
    await page.getByRole("button", { name: "Switch it on" }).click();
    await page.getByRole("img", { name: "QR code of the secret" }).waitFor();
    const secret = (await page.getByRole("group", { name: "Secret" }).textContent())?.trim() ?? "";
    const code = () => codeAt(secret, Date.now());
    await page.getByLabel("The code that your phone shows").fill(code());
    await page.getByRole("button", { name: "Confirm" }).click();
    const codes = (await page.getByRole("group", { name: "Recovery codes" }).textContent())?.trim().split("\n") ?? [];
    assert.equal(codes.length, 10);
    await assertSound(page, "account");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("bob@example.com");
    await page.getByLabel("Password").fill(PASSWORD);
    assert.equal(await page.getByLabel("Code, if").count(), 0);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("Code, if").fill(codes[0] ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: "Bob", exact: true }).waitFor();
    expectOnly(bob, /status of 401/);
  });

  test("an administrator hands a link over for a new password, and it is chosen without an account's name", async () => {
    await ana.goto("/settings/people?search=bob");
    await ana.getByRole("button", { name: "Change Bob" }).click();
    await ana.getByRole("button", { name: "Reset the password" }).click();
    const link = await ana.getByRole("group", { name: "Link" }).textContent();
    await bob.page.goto(link ?? "");
    await bob.page.getByLabel("New password").fill("another sentence to keep");
    await bob.page.getByRole("button", { name: "Change the password" }).click();
    await bob.page.getByRole("heading", { name: "Your password is changed" }).waitFor();
  });

  test("who is disabled is out in all browsers", async () => {
    await ana.reload();
    await ana.getByRole("button", { name: "Change Bob" }).click();
    await ana.getByRole("button", { name: "Disable", exact: true }).click();
    await ana.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
    await ana.getByText("Bob is disabled.").waitFor();
    await ana.getByText("◌ disabled").waitFor();
  });

  test("a team is made of handles", async () => {
    await ana.goto("/settings/teams");
    await ana.getByLabel("Name of a new team").fill("orders");
    await ana.getByLabel("Handles of its people").fill("ana, nobody-here");
    await ana.getByRole("button", { name: "Make the team" }).click();
    await ana.getByText("there is no person nobody-here").waitFor();
    await ana.getByLabel("Handles of its people").fill("ana, bob");
    await ana.getByRole("button", { name: "Make the team" }).click();
    await ana.getByText("Ana, Bob").waitFor();
  });

  test("who changed one thing is found, and the export leads to a file", async () => {
    await ana.goto("/settings/audit");
    await ana.getByRole("link", { name: "team:orders" }).first().click();
    await ana.waitForURL(/subject=team/);
    await ana.getByText("session.start").first().waitFor({ state: "detached" });
    assert.equal(await ana.getByRole("row").count(), 2);
    const download = ana.waitForEvent("download");
    await ana.getByRole("link", { name: /Export as NDJSON/ }).click();
    assert.equal((await download).suggestedFilename(), "audit.ndjson");
  });

  test("the pages are sound in both themes, on a desk and on a phone", async () => {
    const cookies = await ana.context().cookies();
    for (const look of LOOKS) {
      const { page, context, complaints } = await openPage(browser, server.url, look);
      await context.addCookies(cookies);
      for (const path of ["/settings/people", "/settings/teams", "/settings/tokens", "/settings/audit", "/account"]) {
        await page.goto(path);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.locator(".skeleton").first().waitFor({ state: "detached" });
        await assertSound(page, `${path} ${look.colorScheme} ${look.width}`);
        await shoot(page, `${path.replaceAll("/", "-")}-${look.colorScheme}-${look.width}`);
      }
      await context.clearCookies();
      await page.goto("/reset");
      await page.getByRole("heading", { name: "A new password" }).waitFor();
      await assertSound(page, `reset ${look.colorScheme} ${look.width}`);
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });
});

/** To look at, where somebody asks for it. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env["PEOPLE_SHOTS"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `people${name}.png`), fullPage: true });
}
