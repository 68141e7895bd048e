import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openPostbox } from "../../src/identity/postbox.testing.ts";
import { folder, plimsoll } from "../e2e/run-plimsoll.ts";
import { inTemporaryDirectory, startServer } from "./running-server.ts";

test("people whom a plan in text brings get one letter each, however often it is applied, get in by it, and are reached by it from then on", async () => {
  await using smtp = await openPostbox();
  const settings = join(folder, "settings.yaml");
  const mail = `mail: { smtp: "smtp://127.0.0.1:${smtp.port}", from: plimsoll@example.com, tls: optional }\n`;
  writeFileSync(settings, mail);
  const plan = join(folder, "people.txt");
  writeFileSync(plan, "people:\n  ana: { name: Ana, mail: ana@example.com, roles: [administrator] }\n  ben: {}\n");
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory, ["--config", settings]);
    const verb = (name: string) => plimsoll([name, "-f", plan, "--server", server.url, "--token", server.adminToken]);
    const shown = await verb("diff");
    assert.match(shown.out, / {4}· ana@example\.com will be invited, by mail\.\n/, shown.err);
    const applied = await verb("apply");
    assert.match(applied.out, /ana@example\.com is invited by mail/, applied.err);
    assert.doesNotMatch(applied.out, /token=/);
    while (smtp.arrived.length === 0) await smtp.next();
    assert.match((await verb("apply")).out, /^2 as they are\.$/m);
    assert.equal(await server.stop(), 0);
    assert.deepEqual(
      smtp.arrived.map(({ to }) => to),
      [["ana@example.com"]],
    );
    const again = await startServer(directory, ["--config", settings]);
    const token = /token=([\w-]+)/.exec(smtp.arrived[0]?.text ?? "")?.[1];
    const body = JSON.stringify({ token, password: "a password of twelve" });
    const headers = { "content-type": "application/json", authorization: "" };
    const accepted = await again.call("/api/v1/invitations/accept", { method: "POST", body, headers });
    const { person } = (await accepted.json()) as { person: { name: string; roles: string[] } };
    assert.deepEqual([person.name, person.roles], ["Ana", ["administrator"]]);
    const cookie = (accepted.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const ways = await again.call("/api/v1/me/methods", { headers: { authorization: "", cookie } });
    const { items } = (await ways.json()) as { items: { kind: string; address: string; verifiedAt: string | null }[] };
    assert.deepEqual(
      items.map(({ kind, address, verifiedAt }) => [kind, address, verifiedAt !== null]),
      [["mail", "ana@example.com", true]],
    );
    assert.equal(await again.stop(), 0);
  });
});
