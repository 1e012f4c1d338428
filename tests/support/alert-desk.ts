import type { Alert, Condition, NewAlert } from "../../src/alerts/alert.ts";
import { aCall, NOON } from "./calls.ts";
import type { AlertBook, AlertCheck, BackCheck } from "../../src/commands/alert-book.ts";
import { alertAdd } from "../../src/commands/alert-add.ts";
import { alertHere } from "../../src/commands/alert-here.ts";
import { alertEdit } from "../../src/commands/alert-edit.ts";
import { alertList } from "../../src/commands/alert-list.ts";
import { alertPause, alertResume, alertSnooze } from "../../src/commands/alert-change.ts";
import { alertRemove } from "../../src/commands/alert-remove.ts";
import { alertWhy } from "../../src/commands/alert-why.ts";
import type { AlertWebhooks } from "../../src/commands/alert-webhook.ts";
import type { Call } from "../../src/core/call.ts";
import { chainNamed } from "../../src/market/chains.ts";
import { distanceOf } from "../../src/alerts/decide.ts";
import type { DexTokens } from "../../src/market/dex/tokens.ts";
import { holds } from "../../src/alerts/watch.ts";
import { isAtLeast } from "../../src/core/call.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { plainText } from "../../src/core/plain.ts";
import { readSector } from "../../src/sector/sector.ts";
import type { Reply } from "../../src/core/reply.ts";
import { testAssets } from "./market-desk.ts";
import { type TestDesk, testDesk } from "./desk.ts";

/** What a test lets the market say of a condition; undefined where it says nothing. */
export type Figures = (condition: Condition) => { readonly value?: number; readonly times?: number } | Error;

const MINUTE = 60_000;

/** Alerts in memory, of whoever asks; whether they hold is decided by the figures of the test, as the desk itself decides it. */
class MemoryAlerts implements AlertBook {
  readonly limits = { perOwner: 12, perPlace: 2 };
  readonly kept: (Alert & { lastCheck?: AlertCheck })[] = [];
  /** As they were asked for. */
  readonly asked: NewAlert[] = [];
  figures: Figures = () => ({});
  #number = 11;

  async backCheck(condition: Condition, call: Call): Promise<BackCheck> {
    const found = this.figures(condition);
    if (found instanceof Error) throw found;
    const { value, times } = found;
    return {
      now: this.#check(condition, value, call.now),
      holds: value !== undefined && holds(condition, value),
      ...(times === undefined ? {} : { wouldHave: { times, days: 30, interval: "daily closes" } }),
      everyMs: MINUTE,
      source: "DefiLlama",
    };
  }

  async of(call: Call) {
    return this.kept.filter((each) => isTheirs(each, call));
  }

  async one(number: number, call: Call) {
    return (await this.of(call)).find((each) => each.number === number);
  }

