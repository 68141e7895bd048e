import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { letterContent } from "./model/letter-content.ts";
import { openMail, openSmtpServer, selfSigned } from "./server.testing.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const SECRET = "https://plimsoll.test/reset?token=one-time-secret";
const CONTENT = letterContent({
  paragraphs: ["Hello <b>Ana</b>,"],
  link: { text: "Go on", url: SECRET },
  because: "You asked for it.",
});
const ORDER = { to: "ana@example.com", subject: "Hello", content: CONTENT, key: "hello 1" };

test("a letter arrives as text and as HTML, from who we are and to whom it is for, and is ordered once under one key", async () => {
  await using smtp = await openSmtpServer();
  await using house = await openMail(smtp.port);
  await house.order(ORDER);
  await house.order(ORDER);
  await house.work();
  assert.equal(smtp.arrived.length, 1);
  const [{ from, to, raw } = { from: "", to: [], raw: "" }] = smtp.arrived;
  assert.deepEqual([from, to], ["plimsoll@example.com", ["ana@example.com"]]);
  for (const part of [
    /^From: Plimsoll <plimsoll@example.com>\r$/m,
    /^To: ana@example.com\r$/m,
    /^Subject: Hello\r$/m,
    /^Auto-Submitted: auto-generated\r$/m,
    /^Message-ID: <let_\w+@example.com>\r$/m,
    /Hello <b>Ana<\/b>,/,
    /&lt;b&gt;Ana&lt;\/b&gt;,/,
  ]) {
    assert.match(raw, part);
  }
  assert.deepEqual(
    (await house.letters()).map(({ state, attempts }) => [state, attempts]),
    [["sent", 1]],
  );
});

test("what a letter says is never in the database in clear, waiting or sent", async () => {
  await using smtp = await openSmtpServer({ recipient: () => 451 });
  await using house = await openMail(smtp.port);
  await house.order(ORDER);
  const holdsSecret = () => [house.file, `${house.file}-wal`].some((file) => readFileSync(file).includes("one-time"));
  assert.equal(holdsSecret(), false);
  await house.work();
  assert.equal(holdsSecret(), false);
  assert.ok(!JSON.stringify(await house.letters()).includes("one-time"));
});

test("an address that does not exist is refused for good; a mailbox that is busy is tried again until it takes the letter", async () => {
  let busy = true;
  await using smtp = await openSmtpServer({
    recipient: (address) => (address.startsWith("none") ? 550 : busy ? 451 : undefined),
  });
  await using house = await openMail(smtp.port);
  await house.order({ ...ORDER, to: "none@example.com", key: "1" });
  await house.order({ ...ORDER, key: "2" });
  await house.work();
  const states = async () =>
    Object.fromEntries((await house.letters()).map(({ to, state, lastError }) => [to, [state, lastError]]));
  assert.deepEqual(await states(), {
    "none@example.com": ["refused", "550 no room for none@example.com"],
    "ana@example.com": ["due", "451 no room for ana@example.com"],
  });
  busy = false;
  house.clock.at += MINUTE_MS;
  await house.work();
  assert.deepEqual((await states())["ana@example.com"], ["sent", null]);
  assert.deepEqual(house.faults, []);
});

test("a server that is away loses nothing: the letter is sent when it is back, with the same Message-ID", async () => {
  const nobody = createServer().listen(0, "127.0.0.1");
  await once(nobody, "listening");
  const { port } = nobody.address() as AddressInfo;
  nobody.close();
  await once(nobody, "close");
  await using house = await openMail(port);
  await house.order(ORDER);
  await house.work();
  const [away] = await house.letters();
  assert.deepEqual([away?.state, away?.attempts], ["due", 1]);
  assert.match(away?.lastError ?? "", /ECONNREFUSED/);
});

test("a letter that came too late to be of use is not sent, also where mail was switched off meanwhile", async () => {
  await using smtp = await openSmtpServer();
  await using house = await openMail(smtp.port);
  await house.order({ ...ORDER, until: house.clock.at + MINUTE_MS });
  await house.order({ ...ORDER, key: "other" });
  house.clock.at += MINUTE_MS;
  await house.work();
  assert.deepEqual((await house.letters()).map(({ state }) => state).toSorted(), ["expired", "sent"]);
  await house.order({ ...ORDER, key: "third" });
  house.clock.at += 3 * DAY_MS;
  await house.mail.tidy();
  assert.equal((await house.letters())[0]?.state, "expired");
  house.clock.at += 91 * DAY_MS;
  await house.mail.tidy();
  assert.deepEqual(await house.letters(), []);
});

test("with TLS required nothing is said to a server that cannot, or whose certificate nobody vouches for", async () => {
  const { key, cert } = selfSigned();
  await using inClear = await openSmtpServer();
  await using encrypted = await openSmtpServer({ key, cert });
  await using toClear = await openMail(inClear.port, { tls: "required" });
  await using unvouched = await openMail(encrypted.port, { tls: "required" });
  await using vouched = await openMail(encrypted.port, { tls: "required", ca: cert });
  for (const house of [toClear, unvouched, vouched]) {
    await house.order(ORDER);
    await house.work();
  }
  assert.deepEqual([inClear.arrived.length, (await toClear.letters())[0]?.state], [0, "due"]);
  assert.match((await unvouched.letters())[0]?.lastError ?? "", /self-signed certificate/);
  assert.deepEqual(
    encrypted.arrived.map(({ secure }) => secure),
    [true],
  );
});

test("a login that is refused is ours to mend: the letter waits", async () => {
  await using smtp = await openSmtpServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(new Error("wrong")),
  });
  const login = { user: "plimsoll", password: "not-to-be-shown" };
  await using house = await openMail(smtp.port, {
    place: { host: "127.0.0.1", port: smtp.port, secure: false, login },
  });
  await house.order(ORDER);
  await house.work();
  const [letter] = await house.letters();
  assert.deepEqual([letter?.state, letter?.lastError?.slice(0, 3)], ["due", "535"]);
  assert.ok(!JSON.stringify(letter).includes("not-to-be-shown"));
});

test("a subject that holds line ends stays one header, and a second address is none", async () => {
  await using smtp = await openSmtpServer();
  await using house = await openMail(smtp.port);
  await house.order({ ...ORDER, subject: "Hello\r\nBcc: eve@example.com\r\n\r\nbody\u2028x" });
  await house.work();
  const [{ to, raw } = { to: [], raw: "" }] = smtp.arrived;
  assert.deepEqual(to, ["ana@example.com"]);
  assert.match(raw, /^Subject: Hello Bcc: eve@example.com body x\r$/m);
  assert.doesNotMatch(raw, /^Bcc:/m);
  for (const several of ["ana@example.com, eve@example.com", "ana@example.com\r\nBcc: eve@example.com", "<ana>"]) {
    await assert.rejects(house.order({ ...ORDER, to: several, key: several }), /one address/);
  }
});

test("without mail nothing is written, and who orders is not refused", async () => {
  await using house = await openMail(undefined);
  assert.equal(house.mail.isOn, false);
  await house.order(ORDER);
  assert.deepEqual(await house.letters(), []);
});
