import { compareText } from "#kernel";
import { countedElsewhere, filterDimensionsOf, isByFilter, leftOutText, pairsFor } from "#objectives";
import { CLASSES } from "#traffic";
import type { Dictionaries } from "#records";
import type { Measurement } from "./measurement.ts";
import type { Reading } from "./reading.ts";
import type { Scope } from "./scope.ts";
import { elsewhereRemarks } from "./elsewhere-remarks.ts";
import { filterRemarks } from "./filter-remarks.ts";
import { plural } from "../words.ts";
import type { Work } from "./work.ts";

const NAMES_SHOWN_MAX = 5;
const HEALTH_CHECK = CLASSES.indexOf("healthCheck");

const FROM_FORMATS: Readonly<Record<string, string>> = {
  haproxy: "HAProxy logs no time zone: its times are read as UTC.",
  envoy:
    "Envoy: the client's address is the last one of x-forwarded-for, which Envoy appended itself; earlier ones can be forged.",
};

/** What replay took for granted, each in a sentence that says how to change it. */
export function assumptionsOf({ scope, reading, measured }: Work): string[] {
  const formats = [...new Set(reading.files.map(({ format }) => format))];
  const clientsBy = [...new Set(reading.files.map(({ clientBy }) => clientBy))];
  return [
    ...(scope.plan === undefined ? [ASSUMED_OBJECTIVE] : scope.plan.assumed),
    `Log format: ${formats.join(", ")}. Change it with --format.`,
    ...(clientsBy.includes("ip")
      ? ["Client: the address stands for the client application. Choose another with --client."]
      : []),
    ...(scope.openapiFile === undefined
      ? ["Operations: method and path, with segments that look like ids as {id}. Name them with --openapi FILE."]
      : []),
    ...formats.flatMap((format) => FROM_FORMATS[format] ?? []),
    ...((measured.byClass[HEALTH_CHECK] ?? 0) > 0
      ? ["Health checks of load balancers, known by their user agent, are excluded."]
      : []),
    "Measured from the first to the last request: silence in between is taken for no traffic, not for a lost log.",
  ];
}

const ASSUMED_OBJECTIVE =
  "Objective: availability 99.9 % over 30 days, for the API and for each client. Name your own with --objectives, or let --write plimsoll.yaml propose them.";

/** What a reader should know about the input before believing the figures. */
export function remarksOf(work: Work): string[] {
  return [...fileRemarks(work.reading), ...recordRemarks(work), ...nameRemarks(work)];
}

function fileRemarks(reading: Reading): string[] {
  return [
    ...reading.emptyFiles.map((name) => `${name} is empty.`),
    ...(reading.blank > 0 ? [`${plural(reading.blank, "blank line")} passed over; they are no records.`] : []),
    ...reading.files.flatMap((file) =>
      file.other === undefined
        ? []
        : `${file.name}: ${plural(file.malformed, "line")} ${file.malformed === 1 ? "does" : "do"} not fit ${file.format}; the first of them (line ${file.other.line}) looks like ${file.other.format}. ` +
          `Two logs in one file? Replay the others apart: --format ${file.other.format}.`,
    ),
  ];
}

function recordRemarks({ reading, measured, scope }: Work): string[] {
  const named = scope.planned.filter((objective) => filterDimensionsOf(objective).has("environment"));
  const except = named.length === 0 ? "" : `, apart from ${named.map(({ name }) => name).join(", ")}`;
  const unknown = [...reading.unknownFields].toSorted(([, a], [, b]) => b - a).slice(0, NAMES_SHOWN_MAX);
  return [
    ...[...measured.aside]
      .toSorted(([a], [b]) => compareText(a, b))
      .map(
        ([what, count]) =>
          `${plural(count, "record")} of ${what}: kept, but objectives and KPIs see client traffic in production only${except}.`,
      ),
    ...(unknown.length > 0
      ? [
          `Fields that nothing reads: ${unknown.map(([name, count]) => `${name} (${plural(count, "record")})`).join(", ")}.`,
        ]
      : []),
    ...(measured.badRequests.overflowed
      ? ["There are too many bad requests to say of each alert who burned the budget; all counts are complete."]
      : []),
  ];
}

function nameRemarks({ scope, measured, names, told }: Work): string[] {
  const unattributed = measured.clients.countsOf(0).requests;
  const examples = [...scope.unmatched].join(", ");
  return [
    ...(unattributed > 0
      ? [`${plural(unattributed, "request")} without a client: counted for the API, and shown as __unattributed__.`]
      : []),
    ...(names.clients.overfull
      ? [
          "More than 100,000 clients: the later ones are counted together as __other__, so the number of active clients is a lower bound.",
        ]
      : []),
    ...(names.clients.metLongName
      ? ["Clients whose name has more than 512 characters are counted together as __other__."]
      : []),
    ...(names.apis.overfull ? ["More than 1,000 APIs: the later ones are counted together as __other__."] : []),
    ...unseenRemarks(scope, measured, names),
    ...elsewhereRemarks(scope.planned),
    ...names.apis.names.flatMap((_, api) => filterRemarks(measured.countedOf(api).byFilter, told)),
    ...(names.operations.overfull
      ? [
          "More than 10,000 operations: the later ones are counted together as __other__. Name them with --openapi FILE.",
        ]
      : []),
    ...(examples === "" ? [] : [`Requests that the OpenAPI document does not know, for example: ${examples}.`]),
    ...scope.planned.flatMap((objective) =>
      countedElsewhere(objective, scope.planned) === undefined
        ? pairsFor(objective).leftOut.map((pair) => leftOutText(objective.name, pair))
        : [],
    ),
    ...strangersRemarks(scope, names),
    ...(scope.plan?.ignored ?? []).map((part) => `The plan's ${part} is not used by replay.`),
  ];
}

/** Maintenance announced to clients of which the log has no request: perhaps their name is written otherwise. */
function strangersRemarks({ plan }: Scope, names: Dictionaries): string[] {
  const named = new Set((plan?.exclusions ?? []).flatMap(({ client }) => client ?? []));
  return [...named]
    .filter((client) => !names.clients.names.includes(client))
    .map(
      (client) => `Maintenance for the client ${client} takes nothing out: no record of this log is of that client.`,
    );
}

/** Objectives of the plan about which this log tells nothing: a wrong name must not pass for a kept promise. */
function unseenRemarks({ planned }: Scope, measured: Measurement, names: Dictionaries): string[] {
  const operations = new Set(names.operations.names.filter((_, id) => measured.operations.countsOf(id).requests > 0));
  return planned.flatMap((objective) => {
    const { name, api, operation } = objective;
    if (countedElsewhere(objective, planned) !== undefined) return [];
    if (!names.apis.names.includes(api)) return [`${name} is not judged: no record of this log is of the API ${api}.`];
    if (operation === undefined || isByFilter(objective) || operations.has(operation)) return [];
    return [
      `${name} has nothing to judge: no request was of the operation ${operation}. Is it written as in the report?`,
    ];
  });
}
