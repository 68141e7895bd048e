/** How well a person can be reached. */
export interface Standing {
  /** Verified methods that are in order. */
  readonly methods: number;
  /** Methods whose provider refuses for good what goes there. */
  readonly failing: number;
  /** When the person last acted through one of them, epoch ms; null: never. */
  readonly provenAt: number | null;
  /** Whether one of them rings although a phone is set to Do Not Disturb. */
  readonly breaksThrough: boolean;
}
