import { isZone, parsePercent, percentOfPpm, PPM, Refusal } from "#kernel";
import { parsePairs, type WhatIfQuestion } from "#objectives";
import type { WhatIfOptions } from "./options.ts";

const TARGETS_MAX = 50;

/** What the flags ask of a history. Refuses what is no target, no pair and no zone. */
export function questionOf({ target, pairs, zone, guard }: WhatIfOptions): WhatIfQuestion {
  if (!isZone(zone)) {
    throw new Refusal(
      "invalid",
      "whatif.no-zone",
      `There is no time zone "${zone}". Name one of the time zone database, such as Europe/Berlin or UTC.`,
    );
  }
  return {
    zone,
    guard,
    ...(target === undefined ? {} : { targetsPpm: targetsOf(target) }),
    ...(pairs === undefined ? {} : { pairs: parsePairs(pairs) }),
  };
}

function targetsOf(text: string): number[] {
  const targets = text.split(",").map((part) => parsePercent(part));
  const pointless = targets.find((ppm) => ppm === 0 || ppm === PPM);
  if (pointless !== undefined) {
    throw new Refusal(
      "invalid",
      "whatif.target-out-of-range",
      `A target of ${percentOfPpm(pointless)} cannot be tried: ${pointless === 0 ? "there is nothing to miss" : "it leaves no error budget"}. Choose targets above 0% and below 100%, such as 99.9%.`,
    );
  }
  if (targets.length > TARGETS_MAX) {
    throw new Refusal("limit", "whatif.too-many-targets", `At most ${TARGETS_MAX} targets are tried at once.`);
  }
  return targets;
}
