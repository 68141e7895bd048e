import type { Lost } from "../model/loss-book.ts";

/** How `recordLine` begins each line. */
const HEAD = /^\{"at":"([^"]+)","api":"([^"]*)"/gm;

/** What is lost with these lines of a spool, by API: when their requests began, and how many they are. */
export function lostIn(lines: string): Lost[] {
  const byApi = new Map<string, { api: string; from: number; to: number; requests: number }>();
  for (const [, at = "", api = ""] of lines.matchAll(HEAD)) {
    const instant = Date.parse(at);
    const lost = byApi.get(api) ?? { api, from: instant, to: instant + 1, requests: 0 };
    byApi.set(api, lost);
    lost.from = Math.min(lost.from, instant);
    lost.to = Math.max(lost.to, instant + 1);
    lost.requests++;
  }
  return [...byApi.values()];
}
