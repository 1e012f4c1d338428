import type { Call, Place } from "../core/call.ts";

/** `spentUsd` is absent where no price of what was used is known; `unpricedTokens` are not in it. */
export interface BudgetSums {
  readonly calls: number;
  readonly tokens: number;
  readonly unpricedTokens: number;
  readonly spentUsd?: number;
}

/** What a group used this month; without one: direct chats, digests, checks. */
export interface BudgetPart extends BudgetSums {
  readonly purpose: string;
  readonly group?: Pick<Place, "platform" | "chatId">;
}

export interface BudgetFacts {
  readonly scope: "place" | "desk";
  /** Empty: no model is configured. Prices per million tokens. */
  readonly models: readonly {
    readonly name: string;
    readonly priceUsd?: { readonly inputUsd: number; readonly outputUsd: number; readonly source: string };
  }[];
  readonly today: BudgetSums;
  readonly monthToDate: BudgetSums;
  /** By how much the month to date grows until its end, if it goes on as it did; absent on its first day. */
  readonly projectedFactor?: number;
  /** Of the whole desk, by group, since the month began. */
  readonly byPart: readonly BudgetPart[];
  /** Past them the model is not asked. */
  readonly limits: {
    readonly personDayTokens: number;
    readonly placeDayTokens: number;
    readonly deskDayTokens?: number;
    readonly dayUsd?: number;
    readonly monthUsd?: number;
  };
  /** UTC epoch milliseconds. */
  readonly dayResetsAt: number;
  readonly monthResetsAt: number;
}

/** What the model used: in the call's place, and for the owner everywhere. */
export type Budget = (call: Call) => Promise<BudgetFacts>;
