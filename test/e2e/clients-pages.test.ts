import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { DAY_MS, isoText } from "#kernel";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { assertSound, type ConsolePage, expectOnly, LOOKS, openPage, signUp } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

const CLIENTS = 120;

// A house with many clients: what one sees of them, and what one says about an API, a plan and a person.
describe("the pages of clients, APIs, plans and people, in Chromium against a real server", () => {
  let server: RunningServer;
  let browser: Browser;
  let opened: ConsolePage;
  let page: Page;
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-clients-pages-"));

  before(async () => {
    server = await startServer(directory);
    await fill(server);
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

  test("any registered client is found in three clicks, with its plan, keys, traffic and contacts on one page", async () => {
    await page.goto("/apis/orders");
    await page.getByRole("link", { name: "Clients", exact: true }).click();
    await page.getByRole("link", { name: "All registered" }).click();
    await page.getByText(`${CLIENTS} registered clients are in use`).waitFor();
    await page.getByLabel("Find by any name").fill("APP-117");
    await page.getByText("1 registered client fits.").waitFor();
    const row = page.getByRole("row").nth(1);
    await row.getByText("gold").waitFor();
    await row.getByText("100 %").waitFor();
    await row.getByRole("link", { name: "app-117" }).click();
    await page.getByRole("heading", { name: "app-117" }).waitFor();
    await page.getByText("ops@globex.example").waitFor();
    for (const name of ["Its budgets", "Plan and usage", "Keys"]) {
      await page.getByRole("heading", { name }).first().waitFor();
    }
  });

  test("the list is narrowed and sorted by the server, page by page, and all of that is in the address", async () => {
    await page.goto("/apis/orders/clients?view=registered");
    await page.getByRole("button", { name: "Show more" }).click();
    await page.getByRole("button", { name: "client", exact: true }).click();
    await page.getByRole("link", { name: "app-119" }).waitFor();
    await page.getByLabel("Plan").selectOption({ label: "Gold" });
    await page.getByText("1 registered client fits.").waitFor();
    await page.reload();
    await page.getByText("1 registered client fits.").waitFor();
    assert.match(page.url(), /sort=-client/);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByText(`${CLIENTS} registered clients are in use`).waitFor();
  });

  test("who is new is counted by periods, and each number leads to those whom it counts", async () => {
    await page.goto("/apis/orders/clients?view=activity&period=day");
    await page.getByText(/In the last whole day, 2 clients were active at Orders: 1 new/).waitFor();
    await page.getByRole("row").nth(2).getByRole("link").nth(1).click();
    await page.getByRole("heading", { name: /^New in the day from/ }).waitFor();
    const list = page.getByRole("region", { name: /^New in the day from/ });
    await list.getByText("1 client, by name.").waitFor();
    assert.match((await list.textContent()) ?? "", /stranger.*not registered/);
    await list.getByRole("button", { name: "Close the list" }).click();
    await list.waitFor({ state: "detached" });
  });

  test("who answers for an API, its addresses and environments are said in forms, with refusals at the fields", async () => {
    await page.goto("/apis/orders/settings");
    await page.getByLabel("Who answers for it").fill("the team");
    await page.getByLabel("Address 1").fill("https://api.example.com/orders");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText(/^must be team:name or person:name/).waitFor();
    await page.getByLabel("Who answers for it").fill("team:orders");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Orders is saved.").waitFor();
    await page.getByRole("button", { name: "Add an environment" }).click();
    await page.getByLabel("Name", { exact: true }).fill("sandbox");
    await page.getByLabel("Address", { exact: true }).fill("https://sandbox.example.com");
    await page.getByRole("button", { name: "Save", exact: true }).nth(1).click();
    await page.getByText("The environment sandbox is saved.").waitFor();
    expectOnly(opened, /status of 422/);
  });

  test("a plan is made private to an organisation, for one API, and in a zone", async () => {
    await page.goto("/plans/gold");
    await page.getByRole("button", { name: "Change it" }).click();
    await page.getByLabel("Who sees it").selectOption("private");
    await page.getByRole("combobox", { name: "Organisations that see it" }).fill("globex");
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "APIs that it is for" }).fill("orders,");
    await page.getByRole("combobox", { name: "APIs that it is for" }).press("Enter");
    await page.getByRole("button", { name: "Take orders, away" }).click();
    await page.getByRole("combobox", { name: "APIs that it is for" }).fill("orders");
    await page.getByLabel("Zone").fill("Europe/Madrid");
    await page.getByRole("button", { name: "Save for all who are on it" }).click();
    await page.getByText("The plan gold is saved.").waitFor();
    const { visibility, organisations, apis, zone } = (await (
      await server.call("/api/v1/plans/gold")
    ).json()) as Record<string, unknown>;
    assert.deepEqual([visibility, organisations, apis, zone], ["private", ["globex"], ["orders"], "Europe/Madrid"]);
  });

  test("somebody whom a configuration named, and whose invitation was taken back, is invited by one click", async () => {
    await page.goto("/settings/people");
    await page.getByText(/Named by the configuration “house”; cannot sign in/).waitFor();
    await page.getByRole("button", { name: "Invite Ben" }).click();
    await page.getByText("Hand this link to ben@example.com").waitFor();
    await page.getByText("invited, and has not accepted yet").waitFor();
  });

  test("what a text owns is shown with the name of the text, and no form is offered for it", async () => {
    const text = "plan: partners\napis: {billing: {versions: {v1: {}}, environments: {production: {version: v1}}}}\n";
    await change(server, "POST /configuration/apply", { texts: [{ file: "partners.yaml", text }] });
    await page.goto("/apis/billing/settings");
    await page.getByText("Owned by the text “partners”").waitFor();
    const row = page.getByRole("listitem").filter({ hasText: "production" });
    await row.getByText("kept in the text “partners”").waitFor();
    assert.equal(await row.getByRole("button").count(), 0);
  });

  test("what a text owns is let go of by two clicks, and is changed here from then on", async () => {
    for (const [path, button] of [
      ["/plans/silver", "Change it"],
      ["/organisations/initech", "Add a contact"],
      ["/apis/invoices/settings", "Save the objectives"],
    ] as const) {
      await page.goto(path);
      await page.getByRole("button", { name: "Let go of it …" }).click();
      await page.getByRole("button", { name: "Let go of it", exact: true }).click();
      await page.getByText("is changed here from now on").waitFor();
      await page.getByRole("button", { name: button }).waitFor();
      assert.equal(await page.getByRole("button", { name: "Let go of it …" }).count(), 0, path);
    }
    const owned = (await (await server.call("/api/v1/configuration")).json()) as { items: { managedBy: string }[] };
    assert.ok(owned.items.length > 0);
    assert.ok(owned.items.every(({ managedBy }) => managedBy !== "things"));
  });

  test("the pages are sound in both themes, on a desk and on a phone", async () => {
    const state = await opened.context.storageState();
    for (const look of LOOKS) {
      const looked = await openPage(browser, server.url, look);
      await looked.context.addCookies(state.cookies);
      for (const [path, text] of [
        ["/apis/orders/clients?view=registered", "app-000"],
        ["/apis/orders/clients?view=activity&period=day", "Period by period"],
        ["/apis/orders/settings", "sandbox"],
      ] as const) {
        await looked.page.goto(path);
        await looked.page.getByText(text, { exact: true }).first().waitFor();
        await assertSound(looked.page, `${path} ${look.colorScheme} ${look.width}`);
      }
      assert.deepEqual(looked.complaints, []);
      await looked.context.close();
    }
    assert.deepEqual(opened.complaints, []);
  });
});

