import assert from "node:assert/strict";
import { test } from "node:test";
import type { State, StateOptions } from "#storage";
import { settleUnsent } from "./actions/settle-unsent.ts";
import { notificationMigrations } from "./migrations.ts";
import type { HouseChannel } from "./model/house-channel.ts";
import type { Method } from "./model/method.ts";
import type { Notification } from "./model/notification.ts";
import {
  deleteChannel,
  everyChannel,
  everySetting,
  findChannel,
  storeChannel,
  storeSetting,
} from "./store/channels.ts";
import {
  begunSince,
  dueAt,
  findMessage,
  forgetMessages,
  insertMessage,
  lastSentAt,
  listMessages,
  messagesIn,
  messagesOfSubject,
  updateMessage,
} from "./store/messages.ts";
import {
  deleteMethod,
  deleteMethodsOfOthers,
  findMethod,
  findVerification,
  methodsOf,
  storeMethod,
  storeVerification,
} from "./store/methods.ts";
import { rulesOf, storeRules } from "./store/rules.ts";

type Open = (modules: StateOptions["modules"]) => Promise<State>;

const ANA = { kind: "person", name: "ana" } as const;

/** What the stores of notification promise on each engine. `open` gives an empty state with the module's tables. */
export function testNotificationStore(engine: string, open: Open): void {
  const opened = async () => await open([{ module: "notification", migrations: notificationMigrations }]);
  messages(engine, opened);
  ways(engine, opened);
}

function messages(engine: string, opened: () => Promise<State>): void {
  test(`${engine}: what lay in a message that may have arrived may have arrived too, when that is given up`, async () => {
    const state = await opened();
    const carrier = notification("ntf_1", { attempts: 1, mayHaveArrived: true });
    const carried = notification("ntf_2", { key: "other", bundledIn: "ntf_1" });
    const given = { state: "failed", now: 9, error: null } as const;
    await state.transact(async (tx) => {
      for (const one of [carrier, carried]) await insertMessage(tx, one);
      await settleUnsent(tx, carrier, given);
    });
    const after = await findMessage(state.read, "ntf_2");
    assert.deepEqual([after?.state, after?.mayHaveArrived], ["failed", true]);
    await state.close();
  });

  test(`${engine}: a notification comes back as it was written, is written once for its key, and can be changed`, async () => {
    const state = await opened();
    const one = notification("ntf_1", { because: "mail failed", mayHaveArrived: true });
    await state.transact(async (tx) => {
      assert.equal(await insertMessage(tx, one), true);
      assert.equal(await insertMessage(tx, { ...one, id: "ntf_2" }), false);
      assert.equal(await insertMessage(tx, { ...one, id: "ntf_3", address: "mth_2" }), true);
    });
    assert.deepEqual(await findMessage(state.read, "ntf_1"), one);
    const sent = { ...one, state: "sent", sentAt: 9, settledAt: 9, mayBeRepeat: true, bundledIn: "ntf_9" } as const;
    await state.transact(async (tx) => await updateMessage(tx, sent));
    assert.deepEqual(await findMessage(state.read, "ntf_1"), sent);
    assert.deepEqual(await ids(messagesOfSubject(state.read, "pag_1")), ["ntf_1", "ntf_3"]);
    assert.deepEqual(await ids(messagesIn(state.read, "ntf_9")), ["ntf_1"]);
    await state.close();
  });

  test(`${engine}: what is due, was begun and was sent at an address is found by it alone, in order`, async () => {
    const state = await opened();
    await state.transact(async (tx) => {
      await insertMessage(tx, notification("ntf_1", { key: "a", begunAt: 50 }));
      await insertMessage(tx, notification("ntf_2", { key: "b", begunAt: 70, state: "sent", sentAt: 71 }));
      await insertMessage(tx, notification("ntf_3", { key: "c", dueAt: 200 }));
      await insertMessage(tx, notification("ntf_4", { key: "d", begunAt: 60, bundledIn: "ntf_2" }));
      await insertMessage(tx, notification("ntf_5", { key: "e", address: "mth_2", begunAt: 55, sentAt: 90 }));
    });
    assert.deepEqual(await ids(dueAt(state.read, "mth_1", { dueBy: 100, limit: 9 })), ["ntf_1", "ntf_4"]);
    assert.deepEqual(await begunSince(state.read, "mth_1", 50), [70]);
    assert.deepEqual(await begunSince(state.read, "mth_1", 49), [50, 70]);
    assert.equal(await lastSentAt(state.read, "mth_1"), 71);
    assert.equal(await lastSentAt(state.read, "mth_9"), null);
    await state.close();
  });

  test(`${engine}: a list of somebody's is walked newest first, each once, and what was settled long ago is forgotten`, async () => {
    const state = await opened();
    await state.transact(async (tx) => {
      for (const [index, at] of [1, 2, 2, 3].entries()) {
        const settledAt = at < 3 ? at : null;
        await insertMessage(tx, notification(`ntf_${index}`, { key: `${index}`, createdAt: at, settledAt }));
      }
      await insertMessage(tx, notification("ntf_9", { to: { kind: "channel", name: "ana" }, address: "chn_1" }));
    });
    const first = await listMessages(state.read, { to: ANA }, { limit: 2, after: undefined });
    const after = { createdAt: first[1]?.createdAt ?? 0, id: first[1]?.id ?? "" };
    const rest = await listMessages(state.read, { to: ANA }, { limit: 9, after });
    assert.deepEqual(
      [...first, ...rest].map(({ id }) => id),
      ["ntf_3", "ntf_2", "ntf_1", "ntf_0"],
    );
    assert.equal(await state.transact(async (tx) => await forgetMessages(tx, 2)), 1);
    await state.close();
  });
}

