import { SECOND_MS } from "#kernel";
import { type DirectoryLock, lockDirectory } from "#records";
import { AuthListener } from "./gateway/auth-listener.ts";
import { LiveGateway } from "./gateway/live-gateway.ts";
import { Door } from "./door.ts";
import { hostText } from "./host-text.ts";
import { type Address, Listener } from "./listen.ts";
import { Management } from "./management.ts";
import { STARTING } from "./starting.ts";
import { openParts, type ServerOptions, type ServerParts } from "./server-parts.ts";

/** Answers under way are waited for so long. */
const GRACE_MS = 10 * SECOND_MS;

/** What a server is closed by. */
interface Made {
  readonly parts: ServerParts;
  readonly lock: DirectoryLock;
  readonly listener: Listener;
  readonly auth: AuthListener;
  readonly gateway: LiveGateway | undefined;
  readonly door: Door;
  readonly management: Management;
}

/** A running server. */
export class Server {
  readonly url: string;
  /** For the first administrator; absent when there is one. */
  readonly setupUrl: string | undefined;
  /** Where proxies ask; absent: nowhere. */
  readonly authUrl: string | undefined;
  /** Where requests of clients pass; absent: nowhere. */
  readonly gatewayUrl: string | undefined;
  readonly parts: ServerParts;
  readonly #listener: Listener;
  readonly #auth: AuthListener;
  readonly #gateway: LiveGateway | undefined;
  readonly #door: Door;
  readonly #management: Management;
  readonly #lock: DirectoryLock;

  /** For `open` only. */
  constructor(
    made: Made,
    at: { readonly url: string; readonly setupUrl: string | undefined; readonly authUrl: string | undefined },
  ) {
    this.parts = made.parts;
    this.#listener = made.listener;
    this.#auth = made.auth;
    this.#gateway = made.gateway;
    this.#door = made.door;
    this.#management = made.management;
    this.#lock = made.lock;
    this.url = at.url;
    this.setupUrl = at.setupUrl;
    this.authUrl = at.authUrl;
    this.gatewayUrl = made.gateway?.url;
  }

  /** Reads back what is kept, and listens. Refuses a directory that another process holds, and a port that is taken. */
  static async open(address: Address, options: Omit<ServerOptions, "publicUrl" | "ownPorts">): Promise<Server> {
    const lock = await lockDirectory(options.directory);
    const listener = new Listener(STARTING);
    try {
      const port = await listener.listen(address);
      const publicUrl = options.settings.publicUrl ?? `http://${hostText(address.host)}:${port}`;
      return await openBehind(listener, { ...options, publicUrl, ownPorts: [port] }, lock);
    } catch (error) {
      await listener.close(0);
      await lock.release();
      throw error;
    }
  }

  /** Finishes what was acknowledged; takes nothing new. */
  async close(): Promise<void> {
    const { heartbeat, probes, alerts, changes, worker, stream, measurement, state, access, logs } = this.parts;
    this.#door.shut();
    stream.close();
    access.close();
    const doors = [this.#listener, this.#auth, ...(this.#gateway === undefined ? [] : [this.#gateway])];
    await Promise.all(doors.map((one) => one.close(GRACE_MS)));
    await heartbeat.stop();
    await probes.stop();
    await changes.settled();
    await logs.stop();
    await worker.stop();
    await this.#management.close();
    await measurement.close({ withSnapshot: !alerts.isBehind });
    await state.close();
    await this.#lock.release();
  }
}

/** Opens everything behind a listener that answers already: reading back a long log takes a while. */
async function openBehind(listener: Listener, options: ServerOptions, lock: DirectoryLock): Promise<Server> {
  const { directory, publicUrl, testClock } = options;
  const parts = await openParts(options);
  const management = await Management.open(parts);
  const auth = new AuthListener(parts);
  const authPort = options.auth && (await auth.listen(options.auth));
  if (authPort !== undefined) options.ownPorts.push(authPort);
  const authUrl = options.auth && `http://${options.auth.host}:${authPort}`;
  const gateway = options.gateway && (await LiveGateway.open(parts, options.gateway));
  const door = new Door(parts, management.handler, gateway);
  const setupUrl = await parts.identity.prepareSetUp({ directory, publicUrl });
  listener.serve(door.routes);
  door.open();
  await parts.logs.start(() => door.isTaking);
  if (testClock === undefined) parts.heartbeat.start();
  return new Server({ parts, lock, listener, auth, gateway, door, management }, { url: publicUrl, setupUrl, authUrl });
}
