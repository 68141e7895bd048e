import { parse } from "yaml";
import {
  allChannels,
  type ChannelKind,
  type ChannelSaving,
  parsedAddress,
  releaseChannel,
  removeChannel,
  saveChannel,
} from "#notification";
import { kindsOf } from "../../grammar/oncall-shapes.ts";
import { canonical } from "../../model/canonical.ts";
import type { Fields, Json } from "../../model/wanted.ts";
import type { KindOfObject } from "./kind-of-object.ts";

/** The field that a text means which is nothing but a text. */
const MAIN: Readonly<Record<ChannelKind, string>> = {
  mail: "mail",
  push: "endpoint",
  webhook: "url",
  slack: "url",
  teams: "url",
  discord: "url",
  matrix: "room",
  telegram: "chat",
  ntfy: "topic",
  pagerduty: "routingKey",
  alertmanager: "url",
  sms: "phone",
  voice: "phone",
  http: "url",
};

/** Places of the house that are told: a team's room, another pager. Where each leads is a secret: compared, shown to nobody. */
export function channelKind(parts: Omit<ChannelSaving, "now" | "managedBy">): KindOfObject {
  return {
    kind: "channel",
    may: ["channel:write"],
    normal: ({ name, fields, file }, referred) => {
      const [kind = "mail"] = kindsOf(fields);
      const given = addressOf(kind, fields[kind] ?? "", (reference) => referred(file, reference));
      const address = parsedAddress(parts, { kind, given, owner: "house" }) as Json;
      return { title: fields["title"] ?? name, kind, address: { secret: canonical(address) } };
    },
    present: async (read) =>
      (await allChannels(read, parts)).map(({ name, kind, title, address, managedBy }) => {
        const fields = { title, kind, address: { secret: canonical((address ?? {}) as Json) } };
        return { kind: "channel", name, fields, managedBy };
      }),
    save: async (tx, { name, fields, managedBy }, { now, told }) => {
      const { title, kind, address } = fields as { title: string; kind: ChannelKind; address: { secret: string } };
      const given = JSON.parse(address.secret) as unknown;
      const saving = { ...parts, now, managedBy };
      const { secret } = await saveChannel(tx, { name, kind, title, address: given }, saving);
      if (secret !== null) told(`What channel ${name} is told is signed with ${secret}, which is shown this once.`);
    },
    remove: (tx, name) => removeChannel(tx, name),
    release: (tx, name) => releaseChannel(tx, name),
  };
}

/** A text is its main field, or a whole address as JSON or YAML; in a map, each value can be referred to. */
function addressOf(kind: ChannelKind, value: Json, referred: (reference: string) => string): Json {
  const whole = resolved(value, referred);
  if (typeof whole === "object") return whole;
  const text = String(whole);
  if (text.startsWith("{")) return parse(text) as Fields;
  return { [kind === "slack" && !/^https?:/.test(text) ? "to" : MAIN[kind]]: text };
}

/** With what its references lead to in their places. */
function resolved(value: Json, referred: (reference: string) => string): Json {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const [[how, what] = []] = entries;
  if (entries.length === 1 && (how === "env" || how === "file") && typeof what === "string") {
    return referred(`${how}:${what}`).trim();
  }
  return Object.fromEntries(entries.map(([key, each]) => [key, resolved(each, referred)]));
}
