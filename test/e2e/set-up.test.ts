import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startServer } from "../server/running-server.ts";
import { openPage, press } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

test("where there are APIs already, as in a demonstration, the first account is led to the overview of one", async () => {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-set-up-"));
  const server = await startServer(directory);
  const browser = await openBrowser();
  try {
    for (const api of ["orders", "parcels"]) {
      const headers = { "content-type": "application/json" };
      await server.call(`/api/v1/apis/${api}`, { method: "PUT", headers, body: "{}" });
    }
    const { page } = await openPage(browser, server.url);
    await page.goto(/Set up your account, once: (\S+)/.exec(server.output())?.[1] ?? "no link");
    await page.getByRole("heading", { name: "Make the first account" }).waitFor();
    await press(page, "Tab", "Ana", "Tab", "a sentence to keep in mind", "Enter");
    await page.getByRole("heading", { name: "Overview of orders" }).waitFor();
  } finally {
    await browser.close();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});
