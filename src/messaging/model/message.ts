/** One request that leaves the house. `headers` are in lower case, without length and host. */
export interface Message {
  readonly url: string;
  /** POST unless said otherwise; with GET, `body` is empty. */
  readonly method?: "POST" | "PUT" | "GET";
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as it stands: its bytes are what is signed. Bytes are what is encrypted already. */
  readonly body: string | Uint8Array;
}

/** A message that says what it says in text, as nearly all do. */
export interface TextMessage extends Message {
  readonly body: string;
}

/** How an attempt to send went, before anybody judged it. */
export type Reply =
  /** `retryAfter` is the header as it came; `excerpt` the beginning of the body, for a person to read. */
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly excerpt: string;
    }
  /** No answer. `arrived`: a connection stood, so the receiver may have taken the message in all the same. */
  | { readonly kind: "silent"; readonly reason: string; readonly arrived: boolean }
  /** Nothing was sent, and nothing will be: the address is one that we refuse. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * What an attempt means. `retry`: send the same message again, not before `notBefore` (null: when you like).
 * `failed`: do not, it would be answered the same way. `arrived` false: surely nobody was told by this attempt.
 */
export type Answer =
  | { readonly kind: "delivered"; readonly status: number }
  | {
      readonly kind: "retry";
      readonly reason: string;
      readonly status: number | null;
      readonly notBefore: number | null;
      readonly arrived: boolean;
    }
  | { readonly kind: "failed"; readonly reason: string; readonly status: number | null };
