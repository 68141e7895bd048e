import type { Upstream } from "#apis";
import { every } from "#kernel";
import type { HeaderKinds } from "../model/header-kinds.ts";
import type { Shared } from "./upstream-connection.ts";
import { UpstreamGroup } from "./upstream-group.ts";

const BUFFER_BYTES = 65_536;
/** How exact time-outs are. */
const SWEEP_MS = 100;

/** Where APIs live, as the gateway finds them: changed as a whole, while requests are under way. */
export class Upstreams {
  readonly #shared: Shared;
  readonly #stopwatch: () => number;
  readonly #cancel: () => void;
  #apis = new Map<string, ApiUpstreams>();
  /** Groups that get no more requests and have some under way. */
  #retired: UpstreamGroup[] = [];

  constructor(kinds: HeaderKinds, stopwatch: () => number) {
    this.#stopwatch = stopwatch;
    this.#shared = { kinds, buffer: Buffer.allocUnsafeSlow(BUFFER_BYTES), now: stopwatch() };
    this.#cancel = every(SWEEP_MS, () => this.#sweep());
  }

  /** From now on requests go there. What did not change goes on with its connections; what is gone ends what it does. */
  use(apis: ReadonlyMap<string, Upstream>): void {
    const next = new Map<string, ApiUpstreams>();
    for (const [api, settings] of apis) {
      const text = JSON.stringify(settings);
      const known = this.#apis.get(api);
      next.set(api, known?.text === text ? known : apiUpstreamsOf(settings, text, this.#shared));
    }
    for (const [api, { groups }] of this.#apis) {
      if (next.get(api)?.groups === groups) continue;
      for (const group of groups.values()) group.retire();
      this.#retired.push(...groups.values());
    }
    this.#apis = next;
  }

  /** Who answers for a version of an API; undefined: nobody was told of one. */
  find(api: string, version: string | null): UpstreamGroup | undefined {
    const groups = this.#apis.get(api)?.groups;
    return groups?.get(version ?? "") ?? groups?.get("");
  }

  close(): void {
    this.use(new Map());
    this.#cancel();
  }

  #sweep(): void {
    this.#shared.now = this.#stopwatch();
    for (const { groups } of this.#apis.values()) for (const group of groups.values()) group.sweep();
    for (const group of this.#retired) group.sweep();
    if (this.#retired.length > 0) this.#retired = this.#retired.filter((group) => !group.isEmpty);
  }
}

interface ApiUpstreams {
  /** The settings, to see whether they changed. */
  readonly text: string;
  /** By version; "" for the others. */
  readonly groups: ReadonlyMap<string, UpstreamGroup>;
}

function apiUpstreamsOf(settings: Upstream, text: string, shared: Shared): ApiUpstreams {
  const groups = new Map<string, UpstreamGroup>();
  if (settings.targets.length > 0) groups.set("", new UpstreamGroup(settings.targets, settings, shared));
  for (const [version, targets] of Object.entries(settings.versions)) {
    groups.set(version, new UpstreamGroup(targets, settings, shared));
  }
  return { text, groups };
}
