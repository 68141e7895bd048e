import type { GroupNotice } from "#alerting";
import { decidePage } from "./decide-page.ts";
import type { Entry } from "./decision.ts";
import type { Facts } from "./facts.ts";
import { beginPage } from "./take-notice.ts";
import type { Policy } from "./policy.ts";

/** A decision of a page that nobody answers, and when (epoch ms). */
export interface PreviewedEntry extends Entry {
  readonly at: number;
}

const SHOWN = new Set<Entry["what"]>(["told", "skipped", "fallback", "unreached", "waits"]);
/** Enough for all rounds of any policy that fits on a screen, and for the fallback's repeat. */
const ENTRIES_MAX = 60;

/**
 * What would happen to a page that begins at an instant and that nobody answers: until the fallback is paged, or nothing
 * is due. The same function decides as for real pages. `factsAt` says who is on call then.
 */
export async function previewOf(
  policy: Policy,
  { at, urgency }: { readonly at: number; readonly urgency: "page" | "ticket" },
  factsAt: (at: number) => Promise<Facts>,
): Promise<PreviewedEntry[]> {
  const inForce = { name: "preview", policy, revision: 1 };
  const begun = beginPage(noticeOf(at, urgency), inForce, await factsAt(at));
  const seen = begun.entries.map((entry): PreviewedEntry => ({ ...entry, at }));
  let { state } = begun;
  while (state.next !== null && seen.length < ENTRIES_MAX && !seen.some(({ what }) => isEnd(what))) {
    const due = state.next.at;
    const decision = decidePage(state, due, await factsAt(due));
    seen.push(...decision.entries.map((entry) => ({ ...entry, at: due })));
    ({ state } = decision);
  }
  return seen.filter(({ what }) => SHOWN.has(what));
}

function isEnd(what: Entry["what"]): boolean {
  return what === "fallback" || what === "unreached";
}

function noticeOf(at: number, urgency: "page" | "ticket"): GroupNotice {
  const alerts = { firing: 1, came: 1, ended: 0 };
  const said = { title: "A preview", sentences: [], labels: {}, url: "" };
  const when = { at, due: at, since: at, repeatMs: REPEAT_MS };
  return { group: "grp_preview", reason: "first", policy: "preview", urgency, ...when, ...alerts, ...said };
}

const REPEAT_MS = 14_400_000;
