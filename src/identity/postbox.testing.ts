import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A letter that came over the wire, with its lines put together again. */
interface Letter {
  readonly to: readonly string[];
  readonly text: string;
}

/** A real SMTP server on loopback that takes everything. */
export async function openPostbox() {
  const arrived: Letter[] = [];
  let waiting = Promise.withResolvers<void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      void text(stream).then((raw) => {
        arrived.push({ to, text: raw.replace(/=\r\n/g, "").replace(/=3D/g, "=") });
        waiting.resolve();
        return undefined;
      });
      stream.once("end", () => setImmediate(done));
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    /** Until another letter has come; to be asked again and again. */
    next: async () => {
      await waiting.promise;
      waiting = Promise.withResolvers();
    },
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}
