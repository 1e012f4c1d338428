import type { AnyCommand } from "../core/command.ts";
import { type Reply, text } from "../core/reply.ts";

/** What people call what is theirs, and the command that shows it; in the languages that look-ups are taken in. */
const AFFAIRS: readonly (readonly [command: string, things: string])[] = [
  ["alert list", "(?:price )?alerts?|(?:preis)?alarme?|alertas?(?: de (?:precio|preço))?|alertes?(?: de prix)?"],
  ["watchlist", "watch ?lists?|beobachtungsliste|lista de (?:seguimiento|observação)|liste de suivi"],
  ["wallet list", "wallets?|geldbörsen?|carteras? de criptos?|portefeuilles? crypto"],
  [
    "portfolio",
    "portfolios?|holdings?|bags?|positions?|p&l|pnl|gains?|losses|profits?|cost basis|depot|bestände?|gewinne?|verluste?|carteira|cartera|posiciones|ganancias|portefeuille|gains|posições|lucros?|portafolio",
  ],
];

/** "my" in those languages. */
const MINE = "my|meine?[mnrs]?|mis?|mon|ma|mes|meus?|minhas?|nuestr[ao]s?|our";

const OWN = AFFAIRS.map(
  ([command, things]) =>
    [
      command,
      // A word or two may stand between: "my TAO position", "my whole portfolio".
      new RegExp(`(?<!\\p{L})(?:${MINE})\\s+(?:[\\p{L}\\p{N}$-]+\\s+){0,2}(?:${things})(?!\\p{L})`, "iu"),
    ] as const,
);

/** Without any such word: "am I up?", "how much TAO do I have". */
const ABOUT_ME =
  /\b(?:am i (?:up|down|in (?:profit|the red))|how (?:much|many) .{1,40} do i (?:own|have|hold)|what do i (?:own|hold)|bin ich im (?:plus|minus)|cu[aá]nt[oa]s? .{1,40} tengo|combien .{1,40} ai-je|quant[oa]s? .{1,40} (?:eu )?tenho)\b/iu;

/** The first word of a command's name, and the command that shows what it is about. */
const FAMILIES = new Map(AFFAIRS.map(([command]) => [command.split(" ", 1)[0], command]));

/** The command by which somebody would see what they ask about themselves; undefined for any other question. */
export function ownAffair(question: string): string | undefined {
  const found = OWN.find(([, pattern]) => pattern.test(question));
  return found?.[0] ?? (ABOUT_ME.test(question) ? "portfolio" : undefined);
}

/** The same for a private command that is typed as words, without its stroke: "portfolio add buy 2 tao …". */
export function typedAffair(question: string, commands: ReadonlyMap<string, AnyCommand>): string | undefined {
  const [family = "", second] = question.toLowerCase().split(/\s+/);
  const typed = second === undefined ? family : `${family} ${second}`;
  return commands.get(typed)?.visibility === "private" ? FAMILIES.get(family) : undefined;
}

/**
 * What is said where others read along: nothing of it, and the button behind which its asker alone reads it. No model sees the
 * question.
 * @returns undefined where there is no such command
 */
export function ownAffairReply(command: AnyCommand | undefined): Reply | undefined {
  if (command?.visibility !== "private") return undefined;
  return {
    blocks: [text("That is between us: I do not speak of what is yours where others read along.")],
    buttons: [{ label: "Show it to me alone", command: command.name, input: {}, answer: "new" }],
  };
}
