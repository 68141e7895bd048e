import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Logger } from "pino";
import { Gateway, type GatewaySnapshot, isAddressRange, Spool, TrustedProxies } from "#gateway";
import { type Clock, every, Refusal, SECOND_MS, stopwatchMs } from "#kernel";
import { type DirectoryLock, lockDirectory } from "#records";
import type { GatewayProcessOptions } from "#cli";
import { CertificateFiles } from "../gateway/certificate-files.ts";
import { hostText } from "../host-text.ts";
import { type Address, Listener, refusalOf } from "../listen.ts";
import { type GatewayStanding, gatewayStatusRoutes } from "./gateway-status.ts";
import { PulledAccess, upstreamsOf } from "./pulled-access.ts";
import { PulledSnapshot } from "./pulled-snapshot.ts";

/** A revoked key is refused after so long, and the time of an answer. */
const PULL_MS = 2 * SECOND_MS;
/** Losses that are told at once. */
const TOLD_MAX = 1_000;
/** Of what is lost the server is told so often at most. */
const TELL_MS = 10 * SECOND_MS;
const QUOTA_MS = 10 * SECOND_MS;
/** The head of a request must be here in this time. */
const HEADERS_MS = 10 * SECOND_MS;
const GRACE_MS = 10 * SECOND_MS;
const BODY_BYTES_MAX = 100 * 2 ** 20;

interface GatewayProcessParts {
  readonly options: GatewayProcessOptions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly lock: DirectoryLock;
  readonly spool: Spool;
  readonly pulled: PulledSnapshot;
}

/** A gateway in a process of its own: it decides by what it pulled last, and its records wait on disk for the server. */
export class GatewayProcess implements GatewayStanding {
  readonly spool: Spool;
  readonly gateway: Gateway;
  /** When the server answered last, epoch ms; null: not yet. */
  pulledAt: number | null = null;
  /** Why the server does not answer; null while it does. */
  fault: string | null = null;
  url = "";
  statusUrl = "";
  readonly #parts: GatewayProcessParts;
  #status: Listener | undefined;
  #access: PulledAccess;
  #secret = "";
  readonly #certificate: CertificateFiles | undefined;
  readonly #timers: (() => void)[] = [];
  #pulling: Promise<void> | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** Begins with what it kept, and listens, whether the server answers or not. Refuses a directory that another process holds. */
  static async open(options: GatewayProcessOptions, clock: Clock, log: Logger): Promise<GatewayProcess> {
    const { spool: directory, server, token, trustedProxies } = options;
    const strange = trustedProxies.find((text) => !isAddressRange(text));
    if (strange !== undefined) throw noAddress(strange);
    const lock = await lockDirectory(directory);
    const spool = await Spool.open({
      directory: join(directory, "segments"),
      target: { server, token },
      instance: `${clock.now().toString(36)}-${randomBytes(6).toString("hex")}`,
      chance: () => randomBytes(4).readUInt32LE() / 2 ** 32,
      report: (fault) => log.warn(told(fault)),
      limits: { bytesMax: options.spoolBytesMax },
    });
    const pulled = new PulledSnapshot({ server, token, directory });
    const process = new GatewayProcess({ options, clock, log, lock, spool, pulled });
    await process.#begin();
    return process;
  }

