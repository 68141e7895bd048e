import type { ObjectChange } from "#configuration";
import { MINUTE_MS } from "#kernel";
import { EXIT } from "../exit.ts";
import { askServer, type ServerFlags } from "../server/ask-server.ts";
import { printable } from "../terminal/layout.ts";
import { styleOf } from "../terminal/style.ts";
import { readPlanTexts } from "./read-plan-texts.ts";
import { writePlanFolder } from "./write-plan-folder.ts";

/** Reading many large documents takes its time. */
const ANSWER_MS_MAX = 10 * MINUTE_MS;

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

interface ExportFlags extends ServerFlags {
  readonly plan?: string;
  readonly out?: string;
}

/** Shows what `apply` would do, and gives the exit code. */
export async function diffVerb(flags: DiffFlags): Promise<number> {
  const body = readPlanTexts(flags.file);
  const difference = JSON.parse(
    await askServer(flags, { path: "/configuration/diff", method: "POST", body, answerMsMax: ANSWER_MS_MAX }),
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
    await askServer(flags, { path: "/configuration/apply", method: "POST", body, answerMsMax: ANSWER_MS_MAX }),
  ) as Difference & { left: number };
  if (flags.json === true) write(`${JSON.stringify(applied, null, 2)}\n`);
  else {
    await tell(applied, { prunes: prune, done: true });
    const are = applied.left === 1 ? "is" : "are";
    if (applied.left > 0) write(`${applied.left} that no text names any more ${are} left; --prune removes them.\n`);
  }
  return EXIT.done;
}

/** Prints what the server has as text, or writes it into a folder with the documents that belong to it. */
export async function exportVerb(flags: ExportFlags): Promise<number> {
  const { plan, out } = flags;
  const query = new URLSearchParams({ ...(plan === undefined ? {} : { plan }), documents: String(out !== undefined) });
  const text = await askServer(flags, { path: `/configuration/export?${query.toString()}` });
  write(out === undefined ? text : `${printable(await writePlanFolder(flags, out, text))}\n`);
  return EXIT.done;
}

/** Prints the JSON Schema of the files. */
export async function schemaVerb(): Promise<number> {
  const { planSchema } = await import("#configuration");
  write(`${JSON.stringify(planSchema(), null, 2)}\n`);
  return EXIT.done;
}

async function seenRevision(flags: ServerFlags, body: unknown): Promise<string> {
  const text = await askServer(flags, {
    path: "/configuration/diff",
    method: "POST",
    body,
    answerMsMax: ANSWER_MS_MAX,
  });
  return (JSON.parse(text) as Difference).revision;
}

async function tell(
  { changes, unchanged, remarks, revision }: Difference,
  { prunes, done }: { prunes: boolean; done: boolean },
): Promise<void> {
  const { BREAKING, differenceLines, differenceSummary } = await import("#configuration");
  const { green, amber, red, dim } = styleOf(process.stdout, process.env);
  const paint = { create: green, change: amber, adopt: amber, vanished: red };
  for (const change of changes) {
    const [head = "", ...lines] = differenceLines(change, prunes).map(printable);
    const shown = lines.map((line) => `${line.startsWith(BREAKING) ? red(line) : line}\n`);
    write(`${paint[change.what](head)}\n${shown.join("")}`);
  }
  for (const remark of remarks) write(`${dim(printable(remark))}\n`);
  write(`${differenceSummary({ changes, unchanged }, done)}\n`);
  if (done || changes.length === 0) return;
  write(`${dim(`Revision ${revision}; \`plimsoll apply\` with the same files makes it so.`)}\n`);
}

function write(text: string): void {
  process.stdout.write(text);
}
