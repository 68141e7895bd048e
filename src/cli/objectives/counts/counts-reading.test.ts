import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Refusal } from "#kernel";
import { type Row, csvOf, readText } from "./counts.testing.ts";
import { NO_CLIENT } from "./counts.ts";

const START = Date.UTC(2026, 2, 2);
const at = (slot: number, slotMs = 10_000): string => new Date(START + slot * slotMs).toISOString().replace(".000", "");
const file = (...rows: string[]): string => ["at,valid,bad", ...rows, ""].join("\n");
const clientFile = (...rows: string[]): string => ["at,valid,bad,client", ...rows, ""].join("\n");

function refusalOf(text: string | Buffer): string {
  try {
    readText(text);
  } catch (error) {
    assert(error instanceof Refusal, String(error));
    return error.detail;
  }
  return "";
}

test("rows are read as they are: instants with any offset, counts, clients in quotes, no client", () => {
  const counts = readText(
    clientFile(`${at(0)},10,1,acme`, `2026-03-02T01:00:00+01:00,5,0,"b, ""c"""`, `${at(0)},3,0,`, `${at(1)},0,0,é`),
  );
  assert.deepEqual([...counts.slots], [START, START, START, START + 10_000]);
  assert.deepEqual([...counts.valid], [10, 5, 3, 0]);
  assert.deepEqual([...counts.bad], [1, 0, 0, 0]);
  assert.deepEqual([...counts.clients], [0, 1, NO_CLIENT, 2]);
  assert.deepEqual([...counts.clientNames], ["acme", 'b, "c"', "é"]);
  assert.deepEqual([counts.slotMs, counts.isSlotAssumed, counts.hasClients], [10_000, false, true]);
});

test("carriage returns, a mark of the byte order, blank lines at the end and a missing last line feed change nothing", () => {
  const counts = readText(`\ufeffat,valid,bad\r\n${at(0)},1,0\r\n${at(1)},2,0\r\n\r\n\n`.replaceAll("\r\n", "\n"));
  assert.deepEqual([...counts.valid], [1, 2]);
  assert.deepEqual([...readText(`at,valid,bad\n${at(0)},1,0\n${at(1)},2,0`).valid], [1, 2]);
});

test("the first two slots tell the length of all; one slot alone is taken for ten seconds, and that is known", () => {
  assert.equal(readText(file(`${at(0, 60_000)},1,0`, `${at(1, 60_000)},1,0`, `${at(7, 60_000)},1,0`)).slotMs, 60_000);
  const alone = readText(file(`${at(0)},1,0`));
  assert.deepEqual([alone.slotMs, alone.isSlotAssumed], [10_000, true]);
});

