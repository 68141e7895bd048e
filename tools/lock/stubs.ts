import { findEntry, type LockFile } from "./lock-file.ts";

/** An entry for a package of another platform: enough for `npm ci` to know that it is not wanted here. */
export interface Stub {
  readonly version: string;
  readonly optional: true;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

/**
 * Stubs for optional dependencies without an entry, by key. When a registry does not have a platform's package, npm
 * leaves it out of the lock file, and `npm ci` then stops with "Missing: … from lock file".
 */
export function missingStubs(lock: LockFile): Map<string, Stub> {
  const stubs = new Map<string, Stub>();
  for (const [from, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (findEntry(lock.packages, from, name) !== undefined) continue;
      stubs.set(`node_modules/${name}`, stubOf(name, version));
    }
  }
  return stubs;
}

const SYSTEMS = new Set("aix android darwin freebsd linux netbsd openbsd openharmony sunos win32".split(" "));
const CPUS = new Set("arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x wasm32 x64".split(" "));
const LIBC_OF: Readonly<Record<string, string>> = {
  gnu: "glibc",
  gnueabihf: "glibc",
  musl: "musl",
  musleabihf: "musl",
};

/** `@oxlint/binding-linux-x64-musl` → os linux, cpu x64, libc musl. What the name does not tell stays open. */
export function stubOf(name: string, version: string): Stub {
  const words = name.split(/[-/@]/);
  const os = words.filter((word) => SYSTEMS.has(word));
  const cpu = words.filter((word) => CPUS.has(word));
  const libc = words.flatMap((word) => LIBC_OF[word] ?? []);
  return {
    version,
    optional: true,
    ...(os.length > 0 && { os }),
    ...(cpu.length > 0 && { cpu }),
    ...(libc.length > 0 && os.includes("linux") && { libc }),
  };
}
