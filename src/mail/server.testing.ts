import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { JobWorker, jobMigrations } from "#jobs";
import { Ids } from "#kernel";
import { openState, Seal } from "#storage";
import type { SmtpSettings } from "./actions/smtp-sender.ts";
import { Mail } from "./mail.ts";
import { mailMigrations } from "./migrations.ts";
import { lettersAfter } from "./store.ts";
import { smtpPlaceOf } from "./model/smtp-place.ts";

/** A letter as it came over the wire. */
export interface Arrived {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly secure: boolean;
}

/** A real SMTP server on loopback; `recipient` may refuse, with a code of SMTP. Without a certificate it speaks in clear only. */
export async function openSmtpServer(
  options: SMTPServerOptions & { recipient?: (address: string) => number | undefined } = {},
) {
  const arrived: Arrived[] = [];
  const { recipient, ...given } = options;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: given.cert === undefined ? ["STARTTLS"] : [],
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = recipient?.(address);
      if (responseCode === undefined) done();
      else done(Object.assign(new Error(`no room for ${address}`), { responseCode }));
    },
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? "" : mailFrom.address;
      void text(stream).then((raw) => {
        arrived.push({ from, to: rcptTo.map(({ address }) => address), raw, secure: session.secure });
        return undefined;
      });
      stream.once("end", () => setImmediate(done));
    },
    ...given,
  });
  // A client that hangs up over a certificate is what a test wants to see.
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    arrived,
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

/** Mail on a state of its own, with a worker; its clock stands still until `at` is moved. */
export async function openMail(port: number | undefined, settings: Partial<SmtpSettings> = {}) {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-mail-"));
  const clock = { at: 1_800_000_000_000, now: () => clock.at };
  const state = await openState({
    at: { file: join(directory, "state.db") },
    modules: [
      { module: "jobs", migrations: jobMigrations },
      { module: "mail", migrations: mailMigrations },
    ],
    clock,
    program: "1.0.0",
  });
  const ids = new Ids(clock, randomBytes);
  const seal = new Seal(randomBytes(32));
  const place = smtpPlaceOf(`smtp://127.0.0.1:${port}`);
  const from = { name: "Plimsoll", address: "plimsoll@example.com" };
  const smtp = place === undefined ? undefined : { place, from, tls: "optional" as const, ca: undefined, ...settings };
  const mail = new Mail({ state, clock, ids, seal, smtp });
  const faults: unknown[] = [];
  const worker = new JobWorker({
    state,
    clock,
    chance: () => 0,
    newLease: () => ids.next("lease"),
    queues: mail.queues,
    onFault: (fault) => faults.push(fault),
  });
  return {
    mail,
    state,
    clock,
    faults,
    file: join(directory, "state.db"),
    order: (order: Parameters<Mail["order"]>[1]) => state.transact((tx) => mail.order(tx, order)),
    /** All that is due. */
    work: async () => {
      await worker.poke();
      await worker.idle();
    },
    letters: () => lettersAfter(state.read, { limit: 50, after: undefined }),
    [Symbol.asyncDispose]: async () => {
      await worker.stop();
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** A key and a certificate for localhost and 127.0.0.1 that nobody vouches for but itself. */
export function selfSigned(): { key: string; cert: string } {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-cert-"));
  const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")];
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  execFileSync("openssl", [...made, ...named, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const pair = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(directory, { recursive: true });
  return pair;
}
