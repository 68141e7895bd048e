/** A field, and where it begins: the number of its first character, from 1. */
export interface CsvField {
  readonly text: string;
  readonly column: number;
}

/** What is wrong with a line, and where. */
export interface CsvFault {
  readonly column: number;
  readonly fault: string;
}

/** The fields of one line by RFC 4180: quoted ones may hold commas, and quotes as two. Line breaks within quotes are a fault. */
export function csvFields(line: string): readonly CsvField[] | CsvFault {
  const fields: CsvField[] = [];
  for (let at = 0; ; at++) {
    const field = line[at] === QUOTE ? quoted(line, at) : plain(line, at);
    if ("fault" in field) return field;
    fields.push({ text: field.text, column: at + 1 });
    at = field.end;
    if (at >= line.length) return fields;
  }
}

const QUOTE = '"';

interface Cut {
  readonly text: string;
  /** Where the comma or the end of the line stands. */
  readonly end: number;
}

function plain(line: string, from: number): Cut | CsvFault {
  const comma = line.indexOf(",", from);
  const end = comma < 0 ? line.length : comma;
  const text = line.slice(from, end);
  const quote = text.indexOf(QUOTE);
  if (quote < 0) return { text, end };
  return {
    column: from + quote + 1,
    fault: 'a quote within a field: write the field in quotes, and each quote in it as ""',
  };
}

function quoted(line: string, from: number): Cut | CsvFault {
  let text = "";
  for (let at = from + 1; ;) {
    const quote = line.indexOf(QUOTE, at);
    if (quote < 0) {
      return { column: from + 1, fault: "a quote is not closed on its line; names with line breaks are not read" };
    }
    text += line.slice(at, quote);
    if (line[quote + 1] !== QUOTE) return behindQuotes(line, quote + 1, text);
    text += QUOTE;
    at = quote + 2;
  }
}

function behindQuotes(line: string, end: number, text: string): Cut | CsvFault {
  if (end >= line.length || line[end] === ",") return { text, end };
  return { column: end + 1, fault: "something follows a closed quote: put all of the field in quotes" };
}
