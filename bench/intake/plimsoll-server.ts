import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";

/** The whole server, in this process, on a new data directory: `node plimsoll-server.ts DIRECTORY` prints port and token. */
const READY_TRIES = 600;
const TRY_EVERY_MS = 100;

const [directory = ""] = process.argv.slice(2);
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const config = `${directory}.yaml`;
writeFileSync(config, "clients:\n  observedMax: 100000\n");
process.argv = [process.execPath, "plimsoll", "start", "--data", directory, "--port", String(port), "--config", config];
const started = import(fileURLToPath(new URL("../../src/main.ts", import.meta.url)));
await ready();
const { adminToken, intakeToken } = JSON.parse(readFileSync(`${directory}/bootstrap.json`, "utf8")) as Tokens;
const made = await fetch(`${base}/api/v1/apis/orders`, {
  method: "PUT",
  headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
  body: JSON.stringify({ title: "Orders" }),
});
if (!made.ok) throw new Error(await made.text());
process.stdout.write(`${port} ${intakeToken}\n`);
await started;

interface Tokens {
  readonly adminToken: string;
  readonly intakeToken: string;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

async function ready(): Promise<void> {
  for (let tries = 0; tries < READY_TRIES; tries++) {
    const response = await fetch(`${base}/readyz`).catch(() => null);
    if (response?.ok === true) return;
    await wait(TRY_EVERY_MS);
  }
  throw new Error("the server did not get ready");
}
