import type { ObjectChange } from "#configuration";
import { EXIT } from "../exit.ts";
import { askServer, type ServerFlags } from "../server/ask-server.ts";
import { printable } from "../terminal/layout.ts";
import { styleOf } from "../terminal/style.ts";
import { readPlanTexts } from "./read-plan-texts.ts";

/** What the server says to a comparison. */
interface Difference {
  readonly revision: string;
  readonly changes: readonly ObjectChange[];
  readonly unchanged: number;
  readonly remarks: readonly string[];
}

interface DiffFlags extends ServerFlags {
  readonly file: readonly string[];
  readonly json?: boolean;
  readonly failOn?: string;
}

interface ApplyFlags extends ServerFlags {
  readonly file: readonly string[];
  readonly json?: boolean;
  readonly prune?: boolean;
  readonly revision?: string;
}

/** Shows what `apply` would do, and gives the exit code. */
export async function diffVerb(flags: DiffFlags): Promise<number> {
  const body = readPlanTexts(flags.file);
  const difference = JSON.parse(
    await askServer(flags, { path: "/configuration/diff", method: "POST", body }),
  ) as Difference;
  if (flags.json === true) write(`${JSON.stringify(difference, null, 2)}\n`);
  else await tell(difference, { prunes: false, done: false });
  return flags.failOn === "difference" && difference.changes.length > 0 ? EXIT.no : EXIT.done;
}

/** Compares, then applies exactly what it saw. */
export async function applyVerb(flags: ApplyFlags): Promise<number> {
  const texts = readPlanTexts(flags.file);
  const prune = flags.prune === true;
  const revision = flags.revision ?? (await seenRevision(flags, texts));
  const body = { ...texts, revision, prune };
  const applied = JSON.parse(
    await askServer(flags, { path: "/configuration/apply", method: "POST", body }),
  ) as Difference & { left: number };
  if (flags.json === true) write(`${JSON.stringify(applied, null, 2)}\n`);
  else {
    await tell(applied, { prunes: prune, done: true });
    const are = applied.left === 1 ? "is" : "are";
    if (applied.left > 0) write(`${applied.left} that no text names any more ${are} left; --prune removes them.\n`);
  }
  return EXIT.done;
}

/** Prints what the server has as text. */
export async function exportVerb(flags: ServerFlags & { readonly plan?: string }): Promise<number> {
  const query = flags.plan === undefined ? "" : `?plan=${encodeURIComponent(flags.plan)}`;
  write(await askServer(flags, { path: `/configuration/export${query}` }));
  return EXIT.done;
}

/** Prints the JSON Schema of the files. */
export async function schemaVerb(): Promise<number> {
  const { planSchema } = await import("#configuration");
  write(`${JSON.stringify(planSchema(), null, 2)}\n`);
  return EXIT.done;
}

async function seenRevision(flags: ServerFlags, body: unknown): Promise<string> {
  const text = await askServer(flags, { path: "/configuration/diff", method: "POST", body });
  return (JSON.parse(text) as Difference).revision;
}

async function tell(
  { changes, unchanged, remarks, revision }: Difference,
  { prunes, done }: { prunes: boolean; done: boolean },
): Promise<void> {
  const { differenceLines, differenceSummary } = await import("#configuration");
  const { green, amber, red, dim } = styleOf(process.stdout, process.env);
  const paint = { create: green, change: amber, adopt: amber, vanished: red };
  for (const change of changes) {
    const [head = "", ...fields] = differenceLines(change, prunes).map(printable);
    write(`${paint[change.what](head)}\n${fields.map((line) => `${line}\n`).join("")}`);
  }
  for (const remark of remarks) write(`${dim(printable(remark))}\n`);
  write(`${differenceSummary({ changes, unchanged }, done)}\n`);
  if (done || changes.length === 0) return;
  write(`${dim(`Revision ${revision}; \`plimsoll apply\` with the same files makes it so.`)}\n`);
}

function write(text: string): void {
  process.stdout.write(text);
}
