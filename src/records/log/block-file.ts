import { BlockTable } from "../model/block-table.ts";
import { BlockCodec, BLOCK_ROWS } from "../model/codec/block.ts";
import { ByteWriter } from "../model/codec/byte-writer.ts";
import { encodeFrameHead, type FrameHead, type FramePiece } from "../model/codec/frame-head.ts";
import { FRAME_HEADER_BYTES, writeFrameCrc, writeFrameHeader } from "../model/codec/frame-header.ts";
import { countsOf } from "../model/codec/names.ts";
import { type Dictionaries, RecordColumns } from "../model/columns.ts";
import { summaryOf } from "../model/summary.ts";
import type { WideField } from "../model/wide-columns.ts";
import { crcOf, type FoundFrame } from "./find-frame.ts";
import { encodeFooter } from "./footer.ts";
import type { DecodedPage } from "./frame-decoder.ts";
import type { LogFile } from "./log-files.ts";
import { packBlock } from "./pack-block.ts";

/** Frames one after the other → full, compressed blocks, and the table of them. */
export class BlockFile {
  readonly table = new BlockTable();
  /** Bytes written. */
  bytes = 0;
  readonly #file: LogFile;
  readonly #names: Dictionaries;
  readonly #codec = new BlockCodec();
  readonly #page: RecordColumns;
  readonly #raw = new ByteWriter();
  readonly #out = new ByteWriter();
  #pieces: FramePiece[] = [];
  #sequence = 0;
  #firstRow = 0;

  constructor(file: LogFile, names: Dictionaries, wide: readonly WideField[]) {
    this.#file = file;
    this.#names = names;
    this.#page = new RecordColumns(BLOCK_ROWS, wide);
  }

  /** Adds a frame; its pages are read one after the other. */
  async add({ header }: FoundFrame, head: FrameHead, pages: Iterable<DecodedPage>): Promise<void> {
    // An uncompressed frame is one piece.
    const { batchIds, writtenAt } = head.pieces[0] ?? { batchIds: [], writtenAt: 0 };
    this.#begin(header.sequence, header.firstRow, { batchIds, writtenAt });
    for (const { columns } of pages) await this.#copy(columns, { sequence: header.sequence, writtenAt });
    const full = this.#page.length === BLOCK_ROWS || this.#pieces.length >= BLOCK_ROWS;
    if (full) await this.#flush(false);
  }

  /** Writes what is left, and the footer. */
  async finish(): Promise<void> {
    if (this.#pieces.length > 0) await this.#flush(false);
    this.#out.clear();
    encodeFooter(this.table, this.#names, { out: this.#out, offset: this.bytes });
    await this.#file.write(this.#out.written(), this.bytes);
    this.bytes += this.#out.length;
  }

  #begin(sequence: number, firstRow: number, piece: Omit<FramePiece, "rows">): void {
    if (this.#pieces.length === 0) {
      this.#sequence = sequence;
      this.#firstRow = firstRow;
    }
    this.#pieces.push({ rows: 0, ...piece });
  }

  async #copy(
    columns: RecordColumns,
    { sequence, writtenAt }: { readonly sequence: number; readonly writtenAt: number },
  ): Promise<void> {
    for (let from = 0; from < columns.length;) {
      if (this.#page.length === BLOCK_ROWS) {
        const firstRow = this.#firstRow + BLOCK_ROWS;
        await this.#flush(true);
        this.#begin(sequence, firstRow, { batchIds: [], writtenAt });
      }
      const count = Math.min(columns.length - from, BLOCK_ROWS - this.#page.length);
      this.#page.append(columns, from, count);
      const last = this.#pieces.length - 1;
      const piece = this.#pieces[last] as FramePiece;
      this.#pieces[last] = { ...piece, rows: piece.rows + count };
      from += count;
    }
  }

  async #flush(goesOn: boolean): Promise<void> {
    const out = this.#out;
    const rows = this.#page.length;
    const [sequence, firstRow, pieces] = [this.#sequence, this.#firstRow, this.#pieces];
    out.clear();
    out.take(FRAME_HEADER_BYTES);
    encodeFrameHead({ pieces, goesOn }, { names: this.#names, known: countsOf(this.#names) }, out);
    const headBytes = out.length - FRAME_HEADER_BYTES;
    this.#raw.clear();
    this.#codec.encode(this.#page, this.#raw);
    await packBlock(this.#raw.written(), out);
    const summary = summaryOf([this.#page]);
    const bodyBytes = out.length - FRAME_HEADER_BYTES;
    writeFrameHeader({ bodyBytes, headBytes, sequence, firstRow, rows, ...summary }, out.view, 0);
    writeFrameCrc(crcOf(out.bytes, 0, out.length), out.view, 0);
    await this.#file.write(out.written(), this.bytes);
    const place = { offset: this.bytes, bytes: out.length, rows, firstRow };
    const nextFrame = sequence + pieces.length - (goesOn ? 1 : 0);
    this.table.push({ ...place, firstFrame: sequence, nextFrame, ...summary });
    this.bytes += out.length;
    this.#page.clear();
    this.#pieces = [];
  }
}
