import { createHash, hash, randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { stopwatchMs } from "#kernel";
import { KeyBook } from "../src/clients/actions/key-book.ts";
import { keyRow } from "../src/clients/key-row.testing.ts";
import { makeKey } from "../src/clients/model/api-key.ts";
import type { KeyRow } from "../src/clients/model/rows.ts";

/**
 * Looking a key up: `--keys` (40,000: 10,000 clients with two keys in two environments) in a book. Cold: each key once,
 * in an order of its own, so that its row is in no cache. Warm: a few keys again and again. Then what does not fit: a
 * checksum that is wrong, a key that nobody has, a foreign key. Beside it, the hash alone.
 */
const { values } = parseArgs({ options: { keys: { type: "string", default: "40000" } } });
const KEYS = Number(values.keys);
const ROUNDS = 5;

const book = new KeyBook({ now: () => Date.now() });
const ours = Array.from({ length: KEYS }, () => makeKey("live", randomBytes));
const foreign = Array.from({ length: 1_000 }, () => `sk-${randomBytes(20).toString("hex")}`);
ours.forEach(({ lookup, secret }, index) => {
  book.follow({
    id: `cli_${index >> 2}`,
    client: `client-${index >> 2}`,
    organisation: "acme",
    retired: false,
    names: [],
  });
  book.put(rowOf({ id: index, lookup, sha256: hash("sha256", secret, "hex"), format: "plimsoll" }));
});
foreign.forEach((text, index) => {
  const sha256 = createHash("sha256").update(text).digest("hex");
  book.put(rowOf({ id: KEYS + index, lookup: sha256, sha256, format: "foreign" }));
});

const texts = ours.map(({ text }) => text);
const shuffled = texts.toSorted((a, b) => (a.slice(-8) < b.slice(-8) ? -1 : 1));
const strangers = Array.from({ length: 10_000 }, () => makeKey("live", randomBytes).text);
const broken = strangers.map((text) => `${text.slice(0, -1)}_`);

print("warm, 16 keys", repeated(texts.slice(0, 16), 100_000), ROUNDS);
print("cold, each key once", shuffled, 1);
print("warm, all keys", shuffled, ROUNDS);
print("foreign keys", repeated(foreign, 100_000), ROUNDS);
print("nobody's", repeated(strangers, 100_000), ROUNDS);
print("wrong checksum", repeated(broken, 100_000), ROUNDS);
const plain = ours.map(({ secret }) => secret);
const alone = nsEach(() => plain.forEach((secret) => hash("sha256", secret, "buffer")), plain.length, ROUNDS);
process.stdout.write(`${"the hash alone".padEnd(22)} ${alone.toFixed(0).padStart(6)} ns\n`);

function print(name: string, asked: readonly string[], rounds: number): void {
  const outcomes = new Set<string>();
  const ns = nsEach(
    () => {
      for (const text of asked) outcomes.add(book.find(text).outcome);
    },
    asked.length,
    rounds,
  );
  process.stdout.write(`${name.padEnd(22)} ${ns.toFixed(0).padStart(6)} ns  ${[...outcomes].join(", ")}\n`);
}

/** The best of the rounds, each thing. */
function nsEach(run: () => void, count: number, rounds: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const began = stopwatchMs();
    run();
    best = Math.min(best, ((stopwatchMs() - began) * 1e6) / count);
  }
  return best;
}

function repeated(few: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, index) => few[index % few.length] ?? "");
}

function rowOf({ id, ...key }: { id: number } & Pick<KeyRow, "lookup" | "sha256" | "format">): KeyRow {
  return keyRow(`key_${id}`, `cli_${id >> 2}`, { ...key, environment: "live" });
}
