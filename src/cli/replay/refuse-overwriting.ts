import { existsSync } from "node:fs";
import { Refusal } from "#kernel";
import { identityOf } from "../input/identity-of.ts";
import type { ReplayOptions } from "./options.ts";
import { STANDARD_INPUT } from "../input/source.ts";

/**
 * Refuses outputs that would overwrite something that is read, each other, or a plan; before anything is read, so
 * that it costs no waiting.
 */
export function refuseOverwriting(options: ReplayOptions): void {
  const inputs = [...options.files, options.objectives, options.openapi].filter((name) => name !== undefined);
  const taken = new Map(inputs.map((name) => [identityOf(name), name]));
  for (const [flag, name] of [
    ["--html", options.html],
    ["--write", options.write],
  ] as const) {
    if (name === undefined) continue;
    if (name === "" || name === STANDARD_INPUT) throw unusable(`${flag} needs the name of a file.`);
    const other = taken.get(identityOf(name));
    if (other !== undefined) throw unusable(`${flag} ${name} would overwrite ${other}. Choose another name.`);
    taken.set(identityOf(name), name);
  }
  if (options.write !== undefined && existsSync(options.write)) {
    throw unusable(
      `${options.write} exists already, and a plan is not overwritten. Choose another name, or remove it first.`,
    );
  }
}

function unusable(detail: string): Refusal {
  return new Refusal("conflict", "replay.output-unusable", detail);
}
