import { setTimeout as sleep } from "node:timers/promises";
import { startDiscord } from "../stand-ins/discord.ts";
import { CROWD } from "../stand-ins/discord-world.ts";
import { startMarket } from "../stand-ins/market.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { type Group, type Person, TelegramStandIn } from "../stand-ins/telegram.ts";
import { startDesk, temporaryFolder } from "../support/process.ts";
import { until } from "../support/telegram.ts";
import { Visitor, wordsOf } from "../support/web-door.ts";
import { callTool } from "../support/mcp.ts";
import { standInVariables } from "../support/stand-in-variables.ts";

/** What is asked, and where. */
export const KINDS = [
  "command on Telegram",
  "question on Telegram",
  "inline query",
  "command on Discord",
  "autocomplete",
  "command on the page",
  "call over MCP",
] as const;
export type Kind = (typeof KINDS)[number];

/** Something that was asked. Instants in milliseconds of `performance.now`. */
export interface Asked {
  readonly kind: Kind;
  /** When it was to be asked: what the load itself was late with counts. */
  readonly dueAt: number;
  answeredAt: number | undefined;
}

/** What the desk says of itself. */
export interface Vitals {
  readonly memoryMb: number;
  /** Of the event loop's delay since the last look. */
  readonly loopP50Ms: number;
  readonly loopP99Ms: number;
}

/** A desk as a process, and people at every door of it. */
export interface Doors {
  ask(kind: Kind, dueAt: number): Asked;
  vitals(): Promise<Vitals>;
  setModelMs(ms: number): void;
  /** A group whose commands nobody counts: one person asks there. */
  readonly flood: () => void;
  /** A group that takes each message only after so long, where people ask like elsewhere. 0: at once. */
  setSlowMs(ms: number): void;
  readonly askSlow: () => void;
  /** Forgets what has been answered, so that looking through it costs nothing. */
  forget(): void;
  violations(): readonly string[];
  close(): Promise<void>;
}

/** People of each door: none of them asks more often than the desk lets anybody. */
const PEOPLE = 300;
const VISITORS = 60;
const ANSWER = "Nobody knows";

/** Response type 5: the person sees that we are thinking. */
const isPutOff = (body: unknown): boolean =>
  typeof body === "object" && body !== null && "type" in body && body.type === 5;

/** A cycle through some of something. */
function cycle<Item>(items: readonly Item[]): () => Item {
  let next = 0;
  return () => items[next++ % items.length] as Item;
}

