/** What keeps an alert from being told. */
export interface Mute {
  /** `engine`: another objective's alert says the same, or maintenance; `times`: those of its route. */
  readonly by: "engine" | "silence" | "inhibition" | "times";
  /** When it ends by itself, epoch ms; null: when something changes. */
  readonly until: number | null;
  /** "the silence of ana until …: database move". */
  readonly text: string;
  /** Of a silence its id, of an inhibition that of the alert that fires. */
  readonly of: string | null;
}
