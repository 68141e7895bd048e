import type { Api } from "../server/wire.ts";

/** How requests reach an API, as it stands in the form. Parts that the form does not show are sent back as they came. */
export interface ReachDraft {
  /** "": whatever is there decides. */
  readonly records: string;
  readonly targets: readonly string[];
  readonly logs: readonly string[];
  readonly anonymous: boolean;
  readonly failOpen: boolean;
}

/** The form of an API that is there. */
export function reachDraftOf({ records, upstream, logs, client }: Api): ReachDraft {
  return {
    records: records ?? "",
    targets: upstream === null ? [] : typeof upstream === "string" ? [upstream] : upstream.targets,
    logs: (logs ?? []).map((log) => (typeof log === "string" ? log : log.path)),
    anonymous: client?.anonymous ?? false,
    failOpen: typeof upstream === "object" && upstream?.failOpen === true,
  };
}

/** What is sent. Lines that are empty are left out. */
export function reachBodyOf(draft: ReachDraft, api: Api): object {
  const targets = filled(draft.targets);
  const logs = filled(draft.logs);
  const { failOpen: _failOpen, ...upstream } = typeof api.upstream === "object" ? (api.upstream ?? {}) : {};
  const { anonymous: _anonymous, ...client } = api.client ?? {};
  return {
    records: draft.records === "" ? null : draft.records,
    upstream: targets.length === 0 ? null : { ...upstream, targets, ...(draft.failOpen ? { failOpen: true } : {}) },
    logs: logs.length === 0 ? null : logs.map((path) => api.logs?.find((log) => pathOf(log) === path) ?? path),
    client: { ...client, ...(draft.anonymous ? { anonymous: true } : {}) },
  };
}

function pathOf(log: string | { readonly path: string }): string {
  return typeof log === "string" ? log : log.path;
}

function filled(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}
