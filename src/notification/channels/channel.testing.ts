import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Channel, Outgoing } from "./channel.ts";
import { ChannelHouse, type ChannelCases, NOW } from "./channel-house.testing.ts";

/** A page as escalation orders it. */
export const PAGE: Outgoing = {
  id: "ntf_01jdq2x7m3c4v5b6n7a8s9d0fg",
  subject: "pag_01jdq2x7m3c4v5b6n7a8s9d0fh",
  event: "page",
  urgency: "page",
  message: {
    title: "orders/availability fires for orders",
    sentences: ["Of 2,103 requests 412 failed in 5 minutes.", "Acme and 3 more clients are affected."],
    link: { text: "Open", url: "https://plimsoll.example.com/groups/grp_1" },
    acts: [
      { what: "acknowledge", text: "Acknowledge", url: "https://plimsoll.example.com/a/one.two" },
      { what: "resolve", text: "Resolve", url: "https://plimsoll.example.com/a/three.four" },
    ],
    at: NOW,
    labels: { api: "orders", objective: "availability" },
  },
  mayBeRepeat: false,
};

const END: Outgoing = {
  ...PAGE,
  id: "ntf_01jdq2x7m3c4v5b6n7a8s9d0fj",
  event: "ended",
  message: { ...PAGE.message, title: "orders/availability is over", acts: [], at: NOW + 600_000 },
};

/** What strangers put into names that end up in messages. */
const HOSTILE = [
  "<!channel>",
  "<@U0123456>",
  "@everyone",
  "@here",
  "@room",
  "<at>Ana</at>",
  "[click](https://evil.example)",
  "<https://evil.example|Plimsoll>",
  '<a href="https://evil.example">x</a>',
  "**bold**",
  "`code`",
  "```",
  '"},{"',
  "\\",
  "\u202Egnp.exe",
  "{{acknowledge}}",
  "</Say><Hangup/>",
  "&Body=x",
  "\r\nSubject: x",
  "\u0000",
  "\uD800",
  "# heading",
  "|| spoiler ||",
  "😀",
];

/** The promises that every way keeps, held to what its provider really gets over HTTP on loopback. */
export function testChannel(channel: Channel, cases: ChannelCases): void {
  testAddress(channel, cases);
  testWords(channel, cases);
  testHostileWords(channel, cases);
  testAnswers(channel, cases);
}

function testAddress(channel: Channel, cases: ChannelCases): void {
  const says = sayer(channel);

  test(says("an address is taken as it is meant, and every other is refused with what to do"), () => {
    refuses(channel.address, cases.address, cases.wrong);
    if (cases.setting !== undefined) refuses(channel.setting?.schema, cases.setting, cases.wrongSettings ?? []);
  });

  test(says("what is shown of an address holds no secret"), () => {
    const shown = [channel.shown(parsed(channel.address, cases.address) as never)];
    if (channel.setting !== undefined && cases.setting !== undefined) {
      shown.push(channel.setting.shown(parsed(channel.setting.schema, cases.setting) as never));
    }
    for (const secret of cases.secrets) assert.ok(!shown.join(", ").includes(secret), shown.join(", "));
  });
}

function testWords(channel: Channel, cases: ChannelCases): void {
  const says = sayer(channel);

  test(says("a page arrives with its words and its links"), async () => {
    await using house = await ChannelHouse.open(channel, cases);
    assert.equal((await house.send(PAGE)).kind, "delivered");
    const got = house.last();
    assert.equal(got.host, cases.host);
    const { text, links } = cases.read(got);
    const parts = cases.sees?.(PAGE) ?? [PAGE.message.title, ...PAGE.message.sentences];
    for (const part of parts) assert.ok(text.includes(part), text);
    assert.deepEqual(links.toSorted(), cases.links?.(PAGE) ?? linksOf(PAGE));
  });

  test(says("a repeat is the same message, and says that it may be one"), async () => {
    await using house = await ChannelHouse.open(channel, cases);
    await house.send(PAGE);
    const first = house.last();
    await house.send({ ...PAGE, mayBeRepeat: true });
    assert.match(cases.read(house.last()).text, /may be a repeat/i);
    if (cases.key !== undefined) assert.deepEqual(cases.key(house.last()), cases.key(first));
  });

  test(says("an end is told, and offers nothing to acknowledge"), async () => {
    await using house = await ChannelHouse.open(channel, cases);
    await house.send(PAGE);
    const beginning = house.last();
    assert.equal((await house.send(END)).kind, "delivered");
    cases.joins?.(beginning, house.last());
    assert.deepEqual(cases.read(house.last()).links, cases.links?.(END) ?? linksOf(END));
  });
}

