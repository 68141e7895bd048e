import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { z } from "zod";
import type { Call } from "#http";
import { Ids, Refusal } from "#kernel";
import { changeAction, readAction } from "./actions/action.ts";
import { Admission } from "./actions/admission.ts";
import { runnerOf } from "./actions/runner.ts";
import { secretHash } from "./actions/secret.ts";
import { TokenBook } from "./actions/token-book.ts";
import { openTestServer } from "./server.testing.ts";
import { personRow } from "./model/person.ts";
import { insertSession } from "./store.ts";
import { insertMembership, insertPerson } from "./store/people.ts";

const input = z.strictObject({ thing: z.string() });
const output = z.object({ within: z.array(z.string()).nullable() });
const owners: Readonly<Record<string, string>> = { "a-thing": "acme", "b-thing": "bolt" };
const owner = ({ thing }: { thing: string }): Promise<string | undefined> => Promise.resolve(owners[thing]);

test("a developer reaches own things only; another's and what is not there are told in the same words", async () => {
  await using developer = await signedIn("acme");
  const read = readAction({ name: "thing.get", may: "client:read", owner, input, output, run: withinOf });
  const change = changeAction({
    ...read,
    may: "client:write",
    owner,
    input,
    output,
    run: withinOf,
    audit: () => ({ subject: "thing" }),
  });
  for (const action of [read, change]) {
    assert.deepEqual(await developer.run(action, "a-thing"), { within: ["acme"] });
    const [another, absent] = [await developer.run(action, "b-thing"), await developer.run(action, "none")];
    assert.ok(another instanceof Refusal && absent instanceof Refusal);
    assert.deepEqual([another.kind, another.code, another.detail], ["not-found", absent.code, absent.detail]);
  }
});

test("an action that does not say to whom things belong is closed for developers; one that filters gets the organisations", async () => {
  await using developer = await signedIn("acme");
  const closed = readAction({ name: "thing.get", may: "client:read", input, output, run: withinOf });
  const refused = await developer.run(closed, "a-thing");
  assert.ok(refused instanceof Refusal && refused.kind === "forbidden");
  const list = readAction({ name: "thing.list", may: "client:read", owner: "caller", input, output, run: withinOf });
  assert.deepEqual(await developer.run(list, "any"), { within: ["acme"] });
});

function withinOf(
  _input: unknown,
  { within }: { within: readonly string[] | null },
): Promise<{ within: string[] | null }> {
  return Promise.resolve({ within: within === null ? null : [...within] });
}

/** A developer of an organisation in a browser, and actions run as that person. */
async function signedIn(organisation: string) {
  const server = await openTestServer();
  const { state, clock } = server;
  const now = clock.now();
  await state.transact(async (tx) => {
    const person = personRow({ id: "per_1", name: "Dev", handle: "dev", roles: [], now });
    await insertPerson(tx, person);
    await insertMembership(tx, { person_id: person.id, organisation, created_at: now });
    const session = { person_id: person.id, address: "::1", created_at: now, seen_at: now, expires_at: now + 1_000 };
    await insertSession(tx, { ...session, sha256: secretHash("s") });
  });
  const admission = new Admission(state, new TokenBook(clock), clock);
  const runAction = runnerOf({ state, admission, clock, ids: new Ids(clock, randomBytes) });
  const { csrf } = (await server.ask({ method: "GET", url: "/session", cookie: "plimsoll=s" })).body;
  return {
    run: (action: Parameters<typeof runAction>[0], thing: string): Promise<unknown> => {
      const credentials = { bearer: undefined, session: "s", csrf: String(csrf) };
      const call: Call = {
        credentials,
        input: () => ({ thing }),
        precondition: { kind: "none" },
        address: "::1",
        requestId: "req_1",
        answer: {},
      };
      return runAction(action, call).catch((error: unknown) => error);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
