import { describedChoices, quoted } from "../market/asset-choices.ts";
import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import { conversionReply, type ConvertFacts, type Unit } from "./conversion-reply.ts";
import { type Conversion, type ConversionInput, readConversion } from "./read-conversion.ts";
import { currencyOf } from "../market/currency-words.ts";
import { Decimal } from "decimal.js";
import { defineCommand } from "../core/command.ts";
import { exchange } from "./exchange-units.ts";
import type { Quotes } from "../market/quotes.ts";
import type { Rates } from "../market/rates.ts";
import type { Resolved } from "../market/asset-resolver.ts";
import { suggestCurrencies } from "./suggest-market.ts";
import { UserError } from "../core/errors.ts";
import { withInput } from "./resolve-each.ts";
import { WORD_LIMIT } from "../market/asset-words.ts";
import { inUsualMoney } from "./usual-assets.ts";
import { z } from "zod";

/** More than there is of anything: beyond it a figure says nothing. */
const MOST = 1e15;
/** The smallest part of a coin that any chain counts in. */
const LEAST = 1e-18;

const EXAMPLE = "For example: /convert 2.5 TAO to EUR";

export interface ConvertParts {
  readonly assets: Pick<Assets, "one" | "byId" | "isKnown" | "suggest">;
  readonly quotes: Pick<Quotes, "of">;
  readonly rates: Rates;
  /** What is converted into where nothing is named: an ISO 4217 code. */
  readonly currency: string;
}

const unitName = z.string().trim().min(1).max(WORD_LIMIT).optional();

const input = z.object({
  // Text, so that no digit is lost and "2.5tao" is understood; models send numbers all the same.
  amount: z
    .preprocess(
      (given) => (typeof given === "number" ? String(given) : given),
      z.string().trim().min(1).max(WORD_LIMIT),
    )
    .describe("How much, such as 2.5; more than zero"),
  from: unitName.describe("What to convert: a coin or a currency"),
  to: unitName.describe("What to convert into: a coin or a currency"),
});

/** `/convert`: an amount of a coin or currency in another. */
export const convert = (parts: ConvertParts) =>
  defineCommand({
    name: "convert",
    aliases: ["c"],
    summary: "An amount of one coin or currency in another.",
    examples: ["convert 2.5 TAO to EUR", "convert 100 USD to BTC", "convert 1 ETH to SOL"],
    input,
    keywords: { to: "to", in: "to", into: "to", "=": "to", "->": "to", "→": "to" },
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: {
      from: async (typed) => suggestUnits(parts, typed),
      to: async (typed) => suggestUnits(parts, typed),
    },

    async run(asked, call): Promise<ConvertFacts> {
      const { amount, from, to } = understood(asked, parts);
      const again = { amount, from, ...(to === undefined ? {} : { to }) };
      const source = await unit(from, again, parts, call);
      const target = to === undefined ? usual(source, inUsualMoney(parts, call)) : await unit(to, again, parts, call);
      if (identity(source) === identity(target))
        throw new UserError(`Both sides are the same: ${shownUnit(source)}.`, { hint: EXAMPLE });
      return await exchange({ amount, from: source, to: target }, parts);
    },

    show: conversionReply,
  });

/** @throws UserError for what cannot be read as an amount above zero and its units */
function understood(asked: ConversionInput, { assets, rates }: ConvertParts): Conversion {
  const isKnown = (word: string): boolean => currencyOf(word, rates) !== undefined || assets.isKnown(word);
  const conversion = readConversion(asked, isKnown);
  if (!conversion) {
    const isAlone = asked.from === undefined && asked.to === undefined;
    throw new UserError(
      isAlone ? `What should ${quoted(asked.amount)} be an amount of?` : `${quoted(asked.amount)} is not an amount.`,
      { hint: EXAMPLE },
    );
  }
  const amount = new Decimal(conversion.amount);
  if (amount.lessThanOrEqualTo(0))
    throw new UserError(`The amount has to be more than zero, not ${quoted(asked.amount)}.`, { hint: EXAMPLE });
  if (amount.greaterThan(MOST))
    throw new UserError(`${quoted(asked.amount)} is more than I can convert.`, { hint: EXAMPLE });
  if (amount.lessThan(LEAST))
    throw new UserError(`${quoted(asked.amount)} is less than any coin is divided into.`, { hint: EXAMPLE });
  return conversion;
}

/** The currency or coin that a word stands for; a currency's code is never taken for a coin's symbol. */
async function unit(
  word: string,
  again: Readonly<Record<string, unknown>>,
  { assets, rates }: ConvertParts,
  call: Call,
): Promise<Unit> {
  const code = currencyOf(word, rates);
  if (code !== undefined) return { kind: "currency", code };
  try {
    const resolved = await assets.one(word, call);
    if (!resolved.isSameUnit) throw otherUnit(word, resolved, call);
    const { asset, others, note } = resolved;
    return {
      kind: "asset",
      assetId: asset.id,
      symbol: asset.symbol,
      name: asset.name,
      word: resolved.word,
      otherAssetIds: others.slice(0, 8).map(({ id }) => id),
      ...(note === undefined ? {} : { note }),
    };
  } catch (error) {
    throw error instanceof UserError ? withInput(error, again) : error;
  }
}

/** A hundred of an old token are not a hundred of what it became: that would be a wrong answer in the look of a right one. */
const otherUnit = (word: string, { asset, others, note = "" }: Resolved, call: Call): UserError =>
  new UserError(`${note} An amount of the one is not the same amount of the other.`.trim(), {
    alternatives: { word, choices: describedChoices([asset, ...others].slice(0, 8), ({ id }) => `=${id}`, call) },
  });

function usual(source: Unit, { currency }: ConvertParts): Unit {
  if (source.kind === "currency" && source.code === currency)
    throw new UserError(`Into what should ${currency} be converted?`, { hint: EXAMPLE });
  return { kind: "currency", code: currency };
}

const identity = (one: Unit): string => (one.kind === "asset" ? `=${one.assetId}` : one.code);
const shownUnit = (one: Unit): string => (one.kind === "asset" ? `${one.name} (${one.symbol})` : one.code);

const suggestUnits = ({ assets, rates }: ConvertParts, typed: string) => [
  ...(typed.trim() === "" ? [] : suggestCurrencies(rates, typed).slice(0, 5)),
  ...assets.suggest(typed),
];
