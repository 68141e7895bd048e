import { floorTo, isoText, MINUTE_MS } from "#kernel";
import type { LiveRecord } from "../model/live-records.ts";
import type { LiveClient } from "../model/live-story.ts";

/**
 * Prints records of live stories in Plimsoll's own format, with all that a gateway would know. What records share (the
 * minute, the client) is printed once: 30 days are millions of lines.
 */
export class LiveLines {
  #minute = Number.NaN;
  #minuteText = "";
  readonly #clientTexts = new Map<LiveClient, string>();

  /** Without a line feed; ASCII only, as all names and paths of stories are. */
  line(record: LiveRecord): string {
    const { at, api, operation, method, path, status, durationUs, release, outcome, traceId } = record;
    const ended = outcome === "" ? "" : `"outcome":"${outcome}",`;
    return (
      `{"at":"${this.#instant(at)}Z","api":"${api}","operation":"${operation}","method":"${method}","path":"${path}",` +
      `"status":${status},${ended}"durationMs":${durationUs / 1_000},${this.#client(record.client)}"release":"${release}",` +
      `"requestBytes":${record.requestBytes},"responseBytes":${record.responseBytes},"traceId":"${traceId}"}`
    );
  }

  /** RFC 3339 with three decimals, without its Z. */
  #instant(at: number): string {
    const minute = floorTo(at, MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#minuteText = isoText(minute).slice(0, 17);
    }
    const ms = String(at - minute).padStart(5, "0");
    return `${this.#minuteText}${ms.slice(0, 2)}.${ms.slice(2)}`;
  }

  #client(client: LiveClient): string {
    const known = this.#clientTexts.get(client);
    if (known !== undefined) return known;
    const { name, plan, version, region } = client;
    const text = `"client":"${name}","plan":"${plan}","version":"${version}","region":"${region}",`;
    this.#clientTexts.set(client, text);
    return text;
  }
}
