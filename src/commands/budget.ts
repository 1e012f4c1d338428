import type { Budget, BudgetFacts, BudgetPart, BudgetSums } from "./budget-facts.ts";
import { compact, money, utcMinute } from "../core/format.ts";
import type { Call } from "../core/call.ts";
import { defineCommand } from "../core/command.ts";
import { fields, type Reply, text } from "../core/reply.ts";
import { placeWord } from "./places.ts";
import { z } from "zod";

/** `/budget`: what the model used today and this month, and where it stops. */
export const budget = (read: Budget) =>
  defineCommand({
    name: "budget",
    summary: "What the model used today and this month, and where it stops.",
    examples: ["budget"],
    input: z.object({}),
    access: "admin",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    run: (_input, call) => read(call),
    show: budgetReply,
  });

function budgetReply(facts: BudgetFacts, { locale }: Pick<Call, "locale">): Reply {
  if (facts.models.length === 0 && facts.monthToDate.calls === 0)
    return { title: "Budget", blocks: [text("No model is configured: answers cost nothing.")] };
  const { limits, projectedFactor: factor, monthToDate, today } = facts;
  const tokens = (count: number): string => `${compact(count, locale)} tokens`;
  const prices = facts.models.map(({ name, priceUsd }) =>
    priceUsd === undefined
      ? `${name}: price not known, tokens only`
      : `${name}: ${money(priceUsd.inputUsd, "USD", locale)} in, ${money(priceUsd.outputUsd, "USD", locale)} out (${priceUsd.source})`,
  );
  const stops = [
    ...(limits.deskDayTokens === undefined ? [] : [`desk ${tokens(limits.deskDayTokens)} a day`]),
    ...(limits.dayUsd === undefined ? [] : [`${money(limits.dayUsd, "USD", locale)} a day`]),
    ...(limits.monthUsd === undefined ? [] : [`${money(limits.monthUsd, "USD", locale)} a month`]),
    `a group ${tokens(limits.placeDayTokens)} a day`,
    `a person ${tokens(limits.personDayTokens)} a day`,
  ];
  return {
    title: facts.scope === "desk" ? "Budget of the desk" : "Budget of this place",
    blocks: [
      fields({
        Today: sumsLine(today, locale),
        "This month": sumsLine(monthToDate, locale),
        ...(factor !== undefined && { "If it goes on": sumsLine(projected(monthToDate, factor), locale) }),
        "Hard stop": stops.join(", "),
      }),
      ...(facts.byPart.length === 0
        ? []
        : [text(`By place, this month:\n${facts.byPart.map((part) => partLine(part, locale)).join("\n")}`)]),
      ...(prices.length === 0 ? [] : [text(`Per million tokens:\n${prices.join("\n")}`)]),
    ],
    footer: `the day ends ${utcMinute(facts.dayResetsAt)} · the month ${utcMinute(facts.monthResetsAt)}`,
  };
}

const projected = ({ calls, tokens, unpricedTokens, spentUsd }: BudgetSums, factor: number): BudgetSums => ({
  calls: Math.round(calls * factor),
  tokens: Math.round(tokens * factor),
  unpricedTokens: Math.round(unpricedTokens * factor),
  ...(spentUsd !== undefined && { spentUsd: spentUsd * factor }),
});

/** "$0.12 · 48K tokens · 20 calls"; what has no price is said beside it. */
function sumsLine({ calls, tokens, unpricedTokens, spentUsd }: BudgetSums, locale: string): string {
  if (calls === 0) return "nothing";
  const cost = spentUsd === undefined ? "cost unknown" : money(spentUsd, "USD", locale);
  const unknown =
    spentUsd !== undefined && unpricedTokens > 0
      ? `, ${compact(unpricedTokens, locale)} of them at no known price`
      : "";
  return `${cost} · ${compact(tokens, locale)} tokens${unknown} · ${calls} ${calls === 1 ? "call" : "calls"}`;
}

function partLine({ group, purpose, ...sums }: BudgetPart, locale: string): string {
  const where = group ? placeWord({ ...group, isPublic: true }) : purpose === "answer" ? "direct chats" : `${purpose}s`;
  return `${where}: ${sumsLine(sums, locale)}`;
}
