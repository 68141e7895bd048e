const ADDRESS_MAX = 254;
const LOCAL_MAX = 64;
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * Whether the text is an address that we write to: RFC 5321 without its quoted and literal forms, which nobody uses and
 * which can hold spaces, commas and line ends. Domains of other scripts are written as `xn--…`.
 */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf("@");
  if (at < 1 || text.length > ADDRESS_MAX || at > LOCAL_MAX || !LOCAL.test(text.slice(0, at))) return false;
  return text
    .slice(at + 1)
    .split(".")
    .every((label) => LABEL.test(label));
}

/** The form in which addresses are compared: no provider tells `Ana@` and `ana@` apart, so one of them is not another person. */
export function mailKey(address: string): string {
  return address.trim().toLowerCase();
}

/** Who letters come from. */
export interface Sender {
  /** Empty: only the address is shown. */
  readonly name: string;
  readonly address: string;
}

/** "Plimsoll <plimsoll@example.com>" or only the address; undefined when it is neither. */
export function senderOf(text: string): Sender | undefined {
  const [, name = "", address = text.trim()] = /^([^<>\p{C}]{0,100})<([^<>]+)>$/u.exec(text.trim()) ?? [];
  return isMailAddress(address) ? { name: name.trim().replace(/^"(.*)"$/, "$1"), address } : undefined;
}
