/**
 * Whether two texts are the same, in a time that tells nothing of where they differ: each letter is looked at. With
 * `timingSafeEqual` of two buffers in its place a lookup of a key takes longer (bench/keys.ts).
 */
export function equalInConstantTime(given: string, kept: string): boolean {
  if (given.length !== kept.length) return false;
  let different = 0;
  for (let at = 0; at < kept.length; at++) different |= given.charCodeAt(at) ^ kept.charCodeAt(at);
  return different === 0;
}
