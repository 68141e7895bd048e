import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ask, sending, until as untilSo } from "../server/gated-server.ts";
import { allRecords } from "../server/recount.ts";
import { runPlimsoll, withFirstApi } from "../sources/first-api-server.ts";
import { freePort, startServer, until } from "./server.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));
const COUNTED_MS_MAX = 20_000;

test("nginx as examples/forward-auth says it lets a key through, refuses who has none, and each is counted", async () => {
  const reach = { reach: () => ["at: https://api.orders.example"] };
  await withFirstApi(reach, async ({ directory, server, upstream }) => {
    const port = await freePort();
    const place = join(directory, "guarded-orders");
    mkdirSync(join(place, "logs"), { recursive: true });
    cpSync(join(EXAMPLES, "forward-auth"), join(directory, "forward-auth"), { recursive: true });
    for (const file of ["plan.yaml", "nginx.conf"]) {
      const text = readFileSync(join(directory, "forward-auth", file), "utf8")
        .replaceAll("/tmp/guarded-orders", place)
        .replace("localhost:8082", `localhost:${port}`)
        .replace("http://localhost:8080", upstream);
      const asRoot = file === "nginx.conf" && process.getuid?.() === 0 ? "user root;\n" : "";
      writeFileSync(join(directory, "forward-auth", file), `${asRoot}${text}`);
    }
    await runPlimsoll(server, ["apply", "-f", join(directory, "forward-auth")]);
    const auth = /Proxies ask who may pass at http:\/\/(\S+)\/auth/.exec(server.output())?.[1] ?? "";
    const asked = ["--api", "guarded-orders", "--port", String(port), "--logs", join(place, "logs"), "--out", place];
    await runPlimsoll(server, ["gateway", "config", "nginx", ...asked, "--auth", auth]);
    const args = ["-p", place, "-c", join(directory, "forward-auth", "nginx.conf"), "-g", "daemon off;"];
    const nginx = await startServer({ program: "nginx", debianPackage: "nginx", args, port });
    try {
      const { key } = await sending(server)<{ key: string }>("POST", "/clients/guarded-app/keys", {});
      const address = `http://localhost:${port}/guarded/orders/17`;
      await untilSo(async () => (await ask(server, address, { "x-api-key": key })).status === 200);
      const through = async (headers: Record<string, string>): Promise<number> => {
        const answer = await fetch(address, { headers });
        await answer.text();
        return answer.status;
      };
      assert.deepEqual([await through({ "x-api-key": key }), await through({})], [200, 401]);
    } finally {
      await nginx.stop();
    }
    const all = async (): Promise<boolean> => (await allRecords(server, "guarded-orders")).length >= 2;
    await until(all, "both requests are counted", COUNTED_MS_MAX);
    const records = await allRecords(server, "guarded-orders");
    const told = records.map(({ client, status, operation }) => [client, status, operation]);
    assert.deepEqual(
      told.toSorted((one, other) => Number(one[1]) - Number(other[1])),
      [
        ["guarded-app", 200, "GET /orders/{orderId}"],
        [null, 401, "GET /orders/{orderId}"],
      ],
    );
  });
});
