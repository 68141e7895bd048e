import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gate, sending } from "../server/gated-server.ts";
import { allRecords } from "../server/recount.ts";
import { inTemporaryDirectory, startServer as startPlimsoll } from "../server/running-server.ts";
import { freePort, startServer, until } from "./server.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/logs", import.meta.url));
const ROTATIONS = 4;
const REQUESTS_EACH = 50;
const COUNTED_MS_MAX = 60_000;

test("the log of examples/logs, written by nginx and rotated by logrotate, gives each request once, for the client of its key", async (t) => {
  const api = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
  await once(api, "listening");
  t.after(() => {
    api.closeAllConnections();
    api.close();
  });
  await inTemporaryDirectory(async (directory) => {
    const port = await freePort();
    const config = readFileSync(join(EXAMPLE, "nginx.conf"), "utf8")
      .replace("127.0.0.1:8081", `127.0.0.1:${port}`)
      .replace("127.0.0.1:8080", `127.0.0.1:${(api.address() as AddressInfo).port}`);
    writeFileSync(join(directory, "nginx.conf"), `${process.getuid?.() === 0 ? "user root;\n" : ""}${config}`);
    const rotation = readFileSync(join(EXAMPLE, "logrotate.conf"), "utf8")
      .replace("orders.json {", `${directory}/orders.json {`)
      .replace("cat nginx.pid", `cat ${directory}/nginx.pid`);
    writeFileSync(join(directory, "logrotate.conf"), rotation, { mode: 0o600 });
    const args = ["-p", directory, "-c", "nginx.conf", "-g", "daemon off;"];
    const nginx = await startServer({ program: "nginx", debianPackage: "nginx", args, port });
    t.after(() => nginx.stop());
    const server = await startPlimsoll(join(directory, "data"));
    const { key } = await gate(server, { at: "https://api.example.com/orders" });
    const logs = [{ path: join(directory, "orders.json"), format: "nginx-json", client: "key" }];
    await sending(server)("PUT", "/apis/orders", { logs });
    const sent: string[] = [];
    for (let rotated = 0; rotated <= ROTATIONS; rotated++) {
      for (let index = 0; index < REQUESTS_EACH; index++) {
        const path = `/orders/${sent.length}`;
        await (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { "x-api-key": key } })).text();
        sent.push(path);
      }
      const flags = ["--force", "--state", join(directory, "state"), join(directory, "logrotate.conf")];
      if (rotated < ROTATIONS) execFileSync("logrotate", flags, { env: { ...process.env, PATH: WITH_SBIN } });
    }
    const all = async (): Promise<boolean> => (await allRecords(server, "orders")).length >= sent.length;
    await until(all, "all requests are counted", COUNTED_MS_MAX);
    const records = await allRecords(server, "orders");
    assert.deepEqual(new Set(records.map(({ path }) => path)), new Set(sent));
    assert.equal(records.length, sent.length);
    assert.deepEqual([...new Set(records.map(({ client }) => client))], ["acme-shop"]);
    assert.equal(await server.stop(), 0, server.output());
  });
});

/** Debian keeps it in /usr/sbin, which is not in everybody's PATH. */
const WITH_SBIN = `${process.env["PATH"] ?? ""}:/usr/sbin`;