function ways(engine: string, opened: () => Promise<State>): void {
  test(`${engine}: a method takes its verification along, and goes with its person`, async () => {
    const state = await opened();
    const begun = { sha256: "hash", until: 5, wrong: 1, sentAt: 1 };
    await state.transact(async (tx) => {
      await storeMethod(tx, method("mth_1", "per_ana"));
      await storeMethod(tx, method("mth_2", "per_bob"));
      await storeMethod(tx, { ...method("mth_1", "per_ana"), disabled: true });
      await storeVerification(tx, "mth_1", { ...begun, wrong: 0 });
      await storeVerification(tx, "mth_1", begun);
    });
    assert.deepEqual(await methodsOf(state.read, ["per_ana"]), [{ ...method("mth_1", "per_ana"), disabled: true }]);
    assert.deepEqual(await findVerification(state.read, "sha256", "hash"), { ...begun, methodId: "mth_1" });
    await state.transact(async (tx) => {
      await deleteMethod(tx, "mth_1");
      await deleteMethodsOfOthers(tx, ["per_ana"]);
    });
    assert.equal(await findVerification(state.read, "method_id", "mth_1"), undefined);
    assert.equal(await findMethod(state.read, "mth_2"), undefined);
    await state.close();
  });

  test(`${engine}: rules come back in their order, and new ones take the place of all`, async () => {
    const state = await opened();
    const rules = { page: [rule("push", 0), rule("voice", 180_000)], ticket: [rule("mail", 0)] };
    await state.transact(async (tx) => {
      await storeRules(tx, { personId: "per_ana", rules: { ...rules, page: [] }, managedBy: null });
      await storeRules(tx, { personId: "per_ana", rules, managedBy: "team" });
    });
    assert.deepEqual(await rulesOf(state.read, null), [{ personId: "per_ana", rules, managedBy: "team" }]);
    assert.deepEqual(await rulesOf(state.read, ["per_bob"]), []);
    await state.close();
  });

  test(`${engine}: a channel and a setting take the place of those of their name`, async () => {
    const state = await opened();
    await state.transact(async (tx) => {
      await storeChannel(tx, channel(1));
      await storeChannel(tx, channel(2));
      await storeSetting(tx, { kind: "sms", sealed: "a", shown: "b", changed_at: 1, revision: 1 });
      await storeSetting(tx, { kind: "sms", sealed: "c", shown: "d", changed_at: 2, revision: 2 });
    });
    assert.deepEqual(await everyChannel(state.read), [channel(2)]);
    assert.deepEqual(await findChannel(state.read, "id", "chn_1"), channel(2));
    assert.deepEqual(await everySetting(state.read), [
      { kind: "sms", sealed: "c", shown: "d", changed_at: 2, revision: 2 },
    ]);
    await state.transact(async (tx) => await deleteChannel(tx, "ops"));
    assert.deepEqual(await everyChannel(state.read), []);
    await state.close();
  });
}

async function ids(found: Promise<readonly Notification[]>): Promise<string[]> {
  return (await found).map(({ id }) => id);
}

function rule(way: string, afterMs: number) {
  return { way, afterMs };
}

function channel(revision: number): HouseChannel {
  const failing = { failingSince: null, failure: null, managedBy: null };
  const shown = { title: "Operations", sealed: "x", shown: "https://hooks.test/…" };
  return { name: "ops", id: "chn_1", kind: "webhook", ...shown, createdAt: 1, ...failing, revision };
}

function method(id: string, personId: string): Method {
  const times = { createdAt: 1, verifiedAt: 2, provenAt: null, failingSince: null };
  return {
    id,
    personId,
    kind: "mail",
    title: "",
    sealed: "x",
    shown: "a@b.test",
    ...times,
    failure: null,
    disabled: false,
  };
}

function notification(id: string, changed: Partial<Notification> = {}): Notification {
  return {
    id,
    subject: "pag_1",
    key: "step 0",
    to: ANA,
    address: "mth_1",
    kind: "mail",
    shown: "ana@example.com",
    event: "page",
    urgency: "page",
    title: "orders fires",
    sealed: "x",
    because: null,
    createdAt: 1,
    dueAt: 1,
    state: "due",
    attempts: 0,
    begunAt: null,
    sentAt: null,
    settledAt: null,
    lastError: null,
    mayHaveArrived: false,
    mayBeRepeat: false,
    bundledIn: null,
    ...changed,
  };
}
