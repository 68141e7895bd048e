import assert from "node:assert/strict";
import { test } from "node:test";
import ICAL from "ical.js";
import { instantText } from "#kernel";
import { openTestServer, WEEKS } from "./server.testing.ts";

type Server = Awaited<ReturnType<typeof openTestServer>>;

/** Asks for an address as somebody, and gives how to read it. */
async function calendarOf(server: Server, who: "ana" | "ben" | "cho", body: object) {
  const made = await server[who].post("/me/calendars", body);
  assert.equal(made.status, 201, made.text);
  const url = new URL(String(made.body["url"]));
  const secret = /^\/calendar\/([^/]+)\.ics$/.exec(url.pathname)?.[1] ?? "";
  return async () => server.schedules.calendarAt(server.state.read, secret, server.clock.at);
}

/** What an independent parser reads: start, end, summary; and the names of the events. */
function parsed(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  return {
    lines: events.map(
      ({ startDate, endDate, summary }) =>
        `${instantText(startDate.toJSDate().getTime())} ${instantText(endDate.toJSDate().getTime())} ${summary}`,
    ),
    uids: events.map(({ uid }) => uid),
  };
}

test("the calendar of a schedule says what the API says, as an independent parser reads it", async () => {
  await using server = await openTestServer();
  const title = "Primary, first; „überall“ \\\\ a title that is so long that its line is folded, twice, ".padEnd(
    150,
    "é",
  );
  await server.put("/schedules/primary", { definition: WEEKS.replace("title: Primary", `title: "${title}"`) });
  const change = { kind: "everyone", people: ["ana", "ben"] };
  await server.post("/schedules/primary/overrides", {
    from: "2027-01-16T00:00:00Z",
    to: "2027-01-17T00:00:00Z",
    change,
  });
  const read = await calendarOf(server, "ben", { schedule: "primary" });
  const file = await read();
  assert(file !== undefined);
  assert(file.text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75));
  const { lines, uids } = parsed(file.text);
  const asked = "from=2026-12-15T00:00:00Z&to=2028-01-16T00:00:00Z";
  const { body } = await server.get(`/schedules/primary/shifts?${asked}`);
  const shifts = body["shifts"] as { start: string; end: string; people: string[] }[];
  const said = title.replaceAll("\\\\", "\\");
  const expected = shifts.map(({ start, end, people }) => {
    const [from, to] = [start, end].map((each) => instantText(Date.parse(each)));
    return `${from} ${to} ${people.join(" and ")}: ${said}`;
  });
  // The last shift is not cut.
  assert.deepEqual(lines.slice(0, -1), expected.slice(0, -1));
  assert.equal(lines.at(-1)?.slice(0, 20), expected.at(-1)?.slice(0, 20));
  assert.equal(new Set(uids).size, uids.length);
  assert.equal(lines.length, 55);
});

test("the same shifts are the same file all day, and an event keeps its name as time goes on", async () => {
  await using server = await openTestServer();
  await server.put("/schedules/primary", { definition: WEEKS });
  const read = await calendarOf(server, "ana", { schedule: "primary" });
  const first = await read();
  server.clock.at += 23 * 3_600_000;
  assert.equal((await read())?.tag, first?.tag);
  server.clock.at += 40 * 86_400_000;
  const later = await read();
  assert.notEqual(later?.tag, first?.tag);
  const [before, after] = [parsed(first?.text ?? "").uids, parsed(later?.text ?? "").uids];
  assert.equal(after.filter((uid) => before.includes(uid)).length, before.length - 1, "one week has left the calendar");
});

test("the own calendar has the own shifts of all schedules, and /me/shifts says the same of the next ones", async () => {
  await using server = await openTestServer();
  await server.put("/schedules/primary", { definition: WEEKS });
  await server.put("/schedules/second", {
    definition: WEEKS.replace("Primary", "Second").replace("ana, ben, cho", "cho, ana"),
  });
  const read = await calendarOf(server, "ben", {});
  const { lines } = parsed((await read())?.text ?? "");
  assert(lines.every((line) => line.endsWith("On call: Primary")));
  const { body } = await server.ben.get("/me/shifts");
  const items = body["items"] as { start: string; end: string; title: string }[];
  assert.equal(items.length, 5);
  const told = items.map(
    ({ start, end, title }) => `${start.replace(".000", "")} ${end.replace(".000", "")} On call: ${title}`,
  );
  assert.deepEqual(
    lines.filter((line) => told.includes(line)),
    told,
  );
  const { body: ofAna } = await server.ana.get("/me/shifts");
  const titles = (ofAna["items"] as { title: string }[]).map(({ title }) => title);
  assert.deepEqual([...new Set(titles)].toSorted(), ["Primary", "Second"]);
  assert.equal(
    (ofAna["items"] as { start: string }[])[0]?.start,
    "2027-01-11T08:00:00.000Z",
    "from its true beginning on",
  );
});

test("an address ends when it is renewed or removed, and with whoever has it", async () => {
  await using server = await openTestServer();
  await server.put("/schedules/primary", { definition: WEEKS });
  const first = await calendarOf(server, "ana", { schedule: "primary" });
  const second = await calendarOf(server, "ana", { schedule: "primary" });
  const own = await calendarOf(server, "ana", {});
  assert.deepEqual([await first(), (await second())?.text === undefined], [undefined, false]);
  assert.deepEqual(
    ((await server.ana.get("/me/calendars")).body["items"] as { schedule: string | null }[]).map(
      ({ schedule }) => schedule,
    ),
    [null, "primary"],
  );
  assert.equal((await server.ana.remove("/me/calendars?schedule=primary")).status, 204);
  assert.equal(await second(), undefined);
  assert.notEqual(await own(), undefined);
  await server.post("/people/per_ana/disable");
  assert.equal(await own(), undefined);
  assert.equal((await server.post("/me/calendars", {})).body["code"], "schedule.no-person", "a token is nobody");
});
