import type { Interval } from "#kernel";
import type { Objective } from "../objective.ts";

/** Time that a file takes out of the count, before anybody knows which number its client has. */
export interface WrittenExclusion extends Interval {
  readonly api: string;
  /** Only this client; absent = everybody. */
  readonly client?: string;
  readonly reason: string;
}

/** What an objectives file says about objectives. */
export interface ObjectivesFile {
  readonly objectives: readonly Objective[];
  /** `maintenance:` of the APIs. */
  readonly exclusions: readonly WrittenExclusion[];
  /** `client:` of the API, when the file names one in words that replay knows ("ip", "field:NAME", "header:NAME"). */
  readonly clientBy: ReadonlyMap<string, string>;
  /** What was taken for granted, each in a sentence that says how to change it. */
  readonly assumed: readonly string[];
  /** Parts of the file that say nothing about objectives. */
  readonly ignored: readonly string[];
}