const refusals: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ["an empty file", "", /counts\.csv is empty\. Write at,valid,bad and a row for each slot/],
  ["a header alone", "at,valid,bad\n", /has a header and no row/],
  [
    "another header",
    "time,ok,nok\n1,2,3\n",
    /line 1, column 1: the header must be at,valid,bad or .*, and is "time,ok,nok"/,
  ],
  ["other separators", "at;valid;bad\n", /and is "at;valid;bad"/],
  ["no header", `${at(0)},1,0\n`, /the header must be at,valid,bad/],
  ["a binary file", Buffer.from([0x89, 0x50, 0, 0x0d, 0x0a, 0xff]), /line 1, column 1: this is not text in UTF-8/],
  ["UTF-16", Buffer.from("\ufeffat,valid,bad\n", "utf16le"), /this is not text in UTF-8\. Save the file as UTF-8/],
  [
    "broken UTF-8 in a name",
    Buffer.concat([Buffer.from(clientFile(`${at(0)},1,0,a`)), Buffer.from(`${at(1)},1,0,\u00ff`, "latin1")]),
    /line 3, column 1: this is not text in UTF-8/,
  ],
  [
    "disorder",
    file(`${at(1)},1,0`, `${at(2)},1,0`, `${at(0)},1,0`),
    /line 4, column 1: .*earlier than the row before.*Sort/,
  ],
  ["a slot twice", file(`${at(0)},1,0`, `${at(0)},1,0`), /line 3, column 1: a second row of this slot\. Keep one/],
  [
    "a slot and client twice",
    clientFile(`${at(0)},1,0,a`, `${at(0)},1,0,b`, `${at(0)},2,0,a`),
    /line 4, column 1: a second row of this slot and client/,
  ],
  [
    "two rows without a client",
    clientFile(`${at(0)},1,0,`, `${at(0)},2,0,`),
    /line 3.*second row of this slot and client/,
  ],
  ["a negative count", file(`${at(0)},-1,0`), /line 2, column 22: valid: "-1" is not a whole number from 0/],
  ["a fraction", file(`${at(0)},1.5,0`), /valid: "1\.5" is not a whole number/],
  ["a count in words", file(`${at(0)},1,none`), /line 2, column 24: bad: "none" is not a whole number/],
  ["an exponent", file(`${at(0)},1e3,0`), /valid: "1e3" is not a whole number/],
  ["a count beyond belief", file(`${at(0)},9999999999999,0`), /is more than 1,000,000,000,000 requests in one slot/],
  ["more bad than valid", file(`${at(0)},10,11`), /line 2, column 25: 11 bad of 10 valid: bad requests are part of/],
  ["an instant off the grid", file("2026-03-02T00:00:05Z,1,0"), /not on the grid of ten seconds/],
  ["milliseconds", file("2026-03-02T00:00:00.250Z,1,0"), /not on the grid of ten seconds/],
  ["an instant without a zone", file("2026-03-02T00:00:00,1,0"), /"2026-03-02T00:00:00" is not an instant in RFC 3339/],
  ["seconds since 1970", file("1772409600,1,0"), /"1772409600" is not an instant in RFC 3339, such as/],
  ["a day that does not exist", file("2026-02-30T00:00:00Z,1,0"), /is not an instant/],
  [
    "slots of two lengths, the shorter ones later",
    file(`${at(0, 60_000)},1,0`, `${at(1, 60_000)},1,0`, `${at(9)},1,0`),
    /line 4, column 1: this instant does not fit slots of 1 min, .* slots of two lengths/,
  ],
  ["half a line", file(`${at(0)},1,0`, "2026-03-02T00:00:10Z,1"), /line 3, column 1: 2 fields where the header has 3/],
  ["a field too many", file(`${at(0)},1,0,acme`), /4 fields where the header has 3/],
  ["an open quote", clientFile(`${at(0)},1,0,"acme`), /line 2, column 26: a quote is not closed on its line/],
  ["a quote within a name", clientFile(`${at(0)},1,0,ac"me`), /line 2, column 28: a quote within a field/],
  ["something behind a quote", clientFile(`${at(0)},1,0,"ac"me`), /something follows a closed quote/],
  ["a name of 600 letters", clientFile(`${at(0)},1,0,${"x".repeat(600)}`), /more than 512 characters/],
  ["a blank line within", file(`${at(0)},1,0`, "", `${at(1)},1,0`), /line 3, column 1: a blank line/],
];

for (const [what, text, pattern] of refusals) {
  test(`${what}: told with its place and the remedy`, () => assert.match(refusalOf(text), pattern));
}

test("slots of another length that follow to the end are refused, however well they fit the grid of the first", () => {
  const rows = [0, 1, 2, 3, 9, 15, 21].map((slot) => `${at(slot)},1,0`);
  assert.match(
    refusalOf(file(...rows)),
    /line 6, column 1: slots of two lengths: from here on rows stand 1 min apart, and the first two 10 s/,
  );
  // Gaps of any other kind are gaps.
  assert.equal(refusalOf(file(...[0, 1, 2, 5, 6, 12, 13, 17].map((slot) => `${at(slot)},1,0`))), "");
});

