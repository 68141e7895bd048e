import type { Urgency } from "../alerts/pair.ts";
import { nightsWoken } from "./nights.ts";
import { missedOutages, outagesOf } from "./outages.ts";
import type { WhatIf } from "./what-if.ts";

/** What a setting asks of people. */
export interface Load {
  readonly pages: number;
  readonly tickets: number;
  readonly nightsWoken: number;
}

/** A candidate beside what is promised now. */
export interface Comparison {
  readonly present: Load;
  readonly candidate: Load;
  /** What the present setting paged for, and how much of that no page of the candidate told of. */
  readonly outages: number;
  readonly outagesMissed: number;
}

/** Where and when a comparison is made. */
export interface ComparisonTerms {
  /** IANA zone by whose clock people sleep. */
  readonly zone: string;
  /** End of the history. */
  readonly historyEnd: number;
}

/** Compares two settings on one history. */
export function compare(present: WhatIf, candidate: WhatIf, { zone, historyEnd }: ComparisonTerms): Comparison {
  const outages = outagesOf(present, historyEnd);
  return {
    present: loadOf(present, zone),
    candidate: loadOf(candidate, zone),
    outages: outages.length,
    outagesMissed: missedOutages(outages, outagesOf(candidate, historyEnd)),
  };
}

function loadOf({ pages }: WhatIf, zone: string): Load {
  const at = (wanted: Urgency): number[] => pages.flatMap((page) => (page.urgency === wanted ? [page.at] : []));
  return { pages: at("page").length, tickets: at("ticket").length, nightsWoken: nightsWoken(at("page"), zone) };
}
