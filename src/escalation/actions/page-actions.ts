import { z } from "zod";
import { cursorOf, instantField, page as pageOf, pageInput, readCursor } from "#http";
import { type Action, type Caller, changeAction, type ChangeContext, findPersonBy, readAction } from "#identity";
import { DAY_MS, isoText, isoTextOrNull, Refusal } from "#kernel";
import type { Reader } from "#storage";
import { pageSchema, storySchema } from "../contract.ts";
import type { EntryKind, Receiver } from "../model/decision.ts";
import {
  acknowledge,
  type Act,
  addResponder,
  escalateNow,
  reassign,
  resolve,
  snooze,
  switchPolicy,
  unacknowledge,
} from "../model/page-verbs.ts";
import { ENTRY_WORDS } from "../model/words.ts";
import { entriesOf } from "../store/entries.ts";
import { pagesBefore } from "../store/pages.ts";
import { actOnPage, type ActedOn, getPage, type PageAct } from "./act-on-page.ts";
import { Directory } from "./directory.ts";
import { nextReceivers } from "./next-receivers.ts";
import { pageView } from "./page-view.ts";
import { policyNow } from "./policy-now.ts";
import type { EscalationPorts } from "./ports.ts";

const LIST = "pages";
/** Entries of a story; the newest are shown. */
const ENTRIES_MAX = 500;
const SNOOZE_MS_MAX = DAY_MS;

const pageId = z.string().regex(/^page_[0-9a-z]{26}$/, "is a page's id, page_ and 26 letters");
const named = z.strictObject({ page: pageId });
const handle = z.string().min(1).max(63);

/** What can be done with pages. */
export function pageActions(ports: EscalationPorts) {
  const verb = verbsOf(ports);
  return {
    list: listAction(ports),
    get: storyAction(ports),
    acknowledge: verb(
      "acknowledge",
      named,
      (_, act) =>
        ({ state }) =>
          acknowledge(state, act),
    ),
    unacknowledge: verb(
      "unacknowledge",
      named,
      (_, act) =>
        ({ state }) =>
          unacknowledge(state, act),
    ),
    snooze: verb("snooze", named.extend({ until: instantField }), ({ until }, act) => {
      refuseUntil(until, act.at);
      return ({ state }) => snooze(state, act, until);
    }),
    reassign: verb("reassign", named.extend({ to: handle }), ({ to }, act) => async ({ state, directory }) => {
      await refuseUnreachable(directory, to);
      return reassign(state, act, to);
    }),
    escalate: verb(
      "escalate",
      named,
      (_, act) =>
        ({ state }) =>
          escalateNow(state, act),
    ),
    responder: verb("add-responder", named.extend({ person: handle }), ({ person }, act) => {
      return async ({ state, directory }) => {
        await refuseUnreachable(directory, person);
        return addResponder(state, act, person);
      };
    }),
    resolve: verb("resolve", named, (_, act) => ({ state, notice, facts }) => {
      return resolve(state, act, { firing: notice.firing, told: facts.told });
    }),
    switchPolicy: verb("switch-policy", named, (_, act, { tx }) => async ({ state, notice }) => {
      const name = state.policyRevision === 0 ? notice.policy : state.policyName;
      return switchPolicy(state, act, await policyNow(tx, name));
    }),
  };
}

type Verb<Input> = (input: Input, act: Act, context: ChangeContext) => PageAct["decide"];

/** All verbs are alike: somebody does something to a page, and it is in the audit log. */
function verbsOf(ports: EscalationPorts) {
  return <Input extends z.ZodObject>(name: string, input: Input, verb: Verb<z.output<Input>>): Action =>
    changeAction({
      name: `page.${name}`,
      may: "page:respond",
      input,
      output: pageSchema,
      run: async (given, context) => {
        const { tx, now, by } = context;
        const person = await handleOf(tx, by);
        const act = { by: person ?? `token ${by.name}`, at: now };
        const { page } = given as { readonly page: string };
        const decide = (on: ActedOn) => verb(given, act, context)(on);
        const row = await actOnPage(tx, { page, now, decide }, ports);
        return await pageView(tx, row, {
          person,
          nextTo: await nextReceivers(row, now, new Directory(tx, now, ports)),
        });
      },
      audit: (given, { title, state }) => ({
        subject: `page:${(given as { readonly page: string }).page}`,
        facts: { title, state },
      }),
    });
}

