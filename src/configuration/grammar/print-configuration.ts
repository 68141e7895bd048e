import { Document, isMap, isScalar, parseDocument, YAMLMap } from "yaml";
import { type Fields, type Json, type Kind, KINDS, type PresentObject } from "../model/wanted.ts";

/** Versions and environments stand in the entries of their APIs. */
const SECTION: Readonly<Partial<Record<Kind, string>>> = {
  person: "people",
  team: "teams",
  api: "apis",
  plan: "plans",
  organisation: "organisations",
  client: "clients",
  probe: "probes",
  heartbeat: "heartbeats",
  schedule: "schedules",
  channel: "channels",
  escalation: "escalations",
};

const LEFT_OUT =
  " OpenAPI documents are not in this text; applying it leaves them as they are.\n `plimsoll export --out DIR` writes them beside it.";

/**
 * The text that says what is there: applying it changes nothing. `plan` is the configuration that it belongs to. Hashes
 * of keys are not in it: a text that names none leaves keys as they are. So it is with OpenAPI documents, unless it
 * `namesDocuments`: then each is said to lie beside it, as `documentFile` calls it.
 */
export function printConfiguration(
  present: readonly PresentObject[],
  { plan, namesDocuments }: { readonly plan: string | undefined; readonly namesDocuments: boolean },
): string {
  const document = new Document(plan === undefined ? {} : { plan });
  const root = document.contents as unknown as YAMLMap;
  const zones = new Set<string>();
  for (const kind of KINDS) {
    const objects = present.filter((each) => each.kind === kind);
    if (objects.length === 0 || SECTION[kind] === undefined) continue;
    const section = new YAMLMap();
    for (const object of objects) section.set(object.name, entryOf(object, { document, zones }));
    root.set(SECTION[kind], section);
    if (kind === "api") addParts(section, present, { document, namesDocuments });
  }
  addRouting(root, present, document);
  if (!namesDocuments && present.some(hasDocument)) document.comment = LEFT_OUT;
  const [zone] = zones;
  // A zone counts for a whole file, so files of two zones cannot be one; what differs then shows as a difference.
  if (zone !== undefined) root.items.splice(plan === undefined ? 0 : 1, 0, document.createPair("zone", zone));
  return root.items.length === 0 ? "" : document.toString({ lineWidth: 100 });
}

function entryOf({ kind, name, fields }: PresentObject, into: { document: Document; zones: Set<string> }): unknown {
  const { objectives, keys: _hashes, title, at, ...rest } = fields;
  const heads = {
    title: title === name ? "" : (title ?? ""),
    at: onlyOne(at ?? []),
  };
  const entry = into.document.createNode(
    compact({
      ...heads,
      ...rest,
      ...(kind === "probe" ? { headers: withoutSecrets(name, rest["headers"] ?? {}) } : {}),
      ...(kind === "channel" ? withoutAddress(name, rest) : {}),
    }),
  ) as YAMLMap;
  if (kind === "api" && typeof objectives === "string") addObjectives(entry, objectives, into.zones);
  return entry;
}

/** Versions and environments, in the entries of their APIs. */
function addParts(
  apis: YAMLMap,
  present: readonly PresentObject[],
  { document, namesDocuments }: { document: Document; namesDocuments: boolean },
): void {
  for (const { kind, name, fields } of present) {
    if (kind !== "version" && kind !== "environment") continue;
    const [api = "", part = ""] = name.split("/");
    const entry = apis.get(api);
    if (!isMap(entry)) continue;
    const { title, state, openapi, ...rest } = fields;
    const own = {
      title: title === part ? null : (title ?? null),
      ...(namesDocuments && typeof openapi === "string" ? { openapi: `./${documentFile(api, part)}` } : {}),
      ...(state === "draft" ? { state } : {}),
      ...rest,
    };
    entry.setIn([kind === "version" ? "versions" : "environments", part], document.createNode(compact(own)));
  }
}

function hasDocument({ kind, fields: { openapi } }: PresentObject): boolean {
  return kind === "version" && typeof openapi === "string";
}

/** The file of a document beside an exported text: `orders.v1.openapi.yaml`. */
function documentFile(api: string, version: string): string {
  return `${api}.${version}.openapi.yaml`;
}

function isEmpty(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function onlyOne(value: Json): Json {
  const list = Array.isArray(value) ? (value as readonly Json[]) : [];
  return list.length === 1 ? (list[0] ?? null) : value;
}

/** A secret is printed as the variable from which whoever applies the text gives it. */
function withoutSecrets(probe: string, headers: Json): Json {
  return Object.fromEntries(
    Object.entries(headers as Fields).map(([name, value]) => {
      const variable = `PROBE_${probe}_${name}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
      return [name, typeof value === "string" ? value : { env: variable }];
    }),
  );
}

/** Where a channel leads is a secret as a whole: the variable from which whoever applies the text gives it. */
function withoutAddress(channel: string, { kind = "" }: Fields): Fields {
  const variable = `CHANNEL_${channel}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  return { kind: null, address: null, [kind as string]: { env: variable } };
}

/** There is one routing, and it stands in no section. */
function addRouting(root: YAMLMap, present: readonly PresentObject[], document: Document): void {
  const found = present.find(({ kind }) => kind === "routing");
  if (found === undefined) return;
  for (const [key, value] of Object.entries(compact(found.fields))) root.set(key, document.createNode(value));
}

/** What says nothing is left out. */
function compact(fields: Fields): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== "" && !isEmpty(value)),
  );
}

/** The promises of an API are a text of their own; its entry takes their place in this one, with its comments. */
function addObjectives(entry: YAMLMap, text: string, zones: Set<string>): void {
  const document = parseDocument(text);
  if (!isMap(document.contents)) return;
  const zone = document.get("zone");
  if (typeof zone === "string") zones.add(zone);
  const apis = document.get("apis");
  if (!isMap(apis)) return;
  const [own] = apis.items;
  if (own === undefined || !isMap(own.value)) return;
  for (const pair of own.value.items) if (isScalar(pair.key)) entry.items.push(pair);
}
