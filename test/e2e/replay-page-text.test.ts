import assert from "node:assert/strict";
import { test } from "node:test";
import { replayPage } from "../../src/cli/replay/page.ts";
import { bareInput, richInput } from "./fixture.ts";

const rich = richInput();
const bare = bareInput();
/** What a reader sees of the document, without markup. */
const read = (page: string): string =>
  page
    .replace(/<(style|script)>.*?<\/\1>/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

/** A page is too long to be printed by a failing assertion. */
const says = (page: string, pattern: RegExp): void => assert.ok(pattern.test(page), `says ${pattern}`);
const saysNot = (page: string, pattern: RegExp): void => assert.ok(!pattern.test(page), `does not say ${pattern}`);

test("the report of three days fits in 400 KB and names nothing outside of itself", () => {
  const page = replayPage(rich);
  assert.ok(Buffer.byteLength(page) < 400_000, `${Buffer.byteLength(page)} bytes`);
  saysNot(page, /<link(?! rel="icon" href="data:)|@import|url\(| src="/);
  saysNot(page.replaceAll("http://www.w3.org/2000/svg", ""), /https?:\/\//);
});

test("the answer comes first, and the sum is printed", () => {
  const page = read(replayPage(bare));
  says(page, /orders answered all of its 5 requests\. Requests 5 .* 5 requests = 5 good \+ 0 bad \+ 0 excluded/);
});

test("what is empty says so", () => {
  const page = read(replayPage(bare));
  for (const sentence of [
    "No alert would have fired.",
    "No bad request in this log.",
    "no durations in this log",
    "One client, which had no bad request.",
    "No objective was evaluated.",
    "There is too little traffic to support any target.",
  ]) {
    assert.ok(page.includes(sentence), sentence);
  }
});

test("a log without a single valid request has no availability, not 0 % or 100 %", () => {
  const counts = { requests: 5, valid: 0, good: 0, bad: 0, excluded: 5, availability: null };
  const page = read(replayPage({ ...bare, report: { ...bare.report, ...counts } }));
  says(page, /Availability nothing valid/);
});

test("at most 200 clients are printed and the others are counted", () => {
  const [client] = bare.report.clients;
  assert.ok(client);
  const clients = Array.from({ length: 1_753 }, (_, i) => ({ ...client, client: `c${i}` }));
  const page = read(replayPage({ ...bare, report: { ...bare.report, clients } }));
  says(page, / c199 /);
  saysNot(page, / c200 /);
  says(page, /and 1,553 more/);
});

test("dropped lines are told with their reason and an example", () => {
  says(
    read(replayPage(rich)),
    /12 dropped; 400 kept but not counted \(probe\).* badTime 3 lines access\.log\.1\.gz:88 31\/Foo\/2026 is not a date/,
  );
});

test("each alert tells its time, its end and who burned it; muted ones say by whom", () => {
  const page = read(replayPage(rich));
  says(page, /1 page orders\/availability 12 May 2026 01:04 to 01:46 UTC · resolved after 42 min 612 of 14,108/);
  says(page, /still firing when the records end/);
  says(page, /muted by orders\/availability/);
  says(page, /clients shop-web 44\.3 %, /);
  const [first, ...others] = rich.report.alerts;
  assert.ok(first);
  const lapsed = replayPage({ ...rich, report: { ...rich.report, alerts: [{ ...first, end: "lapsed" }, ...others] } });
  says(read(lapsed), /lapsed after 42 min/);
});

test("the command is offered with a plan to write, unless it writes one already", () => {
  says(read(replayPage(bare)), /--html report\.html --write plimsoll\.yaml/);
  const written = replayPage({ ...bare, planWritten: true });
  saysNot(read(written), /--write plimsoll\.yaml/);
});
