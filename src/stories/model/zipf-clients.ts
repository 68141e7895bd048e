import { Random } from "#kernel";
import type { StoryClient } from "./story.ts";

/** How many clients, and how unequal: the n-th has the share 1 / n^exponent (0 = all alike). */
export interface ZipfClients {
  readonly count: number;
  readonly exponent: number;
  /** Begins their names: "shop" → "shop-0001". */
  readonly prefix: string;
  readonly seed: number;
}

const LIBRARIES = ["okhttp/4.12.0", "axios/1.7.2", "python-requests/2.32.3", "Go-http-client/2.0", "curl/8.7.1"];

/** Clients with unequal shares, as real ones have: the first is the largest. At most 16 million. */
export function zipfClients({ count, exponent, prefix, seed }: ZipfClients): StoryClient[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => {
    const name = `${prefix}-${String(index + 1).padStart(4, "0")}`;
    const library = LIBRARIES[random.below(LIBRARIES.length)] ?? "";
    const version = `${1 + random.below(9)}.${random.below(20)}.${random.below(10)}`;
    return {
      name,
      ip: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
      key: `example-${name}-${random.below(1_000_000)}`,
      userAgent: `${name}/${version} (https://${name}.example) ${library}`,
      share: 1 / (index + 1) ** exponent,
    };
  });
}