/** The newest first: all, those that are open or over, of a group, or what the caller was told of. */
function listAction(ports: EscalationPorts): Action {
  return readAction({
    name: "page.list",
    may: "page:read",
    input: z.strictObject({
      ...pageInput,
      state: z.enum(["open", "ended"]).optional(),
      group: z.string().max(100).optional(),
      mine: z.literal("true").optional(),
    }),
    output: pageOf(pageSchema),
    run: async ({ limit, cursor, state, group, mine }, { read, by, now }) => {
      const [at, id] = readCursor(LIST, cursor, z.tuple([z.number(), z.string()])) ?? [];
      const before = at === undefined || id === undefined ? undefined : { at, id };
      const person = await handleOf(read, by);
      const filter = { state, group, ...(mine === undefined ? {} : { person: person ?? "" }) };
      const rows = await pagesBefore(read, filter, { limit: limit + 1, before });
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      const directory = new Directory(read, now, ports);
      const items = [];
      for (const row of shown) {
        const nextTo = await nextReceivers(row, now, directory);
        items.push(await pageView(read, row, { person, nextTo }));
      }
      return { items, next: last === undefined ? null : cursorOf(LIST, [last.begun_at, last.id]) };
    },
  });
}

/** A page with its whole story. */
function storyAction(ports: EscalationPorts): Action {
  return readAction({
    name: "page.get",
    may: "page:read",
    input: named,
    output: storySchema,
    run: async ({ page }, { read, by, now }) => {
      const row = await getPage(read, page);
      const nextTo = await nextReceivers(row, now, new Directory(read, now, ports));
      const view = await pageView(read, row, { person: await handleOf(read, by), nextTo });
      const entries = (await entriesOf(read, page, ENTRIES_MAX)).map((entry) => ({
        seq: entry.seq,
        at: isoText(entry.at),
        what: entry.what,
        title: ENTRY_WORDS[entry.what as EntryKind],
        who: entry.who,
        why: entry.why,
        inputs: JSON.parse(entry.inputs) as Record<string, unknown>,
        told: JSON.parse(entry.told) as Receiver[],
        next: nextOf(entry),
      }));
      return { ...view, entries, sent: [...(await ports.notifications.listOf(read, page))] };
    },
  });
}

function nextOf({
  next_at: at,
  next_what: what,
}: {
  readonly next_at: number | null;
  readonly next_what: string | null;
}) {
  const instant = isoTextOrNull(at);
  return instant === null || what === null ? null : { at: instant, what };
}

/** The handle of a person who asks; null for a token. */
async function handleOf(read: Reader, { kind, id }: Caller): Promise<string | null> {
  const person = kind === "person" ? await findPersonBy(read, "id", id) : undefined;
  return person?.handle ?? null;
}

function refuseUntil(until: number, now: number): void {
  if (until > now && until <= now + SNOOZE_MS_MAX) return;
  const why = until <= now ? "lies in the past" : "is more than 24 hours away";
  throw new Refusal(
    "invalid",
    "page.snooze-until",
    `The instant until which it should rest ${why}, so it was not snoozed. Name one within the next 24 hours.`,
    { faults: [{ pointer: "/until", detail: why }] },
  );
}

async function refuseUnreachable(directory: ActedOn["directory"], person: string): Promise<void> {
  const { receivers, trouble } = await directory.find({ kind: "person", name: person });
  if (receivers.length > 0) return;
  throw new Refusal(
    "invalid",
    "page.unreachable",
    `Nothing was changed, because ${trouble ?? `${person} cannot be reached`}. Name somebody who can be told.`,
    { person },
  );
}
