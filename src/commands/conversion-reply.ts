import type { Call } from "../core/call.ts";
import { type CommandButton, type Reply, text } from "../core/reply.ts";
import { money, quantity } from "../core/format.ts";
import { sharedName } from "../market/asset-choices.ts";
import { type Origin, sourceLine } from "./source-line.ts";

/** Significant digits of an amount as it was typed, and of one that was computed. */
const TYPED_DIGITS = 18;
const COMPUTED_DIGITS = 8;

/** What an amount is of. */
export type Unit =
  | { readonly kind: "currency"; readonly code: string }
  | {
      readonly kind: "asset";
      readonly assetId: string;
      readonly symbol: string;
      readonly name: string;
      /** What it was asked by. */
      readonly word: string;
      readonly otherAssetIds: readonly string[];
      readonly note?: string;
    };

/** A conversion. `from` and `to` name the units of `amount` and `result`. */
export interface ConvertFacts {
  readonly amount: number;
  /** The same in plain digits, nothing rounded away. */
  readonly amountExact: string;
  readonly from: Unit;
  readonly to: Unit;
  readonly result: number;
  /** One of `from` in `to`. */
  readonly rate: number;
  /** What it was computed from. Price: of one `of` in `in`. */
  readonly prices: readonly ({ readonly of: string; readonly in: string; readonly price: number } & Origin)[];
}

/** "2.5 TAO = €812.34", the rate below it, source and age last. */
export function conversionReply(facts: ConvertFacts, { locale, now }: Call): Reply {
  const { from, to, prices } = facts;
  const said = [...rateLine(facts, locale), ...[from, to].flatMap(aside)];
  const { line } = sourceLine(prices, now);
  return {
    title: `${typed(facts.amountExact, from, locale)} = ${computed(facts.result, to, locale)}`,
    blocks: said.length === 0 ? [] : [text(said.join("\n"))],
    ...(line === undefined ? {} : { footer: line }),
    buttons: [
      {
        label: "Swap",
        command: "convert",
        input: { amount: facts.amountExact, from: reference(to), to: reference(from) },
      },
      ...others(facts),
    ],
  };
}

/** The rate the way round that people quote it: a coin in money, rather than money in a coin. None where the title says it. */
function rateLine({ amount, from, to, rate }: ConvertFacts, locale: string): string[] {
  const isTurned = from.kind === "currency" && to.kind === "asset";
  if (amount === 1 && !isTurned) return [];
  const [one, other, value] = isTurned ? [to, from, 1 / rate] : [from, to, rate];
  return [`1 ${one.kind === "asset" ? one.symbol : one.code} = ${computed(value, other, locale)}`];
}

function aside(unit: Unit): string[] {
  if (unit.kind === "currency") return [];
  const taken = unit.otherAssetIds.length > 0 ? [`${sharedName(unit.word)} is taken as ${unit.name}.`] : [];
  return [...(unit.note === undefined ? [] : [unit.note]), ...taken];
}

/** Asks again what a word with several meanings stands for. */
function others({ from, to, amountExact: amount }: ConvertFacts): CommandButton[] {
  const button = (unit: Unit, input: Readonly<Record<string, unknown>>): CommandButton[] =>
    unit.kind === "asset" && unit.otherAssetIds.length > 0
      ? [{ label: `Other ${sharedName(unit.word)}`, command: "convert", input, answer: "new" }]
      : [];
  return [
    ...button(from, { amount, from: again(from), to: reference(to) }),
    ...button(to, { amount, from: reference(from), to: again(to) }),
  ];
}

const reference = (unit: Unit): string => (unit.kind === "asset" ? `=${unit.assetId}` : unit.code);
const again = (unit: Unit): string => (unit.kind === "asset" ? `${unit.word}?` : unit.code);

const typed = (amount: string, unit: Unit, locale: string): string =>
  unit.kind === "asset"
    ? quantity(amount as `${number}`, unit.symbol, locale, TYPED_DIGITS)
    : money(Number(amount), unit.code, locale);

const computed = (amount: number, unit: Unit, locale: string): string =>
  unit.kind === "asset" ? quantity(amount, unit.symbol, locale, COMPUTED_DIGITS) : money(amount, unit.code, locale);
