import { bytesText, Refusal } from "#kernel";

/** The server starts or stops, or could not write: the sender says it again. */
export function notReady(): Refusal {
  return new Refusal(
    "unavailable",
    "signal.not-taken",
    "These signals could not be kept. Send them again in a moment.",
  );
}

/** Too many senders at once. */
export function tooMany(): Refusal {
  return new Refusal(
    "unavailable",
    "signal.busy",
    "More signals are being taken than the server does at once. Nothing was read; send them again in a moment.",
  );
}

export function notPost(): Refusal {
  return new Refusal("not-found", "request.no-such-place", "Signals are sent by POST; there is nothing to read here.");
}

/** Said only to whoever may send signals. */
export function noSource(name: string): Refusal {
  return new Refusal(
    "not-found",
    "signal-source.not-found",
    name === ""
      ? "The address names no source of signals: POST /api/v1/signals/SOURCE."
      : `There is no source of signals "${name}". Make it first: PUT /api/v1/signal-sources/${name}, or Settings, Signal sources.`,
  );
}

export function unknownEncoding(encoding: string): Refusal {
  return new Refusal(
    "invalid",
    "signal.encoding",
    `A body with the encoding ${encoding} is not read here. Send it as it is.`,
  );
}

export function tooLarge(bytesMax: number): Refusal {
  return new Refusal(
    "limit",
    "signal.too-large",
    `The body is larger than ${bytesText(bytesMax)}, so it was not read to its end and nothing was taken. Send the signals in parts.`,
  );
}

export function tooSlow(): Refusal {
  return new Refusal("unavailable", "signal.too-slow", "The body did not come in time, so nothing was taken.");
}

export function malformed(): Refusal {
  return new Refusal(
    "invalid",
    "signal.malformed",
    "The body is no JSON, so nothing was taken. Look at what sends it.",
  );
}
