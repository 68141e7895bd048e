/** An address range: its first bytes, and how many bits of them count. */
type Range = readonly [bytes: readonly number[], bits: number];

/** Link-local, where clouds keep the keys of their machines, and what is no host: nobody's API is there. */
const NEVER_4: readonly Range[] = [
  [[0], 8],
  [[169, 254], 16],
  [[100, 100, 100, 200], 32],
  [[168, 63, 129, 16], 32],
  [[192, 0, 0, 192], 32],
  [[224], 4],
  [[240], 4],
];
const NEVER_6: readonly Range[] = [
  [Array.from({ length: 16 }, () => 0), 128],
  [[0xfe, 0x80], 10],
  [[0xfe, 0xc0], 10],
  [[0xff], 8],
  [[0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54], 128],
];

/** Of one's own house: loopback, private and shared ranges, and those for tests and documents. */
const INSIDE_4: readonly Range[] = [
  [[10], 8],
  [[127], 8],
  [[172, 16], 12],
  [[192, 168], 16],
  [[100, 64], 10],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
];
const INSIDE_6: readonly Range[] = [
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128],
  [[0xfc], 7],
  [[0x20, 0x01, 0x0d, 0xb8], 32],
];

/**
 * What an IP address leads to: `never` where machines keep their own credentials or nobody answers, `inside` a network of
 * one's own, or the `public` internet; null for a text that is no IP address. An IPv6 address that carries an IPv4 one
 * (mapped, NAT64, 6to4, Teredo, ISATAP) is judged by both.
 */
export function addressStanding(address: string): "never" | "inside" | "public" | null {
  const bytes = bytesOf(address);
  if (bytes === undefined) return null;
  const all = [bytes, ...carriedBy(bytes)];
  if (all.some((each) => isIn(each, each.length === 4 ? NEVER_4 : NEVER_6))) return "never";
  return all.some((each) => isIn(each, each.length === 4 ? INSIDE_4 : INSIDE_6)) ? "inside" : "public";
}

/** An IP address as its 4 or 16 bytes; a zone (`%eth0`) is left out. Undefined for anything else. */
export function bytesOf(address: string): readonly number[] | undefined {
  const bare = address.replace(/%.*$/, "");
  return bare.includes(":") ? bytesOf6(bare) : bytesOf4(bare);
}

function bytesOf4(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.map(Number);
}

function bytesOf6(text: string): readonly number[] | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = dotted === null ? [] : bytesOf4(dotted[2] ?? "");
  if (tail === undefined) return undefined;
  const [head = "", rest, more] = (dotted === null ? text : (dotted[1] ?? "").replace(/([^:]):$/, "$1")).split("::");
  if (more !== undefined) return undefined;
  const front = groupsOf(head);
  const back = rest === undefined ? [] : groupsOf(rest);
  if (front === undefined || back === undefined) return undefined;
  const zeros = 16 - front.length - back.length - tail.length;
  if (zeros < 0 || (rest === undefined && zeros !== 0)) return undefined;
  return [...front, ...Array.from({ length: zeros }, () => 0), ...back, ...tail];
}

function groupsOf(text: string): number[] | undefined {
  if (text === "" || text === ":") return [];
  const groups = text.replace(/:$/, "").split(":");
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/** The IPv4 addresses that an IPv6 address stands for, or is carried by. */
function carriedBy(bytes: readonly number[]): (readonly number[])[] {
  if (bytes.length === 4) return [];
  const starts = (...prefix: number[]): boolean => prefix.every((byte, index) => bytes[index] === byte);
  const zeros = (from: number, to: number): boolean => bytes.slice(from, to).every((byte) => byte === 0);
  const last = bytes.slice(12);
  const isMapped = zeros(0, 10) && bytes[10] === 0xff && bytes[11] === 0xff;
  const isCompatible = zeros(0, 12) && !zeros(12, 15);
  const isNat64 = starts(0, 0x64, 0xff, 0x9b);
  const isIsatap = zeros(9, 10) && bytes[10] === 0x5e && bytes[11] === 0xfe;
  if (isMapped || isCompatible || isNat64 || isIsatap) return [last];
  if (starts(0x20, 0x02)) return [bytes.slice(2, 6)];
  if (starts(0x20, 0x01, 0, 0)) return [bytes.slice(4, 8), last.map((byte) => byte ^ 0xff)];
  return [];
}

function isIn(bytes: readonly number[], ranges: readonly Range[]): boolean {
  return ranges.some(([prefix, bits]) =>
    prefix.every((byte, index) => {
      const kept = Math.max(0, Math.min(8, bits - 8 * index));
      const mask = (0xff << (8 - kept)) & 0xff;
      return ((bytes[index] ?? 0) & mask) === (byte & mask);
    }),
  );
}