  async add<Facts>(alert: NewAlert, call: Call, factsOf: (became: Alert | "full") => Facts): Promise<Facts> {
    this.asked.push(alert);
    const there = this.kept.filter((each) => each.target.kind === alert.target.kind && isTheirs(each, call));
    if (there.length >= (alert.target.kind === "place" ? this.limits.perPlace : this.limits.perOwner))
      return factsOf("full");
    const { unreachable, tellsAtOnce: _at, ...rest } = alert;
    const found = this.figures(alert.condition);
    const made: Alert & { lastCheck?: AlertCheck } = {
      ...rest,
      number: ++this.#number,
      ownerId: call.caller.userId,
      place: call.place,
      state: unreachable === undefined ? "armed" : "unreachable",
      ...(unreachable === undefined ? {} : { reason: unreachable }),
      createdAt: call.now,
      ...(found instanceof Error ? {} : { lastCheck: this.#check(alert.condition, found.value, call.now) }),
    };
    this.kept.push(made);
    return factsOf(made);
  }

  async change<Facts>(...[{ number }, to, call, factsOf]: Parameters<AlertBook["change"]>): Promise<Facts> {
    const index = this.kept.findIndex((each) => each.number === number && isTheirs(each, call));
    const before = this.kept[index];
    if (!before) return factsOf(undefined) as Facts;
    const merged = Object.entries({ ...before, ...to }).filter(([, value]) => value !== null && value !== undefined);
    const after = Object.fromEntries(merged) as unknown as Alert;
    this.kept[index] = after;
    return factsOf({ before, after }) as Facts;
  }

  async remove<Facts>(
    numbers: readonly number[],
    call: Call,
    factsOf: (removed: readonly Alert[]) => Facts,
  ): Promise<Facts> {
    const removed = this.kept.filter((each) => numbers.includes(each.number) && isTheirs(each, call));
    for (const each of removed) this.kept.splice(this.kept.indexOf(each), 1);
    return factsOf(removed);
  }

  /** What a test wants to have happened to an alert. */
  put(number: number, change: Partial<Alert & { lastCheck: AlertCheck }>): void {
    const index = this.kept.findIndex((each) => each.number === number);
    const found = this.kept[index];
    if (!found) throw new Error(`no alert ${number}`);
    this.kept[index] = { ...found, ...change };
  }

  #check(condition: Condition, value: number | undefined, now: number): AlertCheck {
    if (value === undefined) return { at: now, why: "Nobody has a figure for it." };
    const distanceFraction = distanceOf(condition, value);
    const far = distanceFraction === undefined ? {} : { distanceFraction };
    const why = holds(condition, value) ? "It is there." : "It is not there yet.";
    return { at: now, value, asOf: now - 40_000, source: "DefiLlama", why, everyMs: MINUTE, ...far };
  }
}

const isTheirs = (alert: Alert, { caller, place }: Call): boolean =>
  alert.target.kind === "place"
    ? isAtLeast(caller.role, "admin") && alert.place.chatId === place.chatId
    : alert.ownerId === caller.userId;

/** The token that is known by its contract alone. */
export const CONTRACT = "0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

const base = chainNamed("base");

const tokens: DexTokens = {
  candles: async () => undefined,
  async of(address) {
    if (address !== CONTRACT || !base) return { silent: [] };
    const token = { address, symbol: "ALPHA", name: "Alpha" };
    return {
      chain: base,
      token,
      pools: [],
      elsewhere: [],
      asOf: NOON,
      source: "test",
      silent: [],
    } as unknown as Awaited<ReturnType<DexTokens["of"]>>;
  },
};

export interface AlertDesk extends TestDesk {
  readonly alerts: MemoryAlerts;
  /** Why a direct chat refuses; undefined while it takes messages. */
  readonly direct: { refuses: string | undefined; readonly said: string[] };
  readonly say: (line: string, from?: Call) => Promise<Reply>;
  readonly read: (line: string, from?: Call) => Promise<string>;
  /** Presses the button or picks the option with this label. */
  readonly press: (reply: Reply, label: string, from?: Call) => Promise<Reply>;
}

/** A desk with the alert commands over alerts in memory. Whoever speaks is in Berlin. */
export async function alertDesk(figures: Figures = () => ({})): Promise<AlertDesk> {
  const alerts = new MemoryAlerts();
  alerts.figures = figures;
  return { alerts, ...(await alertDeskOver(alerts)) };
}

/** The same over any book. @param webhooks  absent where the owner of the desk does not allow any */
export async function alertDeskOver(alerts: AlertBook, webhooks?: AlertWebhooks): Promise<Omit<AlertDesk, "alerts">> {
  const { assets } = await testAssets();
  const direct: AlertDesk["direct"] = { refuses: undefined, said: [] };
  const codes = ["USD", "EUR", "GBP", "JPY"];
  const parts = {
    alerts,
    assets,
    tokens,
    sector: readSector(),
    rates: { isCurrency: (code: string) => codes.includes(code.toUpperCase()), currencies: () => codes },
    currency: "USD",
    zoneOf: async () => "Europe/Berlin",
    tryDirect: async (_call: Call, line: string) => {
      direct.said.push(line);
      return direct.refuses;
    },
    ...(webhooks && { webhooks }),
  };
  const commands = [
    alertAdd,
    alertHere,
    alertList,
    alertEdit,
    alertPause,
    alertResume,
    alertSnooze,
    alertRemove,
    alertWhy,
  ];
  const desk = await testDesk(commands.map((command) => command(parts)));
  const say = async (line: string, from: Call = aCall()): Promise<Reply> => {
    const [first = "", second = "", ...rest] = line.split(" ");
    const command = desk.desk.commands.get(`${first} ${second}`);
    if (!command) throw new Error(`no command in ${line}`);
    return await desk.desk.run(command.name, parseArguments(command, rest.join(" ")), from);
  };
  return {
    ...desk,
    direct,
    say,
    read: async (line, from) => plainText(await say(line, from)),
    async press(reply, label, from = aCall()) {
      const shown = [...(reply.buttons ?? []), ...(reply.choices?.options ?? [])];
      const button = shown.find((each) => each.label === label);
      if (!button || "url" in button)
        throw new Error(`no button ${label} among ${shown.map((each) => each.label).join(", ")}`);
      return (await desk.desk.press(await desk.desk.keep(button, from.caller.userId), from)).reply;
    },
  };
}
