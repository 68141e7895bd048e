import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type Credential, json, newPerson } from "../server/permission-matrix.ts";
import { type RunningServer, startServer } from "../server/running-server.ts";
import { assertSound, type ConsolePage, inAllLooks, openPage, press, signUp } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

// Who is on call: a schedule is written, seen before it holds, and changed in all the ways in which people change it.
describe("schedules, in Chromium against a real server", () => {
  let server: RunningServer;
  let browser: Browser;
  let opened: ConsolePage;
  let page: Page;
  let ben: Credential;
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-schedules-"));

  before(async () => {
    server = await startServer(directory);
    browser = await openBrowser();
    opened = await openPage(browser, server.url);
    page = opened.page;
    await signUp(opened, server);
    ben = await newPerson(server, "ben", { path: "/invitations", body: { roles: ["operator"] } });
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test("a schedule is written with what it would say beside it: faults at their layer, strangers and gaps in words", async () => {
    await page.goto("/oncall");
    await page.getByText("There is no schedule yet").waitFor();
    await inAllLooks(page, "oncall-empty");
    await page.getByRole("button", { name: "Add a schedule" }).click();
    await page.getByLabel("Name", { exact: true }).fill("primary");
    await page.getByLabel("Title").fill("Primary");
    await page.getByLabel("Zone").fill("Europe/Madrid");
    await page.getByLabel("People who take turns").fill("ana, zoe");
    await page.getByLabel("The first turn begins").fill("2026-11-02T09:00");
    await page.getByLabel("Each turn lasts").fill("soon");
    const layer = page.getByRole("group", { name: "Layer 1" });
    await layer.getByText('"soon" is not a length').waitFor();
    await page.getByLabel("Each turn lasts").fill("1 day");
    await page.getByText("There is no person zoe").waitFor();
    await page.getByLabel("People who take turns").fill("ana, ben");
    await page.getByLabel("Only at these times").fill("mon-fri 09:00-18:00");
    await page
      .getByText(/^■ Nobody is on call from /)
      .first()
      .waitFor();
    await assertSound(page, "schedule-form");
    await page.getByLabel("Only at these times").fill("");
    await page.getByText("● Somebody is on call at every instant of this time.").waitFor();
    await shot(page, "schedule-form");
    await page.getByRole("button", { name: "Add the schedule" }).click();
    await page.getByRole("heading", { name: "Primary", level: 1 }).waitFor();
    await page.getByText(/^(Ana|ben) is on call until .*, then (Ana|ben)\.$/).waitFor();
  });

  test("an override is drawn on the time line, or made by the keyboard, and ended", async () => {
    await page.goto("/oncall/primary");
    const line = page.getByRole("group", { name: "Time line" });
    const blocks = line.getByRole("button");
    await blocks.nth(4).waitFor();
    const row = await blocks.nth(4).evaluate((block) => {
      const { left, top, width, height } = (block as Drawn).parentElement.getBoundingClientRect();
      return { left, top, width, height };
    });
    const y = row.top + row.height / 2;
    await page.mouse.move(row.left + row.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(row.left + row.width * 0.6, y, { steps: 5 });
    await page.mouse.up();
    await page.getByLabel("On call is").selectOption("everyone");
    await page.getByLabel("Who alone is on call").fill("zoe");
    await page.getByRole("button", { name: "Make the override" }).click();
    await page.getByText("there is no person zoe").first().waitFor();
    await page.getByLabel("Who alone is on call").fill("ana, ben");
    await page.getByLabel("Why", { exact: true }).fill("A release");
    await page.getByRole("button", { name: "Make the override" }).click();
    await page.getByText("ana and ben alone").waitFor();
    await line
      .getByRole("button", { name: /^ana and ben, / })
      .first()
      .waitFor();
    await blocks.nth(1).focus();
    await press(page, "Enter");
    await page.getByLabel("Instead of").waitFor();
    await page.getByLabel("Who is on call", { exact: true }).fill("ben");
    await page.getByRole("button", { name: "Leave it" }).click();
    await inAllLooks(page, "schedule");
    await page.getByRole("button", { name: "End it: ana and ben alone" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End it" }).click();
    await page.getByText("None holds now or later").waitFor();
  });

  test("the time line goes on to where the clock changes, and says so in words", async () => {
    await page.goto("/oncall/primary");
    await page.getByLabel("Show").selectOption("28");
    const change = page.getByText(/^┆ The clock changes on .*: from 0[23]:00 to 0[23]:00/);
    // A clock of Madrid changes within 31 weeks, whenever this runs.
    for (let step = 0; step < 8 && (await change.count()) === 0; step++) {
      const answered = page.waitForResponse((response) => response.url().includes("/shifts?"));
      await page.getByRole("button", { name: "Later" }).click();
      await answered;
      await page.getByText(/The \d+ shifts as a list/).waitFor();
    }
    await change.waitFor();
    await shot(page, "schedule-clock-change");
    await page.getByRole("button", { name: "Today" }).click();
  });

  test("a shift is offered in the console, and whoever takes it has it", async () => {
    await page.goto("/oncall/primary");
    const offer = page.getByLabel("Offer one of your shifts");
    await offer.selectOption({ index: 2 });
    await page.getByRole("button", { name: "Offer it" }).click();
    await page.getByText("offered", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Withdraw it" }).waitFor();
    const list = await server.call("/api/v1/schedules/primary/swaps");
    const { items } = (await list.json()) as { items: { id: string }[] };
    const taken = await fetch(`${server.url}/api/v1/schedules/primary/swaps/${items[0]?.id}/taking`, {
      method: "PUT",
      headers: { ...ben.headers, "content-type": "application/json" },
      body: "{}",
    });
    assert.equal(taken.status, 200, await taken.text());
    await page.getByText("taken by ben", { exact: true }).waitFor();
    await page.getByText("ben instead of ana").waitFor();
  });

  test("a calendar is followed at a secret address, which tells when nothing changed", async () => {
    await page.goto("/oncall/primary");
    await page.getByRole("button", { name: "Make an address for this schedule" }).click();
    const address = (await page.getByLabel("Address of the calendar of this schedule").textContent()) ?? "";
    const first = await fetch(address);
    assert.deepEqual([first.status, first.headers.get("content-type")], [200, "text/calendar; charset=utf-8"]);
    assert.match(await first.text(), /^BEGIN:VCALENDAR\r\n[^]*SUMMARY:ben: Primary/);
    const again = await fetch(address, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
    assert.equal(again.status, 304);
    assert.equal((await fetch(address.replace(".ics", "x.ics"))).status, 404);
    assert.equal((await fetch(address, { method: "POST" })).status, 405);
    await page.getByRole("button", { name: "End it", exact: true }).click();
    await page.getByText("The address of the calendar has ended.").waitFor();
    assert.equal((await fetch(address)).status, 404);
  });

  test("the layers are changed from now on, as text too, and the page of all schedules tells gaps in red and the own shifts", async () => {
    await page.goto("/oncall/primary");
    await page.getByRole("button", { name: "Change the layers" }).click();
    await page.getByRole("button", { name: "Add a layer" }).click();
    const second = page.getByRole("group", { name: "Layer 2" });
    await second.getByLabel("People who take turns").fill("ben");
    await second.getByLabel("Only at these times").fill("sat,sun");
    await second.getByRole("button", { name: "Move up layer 2" }).waitFor();
    await assertSound(page, "schedule-layers");
    await page.getByRole("button", { name: "Save it, from now on" }).click();
    await page.getByText(/only: \[sat,sun\]|only: \["sat,sun"\]/).waitFor();
    const halves = "zone: UTC\nlayers:\n  - {rotate: [ana], every: 1 week, from: 2026-11-02T09:00, only: [mon-fri]}\n";
    await json(server, "PUT /schedules/halves", { definition: halves });
    await page.goto("/oncall");
    await page
      .getByText(/Nobody from/)
      .first()
      .waitFor();
    await page.getByRole("heading", { name: "Your next shifts" }).waitFor();
    await page.getByRole("button", { name: "Make an address for your shifts" }).waitFor();
    await inAllLooks(page, "oncall");
    await page.goto("/settings/teams");
    await page.getByLabel("Name of a new team").fill("orders");
    await page.getByLabel("Schedule that says who is on call").fill("none");
    await page.getByRole("button", { name: "Make the team" }).click();
    await page.getByText('there is no schedule named "none"').waitFor();
    await page.getByLabel("Schedule that says who is on call").fill("primary");
    await page.getByRole("button", { name: "Make the team" }).click();
    await page.getByRole("link", { name: "on call by primary" }).click();
    await page.getByText("The team orders is reached by it.").waitFor();
    assert.deepEqual(
      opened.complaints.filter((text) => !/422|409/.test(text)),
      [],
    );
  });
});

/** What a browser has of an element, as far as it is asked here. */
interface Drawn {
  readonly parentElement: { getBoundingClientRect(): { left: number; top: number; width: number; height: number } };
}

/** A picture, when somebody wants to look. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env["SHOTS"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
