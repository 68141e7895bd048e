import { validateOpenSlo } from "#objectives";
import { EXIT } from "../exit.ts";
import { styleOf } from "../terminal/style.ts";
import { jsonText } from "./json.ts";
import { readTexts } from "./read-texts.ts";
import { terminalText } from "./terminal.ts";

/** What the verb was asked. */
export interface ValidateOptions {
  /** Paths, or `-` for standard input. */
  readonly files: readonly string[];
  readonly strict: boolean;
  readonly json: boolean;
}

/** The verb `openslo validate`: prints what was found and gives the exit code. */
export async function validate({ files, strict, json }: ValidateOptions): Promise<number> {
  const verdict = validateOpenSlo(await readTexts(files), strict);
  const text = json ? jsonText(verdict) : terminalText(verdict, styleOf(process.stdout, process.env));
  process.stdout.write(text);
  return verdict.valid ? EXIT.done : EXIT.no;
}
