import assert from "node:assert/strict";
import { test } from "node:test";
import { isMailAddress, mailKey, senderOf } from "./mail-address.ts";
import { smtpPlaceOf } from "./smtp-place.ts";

test("what is an address, and what only looks like one", () => {
  for (const good of ["ana@example.com", "a.b+c@sub.example.co", "ops@localhost", "x@xn--bcher-kva.example"]) {
    assert.equal(isMailAddress(good), true, good);
  }
  const bad = ["", "ana", "@example.com", "ana@", "a b@example.com", '"a b"@example.com', "ana@-x.com", "ana@x..com"];
  const hostile = ["ana@example.com\n", "ana@exam\rple.com", "a@b,c@d", "a;b@c", "<a@b>", `${"a".repeat(65)}@b.c`];
  for (const none of [...bad, ...hostile, `a@${"b.".repeat(130)}c`, "ä@example.com"]) {
    assert.equal(isMailAddress(none), false, none);
  }
  assert.equal(mailKey(" Ana@Example.COM "), "ana@example.com");
});

test("a sender is an address with or without a name", () => {
  assert.deepEqual(senderOf("Plimsoll <p@example.com>"), { name: "Plimsoll", address: "p@example.com" });
  assert.deepEqual(senderOf('"The API" <p@example.com>'), { name: "The API", address: "p@example.com" });
  assert.deepEqual(senderOf("p@example.com"), { name: "", address: "p@example.com" });
  for (const none of ["Plimsoll", "a <b", "a <b@c> d", "x\ny <p@example.com>"]) assert.equal(senderOf(none), undefined);
});

test("an SMTP server is named by an address with a login, or without", () => {
  const place = { host: "mail.example.com", secure: false, login: { user: "a@b", password: "p:w" } };
  assert.deepEqual(smtpPlaceOf("smtp://a%40b:p%3Aw@mail.example.com"), { ...place, port: 587 });
  assert.deepEqual(smtpPlaceOf("smtps://[::1]:4650"), { host: "::1", port: 4_650, secure: true, login: undefined });
  for (const none of ["http://x", "smtp://", "mail.example.com", "smtp://x/path", "smtp://x?tls=no", "smtp://%zz@x"]) {
    assert.equal(smtpPlaceOf(none), undefined, none);
  }
});
