import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { GroupNotice } from "#alerting";
import type { NotificationMessage, Notifications } from "#notification";
import { openHouse } from "../identity/house.testing.ts";
import type { EscalationPorts } from "./actions/ports.ts";
import { Escalation } from "./escalation.ts";
import { escalationMigrations } from "./migrations.ts";
import { notice } from "./model/pages.testing.ts";

type NotificationOrder = Parameters<Notifications["notify"]>[1];

/** What was ordered of whoever tells people, in order. */
type Ordered =
  | { readonly kind: "order"; readonly order: NotificationOrder }
  | { readonly kind: "cancel"; readonly subject: string }
  | { readonly kind: "end"; readonly subject: string; readonly message: NotificationMessage };

/** Tells nobody: keeps what it was asked for. Who has no method is not reached. */
class RecordedTelling {
  readonly ordered: Ordered[] = [];
  readonly withoutMethod = new Set<string>();

  /** Who was told what, since this was asked last: "page ana". */
  taken(): string[] {
    return this.ordered.splice(0).map((one) => {
      if (one.kind === "order") return `${one.order.event} ${one.order.to.name}`;
      return one.kind;
    });
  }

  notify(_tx: unknown, order: NotificationOrder) {
    this.ordered.push({ kind: "order", order });
    const reached = !this.withoutMethod.has(order.to.name);
    return Promise.resolve({ reached, ordered: reached ? 1 : 0 });
  }

  cancel(_tx: unknown, subject: string): Promise<void> {
    this.ordered.push({ kind: "cancel", subject });
    return Promise.resolve();
  }

  tellEnd(_tx: unknown, subject: string, message: NotificationMessage): Promise<void> {
    this.ordered.push({ kind: "end", subject, message });
    return Promise.resolve();
  }

  acted(): Promise<void> {
    return Promise.resolve();
  }

  listOf() {
    return Promise.resolve([]);
  }

  standing(_read: unknown, handles: readonly string[]) {
    const known = handles.map((handle) => {
      return [
        handle,
        { methods: this.withoutMethod.has(handle) ? 0 : 1, failing: 0, provenAt: null, breaksThrough: false },
      ] as const;
    });
    return Promise.resolve(new Map(known));
  }
}

/**
 * Pages on a real application, with the people ana (administrator), ben (operator), cho (operator) and vera (viewer).
 * On call in `primary` is whoever `onCall` names. The clock stands until `clock.at` is moved; `beat` lets time act.
 */
export async function openTestServer() {
  const telling = new RecordedTelling();
  const onCall: string[] = ["ana"];
  const alarms: string[] = [];
  let escalation: Escalation | undefined;
  const schedules: EscalationPorts["schedules"] = {
    whoIsOnCall: (_read, schedule) => Promise.resolve(schedule === "primary" ? [...onCall] : undefined),
    scheduleOfTeam: (_read, team) =>
      Promise.resolve(team === "orders" ? "primary" : team === "lost" ? null : undefined),
  };
  const house = await openHouse({
    modules: [{ module: "escalation", migrations: escalationMigrations }],
    routes: ({ state, clock, ids }) => {
      escalation = new Escalation({
        state,
        clock,
        nextId: (prefix) => ids.next(prefix),
        notifications: telling,
        schedules,
        base: "https://plimsoll.example",
        linkSecret: "a secret",
        alarm: (text) => alarms.push(text),
      });
      return escalation.routes;
    },
  });
  const running = escalation as unknown as Escalation;
  const people = {
    ana: await house.person("Ana", { roles: ["administrator"] }),
    ben: await house.person("Ben", { roles: ["operator"] }),
    cho: await house.person("Cho", { roles: ["operator"] }),
    vera: await house.person("Vera", { roles: ["viewer"] }),
  };
  const { clock, state } = house;
  return Object.assign(house, people, {
    telling,
    onCall,
    alarms,
    escalation: running,
    /** A group is told of now. */
    take: async (given: Partial<GroupNotice> = {}) => {
      const at = clock.at;
      const told = notice({ at, due: at, since: at - 60_000, ...given });
      await state.transact(async (tx) => await running.take(tx, told));
      return telling.taken();
    },
    /** Time goes on, and what is due is done. */
    pass: async (ms: number) => {
      clock.at += ms;
      await running.beat(clock.at);
      return telling.taken();
    },
    /** The door of links, on a port of its own. */
    door: async () => {
      const server: Server = createServer((request, response) => running.linkDoor(request, response));
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      return { base: `http://127.0.0.1:${port}`, close: () => server.close() };
    },
  });
}
