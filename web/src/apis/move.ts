/** What is sent to change a version's life. */
export interface Move {
  readonly state: "live" | "deprecated" | "retired";
  readonly sunsetAt?: string;
  readonly successor?: string | null;
}
