import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { ApiLoss } from "#apis";
import { AHEAD_MS } from "#intake";
import { Refusal } from "#kernel";

const BODY_BYTES_MAX = 512 * 1_024;
const LOSSES_MAX = 1_000;

const toldLosses = z.strictObject({
  losses: z
    .array(
      z
        .strictObject({
          id: z.string().regex(/^[A-Za-z0-9-]{1,80}$/),
          api: z.string().max(200),
          from: z.int().nonnegative(),
          to: z.int().nonnegative(),
          requests: z.int().positive(),
        })
        .refine(({ from, to }) => from < to, "`from` must be before `to`"),
    )
    .max(LOSSES_MAX),
});

/** Which gateway tells: its token. */
interface Teller {
  readonly id: string;
  readonly name: string;
}

/** Reads `POST /api/v1/gateway/losses`. Refuses what is none, and an interval that is not over. */
export async function readToldLosses(request: IncomingMessage, teller: Teller, now: number): Promise<ApiLoss[]> {
  const read = toldLosses.safeParse(jsonOf(await bodyOf(request)));
  if (!read.success) throw notLosses(z.prettifyError(read.error));
  const { losses } = read.data;
  if (losses.some(({ to }) => to > now + AHEAD_MS)) throw notLosses("A loss lies in the future.");
  return losses.map((loss) => ({ ...loss, id: `${teller.id}/${loss.id}`, gateway: teller.name }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > BODY_BYTES_MAX) throw notLosses(`More than ${BODY_BYTES_MAX} bytes are not read.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notLosses("The body is no JSON.");
  }
}

function notLosses(detail: string): Refusal {
  return new Refusal("invalid", "gateway.losses", detail);
}
