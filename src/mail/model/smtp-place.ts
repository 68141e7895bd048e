/** Where letters are handed over. */
export interface SmtpPlace {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); else it begins in clear, and STARTTLS follows. */
  readonly secure: boolean;
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

const PORTS: Readonly<Record<string, number>> = { "smtp:": 587, "smtps:": 465 };

/** Reads `smtp://user:password@host:587` or `smtps://…`; undefined when it is no such address. */
export function smtpPlaceOf(text: string): SmtpPlace | undefined {
  const url = URL.parse(text.trim());
  const usual = PORTS[url?.protocol ?? ""];
  if (url === null || usual === undefined || url.hostname === "" || !/^\/?$/.test(url.pathname)) return undefined;
  const [user, password] = [url.username, url.password].map(decoded);
  if (url.search !== "" || url.hash !== "" || user === undefined || password === undefined) return undefined;
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? usual : Number(url.port),
    secure: url.protocol === "smtps:",
    login: user === "" ? undefined : { user, password },
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
