import { inputFaults } from "#http";
import type { z } from "zod";
import { FAULTS_MAX, type Signal, SIGNALS_MAX, type SignalFault, type SignalsReading } from "../model/signal.ts";

/** How the parts of a body are read. */
export interface EachReading<Shape extends z.ZodType> {
  readonly shape: Shape;
  /** Where the list lies in the body: "/alerts". */
  readonly base: string;
  /** The signal, or what is wrong with the item although its shape is right. */
  readonly signalOf: (item: z.output<Shape>) => Signal | SignalFault;
}

/** Reads each item by itself: one that is wrong is told, and takes no other with it. */
export function readEach<Shape extends z.ZodType>(
  items: readonly unknown[],
  { shape, base, signalOf }: EachReading<Shape>,
): SignalsReading {
  if (items.length > SIGNALS_MAX) {
    const detail = `has ${items.length} items, and more than ${SIGNALS_MAX} are not taken at once: send them in parts`;
    return { signals: [], faults: [{ pointer: base, detail }] };
  }
  const signals: Signal[] = [];
  const faults: SignalFault[] = [];
  for (const [index, item] of items.entries()) {
    const at = `${base}/${index}`;
    const read = shape.safeParse(item);
    const found = read.success ? signalOf(read.data) : undefined;
    if (found !== undefined && "dedupKey" in found) signals.push(found);
    else if (faults.length < FAULTS_MAX) {
      const told = found === undefined ? faultsOf(read, at) : [{ ...found, pointer: `${at}${found.pointer}` }];
      faults.push(...told.slice(0, FAULTS_MAX - faults.length));
    }
  }
  return { signals, faults };
}

function faultsOf(read: z.ZodSafeParseResult<unknown>, at: string): SignalFault[] {
  if (read.error === undefined) return [];
  return inputFaults(read.error, at).map(({ pointer = at, detail }) => ({ pointer, detail }));
}
