import type { MessageRecord, Person, TelegramStandIn } from "../stand-ins/telegram.ts";
import { until } from "../support/telegram.ts";
import { MODEL_ANSWER } from "./platforms.ts";

/** What a busy hour holds, asked as fast as it is answered. */
export interface Hour {
  readonly lookUps: number;
  readonly charts: number;
  readonly questions: number;
  readonly digests: number;
  readonly importedRows: number;
  readonly backups: number;
}

const HOUR = { lookUps: 600, charts: 120, questions: 120, digests: 6, importedRows: 10_000, backups: 2 } as const;
/** People who ask side by side. */
const AT_ONCE = 8;
const LONGEST_MS = 120_000;

const HEAD =
  "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash";
const trades = (count: number): string =>
  [
    HEAD,
    ...Array.from({ length: count }, (_, index) => {
      const at = new Date(Date.UTC(2024, 0, 1) + index * 600_000).toISOString().slice(0, 19).replace("T", " ");
      return `${at},${100 + (index % 50)},USD,${(1 + (index % 997) / 1_000).toFixed(3)},TAO,1,USD,,,,,tx${index}`;
    }),
  ].join("\n");

/** Lives it. @throws Error when something is not answered */
export async function busyHour(telegram: TelegramStandIn, owner: Person): Promise<Hour> {
  let people = 0;
  const somebody = (): Person => telegram.person(`Hour ${(people += 1)}`);

  async function ask(person: Person, line: string, isAnswer: (message: MessageRecord) => boolean): Promise<void> {
    telegram.say(person, person, line);
    const isThere = (): boolean => telegram.ours(person).some(isAnswer);
    await until(isThere, LONGEST_MS).catch(() => {
      const shown = telegram.ours(person).map(({ text }) => text.slice(0, 200));
      throw new Error(`"${line}" was not answered: ${JSON.stringify(shown)}`);
    });
  }
  const says =
    (wanted: RegExp) =>
    ({ text }: MessageRecord): boolean =>
      wanted.test(text);
  const isPicture = ({ shape }: MessageRecord): boolean => shape === "photo";

  const work = [
    ...Array.from({ length: HOUR.lookUps }, () => () => ask(somebody(), "/price tao, near", says(/Bittensor/))),
    ...Array.from({ length: HOUR.charts }, (_, index) => {
      const line = ["/chart tao 7d", "/chart btc 30d candles", "/chart eth 1y", "/chart tao near 30d"][index % 4] ?? "";
      return () => ask(somebody(), line, isPicture);
    }),
    ...Array.from(
      { length: HOUR.questions },
      (_, index) => () => ask(somebody(), `what do people think of number ${index}?`, says(new RegExp(MODEL_ANSWER))),
    ),
    ...Array.from({ length: HOUR.digests }, () => () => ask(somebody(), "/digest now", says(/Source|digest/i))),
  ];
  // Mixed, and the same each time.
  const mixed = work
    .map((each, index) => ({ each, at: (index * 7_919) % work.length }))
    .toSorted((a, b) => a.at - b.at);
  const queue = mixed.values();
  const importing = async (): Promise<void> => {
    const person = somebody();
    telegram.sendFile(person, person, { name: "trades.csv", bytes: trades(HOUR.importedRows) }, "/portfolio import");
    const label = /^Confirm: add/;
    const run = (): MessageRecord | undefined =>
      telegram.ours(person).find(({ keyboard }) => keyboard.flat().some(({ text }) => label.test(text)));
    await until(() => run() !== undefined, LONGEST_MS);
    const message = run();
    const button = message?.keyboard.flat().find(({ text }) => label.test(text));
    if (message && button) telegram.press(message, person, button.text);
    await until(() => telegram.ours(person).some(says(/Added/)), LONGEST_MS);
  };
  const backingUp = async (): Promise<void> => {
    for (let count = 1; count <= HOUR.backups; count += 1) {
      telegram.say(owner, owner, "/backup now");
      await until(() => telegram.ours(owner).filter(says(/restore -- /)).length >= count, LONGEST_MS);
    }
  };
  await Promise.all([
    importing(),
    backingUp(),
    ...Array.from({ length: AT_ONCE }, async () => {
      for (const { each } of queue) await each();
    }),
  ]);
  return HOUR;
}
