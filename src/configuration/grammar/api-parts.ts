import { instantOfWall, isoText, isZone } from "#kernel";
import type { Fields, Json, WantedObject } from "../model/wanted.ts";
import type { Written } from "./grammar.ts";
import type { PlanFault, PlanFile } from "./plan-file.ts";

/** The version that an `openapi` which stands at an API itself means. */
const ONLY_VERSION = "v1";

type WrittenApi = NonNullable<Written["apis"]>[string];
type WrittenVersion = NonNullable<WrittenApi["versions"]>[string];

/**
 * The versions and environments of an API, as objects of their own: `orders/v1`, `orders/production`. Versions that name
 * a successor stand last, since that has to be there.
 */
export function apiParts(
  { apis = {}, zone = "UTC", plan = "main" }: Written,
  file: PlanFile,
): { readonly objects: readonly WantedObject[]; readonly faults: readonly PlanFault[] } {
  const faults: PlanFault[] = [];
  const objects = Object.entries(apis).flatMap(([api, entry]): WantedObject[] => {
    const own = { managedBy: plan, file, path: ["apis", api] };
    if (entry.openapi !== undefined && entry.versions !== undefined) {
      faults.push({
        ...file.placeOf([...own.path, "openapi"]),
        detail: "openapi stands beside versions here. Write it at the version whose document it is.",
      });
    }
    const versions = versionsOf(entry).map(({ version, at, written }): WantedObject => {
      const place = file.placeOf([...own.path, ...at]);
      const fault = (detail: string): number => faults.push({ ...place, detail });
      const fields = versionFields(version, written, { zone, fault });
      return { kind: "version", name: `${api}/${version}`, fields, managedBy: plan, place };
    });
    const environments = Object.entries(entry.environments ?? {}).map(([name, fields]): WantedObject => {
      const place = file.placeOf([...own.path, "environments", name]);
      return { kind: "environment", name: `${api}/${name}`, fields: defined(fields), managedBy: plan, place };
    });
    return [...versions.toSorted((a, b) => followers(a) - followers(b)), ...environments];
  });
  return { objects, faults };
}

function versionsOf({ openapi, versions = {} }: WrittenApi): {
  readonly version: string;
  readonly at: readonly string[];
  readonly written: WrittenVersion;
}[] {
  const own = openapi === undefined ? [] : [{ version: ONLY_VERSION, at: ["openapi"], written: { openapi } }];
  const named = Object.entries(versions).map(([version, written]) => ({ version, at: ["versions", version], written }));
  return named.length === 0 ? own : named;
}

function followers({ fields: { successor } }: WantedObject): number {
  return successor === undefined ? 0 : 1;
}

/** With its state, which a sunset says too, and its sunset as an instant. */
function versionFields(
  version: string,
  { state, sunset, ...rest }: WrittenVersion,
  { zone, fault }: { readonly zone: string; readonly fault: (detail: string) => void },
): Fields {
  const meant = state ?? (sunset === undefined ? "live" : "deprecated");
  const ends = sunset ?? rest.successor;
  if (meant === "deprecated" && sunset === undefined) {
    fault(`version ${version} is deprecated: say until when clients can rely on it, sunset: 2027-06-30.`);
  }
  if (meant !== "deprecated" && ends !== undefined) {
    fault(`version ${version} is ${meant}: sunset and successor belong to one that is deprecated.`);
  }
  const at = sunset === undefined ? undefined : instantOf(sunset, zone);
  if (sunset !== undefined && at === undefined) {
    fault(`"${sunset}" is no instant. Write a day, 2027-06-30, or with a time, 2027-06-30T00:00:00Z.`);
  }
  return defined({ ...rest, state: meant, sunset: at });
}

/** RFC 3339 with an offset, or a day or local time in the zone of the file. */
function instantOf(text: string, zone: string): string | undefined {
  try {
    if (/(?:Z|[+-]\d\d:\d\d)$/i.test(text)) return isoText(Temporal.Instant.from(text).epochMilliseconds);
    return isZone(zone) ? isoText(instantOfWall(text, zone)) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function defined(fields: Readonly<Record<string, Json | undefined>>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
