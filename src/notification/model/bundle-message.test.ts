import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleMessage, type BundlePart, leadOf } from "./bundle-message.ts";

test("a bundle names what begins first, counts what it does not name, and has no click that would act on one of several", () => {
  const parts = Array.from({ length: 25 }, (_, n) => part(n, n === 20 ? "page" : "update")) as [
    BundlePart,
    ...BundlePart[],
  ];
  const message = bundleMessage(parts, "http://plimsoll.test");
  assert.equal(message.title, "25 notifications in one: orders 20 fires");
  assert.equal(message.sentences.length, 21);
  assert.equal(message.sentences.at(-1), "And 5 more, behind the link.");
  assert.deepEqual([message.acts, message.link.url, message.at], [[], "http://plimsoll.test/needs-you", 0]);
  assert.equal(leadOf(parts).notification.event, "page");
});

test("a bundle that is about one thing only keeps its link and its clicks", () => {
  const [one, two] = [part(1, "page"), part(2, "update")];
  const same = { ...two, notification: { ...two.notification, subject: one.notification.subject } };
  const message = bundleMessage([one, same], "http://plimsoll.test");
  assert.deepEqual([message.acts.length, message.link.url], [1, "http://plimsoll.test/pages/1"]);
});

function part(n: number, event: "page" | "update"): BundlePart {
  const acts = [{ what: "acknowledge", text: "Acknowledge", url: `http://plimsoll.test/l/${n}` }] as const;
  const link = { text: "Open", url: `http://plimsoll.test/pages/${n}` };
  return {
    notification: { subject: `pag_${n}`, event, urgency: "page" } as BundlePart["notification"],
    message: { title: `orders ${n} fires`, sentences: [], link, acts, at: n, labels: {} },
  };
}
