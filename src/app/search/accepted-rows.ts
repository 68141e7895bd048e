import { OUTCOMES } from "#intake";
import { Refusal } from "#kernel";
import { parseStatusSet, type StatusRange } from "#objectives";
import { acceptIndex, ACCEPTS_SIZE } from "#records";
import { AVAILABILITY, CLASSES, classCodeOf, type RequestClass } from "#traffic";

const STATUSES = 1_000;
/** Stands for all classes that are bad for availability. */
const BAD = "bad";

/** Which rows a search by status and class looks for, as the record log takes it; null when neither is asked for. */
export function acceptedRows(status: string | undefined, classes: string | undefined): Uint8Array | null {
  if (status === undefined && classes === undefined) return null;
  const ranges = status?.split(",").map(rangeOf) ?? [[0, STATUSES - 1] as const];
  const wanted = classes === undefined ? null : new Set(classes.split(",").flatMap(classesOf));
  const accepts = new Uint8Array(ACCEPTS_SIZE);
  for (const [from, to] of ranges) {
    for (let code = from; code <= to; code++) acceptStatus(accepts, code, wanted);
  }
  return accepts;
}

function acceptStatus(accepts: Uint8Array, status: number, wanted: ReadonlySet<RequestClass> | null): void {
  for (let outcome = 0; outcome < OUTCOMES.length; outcome++) {
    for (const healthCheck of [0, 1]) {
      const found = CLASSES[classCodeOf(status, outcome, healthCheck)] as RequestClass;
      if (wanted === null || wanted.has(found)) accepts[acceptIndex(status, outcome, healthCheck)] = 1;
    }
  }
}

function rangeOf(text: string): StatusRange {
  const range = text.trim() === "0" ? ([0, 0] as const) : parseStatusSet(text.trim());
  if (range !== undefined) return range;
  throw invalid("/status", `${JSON.stringify(text)} is no status: write 503, 5xx or 500-504, or 0 for no answer`);
}

function classesOf(text: string): RequestClass[] {
  if (text === BAD) return CLASSES.filter((each) => AVAILABILITY[each] === "bad");
  if ((CLASSES as readonly string[]).includes(text)) return [text as RequestClass];
  throw invalid("/class", `${JSON.stringify(text)} is no class: ${CLASSES.join(", ")}, or bad`);
}

function invalid(pointer: string, detail: string): Refusal {
  return new Refusal("invalid", "request.invalid", `Nothing was searched: ${detail}.`, {
    faults: [{ pointer, detail }],
  });
}
