import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { codeAt } from "../../src/identity/phone.testing.ts";
import { openProvider } from "../../src/identity/provider.testing.ts";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { assertSound, LOOKS, openPage } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

const PASSWORD = "a sentence to keep in mind";

// One person in one browser: each test goes on where the one before stopped.
describe("people sign in with an identity provider", () => {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-provider-"));
  let provider: Awaited<ReturnType<typeof openProvider>>;
  let server: RunningServer;
  let browser: Browser;
  let page: Page;

  before(async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    provider = await openProvider(`${url}/signin/oidc`);
    const { issuer, clientId, clientSecret, label } = provider.settings;
    const config = join(directory, "server.yaml");
    const oidc = { issuer, clientId, clientSecret: { env: "TEST_OIDC_SECRET" }, label };
    writeFileSync(config, JSON.stringify({ oidc }));
    const flags = ["--port", String(port), "--config", config];
    server = await startServer(join(directory, "data"), flags, { TEST_OIDC_SECRET: clientSecret });
    browser = await openBrowser();
    page = (await openPage(browser, server.url)).page;
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await provider?.[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  test("whom nobody knows is refused on the page to sign in, with what to do", async () => {
    provider.accounts["bob"] = { email: "bob@example.com", email_verified: true };
    await page.goto("/account");
    await page.getByRole("button", { name: "Sign in with Example" }).click();
    await atProvider(page, "bob");
    await page.getByText("Nobody here has the address bob@example.com").waitFor();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await shoot(page, "refused");
  });

  test("whom an administrator invited comes in with the provider, and needs no password", async () => {
    await page.goto(await invited("bob@example.com", "Bob"));
    await shoot(page, "invitation");
    await page.getByRole("button", { name: "Come in with Example" }).click();
    await page.getByRole("link", { name: "Bob", exact: true }).click();
    await page.getByText("You are Bob, viewer. The identity provider signs you in.").waitFor();
    await page.getByText(provider.issuer).waitFor();
    assert.equal(await page.getByRole("button", { name: "Unbind" }).count(), 0);
    await signOut(page);
    await page.goto("/account");
    await page.getByRole("button", { name: "Sign in with Example" }).click();
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    await signOut(page);
  });

  test("a second factor is asked for after the provider; what is bound can be unbound", async () => {
    const carol = await openPage(browser, server.url);
    provider.accounts["carol"] = { email: "carol@example.com", email_verified: true };
    await carol.page.goto(await invited("carol@example.com", "Carol"));
    await carol.page.getByLabel("Password").fill(PASSWORD);
    await carol.page.getByRole("button", { name: "Make the account" }).click();
    await carol.page.getByRole("link", { name: "Carol", exact: true }).click();
    await carol.page.getByLabel("Your password, to begin").fill(PASSWORD);
    await carol.page.getByRole("button", { name: "Switch it on" }).click();
    const secret = (await carol.page.getByRole("group", { name: "Secret" }).textContent())?.trim() ?? "";
    await carol.page.getByLabel("The code that your phone shows").fill(codeAt(secret, Date.now()));
    await carol.page.getByRole("button", { name: "Confirm" }).click();
    const codes = await carol.page.getByRole("group", { name: "Recovery codes" }).textContent();
    await signOut(carol.page);
    await carol.page.goto("/account");
    await carol.page.getByRole("button", { name: "Sign in with Example" }).click();
    await atProvider(carol.page, "carol");
    await carol.page.getByRole("heading", { name: "Your second factor" }).waitFor();
    await assertSound(carol.page, "code");
    await shoot(carol.page, "code");
    await carol.page.getByLabel("Code of your second factor").fill("000000");
    await carol.page.getByRole("button", { name: "Sign in" }).click();
    await carol.page.getByText("The code does not fit").waitFor();
    await carol.page.getByLabel("Code of your second factor").fill(codes?.trim().split("\n")[0] ?? "");
    await carol.page.getByRole("button", { name: "Sign in" }).click();
    await carol.page.getByRole("button", { name: "Unbind" }).waitFor();
    await assertSound(carol.page, "account");
    await shoot(carol.page, "account");
    await carol.page.getByRole("button", { name: "Unbind" }).click();
    await carol.page.getByRole("dialog").getByRole("button", { name: "Unbind" }).click();
    await carol.page.getByText("It is unbound.").waitFor();
    await carol.page.getByRole("heading", { name: "Identity provider" }).waitFor({ state: "detached" });
    await carol.context.close();
  });

  test("an administrator unbinds somebody's account on the page of people, after being asked", async () => {
    const dora = await openPage(browser, server.url);
    provider.accounts["dora"] = { email: "dora@example.com", email_verified: true };
    await dora.page.goto(await invited("dora@example.com", "Dora", "administrator"));
    await dora.page.getByRole("button", { name: "Come in with Example" }).click();
    await atProvider(dora.page, "dora");
    await dora.page.getByRole("link", { name: "Dora", exact: true }).waitFor();
    await dora.page.goto("/settings/people");
    await dora.page.getByRole("button", { name: "Change Bob" }).click();
    await assertSound(dora.page, "people");
    await shoot(dora.page, "people");
    await dora.page.getByRole("button", { name: "Unbind Bob" }).click();
    await dora.page.getByRole("dialog").getByText("All sessions of Bob end at once.").waitFor();
    await shoot(dora.page, "unbind");
    await dora.page.getByRole("dialog").getByRole("button", { name: "Unbind" }).click();
    await dora.page.getByText("The account of Bob is unbound.").waitFor();
    await dora.page.getByText("Cannot sign in: there is no password, and no invitation waits").waitFor();
    await dora.context.close();
  });

  test("the page to sign in is sound in both themes, on a desk and on a phone; without mail nobody is promised a link", async () => {
    for (const look of LOOKS) {
      const opened = await openPage(browser, server.url, look);
      await opened.page.goto("/signin");
      await opened.page.getByRole("button", { name: "Sign in with Example" }).waitFor();
      await assertSound(opened.page, `signin ${look.colorScheme} ${look.width}`);
      await shoot(opened.page, `signin-${look.colorScheme}-${look.width}`);
      await opened.page.getByRole("link", { name: "Forgot your password?" }).click();
      await opened.page.getByText("This server sends no mail. Ask an administrator for a link").waitFor();
      assert.equal(await opened.page.getByRole("textbox").count(), 0);
      await assertSound(opened.page, `reset ${look.colorScheme} ${look.width}`);
      await shoot(opened.page, `reset-${look.colorScheme}-${look.width}`);
      assert.deepEqual(opened.complaints, []);
      await opened.context.close();
    }
  });

  /** The link of an invitation. */
  async function invited(mail: string, name: string, role = "viewer"): Promise<string> {
    const body = JSON.stringify({ mail, name, roles: [role] });
    const headers = { "content-type": "application/json" };
    const answer = await server.call("/api/v1/invitations", { method: "POST", body, headers });
    return ((await answer.json()) as { link: string }).link;
  }
});

/** On the provider's own page. */
async function atProvider(page: Page, name: string): Promise<void> {
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
}

/** A port that was free a moment ago: the provider must know where to send back to before the server starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** To look at, where somebody asks for it. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env["PEOPLE_SHOTS"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `provider-${name}.png`), fullPage: true });
}
