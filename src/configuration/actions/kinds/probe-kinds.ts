import { durationText, parseDurationMs, Refusal } from "#kernel";
import {
  allHeartbeats,
  allProbes,
  type HeaderSeal,
  type Probe,
  probeInput,
  releaseHeartbeat,
  releaseProbe,
  removeHeartbeat,
  removeProbe,
  saveHeartbeat,
  saveProbe,
} from "#probes";
import type { Tx } from "#storage";
import type { Fields, Json } from "../../model/wanted.ts";
import type { KindOfObject } from "./kind-of-object.ts";

/** What sealed headers are opened with, and who is told of a change. */
export interface ProbeKindParts {
  readonly seal: HeaderSeal;
  readonly changed: (probe: string) => void;
  readonly heartbeatChanged: (heartbeat: string) => void;
}

const METHODS = ["get", "head", "post", "put", "patch", "delete", "options"] as const;

/** Probes of a text. A header that the text refers to is a secret: it is compared, and shown to nobody. */
export function probeKind({ seal, changed }: ProbeKindParts): KindOfObject {
  const told = (tx: Tx, name: string): void => tx.afterCommit(() => changed(name));
  return {
    kind: "probe",
    may: ["probe:write"],
    normal: ({ fields, file }, referred) => textOf(probeOf(fields, (reference) => referred(file, reference))),
    present: async (read) =>
      (await allProbes(read, seal)).map((probe) => {
        const title = probe.title === probe.name ? "" : probe.title;
        return { kind: "probe", name: probe.name, fields: textOf({ ...probe, title }), managedBy: probe.managedBy };
      }),
    save: async (tx, { name, fields, managedBy }, { now }) => {
      const written = probeOf(fields, () => "");
      await saveProbe(tx, { ...written, name }, { now, managedBy, seal });
      told(tx, name);
    },
    remove: async (tx, name) => {
      await removeProbe(tx, name);
      told(tx, name);
    },
    release: async (tx, name) => {
      await releaseProbe(tx, name);
      told(tx, name);
    },
  };
}

/** Heartbeats of a text. The secret address of one is made in the console, and stays as it is. */
export function heartbeatKind({ heartbeatChanged }: ProbeKindParts): KindOfObject {
  const told = (tx: Tx, name: string): void => tx.afterCommit(() => heartbeatChanged(name));
  return {
    kind: "heartbeat",
    may: ["heartbeat:write"],
    normal: ({ fields: { api, title = "", every, grace, paused = false } }) => ({
      api: api as Json,
      title,
      every: durationText(msOf(every, 0)),
      ...(grace === undefined ? {} : { grace: durationText(msOf(grace, 0)) }),
      paused,
    }),
    present: async (read) =>
      (await allHeartbeats(read)).map(({ name, api, title, everyMs, graceMs, paused, managedBy }) => {
        const grace = graceMs === 0 ? {} : { grace: durationText(graceMs) };
        const shown = title === name ? "" : title;
        return {
          kind: "heartbeat",
          name,
          fields: { api, title: shown, every: durationText(everyMs), ...grace, paused },
          managedBy,
        };
      }),
    save: async (tx, { name, fields, managedBy }, { now }) => {
      const { api, title, every, grace, paused } = fields;
      const rhythm = { everyMs: msOf(every, 0), graceMs: msOf(grace, 0) };
      const written = { name, api: api as string, title: title as string, paused: paused === true, ...rhythm };
      await saveHeartbeat(tx, written, { now, managedBy });
      told(tx, name);
    },
    remove: async (tx, name) => {
      await removeHeartbeat(tx, name);
      told(tx, name);
    },
    release: async (tx, name) => {
      await releaseHeartbeat(tx, name);
      told(tx, name);
    },
  };
}

type Written = ReturnType<typeof probeInput>;

/** What a text says of a probe, read strictly. */
function probeOf(fields: Fields, referred: (reference: string) => string): Written {
  const method = METHODS.find((each) => fields[each] !== undefined);
  const expect = (fields["expect"] ?? {}) as Fields;
  const { status, within, headers = {}, contains, json = {} } = expect;
  return probeInput({
    api: fields["api"],
    title: fields["title"],
    method: method?.toUpperCase(),
    url: method === undefined ? undefined : fields[method],
    headers: Object.entries((fields["headers"] ?? {}) as Fields).map(([name, value]) =>
      headerOf(name, value, referred),
    ),
    body: fields["body"],
    everyMs: fields["every"] === undefined ? undefined : msOf(fields["every"], 0),
    timeoutMs: fields["timeout"] === undefined ? undefined : msOf(fields["timeout"], 0),
    redirects: fields["redirects"],
    tlsDays: fields["certificate"],
    failures: fields["failures"],
    successes: fields["successes"],
    paused: fields["paused"],
    expect: {
      status: status === undefined ? undefined : [status].flat().map(String),
      withinMs: within === undefined ? undefined : msOf(within, 0),
      contains,
      headers: Object.entries(headers as Fields).map(([name, value]) =>
        typeof value === "string" ? { name, equals: value } : { name, ...(value as Fields) },
      ),
      json: Object.entries(json as Fields).map(([pointer, equals]) => ({ pointer, equals })),
    },
  });
}

function headerOf(name: string, value: Json, referred: (reference: string) => string): object {
  if (typeof value === "string") return { name, value };
  const [[how, what] = ["", ""]] = Object.entries(value as Readonly<Record<string, string>>);
  return { name, value: how === "secret" ? what : referred(`${how}:${what}`).trim(), secret: true };
}

/** A probe as a text would say it, whole. */
function textOf(probe: Written | Probe): Fields {
  const { expect, method, url, headers, body, redirects, paused } = probe;
  const { withinMs, contains } = expect;
  const expected: Fields = {
    status: expect.status.length === 1 ? (expect.status[0] ?? "") : [...expect.status],
    ...(withinMs === null ? {} : { within: durationText(withinMs) }),
    ...(contains === null ? {} : { contains }),
    ...(expect.headers.length === 0
      ? {}
      : {
          headers: Object.fromEntries(
            expect.headers.map((one) => [one.name, one.equals ?? { contains: one.contains ?? "" }]),
          ),
        }),
    ...(expect.json.length === 0
      ? {}
      : { json: Object.fromEntries(expect.json.map(({ pointer, equals }) => [pointer, equals])) }),
  };
  const sent = headers.map(({ name, value = "", secret }) => [name, secret ? { secret: value } : value] as const);
  return {
    api: probe.api,
    title: probe.title,
    [method.toLowerCase()]: url,
    every: durationText(probe.everyMs),
    timeout: durationText(probe.timeoutMs),
    ...(sent.length === 0 ? {} : { headers: Object.fromEntries(sent) }),
    ...(body === null ? {} : { body }),
    expect: expected,
    certificate: probe.tlsDays,
    failures: probe.failures,
    successes: probe.successes,
    ...(redirects ? { redirects } : {}),
    paused,
  };
}

function msOf(value: Json | undefined, absent: number): number {
  if (value === undefined) return absent;
  if (typeof value === "string") return parseDurationMs(value);
  throw new Refusal(
    "invalid",
    "duration.malformed",
    `${JSON.stringify(value)} is not a duration such as 30s, 5m or 1 day.`,
  );
}
