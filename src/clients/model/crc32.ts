/** Of four bits each; CRC-32 as in zlib and PNG (polynomial 0xEDB88320). */
const NIBBLES = [
  0x0000_0000, 0x1db7_1064, 0x3b6e_20c8, 0x26d9_30ac, 0x76dc_4190, 0x6b6b_51f4, 0x4db2_6158, 0x5005_713c, 0xedb8_8320,
  0xf00f_9344, 0xd6d6_a3e8, 0xcb61_b38c, 0x9b64_c2b0, 0x86d3_d2d4, 0xa00a_e278, 0xbdbd_f21c,
];

/** CRC-32 of the first `end` letters of a text of ASCII, as an integer of 0 to 2^32 - 1. A model has no zlib of Node's. */
export function crc32(text: string, end: number): number {
  let sum = -1;
  for (let at = 0; at < end; at++) {
    sum ^= text.charCodeAt(at);
    sum = (NIBBLES[sum & 15] ?? 0) ^ (sum >>> 4);
    sum = (NIBBLES[sum & 15] ?? 0) ^ (sum >>> 4);
  }
  return ~sum >>> 0;
}
