import { randomBytes } from "node:crypto";
import { allReaches, templateOf, type Upstream } from "#apis";
import { Gateway } from "#gateway";
import { DirectRecords } from "#intake";
import { stopwatchMs } from "#kernel";
import type { WideField } from "#records";
import { hostText } from "../host-text.ts";
import { type Address, refusalOf } from "../listen.ts";
import type { MetricFamily } from "../metrics/exposition.ts";
import { gatewayFamilies, gatewayFamily } from "../metrics/gateway-families.ts";
import type { ServerParts } from "../server-parts.ts";
import { decodedRecord } from "./decoded-record.ts";
import { CertificateFiles } from "./certificate-files.ts";
import { OwnLosses } from "./own-losses.ts";

/** What a gateway stands on. */
interface Kept {
  readonly records: DirectRecords;
  readonly losses: OwnLosses;
  readonly certificate?: CertificateFiles;
}

/** The gateway of a running server: finds APIs where the state says, and its records go straight to the log. */
export class LiveGateway {
  readonly url: string;
  readonly #gateway: Gateway;
  readonly #records: DirectRecords;
  readonly #losses: OwnLosses;
  readonly #certificate: CertificateFiles | undefined;

  private constructor(gateway: Gateway, url: string, kept: Kept) {
    this.#gateway = gateway;
    this.url = url;
    this.#records = kept.records;
    this.#losses = kept.losses;
    this.#certificate = kept.certificate;
  }

  /** Listens, and follows what people change about APIs. Refuses a port that is taken, and certificates that cannot be read. */
  static async open(parts: ServerParts, address: Address): Promise<LiveGateway> {
    const { settings, report, access, clock } = parts;
    const { tls, bodySize, headersTimeout } = settings.gateway;
    const instance = `${clock.now().toString(36)}-${randomBytes(6).toString("hex")}`;
    const losses = new OwnLosses({ ...parts, instance });
    const records = directRecords(parts, losses);
    const certificate = tls === undefined ? undefined : new CertificateFiles(tls, report);
    const gateway = new Gateway({
      access: access.decision,
      tokens: access.tokens,
      sink: { add: (record) => records.add(decodedRecord(record)) },
      now: () => clock.now(),
      stopwatch: stopwatchMs,
      entropy: randomBytes,
      report,
      headersMs: headersTimeout,
      settings: { trustedProxies: settings.trustedProxies, bodyBytesMax: bodySize },
      ...(certificate === undefined ? {} : { tls: certificate.current }),
    });
    certificate?.follow((changed) => gateway.useCertificate(changed));
    await followUpstreams(parts, gateway);
    const port = await gateway.listen(address).catch((fault: unknown) => {
      throw refusalOf(fault as NodeJS.ErrnoException, address);
    });
    parts.ownPorts.push(port);
    const url = `${tls === undefined ? "http" : "https"}://${hostText(address.host)}:${port}`;
    return new LiveGateway(gateway, url, { records, losses, ...(certificate === undefined ? {} : { certificate }) });
  }

  /** What it tells Prometheus. */
  families(): MetricFamily[] {
    const lost = gatewayFamily("records_lost_total", "Records that the log refused to take.", this.#records.lost);
    return [...gatewayFamilies(this.#gateway), lost];
  }

  /** Takes no new connection; ends when what was under way is answered, for `graceMs` at most, and its records are durable. */
  async close(graceMs: number): Promise<void> {
    this.#certificate?.stop();
    await this.#gateway.close(graceMs);
    await this.#records.stop();
    await this.#losses.close();
  }
}

/** Reads the upstreams now and after each change of an API, one after the other: the last change wins. */
async function followUpstreams({ state, stream, report }: ServerParts, gateway: Gateway): Promise<void> {
  const read = async (): Promise<void> => {
    const upstreams = new Map<string, Upstream>();
    for (const { api, upstream } of await allReaches(state.read)) if (upstream !== null) upstreams.set(api, upstream);
    gateway.use(upstreams);
  };
  let reading = Promise.resolve();
  stream.onChanged((topic) => {
    if (topic === "apis") reading = reading.then(read).catch(report);
  });
  await read();
}

function directRecords(parts: ServerParts, losses: OwnLosses) {
  const { measurement, redaction, documents, settings, clock, sources, registered, log } = parts;
  return new DirectRecords({
    dictionaries: measurement.log.names,
    live: {
      taken: measurement.apis.takenFrom("gateway"),
      redaction,
      leftOut: new Map<WideField, number>(),
      operations: documents,
    },
    operationOf: (method, path) => `${method} ${templateOf(path)}`,
    retentionMs: settings.retention.records,
    append: (batch) => {
      for (const columns of batch.columns) registered.attribute(columns, measurement.log.names);
      return measurement.log.append(batch);
    },
    lost: (lost) => losses.note(lost),
    took: (delivery) => sources.took("gateway", delivery, clock.now()),
    now: () => clock.now(),
    report: (fault) => log.error({ err: fault }, "records of the gateway could not be kept"),
  });
}