/** Starts all of it. It is ready when every door has answered once. */
export async function openDoors(): Promise<Doors> {
  const folder = await temporaryFolder();
  const telegram = await TelegramStandIn.start();
  const discord = await startDiscord();
  const market = await startMarket();
  const openai = await openAiStandIn();
  let modelMs = 0;
  openai.brain(async () => {
    if (modelMs > 0) await sleep(modelMs);
    return { text: `${ANSWER}.` };
  });
  const desk = startDesk({
    DATABASE_PATH: `${folder.path}/desk.sqlite`,
    ...standInVariables({ telegram, discord, openai }),
    MODEL_DAY_TOKENS: "1000000000",
    MODEL_DAY_TOKENS_PERSON: "1000000000",
    ACCESS: "open",
    WEB: "on",
    LOG_LEVEL: "warn",
    ...market.variables,
  });
  const close = async (): Promise<void> => {
    desk.kill("SIGKILL");
    await desk.ended;
    await openai.close();
    await market.close();
    await discord.close();
    await telegram.close();
    await folder.remove();
  };
  try {
    const address = await desk.says(/open at (http:\S+)\//);
    await until(() => discord.world.commands.length > 0);

    const people = cycle(Array.from({ length: PEOPLE }, (_, index) => telegram.person(`Ann ${index}`)));
    const askers = cycle(Array.from({ length: PEOPLE }, (_, index) => telegram.person(`Ben ${index}`)));
    const typists = cycle(Array.from({ length: PEOPLE }, (_, index) => telegram.person(`Ada ${index}`)));
    const members = cycle(CROWD.slice(0, PEOPLE));
    const visitors = cycle(Array.from({ length: VISITORS }, () => new Visitor(address)));
    const coins = cycle(["TAO", "NEAR", "BTC", "ETH", "SOL"]);
    const [loud, slow]: readonly [Group, Group] = [telegram.group("Loud"), telegram.group("Slow")];
    const shouter = telegram.person("Shouter");
    const patient = cycle(Array.from({ length: 20 }, (_, index) => telegram.person(`Patient ${index}`)));

    /** What is waited for on Telegram, by chat or query, the oldest first. */
    const waiting = new Map<string, Asked[]>();
    const interactions = new Map<string, Asked>();
    const wait = (key: string, asked: Asked): void => void waiting.set(key, [...(waiting.get(key) ?? []), asked]);
    let [seenCalls, seenRequests] = [0, 0];

    /** The stand-ins note each request as it comes in: this only reads when that was. */
    function collect(): void {
      for (; seenCalls < telegram.calls.length; seenCalls += 1) {
        const { method, values, at } = telegram.calls[seenCalls]!;
        const said = values["text"] ?? values["caption"];
        const text = typeof said === "string" ? said : "";
        const key =
          method === "answerInlineQuery"
            ? `query ${String(values["inline_query_id"])}`
            : `${text.includes(ANSWER) ? "answer" : "card"} ${String(values["chat_id"])}`;
        // A line of progress is no answer.
        if (method !== "answerInlineQuery" && !text.includes(ANSWER) && !text.includes("$")) continue;
        const first = waiting.get(key)?.shift();
        if (first) first.answeredAt = at;
      }
      const behind = Date.now() - performance.now();
      for (; seenRequests < discord.world.requests.length; seenRequests += 1) {
        const { method, path, body, at } = discord.world.requests[seenRequests]!;
        const isFirst = path.startsWith("/interactions/");
        const token = path.split("/")[isFirst ? 3 : 4] ?? "";
        const asked = isFirst || method === "PATCH" ? interactions.get(token) : undefined;
        // To put an answer off is not to give it.
        if (asked && !(isFirst && isPutOff(body))) asked.answeredAt ??= at - behind;
      }
    }

    const isOver = async (work: Promise<unknown>, asked: Asked): Promise<void> => {
      try {
        await work;
        asked.answeredAt = performance.now();
      } catch {
        // It counts as not answered.
      }
    };

    async function callMcp(coin: string): Promise<void> {
      const body = await callTool(address, "price", { assets: coin });
      if (!body.includes('"content"') || body.includes('"isError":true')) throw new Error(body.slice(0, 300));
    }

    async function askPage(visitor: Visitor, coin: string): Promise<void> {
      const line = await visitor.ask(`/price ${coin}`);
      if (!wordsOf(line).includes("$")) throw new Error(JSON.stringify(line).slice(0, 300));
    }

    function ask(kind: Kind, dueAt: number): Asked {
      const asked: Asked = { kind, dueAt, answeredAt: undefined };
      const coin = coins();
      switch (kind) {
        case "command on Telegram": {
          const person = people();
          wait(`card ${person.id}`, asked);
          telegram.say(person, person, `/price ${coin}`);
          break;
        }
        case "question on Telegram": {
          const person = askers();
          wait(`answer ${person.id}`, asked);
          telegram.say(person, person, "what do people say of my idea?");
          break;
        }
        case "inline query": {
          const { id } = telegram.typeInline(typists(), coin.toLowerCase());
          wait(`query ${id}`, asked);
          break;
        }
        case "command on Discord": {
          const { token } = discord.slash(members(), "direct", "price", { assets: coin });
          interactions.set(token, asked);
          break;
        }
        case "autocomplete": {
          const { token } = discord.autocomplete(members(), "price", "assets", coin.slice(0, 2));
          interactions.set(token, asked);
          break;
        }
        case "command on the page":
          void isOver(askPage(visitors(), coin), asked);
          break;
        case "call over MCP":
          void isOver(callMcp(coin), asked);
          break;
      }
      return asked;
    }

    const timer = setInterval(collect, 100);
    const first = KINDS.map((kind) => ask(kind, performance.now()));
    await until(() => first.every(({ answeredAt }) => answeredAt !== undefined));

    return {
      ask,
      setModelMs: (ms) => void (modelMs = ms),
      flood: () => void telegram.say(loud, shouter, "/price TAO"),
      setSlowMs(ms) {
        telegram.heal();
        const isSlow = ({ chat_id }: Readonly<Record<string, unknown>>): boolean => String(chat_id) === String(slow.id);
        if (ms > 0) telegram.fail("sendMessage", { kind: "slow", ms }, { times: Infinity, matches: isSlow });
      },
      askSlow: () => void telegram.say(slow, patient() satisfies Person, "/price TAO"),
      async vitals() {
        const text = await (await fetch(`${address}/metrics`)).text();
        const of = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, "m").exec(text)?.[1] ?? Number.NaN);
        return {
          memoryMb: of("process_resident_memory_bytes") / 1e6,
          loopP50Ms: of("nodejs_eventloop_lag_p50_seconds") * 1_000,
          loopP99Ms: of("nodejs_eventloop_lag_p99_seconds") * 1_000,
        };
      },
      forget() {
        collect();
        waiting.clear();
        interactions.clear();
        [seenCalls, seenRequests] = [0, 0];
        telegram.calls.length = 0;
        telegram.messages.length = 0;
        telegram.inlineQueries.length = 0;
        discord.world.requests.length = 0;
        discord.world.messages.length = 0;
        discord.world.interactions.length = 0;
      },
      violations: () => [...telegram.violations, ...discord.violations, ...market.violations, ...openai.problems],
      async close() {
        clearInterval(timer);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
