import { NO_DURATION } from "#records";
import { CLASS_COUNT } from "#traffic";
import { ClassJudge } from "../indicators/class-judge.ts";
import { BAD, type ClassIndicator, EXCLUDED } from "../indicators/indicator.ts";

/** One that is counted by class and duration alone, perhaps of one operation. */
export interface ByTable {
  readonly indicator: ClassIndicator;
  readonly column: number;
  /** Id of the operation it is about; -1 = all. */
  readonly operation: number;
}

/** What all objectives that are counted by table make of a request. */
export interface Verdict {
  /** The numbers of a cell that become greater by 1. */
  readonly adds: readonly number[];
  /** Columns in which the request is bad. */
  readonly bad: readonly number[];
}

/** The objectives that look at an operation, and what they made of requests so far. */
interface Group {
  readonly objectives: readonly ByTable[];
  /** Ascending, each once. */
  readonly thresholdsUs: Float64Array;
  /** By step of the duration and class: step 0 has no duration, step 1 + n is over n thresholds. */
  readonly verdicts: (Verdict | undefined)[];
}

/**
 * What the objectives of an API make of a request, for all of them by one look-up: each combination of operation, step of
 * the duration and class is judged once.
 */
export class Verdicts {
  /** Of operations that no objective is about alone. */
  readonly #others: Group;
  /** By id of the operation, of those that some objective is about alone. */
  readonly #groups: (Group | undefined)[] = [];

  constructor(objectives: readonly ByTable[]) {
    const general = objectives.filter(({ operation }) => operation < 0);
    this.#others = groupOf(general);
    for (const { operation } of objectives) {
      if (operation < 0) continue;
      this.#groups[operation] ??= groupOf(objectives.filter((one) => one.operation < 0 || one.operation === operation));
    }
  }

  of(classCode: number, durationUs: number, operation: number): Verdict {
    const group = this.#groupOf(operation);
    const place = stepOf(group.thresholdsUs, durationUs) * CLASS_COUNT + classCode;
    return group.verdicts[place] ?? (group.verdicts[place] = verdictOf(group.objectives, classCode, durationUs));
  }

  #groupOf(operation: number): Group {
    if (operation < 0 || operation >= this.#groups.length) return this.#others;
    return this.#groups[operation] ?? this.#others;
  }
}

function groupOf(objectives: readonly ByTable[]): Group {
  const thresholds = objectives.flatMap(({ indicator }) => (indicator.kind === "latency" ? indicator.thresholdUs : []));
  const thresholdsUs = Float64Array.from(new Set(thresholds)).toSorted();
  const places = (thresholdsUs.length + 2) * CLASS_COUNT;
  return { objectives, thresholdsUs, verdicts: Array.from({ length: places }, () => undefined) };
}

function stepOf(thresholdsUs: Float64Array, durationUs: number): number {
  if (durationUs === NO_DURATION) return 0;
  let step = 1;
  while (step <= thresholdsUs.length && durationUs > (thresholdsUs[step - 1] as number)) step++;
  return step;
}

function verdictOf(objectives: readonly ByTable[], classCode: number, durationUs: number): Verdict {
  const adds: number[] = [];
  const bad: number[] = [];
  for (const { indicator, column } of objectives) {
    const code = new ClassJudge(indicator).of(classCode, durationUs);
    if (code === EXCLUDED) continue;
    adds.push(column);
    if (code !== BAD) continue;
    adds.push(column + 1);
    bad.push(column);
  }
  return { adds, bad };
}
