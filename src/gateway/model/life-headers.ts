import { httpDateText, SECOND_MS } from "#kernel";
import type { SnapshotVersion } from "./snapshot.ts";

/**
 * What a client of a version that ends is told with each answer, flat: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and
 * a `Link` to where its successor is. `addressOf` gives the path of a version.
 */
export function lifeHeaders(version: SnapshotVersion, addressOf: (version: string) => string): string[] {
  if (version.state !== "deprecated" && version.state !== "retired") return [];
  const { deprecatedAt, sunsetAt, successor } = version;
  return [
    ...(deprecatedAt === null ? [] : ["Deprecation", `@${Math.floor(deprecatedAt / SECOND_MS)}`]),
    ...(sunsetAt === null ? [] : ["Sunset", httpDateText(sunsetAt)]),
    ...(successor === null ? [] : ["Link", `<${addressOf(successor)}>; rel="successor-version"`]),
  ];
}
