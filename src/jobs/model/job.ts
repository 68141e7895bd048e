/** What is to be done later. Its queue says by whom; its key names it there, so that asking twice is asking once. */
export interface JobOrder {
  readonly queue: string;
  readonly key: string;
  /** Not before this instant, epoch ms. */
  readonly dueAt: number;
  /** Anything that is JSON; few bytes: an id, not the thing. */
  readonly payload: unknown;
  /** Jobs of one lane are done one after the other, by ascending place. Without one it waits for nobody. */
  readonly lane?: { readonly name: string; readonly place: number };
  /** What it works on: few of one target run at once, so that a slow one does not hold the others up. */
  readonly target?: string;
}

/** A job that is ours until its lease ends. */
export interface ClaimedJob {
  readonly queue: string;
  readonly key: string;
  readonly payload: unknown;
  readonly target: string | null;
  /** Which attempt this is, from 1; one that was cut off by a crash counts. */
  readonly attempt: number;
  /** Names this claim: who holds another one may not settle it. */
  readonly lease: string;
}
