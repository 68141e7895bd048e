/** Where in a JSON document each part of a signal lies, as JSON Pointers. For whoever sends in a form of its own. */
export interface SignalMapping {
  /** To a list of which each item is a signal; absent: the body is one, or a list of them. */
  readonly items?: string | undefined;
  /** Together they are the key; each must be there. */
  readonly dedupKey: readonly string[];
  readonly title: string;
  readonly text?: string | undefined;
  readonly url?: string | undefined;
  /** RFC 3339, or a number of seconds or milliseconds since 1970. */
  readonly startsAt?: string | undefined;
  /** What it wants: whatever is not in a list triggers. Absent: each signal triggers. */
  readonly action?:
    | { readonly at: string; readonly resolve: readonly string[]; readonly acknowledge?: readonly string[] | undefined }
    | undefined;
  /** Which values page; others are tickets. Absent: by the labels, see `urgencyOf`. */
  readonly urgency?: { readonly at: string; readonly page: readonly string[] } | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}
