import type { z } from "zod";
import type { RefusalFault } from "#kernel";

/** All that a shape says against an input: each fault with its JSON Pointer, below `base` where the input is part of something. */
export function inputFaults({ issues }: z.ZodError, base = ""): RefusalFault[] {
  return issues.flatMap(faultsOf).map(({ pointer = "", detail }) => ({ pointer: `${base}${pointer}`, detail }));
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
