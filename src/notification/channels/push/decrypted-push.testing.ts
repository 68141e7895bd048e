import assert from "node:assert/strict";
import { createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, type ECDH, hkdfSync } from "node:crypto";

/** What a browser keeps of its subscription; base 64 for URLs. */
export interface BrowserKeys {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly auth: string;
}

/**
 * What a browser reads of a push, by the steps of RFC 8291 and RFC 8188 in their order: with keys as objects and HKDF of
 * the platform, where the sending side has scalars and HMAC.
 */
export function decryptedPush(body: Buffer, own: BrowserKeys): string {
  const salt = body.subarray(0, 16);
  const recordBytes = body.readUInt32BE(16);
  const keyBytes = body.readUInt8(20);
  assert.equal(keyBytes, 65);
  const sender = body.subarray(21, 21 + keyBytes);
  const record = body.subarray(21 + keyBytes);
  assert.ok(record.length <= recordBytes && body.length <= 4_096);
  const secret = diffieHellman({
    privateKey: createPrivateKey({
      format: "jwk",
      key: { ...pointOf(own.publicKey), d: own.privateKey },
    }),
    publicKey: createPublicKey({ format: "jwk", key: pointOf(sender.toString("base64url")) }),
  });
  const about = Buffer.concat([Buffer.from("WebPush: info\0"), Buffer.from(own.publicKey, "base64url"), sender]);
  const input = Buffer.from(hkdfSync("sha256", secret, Buffer.from(own.auth, "base64url"), about, 32));
  const key = Buffer.from(hkdfSync("sha256", input, salt, "Content-Encoding: aes128gcm\0", 16));
  const nonce = Buffer.from(hkdfSync("sha256", input, salt, "Content-Encoding: nonce\0", 12));
  const opening = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([opening.update(record.subarray(0, -16)), opening.final()]);
  const end = padded.lastIndexOf(2);
  assert.ok(end >= 0 && padded.subarray(end + 1).every((byte) => byte === 0));
  return padded.subarray(0, end).toString("utf8");
}

/** The private key of a pair as browsers keep it: 32 bytes, also where it begins with zeros, which the pair leaves out. */
export function privateKeyText(pair: Pick<ECDH, "getPrivateKey">): string {
  const own = pair.getPrivateKey();
  return Buffer.concat([Buffer.alloc(32 - own.length), own]).toString("base64url");
}

function pointOf(publicKey: string) {
  const point = Buffer.from(publicKey, "base64url");
  return {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
}