  private constructor(parts: GatewayProcessParts) {
    const { options, clock, log, spool } = parts;
    this.#parts = parts;
    this.spool = spool;
    this.#access = this.#accessWith("");
    const { tlsCert: cert, tlsKey: key } = options;
    const report = (fault: unknown): void => log.error({ err: fault }, "something went wrong on our side");
    this.#certificate =
      cert === undefined || key === undefined ? undefined : new CertificateFiles({ cert, key }, report);
    this.gateway = new Gateway({
      access: { decide: (asked) => this.#access.decision.decide(asked) },
      tokens: { handle: (request, response) => this.#access.tokens.handle(request, response) },
      sink: spool,
      now: () => clock.now(),
      stopwatch: stopwatchMs,
      headersMs: HEADERS_MS,
      entropy: randomBytes,
      report,
      settings: { trustedProxies: options.trustedProxies, bodyBytesMax: BODY_BYTES_MAX },
      ...(this.#certificate === undefined ? {} : { tls: this.#certificate.current }),
    });
  }

  /** Whether it is known who may pass. */
  get isReady(): boolean {
    return this.#access.decision.rules !== undefined;
  }

  /** Lets requests under way end, gives the server a last chance to take the records, and ends. */
  async close(): Promise<void> {
    for (const cancel of this.#timers) cancel();
    this.#certificate?.stop();
    await this.#pulling;
    await this.gateway.close(GRACE_MS);
    await this.#status?.close(GRACE_MS);
    await this.spool.close();
    await this.#parts.lock.release();
  }

  async #begin(): Promise<void> {
    const { options, pulled } = this.#parts;
    const { host, port, statusPort } = options;
    const kept = await pulled.kept();
    if (kept !== undefined) this.#follow(kept);
    await this.#pull();
    await this.#correct();
    this.#status = new Listener(gatewayStatusRoutes(this));
    const scheme = this.#certificate === undefined ? "http" : "https";
    this.url = `${scheme}://${hostText(host)}:${await listen(this.gateway, { host, port })}`;
    const status = { host: "127.0.0.1", port: statusPort, flag: "--status-port" };
    this.statusUrl = `http://127.0.0.1:${await this.#status.listen(status)}`;
    this.#certificate?.follow((changed) => this.gateway.useCertificate(changed));
    this.#timers.push(
      every(PULL_MS, () => void (this.#pulling ??= this.#pull())),
      every(QUOTA_MS, () => void this.#correct()),
    );
  }

  async #pull(): Promise<void> {
    const { pulled, clock, log } = this.#parts;
    try {
      const snapshot = await pulled.pull();
      this.pulledAt = clock.now();
      if (this.fault !== null) log.info("The server answers again.");
      this.fault = null;
      // Kept first, so that a gateway which is killed never goes back to what held before.
      if (snapshot !== undefined) await pulled.keep(snapshot).finally(() => this.#follow(snapshot));
      await this.#tellLosses();
    } catch (fault) {
      const text = told(fault);
      if (this.fault !== text) log.warn(`The server does not say who may pass: ${text} What was pulled last holds.`);
      this.fault = text;
    } finally {
      this.#pulling = null;
    }
  }

  /** What is not told now is told the next time. */
  async #tellLosses(): Promise<void> {
    const { pulled, spool, clock, log } = this.#parts;
    const losses = spool.losses.slice(0, TOLD_MAX);
    if (losses.length === 0 || clock.now() - this.#toldAt < TELL_MS) return;
    this.#toldAt = clock.now();
    try {
      await pulled.tell(losses);
      await spool.told(losses);
      const requests = losses.reduce((sum, loss) => sum + loss.requests, 0);
      log.info(`The server knows now of ${requests} requests without a record.`);
    } catch (fault) {
      log.warn(`The server could not be told of requests without a record: ${told(fault)}`);
    }
  }

  /** What the server does not say now it says the next time. */
  async #correct(): Promise<void> {
    const use = await this.#parts.pulled.quotaUse().catch(() => []);
    this.#access.correct(use);
  }

  #follow(snapshot: GatewaySnapshot): void {
    if (snapshot.tokenSecret !== this.#secret) this.#access = this.#accessWith(snapshot.tokenSecret);
    this.#secret = snapshot.tokenSecret;
    this.#access.follow(snapshot);
    this.gateway.use(upstreamsOf(snapshot));
  }

  #accessWith(tokenSecret: string): PulledAccess {
    const { clock, options } = this.#parts;
    const trusted = new TrustedProxies(options.trustedProxies);
    return new PulledAccess({ clock, tokenSecret, trusts: (ip) => trusted.has(ip) });
  }
}

async function listen(gateway: Gateway, address: Address): Promise<number> {
  try {
    return await gateway.listen(address);
  } catch (fault) {
    throw refusalOf(fault as NodeJS.ErrnoException, address);
  }
}

function told(fault: unknown): string {
  if (fault instanceof Refusal) return fault.detail;
  const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
  return cause instanceof Error ? `${cause.message}.` : String(cause);
}

function noAddress(text: string): Refusal {
  return new Refusal(
    "invalid",
    "gateway.trusted-proxy",
    `--trusted-proxy ${text} is no address or network such as 127.0.0.1 or 10.0.0.0/8. Nothing was started.`,
  );
}
