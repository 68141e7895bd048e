/**
 * Where an engine puts slot lists that are closed: they are read a few times, in large parts, and then released. A
 * caller that gives none keeps them in memory, unpacked.
 */
export interface SlotLists {
  /** Keeps some bytes, needed for about `keptMs`; gives a handle, by which they are read and released. The caller may reuse the array. */
  readonly append: (bytes: Uint8Array, keptMs: number) => number;
  /** The bytes behind a handle, of the length that was appended: valid until the next call of anything here. */
  readonly read: (handle: number, length: number) => Uint8Array;
  /** Nobody will read them again, apart from who restores what was saved before. */
  readonly release: (handle: number, length: number) => void;
}
