import { PathFiller } from "./path-filler.ts";
import type { StoryOperation } from "./story.ts";

/** An operation, prepared to be asked for. */
export class StoryTarget {
  readonly operation: StoryOperation;
  readonly name: string;
  readonly share: number;
  readonly paths: PathFiller;

  constructor(operation: StoryOperation) {
    this.operation = operation;
    this.name = `${operation.method} ${operation.path}`;
    this.share = operation.share;
    this.paths = new PathFiller(operation.path);
  }
}
