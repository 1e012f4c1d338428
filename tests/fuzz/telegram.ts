import fc from "fast-check";
import { pingsIn } from "../stand-ins/telegram.ts";
import { openTelegramWhole } from "../support/telegram-whole.ts";
import { anyLine, anyText } from "./grammar.ts";
import { leaksIn } from "./leaks.ts";
import { addVictim } from "./people.ts";
import { newTally, problem, type Tally } from "./tally.ts";

/** So many people speak at once, each in their own direct chat or in the group. */
const AT_ONCE = 32;

/** What is said to another bot, or in a group to nobody, is left alone. */
const isForOthers = (line: string, isGroup: boolean): boolean =>
  isGroup || /^\/\w*@(?!WestboundTestBot\b)/i.test(line.trim());

/** Typed commands and free words, through the Bot API, in direct chats and in a group. */
export async function fuzzTelegram(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("Telegram: messages");
  const door = await openTelegramWhole();
  const { whole, server, log } = door;
  const ann = await addVictim(whole);
  const before = await ann.rows();
  const lines = fc.sample(
    fc.oneof(
      { weight: 9, arbitrary: anyLine(whole.desk.commands.values()).map((line) => `/${line}`) },
      // Telegram carries no blank message.
      { weight: 1, arbitrary: anyText.filter((text) => text.trim() !== "") },
    ),
    { seed, numRuns: runs },
  );
  try {
    for (let from = 0; from < lines.length; from += AT_ONCE) {
      const batch = lines.slice(from, from + AT_ONCE).map((line) => line.slice(0, 4_096).replaceAll("\uD800", "?"));
      const said = batch.map((line, index) => {
        const person = server.person("Eve");
        // A group of its own: what goes out into one is paced.
        const isGroup = (from + index) % 4 === 3;
        const chat = isGroup ? server.group("Frontier") : person;
        server.say(chat, person, line);
        return { line, chat, mayBeSilent: isForOthers(line, isGroup) };
      });
      // An answer may come late.
      const asked = lines.slice(Math.max(0, from - AT_ONCE), from + AT_ONCE).join("\n");
      tally.inputs += said.length;
      await server.until(() => server.waiting === 0, 30_000).catch(() => problem(tally, "not taken", batch));
      await server
        .until(() => said.every((each) => each.mayBeSilent || server.ours(each.chat).length > 0), 20_000)
        .catch(() => undefined);
      for (const each of said) {
        if (server.ours(each.chat).length > 0) tally.answered += 1;
        else if (each.mayBeSilent) tally.silent += 1;
        else problem(tally, "no answer", each.line);
      }
      for (const call of server.calls) {
        const shown = JSON.stringify(call.values);
        for (const leak of leaksIn(shown, asked)) problem(tally, `leak: ${leak}`, { shown, batch });
      }
      for (const message of server.ours())
        for (const ping of pingsIn(message)) problem(tally, `pings ${ping}`, { text: message.text, batch });
      for (const fault of whole.faults.splice(0)) problem(tally, `fault: ${String(fault)}`, batch);
      for (const violation of server.violations.splice(0)) problem(tally, `the Bot API says: ${violation}`, batch);
      server.messages.length = 0;
      server.calls.length = 0;
    }
    if ((await ann.rows()) !== before) problem(tally, "somebody changed what is another's", seed);
    for (const line of log.lines.filter(({ level }) => level === "error")) problem(tally, "logged as an error", line);
  } finally {
    await door.close();
  }
  return tally;
}
