import { answered, checked, failed, isUsable, type TargetHealth, tried, untold, WELL } from "../model/target-health.ts";
import { type TargetAddress, targetAddressOf } from "./target-address.ts";
import { type Asker, type ConnectionOwner, type Shared, UpstreamConnection } from "./upstream-connection.ts";

/** Connections to one target at once: more requests than that are refused. */
const CONNECTIONS_MAX = 2_000;
/** Connections that rest and are kept for later. */
const RESTING_MAX = 256;

/** One address of an upstream, with its connections and its health. */
export class Target implements ConnectionOwner {
  readonly address: TargetAddress;
  readonly #shared: Shared;
  readonly #all = new Set<UpstreamConnection>();
  /** The one used last is used first: the others may come to their end. */
  readonly #resting: UpstreamConnection[] = [];
  #health: TargetHealth = WELL;
  #isRetired = false;

  constructor(text: string, shared: Shared) {
    this.address = targetAddressOf(text);
    this.#shared = shared;
  }

  /** Requests under way. */
  get inFlight(): number {
    return this.#all.size - this.#resting.length;
  }

  get isUsable(): boolean {
    return this.inFlight < CONNECTIONS_MAX && isUsable(this.#health, this.#shared.now);
  }

  /**
   * Asks over a connection that rests, or over a new one. Its upstream may just have closed the one that rests: what must
   * not be asked twice is sent only when everything that has come is read, and over another one where that was the end.
   */
  ask(asker: Asker): void {
    this.#health = tried(this.#health);
    const resting = this.#resting.pop();
    if (resting === undefined) this.askAnew(asker);
    else if (asker.isRepeatable) resting.lease(asker);
    else resting.leaseUnlessEnded(asker, () => this.ask(asker));
  }

  /** Asks over a new connection: health checks must not be spared by one that stands. */
  askAnew(asker: Asker): void {
    this.#all.add(new UpstreamConnection(this.#shared, this, asker));
  }

  answered(): void {
    this.#health = answered(this.#health);
  }

  failed(): void {
    this.#health = failed(this.#health, this.#shared.now);
  }

  untold(): void {
    this.#health = untold(this.#health);
  }

  checked(isWell: boolean): void {
    this.#health = checked(this.#health, isWell);
  }

  sweep(): void {
    for (const connection of this.#all) connection.sweep();
  }

  /** Gets no more requests: what rests is closed, what is under way ends first. */
  retire(): void {
    this.#isRetired = true;
    for (const connection of this.#resting.splice(0)) connection.abandon();
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  freed(connection: UpstreamConnection): void {
    if (this.#isRetired || this.#resting.length >= RESTING_MAX) connection.abandon();
    else this.#resting.push(connection);
  }

  left(connection: UpstreamConnection): void {
    this.#all.delete(connection);
    const at = this.#resting.indexOf(connection);
    if (at >= 0) this.#resting.splice(at, 1);
  }
}
