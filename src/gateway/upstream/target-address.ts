/** Where a target is, from its address in the settings. */
export interface TargetAddress {
  readonly isTls: boolean;
  readonly host: string;
  readonly port: number;
  /** What the Host header says. */
  readonly authority: string;
  /** Put before the path that is asked for: "" or "/base", without a slash at its end. */
  readonly basePath: string;
}

/** Reads an address such as `http://10.0.0.5:8080/base`, which was checked when it was set. */
export function targetAddressOf(text: string): TargetAddress {
  const url = new URL(text);
  const isTls = url.protocol === "https:";
  return {
    isTls,
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? (isTls ? 443 : 80) : Number(url.port),
    authority: url.host,
    basePath: url.pathname.replace(/\/$/, ""),
  };
}
