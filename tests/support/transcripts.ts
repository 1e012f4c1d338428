import { vi } from "vitest";

/** One turn of a conversation: what somebody did, and what they then saw. */
export interface Turn {
  readonly who: string;
  /** What they wrote, pressed or called. */
  readonly did: string;
  /** Each message that appeared or changed, as it reads. */
  readonly seen: readonly string[];
}

/** All conversations happen from here on, a minute a turn; the day of the sample market. */
export const BEGINS = Date.UTC(2026, 2, 20, 12, 30);

/** The turns one after the other, each a minute after the one before; the clock stands still meanwhile, so that each run reads the same. */
export async function converse<Step>(
  steps: readonly Step[],
  take: (step: Step) => Promise<Turn>,
): Promise<readonly Turn[]> {
  const turns: Turn[] = [];
  for (const [index, step] of steps.entries()) {
    vi.setSystemTime(BEGINS + (index + 1) * 60_000);
    turns.push(await take(step));
  }
  return turns;
}

/** What is seen now, of what was not seen before: a message that is new, or reads otherwise. */
export function changed(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): readonly string[] {
  return [...now].flatMap(([id, words]) =>
    before.get(id) === words ? [] : [before.has(id) ? `(the message above now reads)\n${words}` : words],
  );
}

/** Buttons as a line below a message. */
export const withButtons = (words: string, buttons: readonly string[]): string =>
  buttons.length === 0 ? words : `${words}\n${buttons.map((label) => `[ ${label} ]`).join(" ")}`;

/** A page of docs/transcripts. */
export const transcriptPage = (title: string, about: string, turns: readonly Turn[]): string =>
  [
    `# ${title}`,
    `${about} Made by a test over the sample market, without a language model: the offline rules choose the look-ups. Buttons stand in brackets, pictures by their description. \`npm run docs\` writes it anew.`,
    ...turns.map(
      ({ who, did, seen }) =>
        `**${who}:** ${did}\n\n${seen.length === 0 ? "(nothing)" : seen.map((each) => `\`\`\`text\n${each}\n\`\`\``).join("\n\n")}`,
    ),
  ].join("\n\n") + "\n";
