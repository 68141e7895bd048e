import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { assertSound, type ConsolePage, LOOKS, openPage } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

const PASSWORD = "a sentence to keep in mind";
const RIVAL = /rival/i;

// An operator and a developer in two browsers: each test goes on where the one before stopped.
describe("a developer sees what is the own organisation's, and asks for more of it", () => {
  let server: RunningServer;
  let browser: Browser;
  let ana: Page;
  let dev: ConsolePage;
  let operator: ConsolePage;
  /** All that the server said to the developer's browser. */
  const told: Promise<string>[] = [];
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-developer-"));

  before(async () => {
    server = await startServer(directory);
    browser = await openBrowser();
    operator = await openPage(browser, server.url);
    ana = operator.page;
    dev = await openPage(browser, server.url);
    dev.page.on("response", (response) => {
      const isAnswer = response.url().includes("/api/v1/") && !response.url().includes("/stream");
      if (isAnswer) told.push(response.text().catch(() => ""));
    });
    await offer(server);
    await ana.goto(/Set up your account, once: (\S+)/.exec(server.output())?.[1] ?? "no link");
    await ana.getByRole("textbox", { name: "Name" }).fill("Ana");
    await ana.getByLabel("Password").fill(PASSWORD);
    await ana.getByRole("button", { name: "Make the account" }).click();
    await ana.getByRole("heading", { name: "Overview of orders" }).waitFor();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test("who is invited to an organisation lands on its clients, and is led nowhere else", async () => {
    await ana.goto("/organisations/acme");
    await ana.getByLabel("Address of a developer").fill("dora@acme.example");
    await ana.getByRole("button", { name: "Invite", exact: true }).click();
    const link = await ana.getByRole("group", { name: "Link" }).textContent();
    await assertSound(ana, "organisation");
    await dev.page.goto(link ?? "");
    await dev.page.getByText("dora@acme.example is invited to act for acme.").waitFor();
    await dev.page.getByRole("textbox", { name: "Name" }).fill("Dora");
    await dev.page.getByLabel("Password").fill(PASSWORD);
    await dev.page.getByRole("button", { name: "Make the account" }).click();
    await dev.page.getByText("Acme Ltd has 1 client, on no plan yet.").waitFor();
    const places = dev.page.getByRole("navigation", { name: "Pages" }).getByRole("link");
    assert.deepEqual(await places.allTextContents(), ["Your clients", "Account"]);
    assert.equal(await dev.page.getByText("No API yet").count(), 0);
    for (const path of ["/", "/alerts", "/apis/orders/clients/rival-shop", "/settings/people"]) {
      await dev.page.goto(path);
      await dev.page.waitForURL(`${server.url}/my`);
    }
    assert.deepEqual(dev.complaints, []);
  });

  test("a developer makes a key, which is shown once", async () => {
    const { page } = dev;
    await page.getByRole("button", { name: "Make a key" }).click();
    const key = (await page.getByRole("group", { name: "Key" }).textContent())?.trim() ?? "";
    assert.match(key, /^\w{20,}/);
    await page.reload();
    await page.getByText("never used").waitFor();
    assert.ok(!(await page.content()).includes(key));
  });

  test("a plan without approval is there at once; one on request waits for the provider", async () => {
    const { page } = dev;
    await page.getByRole("combobox", { name: "Plan", exact: true }).selectOption("free");
    await page.getByRole("button", { name: "Put it on this plan" }).click();
    await page.getByText("Acme Ltd has 1 client; it is on free for orders with 100 % of its quota left.").waitFor();
    await page.getByRole("button", { name: "Change plan" }).click();
    await page.getByRole("combobox", { name: "Plan", exact: true }).selectOption("gold");
    await page.getByLabel("Reason").fill("Christmas is near");
    await page.getByRole("button", { name: "Ask for it" }).click();
    await page.getByText("gold waits for approval").waitFor();
    await assertSound(page, "a plan that waits");
  });

  test("the provider approves by two clicks, and the developer has the plan", async () => {
    await ana.goto("/apis/orders");
    await ana.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Plans" }).click();
    const waiting = ana.getByRole("region", { name: "Needs you" });
    await waiting.getByText("Christmas is near").waitFor();
    await waiting.getByRole("button", { name: "Approve" }).click();
    await waiting.getByText("No client waits for a plan.").waitFor();
    // Nobody loads it again: the page is told.
    await dev.page.getByText("Acme Ltd has 1 client; it is on gold for orders with 100 % of its quota left.").waitFor();
    await ana.goto("/settings/audit");
    await ana
      .getByRole("row", { name: /Ana.*subscription\.decide/ })
      .first()
      .waitFor();
    await ana
      .getByRole("row", { name: /Dora.*key\.create/ })
      .first()
      .waitFor();
    assert.deepEqual(operator.complaints, []);
  });

  test("a developer makes a client of the own organisation by the keyboard", async () => {
    const { page } = dev;
    await page.getByRole("button", { name: "Add a client" }).press("Enter");
    await page.getByLabel("Title of the client").pressSequentially("Batch");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Batch" }).waitFor();
    await page.getByText("Acme Ltd has 2 clients; one is on gold").waitFor();
  });

  test("the page is sound in both themes, on a desk and on a phone", async () => {
    const { page } = dev;
    for (const path of ["/my", "/plans/gold", "/organisations/acme", "/account"]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.locator(".skeleton").first().waitFor({ state: "detached" });
      for (const { colorScheme, width } of LOOKS) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await assertSound(page, `${path} ${colorScheme} ${width}`);
        await shoot(page, `${path.replaceAll("/", "-")}-${colorScheme}-${width}`);
      }
      assert.doesNotMatch(await page.content(), RIVAL);
    }
  });

  test("nothing that the server told the developer's browser names another organisation, and nothing was refused", async () => {
    const answers = await Promise.all(told);
    assert.ok(answers.some((answer) => answer.includes("acme-shop")));
    assert.deepEqual(
      answers.filter((answer) => RIVAL.test(answer)),
      [],
    );
    assert.deepEqual(dev.complaints, []);
  });
});

/** An API with a plan for all and one on request, and two organisations with a client each. */
async function offer({ call }: RunningServer): Promise<void> {
  const put = async (path: string, body: object): Promise<void> => {
    const headers = { "content-type": "application/json" };
    const answer = await call(`/api/v1${path}`, { method: "PUT", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${await answer.text()}`);
  };
  await put("/apis/orders", {});
  await put("/plans/free", { apis: ["orders"], quota: "10000/month", access: "automatic" });
  await put("/plans/gold", { apis: ["orders"], quota: "100000/month", price: "99 EUR/month", access: "on request" });
  await put("/organisations/acme", { title: "Acme Ltd" });
  await put("/organisations/rival", { title: "Rival Inc" });
  await put("/clients/acme-shop", { organisation: "acme", title: "Web shop" });
  await put("/clients/rival-shop", { organisation: "rival", title: "Rival shop" });
}

/** To look at, where somebody asks for it. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env["DEVELOPER_SHOTS"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `developer${name}.png`), fullPage: true });
}
