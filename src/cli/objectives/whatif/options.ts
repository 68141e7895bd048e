/** What `plimsoll objectives whatif` was asked to do; lists as they were written. */
export interface WhatIfOptions {
  readonly objectives: string;
  /** `-` is standard input. */
  readonly counts: string;
  readonly target?: string;
  readonly pairs?: string;
  readonly client?: string;
  readonly zone: string;
  readonly guard: boolean;
  readonly json: boolean;
}
