import type { Objective } from "../objective.ts";
import { type CounterQuery, type CounterTerm, readCounterQuery } from "./counter-query.ts";

/** What an objective counts: valid and bad are sums of increases of these counters. */
export interface Counters {
  readonly valid: readonly CounterTerm[];
  readonly bad: readonly CounterTerm[];
}

/** The counters that Plimsoll's own /metrics has for each objective. */
const VALID_COUNTER = "plimsoll_objective_valid_total";
const BAD_COUNTER = "plimsoll_objective_bad_total";

/** The counters behind an objective, or why Prometheus cannot count for it. */
export function countersOf({ name, indicator, method }: Objective): Counters | { readonly fault: string } {
  if (method !== undefined && method.kind !== "Occurrences") {
    return {
      fault: `budgeting by ${method.kind} needs slices aligned to the clock, and Prometheus evaluates its rules at moments of its own`,
    };
  }
  if (indicator.kind === "composite") {
    return { fault: "a composite has no counts of its own; export its members" };
  }
  if (indicator.kind !== "external") {
    const own = `{objective=${JSON.stringify(name)}}`;
    return { valid: plus(VALID_COUNTER + own), bad: plus(BAD_COUNTER + own) };
  }
  if (indicator.type.toLowerCase() !== "prometheus") {
    return { fault: `it is counted by ${indicator.type}, whose queries Prometheus does not speak` };
  }
  if (indicator.gauge === true) {
    return { fault: "its queries are said to be no counters (counter: false), and only counters add up over a window" };
  }
  const total = readCounterQuery(indicator.total);
  const part = readCounterQuery(indicator.part);
  const faults = [faultOf("total", indicator.total, total), faultOf(indicator.counts, indicator.part, part)];
  if ("fault" in total || "fault" in part) return { fault: faults.filter((fault) => fault !== "").join("; and ") };
  if (indicator.counts === "bad") return { valid: total.terms, bad: part.terms };
  const taken = part.terms.map(({ sign, selector }): CounterTerm => ({ sign: sign === "+" ? "-" : "+", selector }));
  return { valid: total.terms, bad: [...total.terms, ...taken] };
}

function plus(selector: string): CounterTerm[] {
  return [{ sign: "+", selector }];
}

function faultOf(which: string, query: string, read: CounterQuery): string {
  return "fault" in read ? `its query for ${which}, ${query.trim()}, cannot be counted: ${read.fault}` : "";
}
