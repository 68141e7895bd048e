import { latencyText } from "#kernel";
import { readPointer } from "./json-pointer.ts";
import type { Measured } from "./measured.ts";
import type { Expectation, HeaderExpectation, JsonExpectation } from "./probe.ts";
import { isAmong } from "./status-set.ts";

/** Of what was found instead, this much is shown. */
const SHOWN_LENGTH_MAX = 80;

/** All that is wrong with an answer, each as the rest of a sentence; empty when it passes. Without an answer, why there is none. */
export function faultsOf(measured: Measured, expect: Expectation): string[] {
  if (measured.obstacle !== null) return [measured.obstacle.text];
  return [
    ...statusFaults(measured, expect),
    ...latencyFaults(measured, expect),
    ...expect.headers.flatMap((one) => headerFaults(measured, one)),
    ...bodyFaults(measured, expect),
    ...jsonFaults(measured, expect.json),
  ];
}

function statusFaults({ status }: Measured, expect: Expectation): string[] {
  return isAmong(status, expect.status) ? [] : [`it answered ${status} instead of ${expect.status.join(" or ")}`];
}

function latencyFaults({ timing }: Measured, { withinMs }: Expectation): string[] {
  if (withinMs === null || timing.totalMs <= withinMs) return [];
  return [`it took ${latencyText(timing.totalMs)}, more than ${latencyText(withinMs)}`];
}

function headerFaults({ headers }: Measured, { name, equals, contains }: HeaderExpectation): string[] {
  const value = headers[name.toLowerCase()];
  if (value === undefined) return [`it has no header ${name}`];
  if (equals !== undefined && value !== equals) {
    return [`its header ${name} is ${shown(value)} instead of ${shown(equals)}`];
  }
  if (contains !== undefined && !value.includes(contains)) {
    return [`its header ${name} is ${shown(value)}, without ${shown(contains)}`];
  }
  return [];
}

function bodyFaults({ body, cut }: Measured, { contains }: Expectation): string[] {
  if (contains === null || body.includes(contains)) return [];
  return [`its body does not contain ${shown(contains)}${cut ? " in its first 256 KiB" : ""}`];
}

function jsonFaults({ body, cut }: Measured, wanted: readonly JsonExpectation[]): string[] {
  if (wanted.length === 0) return [];
  const document = parsed(body);
  if (document === undefined) return [cut ? "its body is too long to be read as JSON" : "its body is no JSON"];
  return wanted.flatMap(({ pointer, equals }) => {
    const found = readPointer(document.value, pointer);
    if (found === undefined) return [`its JSON has nothing at ${pointer}`];
    if (JSON.stringify(found) === JSON.stringify(equals)) return [];
    return [`its JSON has ${shown(JSON.stringify(found))} at ${pointer} instead of ${JSON.stringify(equals)}`];
  });
}

function parsed(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) as unknown };
  } catch {
    return undefined;
  }
}

function shown(text: string): string {
  const short = text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text;
  return `“${short.replaceAll(/\p{Cc}/gu, " ")}”`;
}
