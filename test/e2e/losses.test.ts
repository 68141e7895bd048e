import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE_MS } from "#kernel";
import { sending } from "../server/gated-server.ts";
import { inTemporaryDirectory, startServer } from "../server/running-server.ts";
import { assertSound, LOOKS, openPage } from "./console-browser.ts";
import { openBrowser } from "./open-browser.ts";

test("what a gateway lost is told on the page Sources: how many requests, where, and between which instants", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    const send = sending(server);
    await send("PUT", "/apis/orders", { title: "Orders", upstream: "http://localhost:1" });
    const { token } = await send<{ token: string }>("POST", "/tokens", { name: "edge 1", scopes: ["gateway"] });
    const to = Date.now();
    const loss = { id: "a-1", api: "orders", from: to - 5 * MINUTE_MS, to, requests: 1_204 };
    await fetch(`${server.url}/api/v1/gateway/losses`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ losses: [loss] }),
    });
    const browser = await openBrowser();
    const setUp = new URL(/Set up your account, once: (\S+)/.exec(server.output())?.[1] ?? "").searchParams.get(
      "token",
    );
    const person = { token: setUp, name: "Ana", password: "a sentence to keep in mind" };
    const { page, context, complaints } = await openPage(browser, server.url);
    await context.request.post(`${server.url}/api/v1/setup`, { data: person });
    await page.goto("/apis/orders/sources");
    await page.getByText(/1,204 requests were not recorded at gateway edge 1, between .* and /).waitFor();
    for (const { colorScheme, width } of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await assertSound(page, `losses ${colorScheme} ${width}`);
    }
    assert.deepEqual(complaints, []);
    await browser.close();
    assert.equal(await server.stop(), 0, server.output());
  });
});
