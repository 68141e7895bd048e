import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { test } from "node:test";
import { openTwoHouses } from "./server.testing.ts";

const SHA = hash("sha256", "sk-1", "hex");
const FILE = `client,organisation,organisation_title,title,contacts,seen_as,key_sha256,key_prefix,environment
zeta-web,zeta,Zeta GmbH,Web,ops@zeta.example; billing:pay@zeta.example,Zeta/1; zeta agent,${SHA},sk-,live
zeta-job,zeta,,"Night, and day",,,,,
`;
const faultsOf = (body: Readonly<Record<string, unknown>>): string[] =>
  (body["faults"] as { line: number; column: number; detail: string }[]).map(
    ({ line, column, detail }) => `${line}:${column} ${detail.slice(0, 60)}`,
  );

test("a file of partners is taken whole, taken again it changes nothing, and a dry run leaves no trace", async () => {
  await using server = await openTwoHouses();
  const take = (text: string, dryRun = false) => server.post("/clients/import", { text, dryRun });
  const first = {
    organisations: { created: 1, changed: 0 },
    clients: { created: 2, changed: 0, unchanged: 0 },
    keys: { created: 1, unchanged: 0 },
  };
  assert.deepEqual((await take(FILE, true)).body, { ...first, dryRun: true });
  assert.equal((await server.get("/clients/zeta-web")).status, 404);
  assert.equal(server.clients.keys.find("sk-1").outcome, "unknown");
  assert.deepEqual((await take(FILE)).body, { ...first, dryRun: false });
  const { body } = await take(FILE);
  assert.deepEqual(body["clients"], { created: 0, changed: 0, unchanged: 2 });
  assert.deepEqual(body["keys"], { created: 0, unchanged: 1 });
  const web = (await server.get("/clients/zeta-web")).body;
  assert.deepEqual([web["title"], web["seenAs"], web["environment"]], ["Web", ["Zeta/1", "zeta agent"], "live"]);
  const contacts = (await server.get("/organisations/zeta")).body["contacts"] as { kind: string; mail: string }[];
  assert.deepEqual(
    contacts.map(({ kind, mail }) => `${kind} ${mail}`),
    ["billing pay@zeta.example", "operations ops@zeta.example"],
  );
  const found = server.clients.keys.find("sk-1");
  assert.equal(found.outcome === "known" && found.client, "zeta-web");
  assert.ok(server.changes.filter(({ client }) => client.startsWith("zeta")).length === 2);
});

test("one fault, and nothing is taken; all faults are told with line and column", async () => {
  await using server = await openTwoHouses();
  await server.post("/clients/acme-shop/claims", { name: "taken" });
  const take = async (text: string) => {
    const { status, body } = await server.post("/clients/import", { text });
    assert.equal(status, 422);
    return faultsOf(body);
  };
  assert.deepEqual(await take("client,organisaton\n"), [
    '1:8 "organisaton" is no column. Did you mean "organisation"?',
    '1:1 the column "organisation" is missing',
  ]);
  assert.deepEqual(
    await take(`client,organisation,key_sha256,contacts\nA B,zeta,xyz,nobody\nx,zeta\nok,zeta,,\nok,,,\n`),
    [
      "2:1 client takes 1 to 63 of a to z, 0 to 9 and -",
      "2:10 key_sha256 must be 64 of 0 to 9 and a to f: the SHA-256 of t",
      '2:14 contacts: "nobody" is not a mail address, or one of operatio',
      "3:1 has 2 cells, and the head line has 4",
      "5:1 organisation is missing",
      '5:1 "ok" is on line 4 already',
    ],
  );
  const refused = await take(
    `client,organisation,seen_as\nnew-one,zeta,fresh\nnew-two,zeta,taken\nnew-three,zeta,bolt-pay\n`,
  );
  assert.deepEqual(refused, [
    '3:1 "taken" already stands for the client "acme-shop", as its na',
    '4:1 "bolt-pay" already stands for the client "bolt-pay", as its ',
  ]);
  assert.equal((await server.get("/clients/new-one")).status, 404);
  assert.equal((await server.get("/organisations/zeta")).status, 404);
  assert.deepEqual(await take(""), ["1:1 the file is empty"]);
  assert.deepEqual(await take(`client,organisation,title,seen_as\nok,zeta,half \ud800,"a;__other__"\n`), [
    "2:9 title must be text without NUL",
    '2:16 seen_as: "__other__" must not begin and end with __: such na',
  ]);
});

test("clients go out as a file that no spreadsheet runs, and that comes back in as it was", async () => {
  await using server = await openTwoHouses();
  const title = `=HYPERLINK("http://x","a"),'b`;
  await server.put("/clients/acme-shop", { title, description: "@SUM(1)", seenAs: ["+1", "-2"] });
  const agents = ["Mozilla/5.0 (X11; Linux x86_64)", "\\", ";\\;a\\b", "x".repeat(200)];
  await server.put("/clients/bolt-pay", { seenAs: [...agents, ...agents.map((name) => `b${name}`.slice(0, 200))] });
  await server.put("/clients/-minus", { organisation: "bolt" });
  const { text, headers } = await server.get("/clients.csv");
  assert.equal(headers["content-type"], "text/csv; charset=utf-8");
  for (const line of text.split("\r\n")) assert.ok(!/(?:^|,)"?[=+\-@]/.test(line), line);
  assert.deepEqual((await server.post("/clients/import", { text })).body["clients"], {
    created: 0,
    changed: 0,
    unchanged: 3,
  });
  const own = await server.acme.get("/clients.csv?organisation=acme&state=all");
  assert.ok(own.text.includes("acme-shop") && !own.text.includes("bolt"));
  assert.ok(!(await server.acme.get("/clients.csv?organisation=bolt")).text.includes("bolt"));
  assert.equal((await server.acme.post("/clients/import", { text })).status, 403);
});
