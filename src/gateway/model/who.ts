/** Who asks, as far as the request proves it. */
export interface Who {
  readonly clientId: string;
  /** The client's name now. */
  readonly client: string;
  /** Of the key; null: what proved it names none. */
  readonly environment: string | null;
}
