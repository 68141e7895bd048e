import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, instantText, Refusal } from "#kernel";
import { type LiveStoryName, liveStoryOf, RecordSender, StoryApis } from "#stories";
import { openReceiver, type Received, type Receiver, type Reply } from "../../src/stories/live/receiver.testing.ts";
import { seedHistory, type Seeded } from "./seed-history.ts";

const CREATED = Date.UTC(2026, 10, 27, 12, 0, 7);

/** What stands for the server's memory: it lists what was put, and the newest of what was posted. Not more. */
class Wire {
  readonly files = new Map<string, string>();
  readonly newest = new Map<string, string>();
  /** By idempotency key. */
  readonly batches = new Map<string, string>();
  batchesMax = Number.MAX_SAFE_INTEGER;

  readonly reply = ({ method, path, body, idempotencyKey }: Received): Reply => {
    const { pathname, searchParams } = new URL(path, "http://wire");
    const [, , , , api = "", file] = pathname.split("/");
    if (pathname === "/intake/v1/records") return this.#take(idempotencyKey, body);
    if (pathname === "/api/v1/records") return page(this.newest.get(searchParams.get("api") ?? ""));
    if (method === "PUT") return this.#put(api, file === undefined ? undefined : body);
    if (api !== "") return { status: 200, json: this.files.get(api) ?? "" };
    const items = [...this.files.keys()].map((name) => ({ api: name, createdAt: instantText(CREATED) }));
    return { status: 200, json: { items, next: null } };
  };

  #put(api: string, file: string | undefined): Reply {
    this.files.set(api, file ?? this.files.get(api) ?? "");
    return { status: 200, json: {} };
  }

  #take(key: string, body: string): Reply {
    if (this.batches.size >= this.batchesMax) return { status: 400, json: { detail: "the wire was cut" } };
    assert.ok(!this.batches.has(key), `${key} came twice`);
    this.batches.set(key, body);
    const lines = body.trim().split("\n");
    for (const line of lines) {
      const { at, api } = JSON.parse(line) as { at: string; api: string };
      this.newest.set(api, at);
    }
    return { status: 200, json: { kept: lines.length - 1, dropped: { tooOld: 1 } } };
  }
}

test("a story is told whole: its APIs, their objectives, then every record, with what was dropped", async () => {
  const wire = new Wire();
  const seeded = await seeding(wire);
  assert.deepEqual([...wire.files.keys()], ["orders"]);
  assert.match(wire.files.get("orders") ?? "", /perClient: true/);
  assert.equal(seeded.story.now, CREATED - 7_000);
  assert.equal(seeded.dropped["tooOld"], wire.batches.size);
  assert.ok(seeded.kept > 10_000);
  assert.equal(seeded.hadUntil, null);
});

test("what was cut off is gone on with: each batch once, and the same as without the cut", async () => {
  const whole = new Wire();
  await seeding(whole);
  const cut = new Wire();
  cut.batchesMax = 15;
  await assert.rejects(seeding(cut), /the wire was cut/);
  cut.batchesMax = Number.MAX_SAFE_INTEGER;
  const seeded = await seeding(cut);
  assert.ok(seeded.hadUntil !== null);
  assert.deepEqual([...cut.batches], [...whole.batches]);
  assert.equal((await seeding(cut)).kept, 0);
});

test("APIs of somebody else stop it before anything is changed, unless told to go beside them", async () => {
  const wire = new Wire();
  wire.files.set("billing", "");
  await assert.rejects(seeding(wire), isRefusal("seed.other-apis"));
  assert.deepEqual([...wire.files.keys()], ["billing"]);
  await seeding(wire, { into: true });
  assert.deepEqual([...wire.files.keys()], ["billing", "orders"]);
});

test("an API of the same name with other promises is never mixed with the story's", async () => {
  const wire = new Wire();
  wire.files.set("orders", "apis: { orders: { objectives: { availability: 95% } } }");
  await assert.rejects(seeding(wire, { into: true }), isRefusal("seed.same-name"));
  assert.equal(wire.batches.size, 0);
});

test("the empty story leaves a server as it is", async () => {
  const wire = new Wire();
  assert.equal((await seeding(wire, { name: "empty" })).kept, 0);
  assert.equal(wire.files.size, 0);
});

/** The last twelve hours of a story are enough. */
async function seeding(wire: Wire, asked: { name?: LiveStoryName; into?: boolean } = {}): Promise<Seeded> {
  const { name = "first-api", into = false } = asked;
  await using receiver: Receiver = await openReceiver(wire.reply);
  const { signal } = new AbortController();
  const access = { url: receiver.url, token: "secret", signal };
  return await seedHistory({
    storyAt: (now) => ({ ...liveStoryOf(name, { now }), from: now - 12 * HOUR_MS }),
    into,
    now: CREATED - 1_000,
    apis: new StoryApis(access),
    register: () => Promise.resolve(),
    sender: new RecordSender(access, () => Promise.reject(new Error("nothing is to wait for"))),
    onTold: () => undefined,
  });
}

function page(at: string | undefined): Reply {
  return { status: 200, json: { items: at === undefined ? [] : [{ at }], next: null } };
}

function isRefusal(code: string) {
  return (error: unknown): boolean => error instanceof Refusal && error.code === code;
}
