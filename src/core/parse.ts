import type { AnyCommand } from "./command.ts";
import { type Field, fieldsOf, readValue, splitList } from "./fields.ts";

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** Words between blanks; straight or curly double quotes group. */
function words(line: string): Word[] {
  const found = line.matchAll(/(?:^|(?<=\s))["“”]([^"“”]*)["“”](?=\s|$)|(\S+)/g);
  return [...found].map(([, quoted, bare]) => ({ text: quoted ?? bare ?? "", quoted: quoted !== undefined }));
}

/**
 * The input of a command from one typed line. Words fill fields in order; `name:value` and the command's keywords name one;
 * quotes group; a list, or the last string, takes what is left. What fits nowhere is kept under the last field, so that
 * nothing typed is dropped without a word. A command that reads its lines by itself does so first.
 */
export function parseArguments(command: AnyCommand, line: string): Record<string, unknown> {
  const read = command.readLine?.(line);
  if (read) return { ...read };
  // A file is attached, never typed.
  const fields = fieldsOf(command).filter(({ kind }) => kind !== "file");
  const taken = new Map<string, Word[]>();
  const take = (field: Field, word: Word): void => {
    taken.set(field.name, [...(taken.get(field.name) ?? []), word]);
  };
  const last = fields.at(-1);
  const greedy = (field: Field): boolean => field.kind === "list" || (field.kind === "string" && field === last);
  let named: Field | undefined;

  const typed = words(line);
  for (const [index, { text, quoted }] of typed.entries()) {
    const pair = quoted ? undefined : /^([a-z_]+):(.+)$/i.exec(text);
    const byName = pair && fields.find(({ name }) => name === pair[1]?.toLowerCase());
    if (pair?.[2] !== undefined && byName) {
      take(byName, { text: pair[2], quoted });
      named = greedy(byName) ? byName : undefined;
      continue;
    }
    const keyword = quoted || index === typed.length - 1 ? undefined : command.keywords?.[text.toLowerCase()];
    const byKeyword = keyword === undefined ? undefined : fields.find(({ name }) => name === keyword);
    if (byKeyword && taken.size > 0 && !taken.has(byKeyword.name)) {
      named = byKeyword;
      continue;
    }
    const open = fields.find((field) => !taken.has(field.name));
    const field: Field | undefined = named ?? open ?? last;
    if (!field) break;
    // A list that has begun goes on until another field is named.
    const growing = named === undefined ? fields.find((each) => taken.has(each.name) && greedy(each)) : undefined;
    take(growing ?? field, { text, quoted });
    if (named && !greedy(named)) named = undefined;
  }
  return Object.fromEntries(
    fields.flatMap((field) => {
      const found = taken.get(field.name);
      return found ? [[field.name, field.kind === "list" ? items(found) : readValue(field, joined(found))]] : [];
    }),
  );
}

const joined = (found: readonly Word[]): string => found.map(({ text }) => text).join(" ");

/** Between commas an item may have several words; without any comma each word, or quotation, is one. */
const items = (found: readonly Word[]): string[] =>
  found.some(({ text, quoted }) => !quoted && /[,;]/.test(text))
    ? splitList(joined(found))
    : found.map(({ text }) => text);
