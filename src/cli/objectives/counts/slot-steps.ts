import { durationText } from "#kernel";

/** So many equal steps, each longer than a slot, are no gaps: they are slots of another length. */
const ALIKE_MAX = 30;
/** The same, when all steps before were a slot and none comes after. */
const ALIKE_AT_END_MAX = 3;

/** Something wrong with the steps between slots. */
export interface StepFault {
  readonly line: number;
  readonly text: string;
}

/**
 * The distances between the slots of a file. Its first two slots tell the length of all; a longer step is a gap, and
 * must be a multiple of it; many longer ones that are all alike are slots of another length.
 */
export class SlotSteps {
  /** 0 until two slots are known. */
  slotMs = 0;
  #first: number | undefined;
  #last = 0;
  /** The longer steps that follow each other and are alike. */
  #run = { stepMs: 0, count: 0, line: 0 };
  #otherRuns = 0;
  #told = false;

  /** Takes the next slot, later than the last one. */
  take(slot: number, line: number): StepFault | undefined {
    if (this.#first === undefined) {
      this.#first = slot;
      this.#last = slot;
      return undefined;
    }
    if (this.slotMs === 0) this.slotMs = slot - this.#first;
    if ((slot - this.#first) % this.slotMs !== 0) return { line, text: offGridText(this.slotMs) };
    const stepMs = slot - this.#last;
    this.#last = slot;
    return this.#follow(stepMs, line);
  }

  /** What can only be said when all slots are known. */
  end(): StepFault | undefined {
    const { stepMs, count } = this.#run;
    return stepMs > this.slotMs && count >= ALIKE_AT_END_MAX && this.#otherRuns === 0 ? this.#twoLengths() : undefined;
  }

  #follow(stepMs: number, line: number): StepFault | undefined {
    if (stepMs === this.#run.stepMs) this.#run.count++;
    else {
      if (this.#run.stepMs > this.slotMs) this.#otherRuns++;
      this.#run = { stepMs, count: 1, line };
    }
    return stepMs > this.slotMs && this.#run.count === ALIKE_MAX ? this.#twoLengths() : undefined;
  }

  #twoLengths(): StepFault | undefined {
    if (this.#told) return undefined;
    this.#told = true;
    const { stepMs, line } = this.#run;
    const text =
      `slots of two lengths: from here on rows stand ${durationText(stepMs)} apart, and the first two ${durationText(this.slotMs)}. ` +
      "Evaluate each part by itself; or, where rows are missing because nothing was requested, write them with 0,0.";
    return { line, text };
  }
}

function offGridText(slotMs: number): string {
  return (
    `this instant does not fit slots of ${durationText(slotMs)}, the distance of the first two rows: slots of two lengths. ` +
    "Let all slots have one length; and let the file begin with two slots that follow each other."
  );
}
