import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What an alert is known by. */
export type Labels = Readonly<Record<string, string>>;

const LIMIT_MS = 20_000;

/** Debian's amtool over one alertmanager.yml. Both answers are Alertmanager's own code. */
export class Amtool {
  readonly #folder = mkdtempSync(join(tmpdir(), "plimsoll-amtool-"));
  readonly #file = join(this.#folder, "alertmanager.yml");

  constructor(config: string) {
    writeFileSync(this.#file, config);
  }

  /** `amtool check-config`: why it refuses the file; undefined when it takes it. */
  refusal(): string | undefined {
    const { status, output } = amtool(["check-config", this.#file]);
    return status === 0 ? undefined : output;
  }

  /** `amtool config routes test`: the receivers of an alert with these labels, in order. */
  receiversOf(labels: Labels): string[] {
    const words = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    const { status, output } = amtool(["config", "routes", "test", `--config.file=${this.#file}`, ...words]);
    if (status !== 0) throw new Error(`amtool refused: ${output}`);
    return output.trim().split(",");
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

function amtool(args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr, error } = spawnSync("amtool", args, { encoding: "utf8", timeout: LIMIT_MS });
  if (error !== undefined) throw error;
  return { status, output: status === 0 ? stdout : `${stdout}${stderr}` };
}
