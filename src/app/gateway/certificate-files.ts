import { readFileSync, statSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { Certificate } from "#gateway";
import { every, SECOND_MS } from "#kernel";
import { refusedSetting } from "../config/reference.ts";

/** Whoever renews certificates replaces the files; they are looked at so often. */
const LOOK_MS = 5 * SECOND_MS;

/** A certificate and its key in files, read again when they change. What does not fit together is told, and not used. */
export class CertificateFiles {
  current: Certificate;
  readonly #files: { readonly cert: string; readonly key: string };
  readonly #report: (fault: unknown) => void;
  #seen: string;
  #cancel: (() => void) | undefined;

  /** Refuses files that cannot be read, or do not belong together. */
  constructor(files: { readonly cert: string; readonly key: string }, report: (fault: unknown) => void) {
    this.#files = files;
    this.#report = report;
    try {
      this.#seen = this.#state();
      this.current = this.#read();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw refusedSetting(`gateway.tls leads to no certificate with its key (${why})`);
    }
  }

  /** Calls `use` with each certificate that takes the place of the one before. */
  follow(use: (certificate: Certificate) => void): void {
    this.#cancel = every(LOOK_MS, () => this.look(use));
  }

  stop(): void {
    this.#cancel?.();
  }

  /** Whether they changed. Two files are not replaced at once: until both fit together, the certificate before them is used. */
  look(use: (certificate: Certificate) => void): void {
    try {
      const seen = this.#state();
      if (seen === this.#seen) return;
      this.current = this.#read();
      this.#seen = seen;
      use(this.current);
    } catch (error) {
      this.#report(error);
    }
  }

  #state(): string {
    const { cert, key } = this.#files;
    return [cert, key].map((file) => `${statSync(file).mtimeMs} ${statSync(file).size} ${statSync(file).ino}`).join();
  }

  #read(): Certificate {
    const read = { cert: readFileSync(this.#files.cert), key: readFileSync(this.#files.key) };
    createSecureContext(read);
    return read;
  }
}
