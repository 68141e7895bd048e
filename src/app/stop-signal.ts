import { once } from "node:events";

/** Resolves with the name of the signal that tells the process to stop. To be called before anybody may send one. */
export async function stopSignal(): Promise<string> {
  return Promise.race(
    ["SIGTERM", "SIGINT"].map(async (signal) => {
      await once(process, signal);
      return signal;
    }),
  );
}
