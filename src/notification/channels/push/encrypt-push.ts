import { createCipheriv, createECDH, createHmac } from "node:crypto";

/** Of a message that is sent in one record of 4,096 bytes (RFC 8291, 4): what is left for its text. */
export const PUSH_BYTES_MAX = 3_993;

/** What a browser gave away of itself: its public key (65 bytes) and a secret (16 bytes). */
export interface PushReceiver {
  readonly publicKey: Uint8Array;
  readonly auth: Uint8Array;
}

/** Drawn anew for each message: a private key of P-256 (32 bytes), and a salt (16 bytes). */
export interface PushDraw {
  readonly privateKey: Uint8Array;
  readonly salt: Uint8Array;
}

const RECORD_BYTES = 4_096;
const KEY_BYTES = 16;
const NONCE_BYTES = 12;
/** Ends the last record (RFC 8188, 2). */
const LAST = Uint8Array.of(2);
const ONE = Uint8Array.of(1);

/**
 * A message that only one browser can read, as it is sent to the push service: RFC 8291 with `aes128gcm` of RFC 8188.
 * Refuses (throws) a public key that is no point of the curve.
 */
export function encryptPush(text: Uint8Array, to: PushReceiver, { privateKey, salt }: PushDraw): Uint8Array {
  const own = createECDH("prime256v1");
  own.setPrivateKey(privateKey);
  const ownPublic = own.getPublicKey();
  const shared = mac(to.auth, own.computeSecret(to.publicKey));
  const input = mac(shared, bytes("WebPush: info\0"), to.publicKey, ownPublic, ONE);
  const pseudoRandom = mac(salt, input);
  const key = mac(pseudoRandom, bytes("Content-Encoding: aes128gcm\0"), ONE).subarray(0, KEY_BYTES);
  const nonce = mac(pseudoRandom, bytes("Content-Encoding: nonce\0"), ONE).subarray(0, NONCE_BYTES);
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  const record = Buffer.concat([cipher.update(text), cipher.update(LAST), cipher.final(), cipher.getAuthTag()]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(RECORD_BYTES);
  head.writeUInt8(ownPublic.length, 4);
  return Buffer.concat([salt, head, ownPublic, record]);
}

/** HMAC-SHA-256, the one step of HKDF that is needed twice. */
function mac(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
