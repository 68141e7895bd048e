/**
 * Gives the memory of arrays back to the system at once: V8 collects what lies outside of its heap late. Whoever calls it
 * owns their buffers, of which nothing is left. Several arrays may lie in one buffer.
 */
export function giveBack(...arrays: readonly (Uint8Array | Int32Array | Uint32Array | Float64Array)[]): void {
  for (const { buffer } of arrays) {
    if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
  }
}
