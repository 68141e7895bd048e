import { type Path, type Place, pathText } from "../place.ts";
import { placeBelow } from "../shape.ts";
import type { PlacedDocument } from "../validate.ts";

/** A part of a document, and where it is written. */
export class At {
  readonly #document: PlacedDocument;
  readonly #path: Path;

  constructor(document: PlacedDocument, path: Path = []) {
    this.#document = document;
    this.#path = path;
  }

  /** A part of this one; where it is not written, its place is that of what surrounds it. */
  under(...steps: Path): At {
    return new At(this.#document, [...this.#path, ...steps]);
  }

  get file(): string {
    return this.#document.file;
  }

  get place(): Place {
    return placeBelow(this.#document.value, this.#path, this.#document.place);
  }

  /** `spec.objectives[0].target`. */
  get path(): string {
    return pathText(this.#path);
  }
}
