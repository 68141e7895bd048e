import { templateOf } from "#apis";

const PERSON = "{redacted}";
/** Characters that a name of a resource has; a segment with others (an address, a name, a token with dots) says more. */
const ORDINARY = /^[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9]{1,5})?$|^$|^\{id\}$|^…$/;
/** A word is shorter; what is longer and has digits is more likely a token. */
const WORD_CHARACTERS_MAX = 40;

/**
 * A path without what may name a person: segments that look like ids become `{id}` (`templateOf` of apis), and those
 * that look like an e-mail address, a name in other letters, a number or a token become `{redacted}`.
 */
export function redactPath(path: string): string {
  return templateOf(path).split("/").map(redactSegment).join("/");
}

function redactSegment(segment: string): string {
  const isToken = segment.length > WORD_CHARACTERS_MAX && /\d/.test(segment);
  return ORDINARY.test(segment) && !isToken ? segment : PERSON;
}
