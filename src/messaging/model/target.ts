/** Longest address of a receiver, in characters. */
const TARGET_LENGTH_MAX = 2_000;

/**
 * Why nothing may be sent to this address, in words for the person who typed it; undefined when it may. Addresses of
 * one's own network are allowed: Plimsoll is self-hosted, and so are many receivers. What is refused by where it
 * leads to is decided at each connection (`guarded-lookup.ts`), as a name may lead elsewhere tomorrow.
 */
export function findTargetFault(address: string): string | undefined {
  if (address.length > TARGET_LENGTH_MAX) return `an address has at most ${TARGET_LENGTH_MAX} characters`;
  const url = URL.parse(address);
  if (url === null) return "this is no address; write it with http:// or https://";
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return `only http:// and https:// are spoken, not ${url.protocol}//`;
  }
  if (url.username !== "" || url.password !== "") {
    return "an address with a user name or password is refused: it would be shown in lists and logs; messages are signed instead";
  }
  if (url.hash !== "") return "the part behind # is never sent: leave it out";
  return undefined;
}
