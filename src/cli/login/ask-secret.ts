import { Refusal } from "#kernel";

const SECRET_MAX = 4_096;
const [ENTER, LINE_END, INTERRUPT, END, BACKSPACE, DELETE] = ["\r", "\n", "\u0003", "\u0004", "\b", "\u007f"];

/** A secret from standard input: its first line; on a terminal it is asked for, and not shown as it is typed. */
export async function askSecret(question: string): Promise<string> {
  const { stdin } = process;
  if (!stdin.isTTY) return firstLine(await readAll());
  process.stderr.write(question);
  stdin.setRawMode(true);
  try {
    return await readTyped();
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    process.stderr.write("\n");
  }
}

async function readAll(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8") as AsyncIterable<string>) {
    text += chunk;
    if (text.length > SECRET_MAX) throw tooLong();
  }
  return text;
}

function readTyped(): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = "";
  process.stdin.setEncoding("utf8").on("data", (chunk: string) => {
    for (const key of chunk) {
      if (key === ENTER || key === LINE_END) resolve(text.trim());
      else if (key === INTERRUPT || key === END) reject(givenUp());
      else if (key === BACKSPACE || key === DELETE) text = text.slice(0, -1);
      else if (text.length >= SECRET_MAX) reject(tooLong());
      else text += key;
    }
  });
  return promise;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.trim() ?? "";
}

function tooLong(): Refusal {
  return new Refusal(
    "limit",
    "login.too-long",
    `No token has ${SECRET_MAX} characters, so nothing was asked. Give one on a line.`,
  );
}

function givenUp(): Refusal {
  return new Refusal("invalid", "login.given-up", "No token was given, so nothing was kept.");
}