async function fill(server: RunningServer): Promise<void> {
  await change(server, "PUT /apis/orders", { title: "Orders" });
  const rows = Array.from({ length: CLIENTS }, (_, index) => {
    const client = `app-${String(index).padStart(3, "0")}`;
    return `${client},globex,App ${index},${index === 0 ? "ops@globex.example" : ""}`;
  });
  const text = ["client,organisation,title,contacts", ...rows].join("\n");
  await change(server, "POST /clients/import", { text });
  await change(server, "PUT /plans/gold", { title: "Gold", access: "automatic", rateLimit: "5/s" });
  await change(server, "POST /subscriptions", { client: "app-117", api: "orders", plan: "gold" });
  await change(server, "POST /configuration/apply", {
    texts: [
      {
        file: "house.yaml",
        text: "plan: house\npeople:\n  ben: {name: Ben, mail: ben@example.com, roles: [operator]}\n",
      },
    ],
  });
  const things = "plans: {silver: {title: Silver}}\norganisations: {initech: {title: Initech}}\napis: {invoices: {}}\n";
  await change(server, "POST /configuration/apply", { texts: [{ file: "b.yaml", text: `plan: things\n${things}` }] });
  const invitations = await (await server.call("/api/v1/invitations")).json();
  const [{ id } = { id: "" }] = (invitations as { items: { id: string }[] }).items;
  assert.ok((await server.call(`/api/v1/invitations/${id}`, { method: "DELETE" })).ok);
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const lines = [
    { client: "app-117", at: today - 2 * DAY_MS },
    { client: "app-117", at: today - DAY_MS },
    { client: "stranger", at: today - DAY_MS },
    { client: "app-117", at: Date.now() - 1_000 },
  ].map(({ client, at }) =>
    JSON.stringify({ at: isoText(at), durationMs: 5, api: "orders", client, status: 200, method: "GET", path: "/" }),
  );
  const taken = await server.post(lines.join("\n"));
  assert.equal(taken.status, 200, await taken.text());
}

async function change(server: RunningServer, place: string, body: object): Promise<void> {
  const [method = "", path = ""] = place.split(" ");
  const headers = { "content-type": "application/json" };
  const answer = await server.call(`/api/v1${path}`, { method, body: JSON.stringify(body), headers });
  assert.ok(answer.ok, `${place}: ${answer.status} ${await answer.clone().text()}`);
}
