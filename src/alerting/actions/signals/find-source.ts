import { compareText } from "#kernel";
import type { Reader, Tx } from "#storage";
import { READY_SOURCES, type SignalSource } from "../../model/signals/signal-source.ts";
import { everySignalSource, findSignalSource } from "../../store/signal-sources.ts";

/** The source of this name, also one that need not be made; undefined when there is none. */
export async function findSource(read: Reader | Tx, name: string): Promise<SignalSource | undefined> {
  return (await findSignalSource(read, name)) ?? READY_SOURCES.find((one) => one.name === name);
}

/** All sources by name, those that need not be made included. */
export async function allSources(read: Reader | Tx): Promise<SignalSource[]> {
  const made = await everySignalSource(read);
  const ready = READY_SOURCES.filter(({ name }) => made.every((one) => one.name !== name));
  return [...made, ...ready].toSorted((a, b) => compareText(a.name, b.name));
}
