/** Under which circumstances something is saved, by an action or by a configuration text. */
export interface Saving {
  /** Epoch ms. */
  readonly now: number;
  /** Who, by name. */
  readonly by: string;
  /** The configuration text that owns it from now on, null for nobody's; as before when absent. */
  readonly managedBy?: string | null;
}

/** Whether two rows say the same but for their revision: then nothing is written. */
export function saysTheSame<Row extends object>(before: Row, after: Row): boolean {
  const names = Object.keys(after) as (keyof Row)[];
  return names.every((name) => name === "revision" || before[name] === after[name]);
}
