import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A key with its certificate, PEM. */
export interface Certified {
  readonly key: string;
  readonly cert: string;
}

/** A real authority of our own, made by openssl, which nobody knows but who is told. */
export function newAuthority() {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-certificates-"));
  const file = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { stdio: "ignore" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    file("ca.key"),
    "-out",
    file("ca.pem"),
    "-days",
    "100",
    "-subj",
    "/CN=Ours",
  );
  let made = 0;
  return {
    file: file("ca.pem"),
    pem: readFileSync(file("ca.pem"), "utf8"),
    /** For the names ("DNS:localhost,IP:127.0.0.1"), valid for so many days from now; 0: it has ended. */
    certify: (names: string, days: number): Certified => {
      const [key, request, cert, extensions] = ["key", "csr", "pem", "ext"].map((end) => file(`${made}.${end}`)) as [
        string,
        string,
        string,
        string,
      ];
      made++;
      writeFileSync(extensions, `subjectAltName=${names}\n`);
      openssl("req", ...newKey, "-keyout", key, "-out", request, "-subj", "/CN=host");
      openssl(
        "x509",
        "-req",
        "-in",
        request,
        "-CA",
        file("ca.pem"),
        "-CAkey",
        file("ca.key"),
        "-CAcreateserial",
        "-days",
        String(days),
        "-extfile",
        extensions,
        "-out",
        cert,
      );
      return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}
