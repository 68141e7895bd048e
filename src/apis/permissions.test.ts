import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

const SCOPES = ["admin", "read", "records:write", "metrics:read"];
/** Which scopes get past the door of an operation, by what it takes. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "api:read": ["admin", "read"],
  "api:write": ["admin"],
  "objective:read": ["admin", "read"],
  "objective:write": ["admin"],
  "person:read": ["admin"],
  "person:write": ["admin"],
  "organisation:read": ["admin", "read"],
  "organisation:write": ["admin"],
  "token:read": ["admin"],
  "token:write": ["admin"],
  "audit:read": ["admin"],
};

test("each operation lets in those whom its permission names, and nobody without a name but to sign in", async () => {
  await using server = await openTestServer();
  const tokens: Record<string, string> = {};
  for (const scope of SCOPES) {
    const made = await server.ask({ method: "POST", url: "/tokens", body: { name: scope, scopes: [scope] } });
    tokens[scope] = String(made.body["token"]);
  }
  const document = (await server.app.inject("/api/openapi.json")).json<{
    paths: Record<string, Record<string, { "x-permission": string }>>;
  }>();
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { "x-permission": may }]) => ({ path, method, may })),
  );
  assert.ok(operations.length > 20);
  for (const { path, method, may } of operations) {
    const doors: Record<string, number> = {};
    for (const [scope, token] of [["nobody", undefined] as const, ...Object.entries(tokens)]) {
      const { statusCode } = await server.app.inject({
        method: method.toUpperCase() as "GET",
        url: `/api/v1${path.replaceAll(/\{\w+\}/g, "none")}`,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      });
      doors[scope] = statusCode;
    }
    const place = `${method} ${path}: ${JSON.stringify(doors)}`;
    // Nobody is refused where one signs in: what is sent is judged (422), and who asks who they are is told (200).
    if (may === "public") assert.equal(doors["nobody"], path === "/session" && method === "get" ? 200 : 422, place);
    else assert.equal(doors["nobody"], 401, place);
    if (may === "public" || may === "signed-in") continue;
    for (const scope of SCOPES) assert.equal(doors[scope] !== 403, MAY[may]?.includes(scope), `${place} ${scope}`);
  }
});
