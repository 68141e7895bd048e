import { randomBytes } from "node:crypto";
import { keyName, OtlpReceiver, type Receiver, type ReceiverOptions } from "#intake";
import type { ServerParts } from "../server-parts.ts";

/** The receiver of spans and log records, beside that of NDJSON. */
export function otlpReceiverOf(parts: ServerParts, options: ReceiverOptions, receiver: Receiver): OtlpReceiver {
  const { clients, places } = parts;
  const seeds = randomBytes(8);
  const names = {
    get hasHosts() {
      return places.hasHosts;
    },
    apiAt: (host: string, path: string) => places.apiAt(host, path),
    clientOfKey: (key: string) => {
      const found = clients.keys.find(key);
      return found.outcome === "known" ? found.client : keyName(key);
    },
  };
  return new OtlpReceiver({ ...options, names, seeds: [seeds.readInt32LE(0), seeds.readInt32LE(4)] }, receiver);
}
