import { DateTime } from "luxon";
import type { Budget, BudgetPart, BudgetSums } from "../commands/budget-facts.ts";
import type { CallTokens, Spender, Spending } from "../agent/spending.ts";
import type { Config } from "../config.ts";
import type { Database, Executor } from "../store/database.ts";
import { ModelFailure } from "../agent/failures.ts";
import { type Spend, type SpendChange, ModelSpendStore } from "../store/model-spend-store.ts";
import { OUTPUT_TOKENS } from "../agent/output-tokens.ts";
import { readModelPrices } from "./model-prices.ts";
import type { Step } from "../jobs/tick.ts";
import { utcMinute } from "../core/format.ts";

const DAY_MS = 86_400_000;
const DAYS_KEPT = 62;
const MICRO = 1_000_000;
const PARTS_SHOWN = 10;
/** The longest prompt that the desk sends; where there is no room for it, the next question gets no model. */
const ONE_CALL: CallTokens = { input: 3_400, output: OUTPUT_TOKENS };

export interface ModelSpendingParts {
  readonly database: Database;
  readonly limits: Config["budget"];
  readonly models: Config["models"];
  readonly small?: Config["smallModel"];
  readonly prices: Config["modelPrices"];
  readonly clock: () => number;
}

/** What model calls cost, as the agent, `/budget` and the tick know it. */
export interface ModelSpending extends Spending {
  readonly budget: Budget;
  readonly step: Step;
}

const dayOf = (at: number): number => Math.floor(at / DAY_MS);
const monthOf = (at: number): DateTime => DateTime.fromMillis(at, { zone: "utc" }).startOf("month");

/** One of the limits is in the way, until then. */
interface Reached {
  readonly what: string;
  /** UTC epoch milliseconds. */
  readonly resetsAt: number;
}

