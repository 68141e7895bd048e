import { Refusal } from "#kernel";
import type { Seal } from "#storage";
import type { Probe, ProbeHeader } from "../model/probe.ts";

/** What seals and opens the values of secret headers. */
export type HeaderSeal = Pick<Seal, "close" | "open">;

/** A header as somebody gives it; a secret one without a value keeps what is stored. */
export interface GivenHeader {
  readonly name: string;
  readonly value?: string | undefined;
  readonly secret: boolean;
}

/**
 * The headers with all values in the open: given ones, and for those without a value what is stored. Refuses a secret of
 * which there is nothing stored.
 */
export function openHeaders(
  given: readonly GivenHeader[],
  stored: Pick<Probe, "name" | "headers"> | undefined,
  seal: HeaderSeal,
): ProbeHeader[] {
  return given.map(({ name, value, secret }, index) => {
    const kept = value ?? storedValue(stored, name, seal);
    if (kept !== undefined) return { name, value: kept, secret };
    throw new Refusal(
      "invalid",
      "probe.no-secret",
      `Nothing was done: no value is kept of the secret header ${name}. Give it again.`,
      {
        faults: [{ pointer: `/headers/${index}/value`, detail: "no value is kept of this header; give it again" }],
      },
    );
  });
}

/** What may be stored: secret values sealed for this probe. */
export function sealedHeaders(probe: string, headers: readonly ProbeHeader[], seal: HeaderSeal): ProbeHeader[] {
  return headers.map((header) =>
    header.secret ? { ...header, value: seal.close(header.value, about(probe, header.name)) } : header,
  );
}

function storedValue(
  stored: Pick<Probe, "name" | "headers"> | undefined,
  name: string,
  seal: HeaderSeal,
): string | undefined {
  const header = stored?.headers.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (stored === undefined || header === undefined) return undefined;
  return header.secret ? seal.open(header.value, about(stored.name, header.name)) : undefined;
}

function about(probe: string, header: string): string {
  return `probe ${probe} ${header.toLowerCase()}`;
}

/** The headers of a stored probe, opened. Of a secret that no seal of ours opens, nothing is sent. */
export function openedHeaders(probe: Pick<Probe, "name" | "headers">, seal: HeaderSeal): ProbeHeader[] {
  return probe.headers.flatMap((header) => {
    const value = header.secret ? seal.open(header.value, about(probe.name, header.name)) : header.value;
    return value === undefined ? [] : [{ ...header, value }];
  });
}
