import type { Person } from "../stand-ins/telegram.ts";
import type { Scene } from "./scene.ts";
import { textOf } from "../stand-ins/discord-world.ts";

export const IMPORT_ROWS = 40;
/** An alert waits for so many times the price of when it was asked for. */
export const ALERT_DISTANCE = 1.03;

export type DeedKind = "entry" | "entry on Discord" | "note" | "question" | "alert" | "import";

/** Something that somebody asks of the desk. Each has a chat of its own, or words that are nobody else's. */
export interface Deed {
  readonly kind: DeedKind;
  /** The Telegram account that asked; absent on Discord. */
  readonly person?: Person;
  /** Of the clock that all of them live by. */
  readonly askedAt: number;
  /** What makes its row known in the database. */
  readonly mark: string;
  /** Messages that say it is done, as the platform holds them. */
  readonly answered: RegExp;
  /** Goes on where the first answer asks something; called again and again. */
  readonly goOn?: () => void;
}

const HEAD =
  "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash";
const IMPORT = [
  HEAD,
  ...Array.from(
    { length: IMPORT_ROWS },
    (_, index) =>
      `2025-04-${String((index % 28) + 1).padStart(2, "0")} 10:00:${String(index).padStart(2, "0")},,,0.1,TAO,,,31,USD,staking,,`,
  ),
].join("\n");

/** How often each is asked for. */
const SHARES: readonly (readonly [kind: DeedKind, share: number])[] = [
  ["entry", 0.33],
  ["entry on Discord", 0.14],
  ["note", 0.14],
  ["question", 0.22],
  ["alert", 0.1],
  ["import", 0.07],
];

/** @returns what is asked for next; undefined where its platform has nobody to give it to at this instant */
export function ask(scene: Scene, random: () => number, count: number, price: number): Deed | undefined {
  const { telegram, discord } = scene;
  let left = random();
  const kind = SHARES.find(([, share]) => (left -= share) < 0)?.[0] ?? "entry";
  // Its digits are nobody else's, and are shown as they are.
  const askedAt = Date.now();
  const mark = `1.${String(100_000 + count)}1`;
  if (kind === "entry on Discord") {
    if (!discord.gateway.isConnected() || discord.world.commands.length === 0) return undefined;
    discord.slash("ann", "direct", "portfolio add", {
      kind: "buy",
      quantity: mark,
      coin: "TAO",
      price: "310",
      currency: "USD",
      date: "2026-03-01",
    });
    return { kind, askedAt, mark, answered: new RegExp(`Bought ${mark.replace(".", "\\.")} TAO`) };
  }
  const person = telegram.person(`P${count}`);
  const say = (words: string): void => void telegram.say(person, person, words);
  switch (kind) {
    case "entry":
      say(`/portfolio add buy ${mark} TAO at 310 usd on 2026-03-01`);
      return { kind, person, askedAt, mark, answered: /Bought 1\.\d+ TAO/ };
    case "note":
      say(`/note add my number is ${mark}`);
      return { kind, person, askedAt, mark, answered: /number 1/ };
    case "question":
      say(`what do people say of my thought ${mark}?`);
      return { kind, person, askedAt, mark, answered: /Nobody knows/ };
    case "alert": {
      const threshold = (price * ALERT_DISTANCE).toFixed(2);
      say(`/alert add tao above ${threshold}`);
      return { kind, person, askedAt, mark: threshold, answered: /I tell you when/ };
    }
    case "import": {
      telegram.sendFile(person, person, { name: "trades.csv", bytes: IMPORT }, "/portfolio import");
      let pressedAt = -Infinity;
      return {
        kind,
        person,
        askedAt,
        mark,
        // The second word is a later press's, in the place of the first.
        answered: new RegExp(`Added ${IMPORT_ROWS} entries|This file was added already`),
        goOn() {
          // Whoever sees nothing come of it presses again: Telegram forgets a press that nobody took.
          if (performance.now() - pressedAt < PRESS_AGAIN_MS) return;
          const label = `Confirm: add ${IMPORT_ROWS}`;
          const run = telegram.ours(person).find(({ keyboard }) => keyboard.flat().some(({ text }) => text === label));
          if (!run) return;
          telegram.press(run, person, label);
          pressedAt = performance.now();
        },
      };
    }
  }
  return kind satisfies never;
}

/** So long somebody waits before they press once more. */
const PRESS_AGAIN_MS = 8_000;

/** From then on a direct chat's question is answered by a word that it came too late; `DIRECT_AGE_MS` of the Telegram door. */
const TOO_LATE_MS = 10 * 60_000;

/**
 * Whether its asker was rightly answered with another word, and nothing is written down: to ask again, since the desk was not up for
 * ten minutes of its clock; or that the price is there already, and when to tell.
 */
export const wasPutOff = ({ kind, person, askedAt }: Deed, { telegram }: Scene): boolean =>
  person !== undefined &&
  telegram
    .ours(person)
    .some(
      ({ text, date }) =>
        (text.startsWith("I was away and saw your message of") && date * 1_000 + 1_000 - askedAt > TOO_LATE_MS) ||
        (kind === "alert" && text.startsWith("That is so already")),
    );

/** How often each deed was answered, as the platforms hold it at this instant. */
export function answersTo(deeds: readonly Deed[], { telegram, discord }: Scene): ReadonlyMap<Deed, number> {
  const byChat = new Map<number, string[]>();
  for (const { chatId, text } of telegram.ours()) byChat.set(chatId, [...(byChat.get(chatId) ?? []), text]);
  const onDiscord = discord.messages().map(textOf);
  return new Map(
    deeds.map((deed) => {
      const texts = deed.person ? (byChat.get(deed.person.id) ?? []) : onDiscord;
      return [deed, texts.filter((text) => deed.answered.test(text)).length];
    }),
  );
}
