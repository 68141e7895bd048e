import { compareText } from "#kernel";

/** Of FNV-1a with 64 bits (the Internet draft of Fowler, Noll and Vo): where it begins, and the low part of its prime 2^40 + 435. */
const OFFSET_HIGH = 0xcbf2_9ce4;
const OFFSET_LOW = 0x8422_2325;
const PRIME_LOW = 0x1b3;
const SEPARATOR = 0xff;
const ASCII = /^[\x20-\x7e]*$/;

/**
 * By which a set of labels is known: 16 hexadecimal digits, the same that Prometheus and Alertmanager give it (FNV-1a over
 * names and values, sorted by name). It tells sets apart; it is no protection against somebody who wants two to be alike.
 */
export function fingerprintOf(labels: Readonly<Record<string, string>>): string {
  const hash = { high: OFFSET_HIGH, low: OFFSET_LOW };
  for (const name of Object.keys(labels).toSorted(compareText)) {
    addText(hash, name);
    addByte(hash, SEPARATOR);
    addText(hash, labels[name] ?? "");
    addByte(hash, SEPARATOR);
  }
  return `${hex(hash.high)}${hex(hash.low)}`;
}

interface Hash {
  high: number;
  low: number;
}

/** A text of ASCII only is its own bytes: that is nearly each of them. */
function addText(hash: Hash, text: string): void {
  if (ASCII.test(text)) for (let at = 0; at < text.length; at++) addByte(hash, text.charCodeAt(at));
  else for (const byte of new TextEncoder().encode(text)) addByte(hash, byte);
}

/** 64 bits in two halves: what is multiplied stays exact below 2^53. */
function addByte(hash: Hash, byte: number): void {
  const low = (hash.low ^ byte) >>> 0;
  const product = low * PRIME_LOW;
  hash.high = (Math.imul(hash.high, PRIME_LOW) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
  hash.low = product >>> 0;
}

function hex(half: number): string {
  return half.toString(16).padStart(8, "0");
}
