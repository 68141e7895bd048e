import type { LogFormat } from "../model/formats.ts";
import { type Fingerprint, fingerprintOf, fits, HEAD_BYTES } from "./fingerprint.ts";
import type { LogBytes } from "./log-bytes.ts";
import type { FilePlace } from "./place.ts";

/** How far whole lines were read. */
export interface ReadTo {
  readonly position: number;
  readonly skipping: boolean;
}

/** One of the files that a followed path names or once named, found on disk or not. */
export class FollowedFile {
  position = 0;
  skipping = false;
  format: LogFormat | null = null;
  /** Its bytes; null while it is not found. */
  bytes: LogBytes | null = null;
  /** Since when it is not found, or since when nothing was added to it; by a clock that does not jump. */
  since: number;
  #device = 0;
  #inode = 0;
  #fingerprint: Fingerprint = fingerprintOf(new Uint8Array(0));
  /** The bytes of the fingerprint, once they were read. */
  #head: Buffer | null = null;

  /** One that is read from its beginning. */
  static async from(bytes: LogBytes, since: number): Promise<FollowedFile> {
    const file = new FollowedFile(since);
    file.#take(bytes, await bytes.head());
    return file;
  }

  /** One that was read before, and is to be found. */
  static at(place: FilePlace, since: number): FollowedFile {
    const file = new FollowedFile(since);
    file.position = place.position;
    file.skipping = place.skipping;
    file.format = place.format;
    file.#device = place.device;
    file.#inode = place.inode;
    file.#fingerprint = place.fingerprint;
    return file;
  }

  private constructor(since: number) {
    this.since = since;
  }

  get fingerprint(): Fingerprint {
    return this.#fingerprint;
  }

  get place(): FilePlace {
    const { position, skipping, format } = this;
    return { device: this.#device, inode: this.#inode, fingerprint: this.#fingerprint, position, skipping, format };
  }

  /** Lines were taken up to here. */
  moveTo({ position, skipping }: ReadTo, now: number): void {
    this.position = position;
    this.skipping = skipping;
    this.since = now;
  }

  /** Whether it is, or was, the file with this number on this device. */
  isAt({ device, inode }: { readonly device: number; readonly inode: number }): boolean {
    return device === this.#device && inode === this.#inode;
  }

  /** Takes a file that lies on disk when it is this one, by how it begins. False, and nothing is done, when it is not. */
  async found(bytes: LogBytes): Promise<boolean> {
    const head = await bytes.head();
    if (!fits(this.#fingerprint, head)) return false;
    // The same file, cut: a copy may be shorter than what was read, as lines came between copying and cutting.
    const size = await bytes.size();
    if (size !== null && size < this.position && this.isAt(bytes)) return false;
    this.#take(bytes, head);
    return true;
  }

  /** Whether what was read is still there: false when the file was cut, or written anew from its beginning. Learns more of how it begins. */
  async isAsItWas(): Promise<boolean> {
    if (this.bytes === null || this.bytes.isPacked) return this.bytes !== null;
    const size = await this.bytes.size();
    if (size !== null && size < this.position) return false;
    const known = this.#head ?? Buffer.alloc(0);
    const head = await this.bytes.head();
    if (!head.subarray(0, known.length).equals(known)) return false;
    if (known.length < HEAD_BYTES) this.#take(this.bytes, head);
    return true;
  }

  /** Lets go of the file on disk: it is to be found elsewhere. */
  async lose(since: number): Promise<void> {
    await this.bytes?.close();
    this.bytes = null;
    this.#head = null;
    this.since = since;
  }

  #take(bytes: LogBytes, head: Buffer): void {
    this.bytes = bytes;
    this.#head = head;
    this.#fingerprint = fingerprintOf(head);
    this.#device = bytes.device;
    this.#inode = bytes.inode;
  }
}
