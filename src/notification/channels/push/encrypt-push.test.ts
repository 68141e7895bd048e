import assert from "node:assert/strict";
import { createECDH, randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { decryptedPush, privateKeyText } from "./decrypted-push.testing.ts";
import { encryptPush, PUSH_BYTES_MAX } from "./encrypt-push.ts";

const bytes = (text: string): Buffer => Buffer.from(text, "base64url");

/** The example of RFC 8291, appendix A. */
const EXAMPLE = {
  text: "When I grow up, I want to be a watermelon",
  browser: {
    privateKey: "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
    publicKey: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  },
  draw: { privateKey: "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", salt: "DGv6ra1nlYgDCS1FRnbzlw" },
  sent: "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
};

test("the example of RFC 8291 comes out byte for byte, and is read back", () => {
  const { text, browser, draw, sent } = EXAMPLE;
  const to = { publicKey: bytes(browser.publicKey), auth: bytes(browser.auth) };
  const made = encryptPush(Buffer.from(text), to, { privateKey: bytes(draw.privateKey), salt: bytes(draw.salt) });
  assert.equal(Buffer.from(made).toString("base64url"), sent);
  assert.equal(decryptedPush(Buffer.from(made), browser), text);
});

test("whatever is said, the browser reads it, up to what one message holds", () => {
  const pair = createECDH("prime256v1");
  const drawn = fc.uint8Array({ minLength: 0, maxLength: PUSH_BYTES_MAX });
  fc.assert(
    fc.property(drawn, (text) => {
      pair.generateKeys();
      const privateKey = pair.getPrivateKey();
      const browser = createECDH("prime256v1");
      browser.generateKeys();
      const auth = randomBytes(16);
      const sent = Buffer.from(
        encryptPush(text, { publicKey: browser.getPublicKey(), auth }, { privateKey, salt: randomBytes(16) }),
      );
      assert.ok(sent.length <= 4_096);
      const keys = {
        privateKey: privateKeyText(browser),
        publicKey: browser.getPublicKey("base64url"),
        auth: auth.toString("base64url"),
      };
      assert.equal(decryptedPush(sent, keys), Buffer.from(text).toString("utf8"));
    }),
    { numRuns: 40 },
  );
});
