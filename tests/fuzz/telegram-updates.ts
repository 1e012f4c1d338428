import fc from "fast-check";
import type { AnyCommand } from "../../src/core/command.ts";
import { type MessageRecord, type Person, pingsIn, type TelegramStandIn } from "../stand-ins/telegram.ts";
import { openTelegramWhole } from "../support/telegram-whole.ts";
import { describe } from "./desk.ts";
import { anySheet } from "./files.ts";
import { anyLine, anyText } from "./grammar.ts";
import { leaksIn } from "./leaks.ts";
import { addVictim, watchOwnersRows } from "./people.ts";
import { newTally, problem, type Tally } from "./tally.ts";

/** So many things happen at once, each of another person's doing. */
const AT_ONCE = 32;

/** What people call themselves. */
const NAMES = ["Eve", "@durov", "<b>Eve</b>", "[Eve](tg://user?id=1)", "\u202EevE", "/start", ""];

/** What arrives besides plain messages. */
type Happening =
  | { readonly kind: "press"; readonly data: string; readonly on: "card" | "old" | "nothing" | "inline" }
  | { readonly kind: "inline"; readonly query: string }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly bytes: string;
      readonly claimed: number | undefined;
      readonly caption: string | undefined;
    }
  | { readonly kind: "forwarded" | "edited" | "channel" | "topic" | "bot" | "masked"; readonly line: string }
  | { readonly kind: "start"; readonly data: string }
  | { readonly kind: "odd"; readonly update: Readonly<Record<string, unknown>> };

const anyFile: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constant("file" as const),
  name: fc.oneof(anyText, fc.constantFrom("trades.csv", "../../x.csv", "photo.png", "a.csv.exe", "x.json")),
  bytes: fc.oneof(
    anySheet,
    anyText,
    fc.constantFrom("PK\u0003\u0004", "\u0089PNG\r\n", "[".repeat(5_000), `a,b\n${"1,".repeat(20_000)}`),
  ),
  claimed: fc.constantFrom(undefined, undefined, 0, -1, 21 * 1024 * 1024, Number.MAX_SAFE_INTEGER),
  caption: fc.constantFrom(
    undefined,
    "/portfolio import",
    "/portfolio_import file:x",
    "/portfolio import bitget",
    "/score import",
    "/price TAO",
    "what is this?",
  ),
});

/** An update with some of its fields of another kind, or none of them. */
const anyOdd: fc.Arbitrary<Happening> = fc
  .tuple(
    fc.constantFrom("message", "callback_query", "inline_query", "my_chat_member", "poll", "__proto__"),
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({ id: fc.jsonValue({ maxDepth: 1 }), from: fc.jsonValue({ maxDepth: 1 }), data: anyText }),
      fc.record({ message_id: fc.constant(1), date: fc.double(), chat: fc.jsonValue({ maxDepth: 1 }), text: anyText }),
    ),
  )
  .map(([kind, value]) => ({ kind: "odd", update: { [kind]: value } }));

function anyHappening(commands: Iterable<AnyCommand>, ids: readonly string[]): fc.Arbitrary<Happening> {
  const line = fc.oneof(
    anyLine(commands).map((each) => `/${each}`),
    anyText,
  );
  const changed = fc
    .tuple(fc.constantFrom(...ids), fc.nat(21), fc.constantFrom(..."ABCxyz019-_"))
    .map(([id, at, letter]) => `${id.slice(0, at)}${letter}${id.slice(at + 1)}`);
  const data = fc.oneof(fc.constantFrom(...ids), changed, anyText);
  const others = fc.constantFrom("forwarded", "edited", "channel", "topic", "bot", "masked");
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("press" as const),
        data,
        on: fc.constantFrom("card", "card", "old", "nothing", "inline"),
      }),
    },
    { weight: 2, arbitrary: data.map((each) => ({ kind: "start" as const, data: each })) },
    { weight: 3, arbitrary: fc.oneof(anyText, line).map((query) => ({ kind: "inline" as const, query })) },
    { weight: 2, arbitrary: anyFile },
    { weight: 3, arbitrary: fc.record({ kind: others, line }) },
    { weight: 1, arbitrary: anyOdd },
  );
}

const now = (): number => Math.floor(Date.now() / 1_000);