function testHostileWords(channel: Channel, cases: ChannelCases): void {
  const says = sayer(channel);

  test(says("whatever a name holds, nobody is called by it, no link is forged, and no limit is passed"), async () => {
    await using house = await ChannelHouse.open(channel, cases);
    const words = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "grapheme", maxLength: 30 })), {
      maxLength: 40,
    });
    const text = words.map((each) => each.join(" "));
    const property = fc.asyncProperty(text, fc.array(text, { maxLength: 8 }), text, async (title, sentences, label) => {
      const out = { ...PAGE, message: { ...PAGE.message, title: `t ${title}`, sentences, labels: { api: label } } };
      assert.equal((await house.send(out)).kind, "delivered");
      const seen = cases.read(house.last());
      assert.deepEqual(seen.mentions ?? [], []);
      const known = new Set(linksOf(PAGE));
      for (const link of seen.links) assert.ok(known.has(link), link);
      assert.ok(seen.text.isWellFormed());
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test(says("of what does not fit whole sentences are left out, and it says how many"), async () => {
    await using house = await ChannelHouse.open(channel, cases);
    const sentences = Array.from({ length: 30 }, (_, index) => `Sentence ${index}: ${"word ".repeat(120)}`);
    await house.send({ ...PAGE, message: { ...PAGE.message, sentences } });
    assert.match(cases.read(house.last()).text, /and \d+ more/);
  });
}

function testAnswers(channel: Channel, cases: ChannelCases): void {
  const says = sayer(channel);

  for (const one of cases.answers) {
    test(says(`${one.says}: ${one.means}`), async () => {
      await using house = await ChannelHouse.open(channel, cases);
      house.answers = one;
      const answer = await house.send(PAGE);
      assert.equal(answer.kind, one.means, JSON.stringify(answer));
      if (answer.kind === "delivered") return;
      if (one.reason !== undefined) assert.match(answer.reason, one.reason);
      for (const secret of cases.secrets) assert.ok(!answer.reason.includes(secret));
      if (answer.kind !== "retry") return;
      if (one.waitMs !== undefined) assert.equal(answer.notBefore, one.waitMs === null ? null : NOW + one.waitMs);
      if (one.arrived !== undefined) assert.equal(answer.arrived, one.arrived);
    });
  }

  if (cases.setting !== undefined) {
    test(says("while the house has set nothing, it says what is missing instead of sending"), async () => {
      await using house = await ChannelHouse.open(channel, { ...cases, setting: undefined });
      const answer = await house.send(PAGE);
      assert.equal(answer.kind, "failed");
      assert.match(answer.kind === "failed" ? answer.reason : "", /Settings, Channels/);
    });
  }

  test(says("a provider that is not there is asked again, and surely nobody was told"), async () => {
    const house = await ChannelHouse.open(channel, cases);
    await house[Symbol.asyncDispose]();
    const answer = await house.send(PAGE);
    assert.equal(answer.kind === "retry" && answer.arrived, false, JSON.stringify(answer));
    assert.equal(answer.kind, "retry");
  });
}

function sayer({ kind }: Channel): (text: string) => string {
  return (text) => `${kind}: ${text}`;
}

/** Every link of a message, in order of their letters. */
export function linksOf({ message }: Outgoing): string[] {
  return [...message.acts.map(({ url }) => url), message.link.url].toSorted();
}

function refuses(schema: Channel["address"] | undefined, good: unknown, wrong: ChannelCases["wrong"]): void {
  assert.ok(schema?.safeParse(good).success === true, JSON.stringify(schema?.safeParse(good).error));
  const strange = schema.safeParse({ ...(good as object), stranger: 1 });
  assert.equal(strange.success, false, "an unknown field is refused");
  for (const [address, remedy] of wrong) {
    const result = schema.safeParse(address);
    assert.equal(result.success, false, JSON.stringify(address));
    assert.match(result.error?.issues.map(({ message }) => message).join("; ") ?? "", remedy);
  }
}

function parsed(schema: Channel["address"], value: unknown): unknown {
  return schema.parse(value);
}
