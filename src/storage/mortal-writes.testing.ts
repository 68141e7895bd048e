import type { State } from "./state.ts";

/** Where the process dies: at its n-th transaction, with or without that one's commit. */
export interface Kill {
  readonly atWrite: number;
  readonly committed: boolean;
}

/** The process is dead: whatever it still tries comes to nothing. */
export class Killed extends Error {}

/** A process, as long as it lives. */
export interface Mortal {
  dead: boolean;
}

/** The seam of the store at which simulations kill a process: counts its transactions, over all its lives. */
export class MortalWrites {
  writes = 0;
  kills = 0;
  readonly #killAt: (write: number) => Pick<Kill, "committed"> | undefined;

  /** `killAt` says of each transaction, from 1, whether the process dies at it. */
  constructor(killAt: (write: number) => Pick<Kill, "committed"> | undefined) {
    this.#killAt = killAt;
  }

  /** Dies at these, each once, in their order; a write that was passed while the process was dead counts. */
  static at(kills: readonly Kill[]): MortalWrites {
    const pending = kills.toSorted((a, b) => a.atWrite - b.atWrite);
    return new MortalWrites((write) => ((pending[0]?.atWrite ?? Infinity) <= write ? pending.shift() : undefined));
  }

  /** The transactions of one life. */
  of(state: Pick<State, "transact">, own: Mortal): State["transact"] {
    return async (work) => {
      if (own.dead) throw new Killed();
      this.writes++;
      const kill = this.#killAt(this.writes);
      if (kill === undefined) return await state.transact(work);
      this.kills++;
      own.dead = true;
      if (kill.committed) await state.transact(work);
      throw new Killed();
    };
  }
}
