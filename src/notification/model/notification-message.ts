/** What is said to somebody, the same by each way; a way that has little room leaves the later sentences out. */
export interface NotificationMessage {
  /** One line: "orders/availability fires for orders". */
  readonly title: string;
  /** The most important first. Empty: the title says it all. */
  readonly sentences: readonly string[];
  /** Where all of it can be read, whatever did not fit. */
  readonly link: { readonly text: string; readonly url: string };
  /** One click each. The URL is this person's own: whoever opens it is shown what it would do, and only a POST does it. */
  readonly acts: readonly { readonly what: "acknowledge" | "resolve"; readonly text: string; readonly url: string }[];
  /** Of what is told, epoch ms; not of the sending. */
  readonly at: number;
  readonly labels: Readonly<Record<string, string>>;
}