/** Lets it happen. @returns whether it has been answered; undefined where it may be left alone */
function happen(happening: Happening, server: TelegramStandIn, card: MessageRecord): (() => boolean) | undefined {
  const name = NAMES[server.calls.length % NAMES.length] ?? "Eve";
  const eve: Person = server.person(name, { last_name: "</a>@durov", language_code: "xx-\u0000" });
  const answered = (): boolean => server.ours(eve).length > 0;
  switch (happening.kind) {
    case "press": {
      const record = { id: `${eve.id}`, from: eve, chatId: eve.id, isDead: false };
      server.presses.push(record);
      const shown = {
        card: { message: server.toMessage(card) },
        old: { message: { message_id: 1, date: 0, chat: { id: eve.id, type: "private" } } },
        nothing: {},
        inline: { inline_message_id: "AAAA" },
      }[happening.on];
      const data = whole(happening.data, 64);
      server.push({ callback_query: { id: record.id, from: eve, chat_instance: "1", data, ...shown } });
      // One on a message that the desk cannot see has nowhere to be answered.
      if (happening.on === "nothing" || happening.on === "inline") return undefined;
      return () => "answer" in record;
    }
    case "start": {
      server.say(eve, eve, whole(`/start ${happening.data}`, 4_096));
      return answered;
    }
    case "inline": {
      const asked = server.typeInline(eve, whole(happening.query, 256));
      return () => asked.answer !== undefined;
    }
    case "file": {
      const { name, bytes, claimed, caption } = happening;
      server.sendFile(eve, eve, { name, bytes, ...(claimed === undefined ? {} : { claimed }) }, caption);
      return answered;
    }
    case "odd":
      server.push(happening.update);
      return undefined;
    default:
      return say(happening, server, eve);
  }
}

/** Somebody's words, but not as one person writes to another. */
function say(
  { kind, line }: Extract<Happening, { readonly line: string }>,
  server: TelegramStandIn,
  eve: Person,
): (() => boolean) | undefined {
  const text = whole(line, 4_096);
  if (text.trim() === "") return undefined;
  switch (kind) {
    case "forwarded":
      server.say(eve, eve, text, { more: { forward_origin: { type: "hidden_user", sender_user_name: "x", date: 1 } } });
      return () => server.ours(eve).length > 0;
    case "edited": {
      const message = { message_id: 5, date: now(), edit_date: now(), chat: { id: eve.id, type: "private" }, text };
      server.push({ edited_message: { ...message, from: eve } });
      return undefined;
    }
    case "channel": {
      const channel = server.group("News", { type: "channel" });
      server.push({ channel_post: { message_id: 5, date: now(), chat: channel, sender_chat: channel, text } });
      return undefined;
    }
    case "topic": {
      const group = server.group("Forum", { is_forum: true });
      server.say(group, eve, text, { topic: server.topic(group) });
      return undefined;
    }
    case "bot":
      server.say(eve, { ...eve, is_bot: true }, text);
      return undefined;
    case "masked": {
      // As a channel of their own, which is nobody here; whoever writes as the group itself is an admin of it.
      const group = server.group("Frontier");
      server.say(group, eve, text, { more: { sender_chat: server.group("Frontier", { type: "channel" }) } });
      return undefined;
    }
  }
}

const whole = (text: string, most: number): string => text.replaceAll(/\p{Surrogate}/gu, "?").slice(0, most);

/** Presses, inline queries, files, forwarded and edited messages, topics, channels and updates of no shape, through the Bot API. */
export async function fuzzTelegramUpdates(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("Telegram: presses, inline queries, files, other updates");
  const door = await openTelegramWhole();
  const { whole: desk, server, log } = door;
  const ann = await addVictim(desk);
  const happenings = fc.sample(anyHappening(desk.desk.commands.values(), ann.buttonIds), { seed, numRuns: runs });
  const before = await ann.rows();
  const changedOfOwners = await watchOwnersRows(desk);
  try {
    // Somebody else's, in a group where everybody can press on it.
    const group = server.group("Frontier");
    server.say(group, server.person("Ben"), "/price TAO");
    const card = await server.until(() => server.ours(group)[0]);
    for (let from = 0; from < happenings.length; from += AT_ONCE) {
      const batch = happenings.slice(from, from + AT_ONCE);
      // An answer may come late.
      const asked = JSON.stringify(happenings.slice(Math.max(0, from - AT_ONCE), from + AT_ONCE));
      const waiting = batch.map((each) => ({ each, isDone: happen(each, server, card) }));
      tally.inputs += batch.length;
      await server.until(() => server.waiting === 0, 30_000).catch(() => problem(tally, "not taken", batch));
      await server.until(() => waiting.every(({ isDone }) => isDone?.() !== false), 20_000).catch(() => undefined);
      for (const { each, isDone } of waiting) {
        if (!isDone) tally.silent += 1;
        else if (isDone()) tally.answered += 1;
        else problem(tally, "no answer", each);
      }
      for (const { method, values } of server.calls)
        for (const leak of leaksIn(JSON.stringify(values), asked))
          problem(tally, `leak: ${leak}`, { method, values, batch });
      for (const message of server.ours())
        for (const ping of pingsIn(message)) problem(tally, `pings ${ping}`, { text: message.text, batch });
      for (const fault of desk.faults.splice(0)) problem(tally, `fault: ${describe(fault)}`, batch);
      for (const violation of server.violations.splice(0)) problem(tally, `the Bot API says: ${violation}`, batch);
      server.messages.splice(0, Infinity, card);
      server.calls.length = 0;
      server.presses.length = 0;
      server.inlineQueries.length = 0;
    }
    if ((await ann.rows()) !== before) problem(tally, "somebody changed what is another's", seed);
    for (const table of await changedOfOwners()) problem(tally, `${table} changed`, seed);
    for (const line of log.lines.filter(({ level }) => level === "error")) problem(tally, "logged as an error", line);
  } finally {
    await door.close();
  }
  return tally;
}
