import { ASKED_DIMENSIONS } from "#records";
import { openDecoder } from "../decoders.ts";
import { detectFormat } from "../detect.ts";
import { defaultClientBy, refuseClientBy } from "../model/client-by.ts";
import type { Decoder } from "../model/decoder.ts";
import type { LogFormat } from "../model/formats.ts";
import { AHEAD_MS } from "../receive/receiver.ts";
import type { FollowShared, LogToFollow } from "./follow-options.ts";
import type { FollowedFile } from "./followed-file.ts";

/** The decoders of one followed path: as a rule one, and others when its format changes with a rotation. */
export class LineDecoders {
  readonly #log: LogToFollow;
  readonly #shared: FollowShared;
  readonly #believed = { from: 0, to: 0 };
  readonly #opened = new Map<LogFormat, Decoder>();
  /** The format of the last file that told one. */
  last: LogFormat | null = null;

  constructor(log: LogToFollow, shared: FollowShared) {
    this.#log = log;
    this.#shared = shared;
  }

  /** The decoder for a file; null while its lines do not tell the format. Refuses lines that no format fits, and clients that the format does not hold. */
  async of(file: FollowedFile): Promise<Decoder | { readonly unknown: string } | null> {
    const { format } = this.#log;
    if (file.format === null) {
      const detected = format === "auto" ? await this.#detected(file) : format;
      if (detected === null || typeof detected === "object") return detected;
      file.format = detected;
    }
    this.last = file.format;
    const now = this.#shared.ports.now();
    this.#believed.from = now - this.#shared.retentionMs;
    this.#believed.to = now + AHEAD_MS;
    return this.#opened.get(file.format) ?? this.#open(file.format);
  }

  async #detected(file: FollowedFile): Promise<LogFormat | { readonly unknown: string } | null> {
    const head = await file.bytes?.at(file.position);
    if (head?.includes("\n") !== true) return null;
    const detection = detectFormat(head);
    if ("format" in detection) return detection.format;
    if (detection.refused === "empty") return null;
    // After a rotation, what came before is likelier than a new format that nobody knows.
    return this.last ?? { unknown: detection.detail };
  }

  #open(format: LogFormat): Decoder {
    const { clientBy: asked, api } = this.#log;
    const clientBy = asked ?? defaultClientBy(format);
    refuseClientBy(format, clientBy);
    const { dictionaries, operationOf, numbersAlike, live, leftOut } = this.#shared;
    const decoder = openDecoder({
      format,
      clientBy,
      api,
      onlyApi: false,
      believed: this.#believed,
      operationOf,
      numbersAlike,
      dimensions: ASKED_DIMENSIONS,
      dictionaries,
      live: { ...live, leftOut },
    });
    this.#opened.set(format, decoder);
    return decoder;
  }
}