test("all faults are told at once, the first twenty in words and the others as a number", () => {
  const rows = Array.from({ length: 25 }, (_, i) => `${at(i)},-1,0`);
  const lines = refusalOf(file(...rows)).split("\n");
  assert.match(lines[0] ?? "", /^Nothing was computed/);
  assert.equal(lines.length, 22);
  assert.equal(lines.at(-1), "and 5 more");
});

test("a fault's text cannot steer a terminal", () => {
  assert.ok(!refusalOf(file("\u001b[31mred,1,0")).includes("\u001b"));
});

test("what is written is read back, whatever the clients are called", () => {
  const name = fc.string({ maxLength: 12 }).filter((text) => !/[\n\r\0]/.test(text) && text.isWellFormed());
  const slot = fc.uniqueArray(fc.tuple(name, fc.nat(1_000)), {
    minLength: 1,
    maxLength: 4,
    selector: ([client]) => client,
  });
  fc.assert(
    fc.property(fc.array(slot, { minLength: 1, maxLength: 8 }), (slots) => {
      const rows = slots.flatMap((clients, index) =>
        clients.map(([client, valid]): Row => [START + index * 10_000, valid, valid >> 1, client]),
      );
      const quoted = rows.map(([when, valid, bad, client]): Row => [
        when,
        valid,
        bad,
        `"${client?.replaceAll('"', '""')}"`,
      ]);
      const counts = readText(csvOf(quoted));
      const read = rows.map((_, i) => [
        counts.slots[i],
        counts.valid[i],
        counts.bad[i],
        counts.clientNames[counts.clients[i] ?? 0] ?? "",
      ]);
      assert.deepEqual(read, rows);
    }),
  );
});

test("no bytes make the reader do anything but read or refuse", () => {
  const piece = fc.constantFrom(
    at(0),
    at(1),
    ",",
    "1",
    "0",
    "\n",
    '"',
    "at,valid,bad\n",
    "at,valid,bad,client\n",
    "\0",
    "é",
    "-",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.boolean(), (pieces, headed) => {
      try {
        const counts = readText((headed ? "at,valid,bad\n" : "") + pieces.join(""));
        counts.bad.forEach((bad, row) => assert(bad <= (counts.valid[row] ?? 0)));
      } catch (error) {
        assert(error instanceof Refusal, String(error));
      }
    }),
  );
});

test("running totals count what they grew by in the slot that ends with a reading; a total that falls began again", () => {
  const counts = readText(
    clientFile(
      `${at(1)},1000,10,a`,
      `${at(2)},1040,11,a`,
      `${at(2)},7,7,b`,
      `${at(3)},5,0,a`,
      `${at(3)},9,8,b`,
      `${at(5)},6,1,a`,
    ),
    true,
  );
  const rows = [...counts.slots].map((slot, i) => [
    (slot - START) / 10_000,
    counts.clientNames[counts.clients[i] ?? 0],
    counts.valid[i],
    counts.bad[i],
  ]);
  assert.deepEqual(rows, [
    [1, "a", 40, 1],
    [1, "b", 0, 0],
    [2, "a", 5, 0],
    [2, "b", 2, 1],
    [4, "a", 1, 1],
  ]);
  assert.deepEqual([counts.resets, counts.slotMs], [1, 10_000]);
});

test("running totals that grew more bad than valid are refused, and so are totals that are read once", () => {
  const refused = (...rows: string[]): string => {
    try {
      readText(file(...rows), true);
    } catch (error) {
      assert(error instanceof Refusal);
      return error.detail;
    }
    return "";
  };
  assert.match(refused(`${at(0)},100,0`, `${at(1)},101,2`), /line 3, column 26: 2 bad of 1 valid/);
  assert.match(refused(`${at(0)},100,0`), /reads its totals once/);
});
