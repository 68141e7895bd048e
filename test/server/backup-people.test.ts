import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { codeAt } from "../../src/identity/phone.testing.ts";
import { newPerson } from "./permission-matrix.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
/** That of `newPerson`. */
const PASSWORD = "a long enough password";
const STEP_MS = 30_000;

test("a person with a second factor signs in on a restored server with the same phone and the same recovery codes", async () => {
  await inTemporaryDirectory(async (root) => {
    const server = await startServer(join(root, "data"));
    const { headers } = await newPerson(server, "vera", { path: "/invitations", body: { roles: ["viewer"] } });
    const { secret } = await posted<{ secret: string }>(server, "/account/second-factor", {
      headers,
      body: { password: PASSWORD },
    });
    const { recoveryCodes } = await posted<{ recoveryCodes: string[] }>(server, "/account/second-factor/confirm", {
      headers,
      body: { code: codeAt(secret, Date.now()) },
    });
    const folder = verb(["backup", "--server", server.url, "--token", server.adminToken]).trim();
    assert.equal(await server.stop(), 0);
    verb(["restore", folder, "--data", join(root, "restored")]);
    const other = await startServer(join(root, "restored"));
    const signIn = async (code?: string) => (await signedIn(other, code)).status;
    assert.equal(await signIn(), 401, "the code is still asked for");
    // The present code was used to confirm; the next one is taken already.
    assert.equal(await signIn(codeAt(secret, Date.now() + STEP_MS)), 200);
    assert.equal(await signIn(recoveryCodes[0]), 200);
    assert.equal(await signIn(recoveryCodes[0]), 401);
    assert.equal(await other.stop(), 0);
  });
});

async function posted<Answer>(
  server: RunningServer,
  path: string,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: object },
): Promise<Answer> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200);
  return (await answer.json()) as Answer;
}

async function signedIn(server: RunningServer, code: string | undefined): Promise<Response> {
  const body = JSON.stringify({ name: "vera", password: PASSWORD, ...(code === undefined ? {} : { code }) });
  const headers = { "content-type": "application/json" };
  return fetch(`${server.url}/api/v1/session`, { method: "POST", headers, body });
}

function verb(args: readonly string[]): string {
  return execFileSync(process.execPath, [PLIMSOLL, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
