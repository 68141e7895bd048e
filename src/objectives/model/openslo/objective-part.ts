import { SLICE_DURATION } from "./duration.ts";
import { exclusive } from "./exclusive.ts";
import { type Draft, optional, type PartOf, pointer } from "./field.ts";
import { NUMBER, TEXT } from "./field-types.ts";
import { INLINE_INDICATOR } from "./inline-indicator.ts";
import { above, atLeast, atMost, below } from "./decimal-bound.ts";
import { Shape } from "./shape.ts";
import { NAME_RULES } from "./text-rules.ts";

const TARGET_RULES = [
  atLeast({ limit: 0, says: "a target cannot be negative", remedy: "Write a number from 0 up to 1." }),
  below({
    limit: 1,
    says: "a target must be below 1, because 100 % leaves no error budget",
    remedy: "Write for example 0.999; for 99.9 write targetPercent.",
  }),
];

const PERCENT_RULES = [
  atLeast({ limit: 0, says: "a target cannot be negative", remedy: "Write a number from 0 up to 100." }),
  below({
    limit: 100,
    says: "a target must be below 100, because 100 % leaves no error budget",
    remedy: "Write for example 99.9.",
  }),
];

/** Rules that hold under the budgeting method Timeslices only. */
export const SLICE_TARGET_RULES = [
  above({ limit: 0, says: "a slice that needs nothing is always good", remedy: "Write a number above 0 and up to 1." }),
  atMost({ limit: 1, says: "a slice cannot be better than 100 %", remedy: "Write a number above 0 and up to 1." }),
];

/** Rules that hold in composites only. */
export const WEIGHT_RULE = above({
  limit: 0,
  says: "an objective without weight would count for nothing",
  remedy: "Write a number above 0.",
});

const FIELDS = {
  displayName: optional(TEXT),
  op: optional(TEXT),
  value: pointer(NUMBER),
  target: pointer(NUMBER, TARGET_RULES),
  targetPercent: pointer(NUMBER, PERCENT_RULES),
  timeSliceTarget: pointer(NUMBER),
  timeSliceWindow: pointer(SLICE_DURATION),
  indicator: pointer(INLINE_INDICATOR),
  indicatorRef: pointer(TEXT, NAME_RULES),
  compositeWeight: pointer(NUMBER),
};

/** One objective of an SLO. */
export const OBJECTIVE = new Shape("objective", FIELDS, [
  exclusive<Draft<typeof FIELDS>>({
    keys: ["target", "targetPercent"],
    isNeeded: true,
    says: "an objective has one target, as a share or as a percentage",
    remedy: "Write target: 0.999 or targetPercent: 99.9.",
  }),
  exclusive<Draft<typeof FIELDS>>({
    keys: ["indicator", "indicatorRef"],
    isNeeded: false,
    says: "an objective has at most one SLI of its own",
    remedy: "Keep one of them.",
  }),
]);
export type ObjectivePart = PartOf<typeof FIELDS>;
