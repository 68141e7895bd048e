import { parseInput } from "#http";
import { z } from "zod";
import { probeFields } from "../contract.ts";

const whole = z.strictObject(probeFields);

/** All that is said of a probe, read as the server's own address reads it. Refuses with all faults. */
export function probeInput(given: Readonly<Record<string, unknown>>): z.output<typeof whole> {
  return parseInput(whole, JSON.parse(JSON.stringify(given)) as unknown);
}