/** Spending over one database: reserved before a call and settled after it, so that what a crash leaves counts. */
export function openModelSpending({
  database,
  limits,
  models,
  small,
  prices,
  clock,
}: ModelSpendingParts): ModelSpending {
  const store = new ModelSpendStore();
  const priceOf = readModelPrices(prices);
  const names = [...new Set([...(small ? [small] : []), ...models].map(({ name }) => name))];

  /** @returns undefined where the model's price is not known. Dollars per million tokens are millionths of a dollar per token. */
  function microUsdOf(model: string, { input, output }: CallTokens): number | undefined {
    const price = priceOf(model);
    return price && Math.ceil(input * price.inputUsd + output * price.outputUsd);
  }

  const changeOf = (model: string, tokens: CallTokens, calls: number): SpendChange => {
    const microUsd = microUsdOf(model, tokens);
    return {
      calls,
      inputTokens: tokens.input,
      outputTokens: tokens.output,
      ...(microUsd !== undefined && { microUsd }),
    };
  };

  /** The first limit that this much more would pass. */
  async function inTheWay(
    on: Executor,
    { userId, group }: Spender,
    more: { readonly tokens: number; readonly microUsd: number },
    now: number,
  ): Promise<Reached | undefined> {
    const day = dayOf(now);
    const tomorrow = (day + 1) * DAY_MS;
    const month = monthOf(now);
    const { microUsd } = await store.ofDesk(on, dayOf(month.toMillis()));
    // First, because it lasts longest.
    if (microUsd + more.microUsd > limits.monthUsd * MICRO)
      return { what: "This desk's budget for the model", resetsAt: month.plus({ months: 1 }).toMillis() };
    const today = await store.ofDesk(on, day);
    if (today.tokens + more.tokens > limits.deskDayTokens || today.microUsd + more.microUsd > limits.dayUsd * MICRO)
      return { what: "This desk's budget for the model", resetsAt: tomorrow };
    if (group && (await store.ofGroup(on, group, day)).tokens + more.tokens > limits.placeDayTokens)
      return { what: "This group's share of the model", resetsAt: tomorrow };
    if (userId !== undefined && (await store.tokensOfPerson(on, userId, day)) + more.tokens > limits.personDayTokens)
      return { what: "Your share of the model", resetsAt: tomorrow };
    return undefined;
  }

  const sums = ({ calls, tokens, microUsd, unpricedTokens }: Spend): BudgetSums => ({
    calls,
    tokens,
    unpricedTokens,
    ...((tokens > unpricedTokens || microUsd > 0) && { spentUsd: microUsd / MICRO }),
  });

  return {
    async reserve(spender, model, most) {
      const now = clock();
      const of = { model, purpose: spender.purpose, day: dayOf(now) };
      const held = changeOf(model, most, 1);
      await database.transaction().execute(async (on) => {
        const more = { tokens: most.input + most.output, microUsd: held.microUsd ?? 0 };
        const reached = await inTheWay(on, spender, more, now);
        if (reached)
          throw new ModelFailure("budget", { detail: `${reached.what}, until ${utcMinute(reached.resetsAt)}` });
        await store.add(on, spender, of, held);
      });
      let isOpen = true;
      const correct = async (used: SpendChange): Promise<void> => {
        if (!isOpen) return;
        isOpen = false;
        const change: SpendChange = {
          calls: used.calls - held.calls,
          inputTokens: used.inputTokens - held.inputTokens,
          outputTokens: used.outputTokens - held.outputTokens,
          ...(held.microUsd !== undefined && { microUsd: (used.microUsd ?? 0) - held.microUsd }),
        };
        await database.transaction().execute(async (on) => await store.add(on, spender, of, change));
      };
      return {
        settle: (used) => correct(changeOf(model, used, 1)),
        release: () => correct(changeOf(model, { input: 0, output: 0 }, 0)),
      };
    },

    async reached(spender) {
      const now = clock();
      const more = {
        tokens: ONE_CALL.input + ONE_CALL.output,
        microUsd: Math.max(0, ...names.map((name) => microUsdOf(name, ONE_CALL) ?? 0)),
      };
      return await database.transaction().execute(async (on) => {
        const reached = await inTheWay(on, spender, more, now);
        if (!reached) return undefined;
        if (!(await store.tell(on, spender, dayOf(reached.resetsAt)))) return {};
        return { sentence: `${reached.what} is used up until ${utcMinute(reached.resetsAt)}; look-ups go on.` };
      });
    },

    async budget({ caller, place, now }) {
      const day = dayOf(now);
      const month = monthOf(now);
      const monthDay = dayOf(month.toMillis());
      const daysGone = (now - month.toMillis()) / DAY_MS;
      const isDesk = caller.role === "owner";
      const read = async (since: number): Promise<BudgetSums> =>
        sums(await (isDesk ? store.ofDesk(database, since) : store.ofGroup(database, place, since)));
      const monthToDate = await read(monthDay);
      const parts = isDesk ? await store.byGroup(database, monthDay, PARTS_SHOWN) : [];
      return {
        scope: isDesk ? "desk" : "place",
        models: names.map((name) => {
          const price = priceOf(name);
          return { name, ...(price && { priceUsd: price }) };
        }),
        today: await read(day),
        monthToDate,
        // A first day says little about a month.
        ...(daysGone >= 1 && { projectedFactor: (month.daysInMonth ?? 30) / daysGone }),
        byPart: parts.map(({ group, purpose, ...spend }): BudgetPart => ({
          ...sums(spend),
          purpose,
          ...(group && { group }),
        })),
        limits: {
          personDayTokens: limits.personDayTokens,
          placeDayTokens: limits.placeDayTokens,
          ...(isDesk && { deskDayTokens: limits.deskDayTokens, dayUsd: limits.dayUsd, monthUsd: limits.monthUsd }),
        },
        dayResetsAt: (day + 1) * DAY_MS,
        monthResetsAt: month.plus({ months: 1 }).toMillis(),
      };
    },

    step: {
      name: "model spend",
      run: async (now) => await store.removeBefore(database, dayOf(now) - DAYS_KEPT),
    },
  };
}
