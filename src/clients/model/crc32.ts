/** CRC-32 as in zlib and PNG (polynomial 0xEDB88320), of each byte. */
const BYTES = Int32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ 0xedb8_8320;
  return sum;
});

/** CRC-32 of the first `end` letters of a text of ASCII, as an integer of 0 to 2^32 - 1. A model has no zlib of Node's. */
export function crc32(text: string, end: number): number {
  let sum = -1;
  for (let at = 0; at < end; at++) sum = (BYTES[(sum ^ text.charCodeAt(at)) & 0xff] as number) ^ (sum >>> 8);
  return ~sum >>> 0;
}
