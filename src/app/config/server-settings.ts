import { isAddressRange } from "#gateway";
import { redactionSchema } from "#intake";
import { DAY_MS, durationText, MINUTE_MS, parseDurationMs, Refusal, SECOND_MS } from "#kernel";
import { z } from "zod";
import { mailSettings } from "./mail-settings.ts";
import { oidcSettings } from "./oidc-settings.ts";

const KIB = 1_024;
const MIB = KIB * KIB;
const GIB = KIB * MIB;
const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: KIB,
  MiB: MIB,
  GiB: GIB,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
};

/** "10.0.0.0/8", "127.0.0.1", "::1". */
const addressRange = z.string().refine(isAddressRange, "is no address or network such as 127.0.0.1 or 10.0.0.0/8");

/** "30 days" → ms; refused outside of [least, most]. */
function duration(least: number, most: number): z.ZodType<number> {
  return z.string().transform((text, context) => {
    const value = orIssue(() => parseDurationMs(text), context);
    if (value !== undefined && (value < least || value > most)) {
      context.addIssue(`${text} is outside of what is possible: ${durationText(least)} to ${durationText(most)}.`);
    }
    return value ?? z.NEVER;
  });
}

/** "20 GB", "1GiB" → bytes. */
const byteSize = z.string().transform((text, context) => {
  const match = /^(\d+(?:\.\d+)?) ?([A-Za-z]+)$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ""];
  if (match === null || unit === undefined) {
    context.addIssue(
      `${JSON.stringify(text)} is no size such as 20 GB or 1 GiB. Units are ${Object.keys(UNITS).join(", ")}.`,
    );
    return z.NEVER;
  }
  return Math.floor(Number(match[1]) * unit);
});

function orIssue(read: () => number, context: { addIssue: (message: string) => void }): number | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    context.addIssue(error.detail);
    return undefined;
  }
}

/** What a server's configuration file may say; each part may be left out. */
export const serverSettings = z.strictObject({
  /** How browsers reach this server: for links in messages, and cookies that are for https only. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  retention: z
    .strictObject({
      records: duration(DAY_MS, 400 * DAY_MS).default(30 * DAY_MS),
      recordBytes: byteSize.default(20 * 1e9),
      counts: duration(DAY_MS, 1_200 * DAY_MS).default(400 * DAY_MS),
    })
    .prefault({}),
  /** Below this much free space nothing more is taken in. */
  freeSpace: byteSize.default(GIB),
  snapshotEvery: duration(MINUTE_MS / 6, 60 * MINUTE_MS).default(5 * MINUTE_MS),
  clients: z
    .strictObject({
      /** Clients of an API with objectives of their own, in the order in which they were first seen. */
      observedMax: z.number().int().min(0).max(100_000).default(1_000),
    })
    .prefault({}),
  /** Proxies whose headers about a client (the subject of its certificate) are believed: addresses and networks. */
  trustedProxies: z.array(addressRange).max(100).default([]),
  /** Where the requests of clients pass. */
  gateway: z
    .strictObject({
      /** Files with the certificate and its chain, and with its key (PEM): then only TLS is spoken. Read again when they change. */
      tls: z.strictObject({ cert: z.string().min(1), key: z.string().min(1) }).optional(),
      /** The largest body of a request. */
      bodySize: byteSize.default(100 * MIB),
      /** The head of a request must be here in this time: who sends it letter by letter holds a connection no longer. */
      headersTimeout: duration(SECOND_MS, MINUTE_MS).default(10 * SECOND_MS),
    })
    .prefault({}),
  /** How letters leave the house; without it, none do. */
  mail: mailSettings.optional(),
  /** Signs people in beside their passwords; without it, passwords alone do. */
  oidc: oidcSettings.optional(),
  /** Where probes may go, and whom they trust besides those everybody knows. */
  probes: z
    .strictObject({
      /** `all`: also hosts of one's own network; `public`: addresses of the internet only. Where clouds keep keys, never. */
      networks: z.enum(["all", "public"]).default("all"),
      /** A file with certificates (PEM) that may sign those of probed hosts. */
      trust: z.string().min(1).optional(),
    })
    .prefault({}),
  /** What is done to personal texts before anything is written. */
  redact: redactionSchema.prefault({}),
});

/** All settings, with what was not said filled in. Durations in ms, sizes in bytes. */
export type ServerSettings = z.infer<typeof serverSettings>;
