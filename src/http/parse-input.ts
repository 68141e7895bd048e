import type { z } from "zod";
import { Refusal } from "#kernel";
import { inputFaults } from "./input-faults.ts";

const FAULTS_MAX = 50;

/** Reads unknown input, or refuses it with all its faults at once, each with its JSON Pointer. */
export function parseInput<Shape extends z.ZodType>(shape: Shape, input: unknown): z.output<Shape> {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = inputFaults(parsed.error).slice(0, FAULTS_MAX);
  throw new Refusal(
    "invalid",
    "request.invalid",
    `Nothing was done: ${faults.length === 1 ? "one field is not as it must be" : `${faults.length} fields are not as they must be`}. ${faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join("; ")}.`,
    { faults },
  );
}
