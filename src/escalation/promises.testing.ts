import assert from "node:assert/strict";
import { SECOND_MS } from "#kernel";
import type { Reader } from "#storage";
import type { EntryRow, PageRow } from "./model/rows.ts";
import { stateOfText } from "./model/page-state.ts";

/** A letter that came to somebody, and whether its sender was told so. */
export interface Letter {
  readonly at: number;
  readonly person: string;
  /** The notification's. */
  readonly id: string;
  readonly subject: string;
  readonly thanked: boolean;
}

interface Tables {
  escalation_pages: PageRow;
  escalation_entries: EntryRow;
  alerting_groups: { id: string; next_look_at: number | null; told_at: number | null; ended_at: number | null };
  jobs: { due_at: number };
  notification_messages: Sent;
}

interface Sent {
  id: string;
  subject: string;
  to_name: string;
  event: string;
  state: string;
  may_have_arrived: number;
  bundled_in: string | null;
}

interface Downtime {
  readonly from: number;
  readonly to: number;
}

/** A page is done what is due of it, so late at most of running time. */
const LATE_MS_MAX = 5 * SECOND_MS;

/** The earliest instant at which something is due, of groups, pages and jobs. */
export async function nextDue(read: Reader, now: number): Promise<number | undefined> {
  const db = read.tables<Tables>();
  const groups = await db
    .selectFrom("alerting_groups")
    .select((e) => e.fn.min("next_look_at").as("at"))
    .executeTakeFirst();
  const pages = await db
    .selectFrom("escalation_pages")
    .select((e) => e.fn.min("next_at").as("at"))
    .executeTakeFirst();
  const jobs = await db
    .selectFrom("jobs")
    .select((e) => e.fn.min("due_at").as("at"))
    // A letter that failed holds back those behind it: these are due, and wait.
    .where("jobs.due_at", ">", now)
    .executeTakeFirst();
  const dues = [groups?.at, pages?.at, jobs?.at].filter((at) => at !== null && at !== undefined);
  return dues.length === 0 ? undefined : Math.min(...dues);
}

/** At each moment: whoever is to answer has something due ahead, and each told group that fires has its page, or had it closed by hand. */
export async function checkKept(
  read: Reader,
  { now, downtimes }: { readonly now: number; readonly downtimes: readonly Downtime[] },
): Promise<void> {
  const db = read.tables<Tables>();
  const open = await db
    .selectFrom("escalation_pages")
    .selectAll()
    .where("escalation_pages.over_at", "is", null)
    .execute();
  for (const page of open) {
    if (page.awaits === 0) continue;
    assert.ok(page.next_at !== null, `${page.id} awaits an answer and has nothing due`);
    const late = runningBetween(page.next_at, now, downtimes);
    assert.ok(late <= LATE_MS_MAX, `${page.id}: what was due is ${late} ms late`);
  }
  const told = await db
    .selectFrom("alerting_groups")
    .select("alerting_groups.id")
    .where("alerting_groups.told_at", "is not", null)
    .where("alerting_groups.ended_at", "is", null)
    .execute();
  const pages = await db.selectFrom("escalation_pages").select("escalation_pages.group_id").execute();
  const paged = new Set(pages.map(({ group_id: group }) => group));
  for (const { id } of told) assert.ok(paged.has(id), `${id} fires, was told of, and has no page`);
  for (const [, of] of Map.groupBy(open, ({ group_id: group }) => group)) assert.equal(of.length, 1);
  await checkInTime(read, downtimes);
}

/** No page later than its due and five seconds of running time. */
async function checkInTime(read: Reader, downtimes: readonly Downtime[]): Promise<void> {
  const pages = await read.tables<Tables>().selectFrom("escalation_pages").selectAll().execute();
  for (const { id, due_at: due, told_at: told, state } of pages) {
    if (told === null || stateOfText(state).urgency !== "page") continue;
    const late = runningBetween(due, told, downtimes);
    assert.ok(late <= LATE_MS_MAX, `${id} was told ${late} ms after it was due`);
  }
}

function runningBetween(from: number, to: number, downtimes: readonly Downtime[]): number {
  const down = downtimes.reduce((sum, one) => sum + Math.max(0, Math.min(to, one.to) - Math.max(from, one.from)), 0);
  return Math.max(0, to - from - down);
}

/** When all is over: whoever was told of firing was told of its end, nobody of an end alone, and nothing was sent again whose receipt was known. */
export async function checkPromises(
  read: Reader,
  { letters, kills }: { readonly letters: readonly Letter[]; readonly kills: number },
): Promise<void> {
  const db = read.tables<Tables>();
  const pages = await db.selectFrom("escalation_pages").selectAll().execute();
  for (const { id, over_at: over, end_told_at: endTold } of pages) {
    assert.ok(over !== null, `${id} is still open`);
    assert.ok(endTold !== null, `${id}: its end was not told`);
  }
  const messages = await db.selectFrom("notification_messages").selectAll().execute();
  const byId = new Map(messages.map((message) => [message.id, message]));
  for (const message of messages) assert.notEqual(message.state, "due", `${message.id} is still due`);
  const came = Map.groupBy(letters, ({ id }) => id);
  for (const [id, of] of came) {
    assert.ok(byId.has(id), `${id} came, and nobody ordered it`);
    assert.ok(
      of.filter(({ thanked }) => thanked).length <= 1 + kills,
      `${id} was sent again although its receipt was known`,
    );
  }
  // A bundle is a message of its own, about several pages.
  const ofPages = messages.filter(({ subject }) => subject.startsWith("page_"));
  for (const [place, of] of Map.groupBy(ofPages, ({ subject, to_name: name }) => `${subject} ${name}`)) {
    const begins = of.filter(({ event }) => event === "page" || event === "ticket");
    const ends = of.filter((one) => one.event === "ended" && isKnown(one, came));
    if (begins.some((one) => isKnown(one, came))) {
      assert.ok(ends.length > 0, `${place} was told of the beginning and not of the end`);
    } else if (begins.every(({ may_have_arrived: may }) => may === 0)) {
      assert.equal(ends.length, 0, `${place} was told of an end only`);
    }
  }
}

/** By a letter of its own, or by one that carried others with it. */
function isKnown({ id, bundled_in: carrier }: Sent, came: ReadonlyMap<string, unknown>): boolean {
  return came.has(id) || (carrier !== null && came.has(carrier));
}
