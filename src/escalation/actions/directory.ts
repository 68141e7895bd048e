import { everyPerson, grantsOfPerson, reachOf, rolesOf } from "#identity";
import type { Reader } from "#storage";
import type { Receiver } from "../model/decision.ts";
import type { Facts, Found } from "../model/facts.ts";
import { type Policy, type Target, targetText } from "../model/policy.ts";
import { toldOf } from "../store/entries.ts";
import type { EscalationPorts } from "./ports.ts";

interface KnownPerson {
  readonly isDisabled: boolean;
  readonly isAdministrator: boolean;
  readonly mayRespond: boolean;
}

/** Whom a policy's targets lead to at one instant, by one reader: each question is asked once. */
export class Directory {
  readonly #read: Reader;
  readonly #ports: Pick<EscalationPorts, "schedules" | "notifications">;
  readonly #at: number;
  readonly #found = new Map<string, Promise<Found>>();
  #methods = new Map<string, number>();
  #people: Promise<ReadonlyMap<string, KnownPerson>> | undefined;

  constructor(read: Reader, at: number, ports: Pick<EscalationPorts, "schedules" | "notifications">) {
    this.#read = read;
    this.#at = at;
    this.#ports = ports;
  }

  /** The same of another instant: people, and how they are reached, are not asked again. */
  at(at: number): Directory {
    const other = new Directory(this.#read, at, this.#ports);
    other.#people = this.#everybody();
    other.#methods = this.#methods;
    return other;
  }

  /** What is true for a page of this policy; `page` is absent for one that begins, and for a preview. */
  async facts(policy: Policy, page?: string): Promise<Facts> {
    const steps: Found[][] = [];
    for (const { targets } of policy.steps) steps.push(await this.#each(targets));
    return { steps, fallback: await this.fallbackOf(policy), told: page === undefined ? [] : await this.#told(page) };
  }

  /** The fallback; who stands in for one who cannot be reached: administrators, then everybody who may respond. */
  async fallbackOf({ fallback }: Policy): Promise<readonly Receiver[]> {
    const chain: Target[] = [
      ...(fallback === null ? [] : [fallback]),
      { kind: "administrators", name: "administrators" },
      { kind: "responders", name: "everybody" },
    ];
    for (const target of chain) {
      const { receivers } = await this.find(target);
      if (receivers.length > 0) return receivers;
    }
    return [];
  }

  /** Whom one target leads to. */
  async find(target: Target): Promise<Found> {
    const key = targetText(target);
    const known = this.#found.get(key) ?? this.#look(target);
    this.#found.set(key, known);
    return await known;
  }

  async #each(targets: readonly Target[]): Promise<Found[]> {
    const found: Found[] = [];
    for (const target of targets) found.push(await this.find(target));
    return found;
  }

  async #look(target: Target): Promise<Found> {
    const { kind, name } = target;
    switch (kind) {
      case "person":
        return await this.#reachable(target, [name]);
      case "schedule":
        return await this.#onCall(target, name);
      case "team":
        return await this.#ofTeam(target);
      case "channel":
        return { target, receivers: [{ kind, name }], trouble: null };
      case "responders":
        return await this.#all(target, ({ mayRespond }) => mayRespond);
      case "administrators":
        return await this.#all(target, ({ isAdministrator }) => isAdministrator);
    }
  }

  async #onCall(target: Target, schedule: string): Promise<Found> {
    const handles = await this.#ports.schedules.whoIsOnCall(this.#read, schedule, this.#at);
    if (handles === undefined) return nobody(target, `there is no schedule ${schedule}`);
    if (handles.length === 0) return nobody(target, `nobody is on call in ${schedule}`);
    return await this.#reachable(target, handles);
  }

  /** A team pages whoever is on call in it, never all. */
  async #ofTeam(target: Target): Promise<Found> {
    const schedule = await this.#ports.schedules.scheduleOfTeam(this.#read, target.name);
    if (schedule === undefined) return nobody(target, `there is no team ${target.name}`);
    if (schedule === null) return nobody(target, `the team ${target.name} has no schedule`);
    return await this.#onCall(target, schedule);
  }

  async #all(target: Target, is: (known: KnownPerson) => boolean): Promise<Found> {
    const people = [...(await this.#everybody())].filter(([, known]) => !known.isDisabled && is(known));
    const handles = people.map(([handle]) => handle);
    await this.#ask(handles);
    // Who of so many has no contact method is no news.
    const reached = handles.filter((handle) => this.#isReached(handle));
    if (reached.length === 0) return nobody(target, `none of ${target.name} has a verified contact method`);
    return { target, receivers: reached.map(person), trouble: null };
  }

  async #reachable(target: Target, handles: readonly string[]): Promise<Found> {
    const people = await this.#everybody();
    await this.#ask(handles);
    const troubles = handles.flatMap((handle) => {
      const known = people.get(handle);
      if (known === undefined) return [`there is no person ${handle}`];
      if (known.isDisabled) return [`${handle} is disabled`];
      return this.#isReached(handle) ? [] : [`${handle} has no verified contact method`];
    });
    const receivers = handles.filter((handle) => people.get(handle)?.isDisabled === false && this.#isReached(handle));
    return { target, receivers: receivers.map(person), trouble: troubles.length === 0 ? null : troubles.join(", ") };
  }

  #isReached(handle: string): boolean {
    return (this.#methods.get(handle) ?? 0) > 0;
  }

  async #ask(handles: readonly string[]): Promise<void> {
    const asked = handles.filter((handle) => !this.#methods.has(handle));
    if (asked.length === 0) return;
    const standing = await this.#ports.notifications.standing(this.#read, asked);
    for (const handle of asked) this.#methods.set(handle, standing.get(handle)?.methods ?? 0);
  }

  async #everybody(): Promise<ReadonlyMap<string, KnownPerson>> {
    this.#people ??= this.#readPeople();
    return await this.#people;
  }

  async #readPeople(): Promise<ReadonlyMap<string, KnownPerson>> {
    const rows = await everyPerson(this.#read);
    return new Map(
      rows.map((row) => {
        const roles = rolesOf(row);
        const mayRespond = reachOf(grantsOfPerson(roles, []), "page:respond") === "all";
        const isAdministrator = roles.includes("administrator");
        return [row.handle, { isDisabled: row.disabled_at !== null, isAdministrator, mayRespond }];
      }),
    );
  }

  async #told(page: string): Promise<Receiver[]> {
    const rows = await toldOf(this.#read, page);
    return rows.map(({ kind, name }) => ({ kind: kind === "channel" ? kind : "person", name }));
  }
}

function nobody(target: Target, trouble: string): Found {
  return { target, receivers: [], trouble };
}

function person(name: string): Receiver {
  return { kind: "person", name };
}
