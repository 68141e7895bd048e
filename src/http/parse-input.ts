import type { z } from "zod";
import { Refusal, type RefusalFault } from "#kernel";

const FAULTS_MAX = 50;

/** Reads unknown input, or refuses it with all its faults at once, each with its JSON Pointer. */
export function parseInput<Shape extends z.ZodType>(shape: Shape, input: unknown): z.output<Shape> {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap(faultsOf).slice(0, FAULTS_MAX);
  throw new Refusal(
    "invalid",
    "request.invalid",
    `Nothing was done: ${faults.length === 1 ? "one field is not as it must be" : `${faults.length} fields are not as they must be`}. ${faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join("; ")}.`,
    { faults },
  );
}

function faultsOf(issue: z.core.$ZodIssue): RefusalFault[] {
  if (issue.code === "invalid_union") {
    const nearest = issue.errors.find((inner) =>
      inner.every(({ code, path }) => code !== "invalid_type" || path.length > 0),
    );
    // Of another type than any: that alone is to be told.
    if (nearest !== undefined) {
      return nearest.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }));
    }
  }
  const at = pointerOf(issue.path);
  if (issue.code !== "unrecognized_keys") return [{ pointer: at, detail: issue.message }];
  return issue.keys.map((key) => ({ pointer: `${at}${pointerOf([key])}`, detail: "is not a field of this request" }));
}

/** RFC 6901; "" is the whole. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
