/** A rule of comparing: whether what it finds can make a client fail that was right before, and what is said of it. */
export interface ChangeRule {
  readonly breaking: boolean;
  /** Follows the place: "query parameter status" + "is required now …". */
  readonly says: string;
}

/**
 * The stated rules. A request may be taken that was refused before, never the other way round; an answer may say less
 * than it could before, but nothing that it could not, and nothing that was always there may be missing. `request-…` is
 * what clients send, `response-…` what they get: what narrows the one widens the other, so each has both.
 */
export const CHANGE_RULES = {
  "operation-added": { breaking: false, says: "is new" },
  "operation-removed": { breaking: true, says: "is gone, so requests to it fail" },
  "operation-deprecated": { breaking: false, says: "is marked as deprecated" },
  "base-path-added": { breaking: false, says: "is a new base path" },
  "base-path-removed": { breaking: true, says: "is no base path any more, so addresses with it fail" },
  "parameter-added": { breaking: false, says: "is new and may be left out" },
  "parameter-added-required": { breaking: true, says: "is new and required, so requests of today are refused" },
  "parameter-removed": { breaking: true, says: "is gone, so what clients ask for with it is ignored or refused" },
  "parameter-required": { breaking: true, says: "is required now, so requests without it are refused" },
  "parameter-optional": { breaking: false, says: "may be left out now" },
  "body-added": { breaking: false, says: "is new and may be left out" },
  "body-added-required": { breaking: true, says: "is new and required, so requests of today are refused" },
  "body-removed": { breaking: true, says: "is gone, so what clients send is ignored or refused" },
  "body-required": { breaking: true, says: "is required now, so requests without it are refused" },
  "body-optional": { breaking: false, says: "may be left out now" },
  "request-media-type-added": { breaking: false, says: "is taken too" },
  "request-media-type-removed": { breaking: true, says: "is not taken any more" },
  "response-media-type-added": { breaking: false, says: "is given too, to who asks for it" },
  "response-media-type-removed": { breaking: true, says: "is not given any more" },
  "status-added": { breaking: false, says: "is a new answer" },
  "success-status-removed": { breaking: true, says: "is gone, and clients wait for it as success" },
  "error-status-removed": { breaking: false, says: "is not answered any more" },
  "security-added": { breaking: true, says: "is needed now, where nothing was needed before" },
  "security-narrowed": { breaking: true, says: "is not enough any more" },
  "security-widened": { breaking: false, says: "is enough too" },
  "request-type-narrowed": { breaking: true, says: "takes fewer types of value" },
  "request-type-widened": { breaking: false, says: "takes more types of value" },
  "response-type-narrowed": { breaking: false, says: "has fewer types of value" },
  "response-type-widened": { breaking: true, says: "has types of value that clients do not expect" },
  "request-enum-narrowed": { breaking: true, says: "takes fewer values" },
  "request-enum-widened": { breaking: false, says: "takes more values" },
  "response-enum-narrowed": { breaking: false, says: "has fewer values" },
  "response-enum-widened": { breaking: true, says: "has values that clients do not expect" },
  "request-limit-narrowed": { breaking: true, says: "has a tighter limit, so what was right is refused" },
  "request-limit-widened": { breaking: false, says: "has a wider limit" },
  "response-limit-narrowed": { breaking: false, says: "has a tighter limit" },
  "response-limit-widened": { breaking: true, says: "has a wider limit than clients are made for" },
  "request-alternative-narrowed": { breaking: true, says: "takes fewer alternatives" },
  "request-alternative-widened": { breaking: false, says: "takes more alternatives" },
  "response-alternative-narrowed": { breaking: false, says: "has fewer alternatives" },
  "response-alternative-widened": { breaking: true, says: "has alternatives that clients do not expect" },
  "request-field-added": { breaking: false, says: "is new and may be left out" },
  "request-field-added-required": { breaking: true, says: "is new and required, so requests of today are refused" },
  "request-field-removed": { breaking: true, says: "is gone, so what clients send there is ignored or refused" },
  "request-field-required": { breaking: true, says: "is required now, so requests without it are refused" },
  "request-field-optional": { breaking: false, says: "may be left out now" },
  "response-field-added": { breaking: false, says: "is new" },
  "response-field-removed": { breaking: true, says: "is gone, and clients may read it" },
  "response-field-required": { breaking: false, says: "is always there now" },
  "response-field-optional": { breaking: true, says: "may be missing now" },
} as const satisfies Record<string, ChangeRule>;

/** The name of a rule. */
export type ChangeCode = keyof typeof CHANGE_RULES;

/** A difference of two documents. */
export interface ApiChange {
  readonly code: ChangeCode;
  readonly breaking: boolean;
  /** "GET /orders/{id}", as the document that has it writes it; null for what holds for all. */
  readonly operation: string | null;
  /** Where in the operation: "query parameter status", "response 200, field items[].price"; empty for the whole. */
  readonly place: string;
  /** For people. */
  readonly sentence: string;
}

/** Where a difference was found. */
export interface ChangePlace {
  readonly operation: string | null;
  readonly place: string;
}

/** A change by its rule; `detail` names the values: `"gone", "new"`. */
export function changeOf(code: ChangeCode, { operation, place }: ChangePlace, detail = ""): ApiChange {
  const { breaking, says } = CHANGE_RULES[code];
  const subject = place === "" ? (operation ?? "the API") : place;
  const sentence = `${subject} ${says}${detail === "" ? "" : `: ${detail}`}.`;
  return { code, breaking, operation, place, sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1) };
}
