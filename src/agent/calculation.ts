import { Decimal } from "decimal.js";
import { UserError } from "../core/errors.ts";
import { quantity } from "../core/format.ts";
import { isCurrencyCode } from "./currencies.ts";
import type { Operand } from "./operand.ts";

export const OPERATIONS = ["sum", "difference", "product", "ratio", "average", "percent_change", "percent_of"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What came out. `number`: of no unit; `ratio`: how many times the one goes into the other. */
export interface Calculated {
  readonly is: "amount" | "percent" | "ratio" | "number";
  /** Of a percentage, a part of one. */
  readonly value: Decimal;
  readonly unit?: string;
  /** Everything that went in and what came out, for people: "2 TAO × 312.4567 USD = 624.9134 USD". */
  readonly line: string;
}

/** More digits than any figure of a market has. */
const Exact = Decimal.clone({ precision: 50 });
/** Digits of a figure that its line shows. */
const DIGITS = 9;
/** Figures of a long sum that its line shows. */
const SHOWN = 4;

const PAIRED: ReadonlySet<Operation> = new Set(["difference", "ratio", "percent_change", "percent_of"]);

const total = (all: readonly Operand[]): Decimal => all.reduce((sum, { value }) => sum.plus(value), new Exact(0));

/**
 * @param operands  two at least; for a difference, a ratio and the two of percent just two
 * @throws UserError where the units do not go together, on a division by nothing, and for what is too large to be said
 */
export function calculate(operation: Operation, operands: readonly Operand[], locale: string): Calculated {
  const [first, second] = operands;
  if (!first || !second || (PAIRED.has(operation) && operands.length > 2))
    throw new UserError(
      PAIRED.has(operation) ? `"${operation}" takes two figures.` : `"${operation}" takes two figures or more.`,
    );
  const result = work(operation, operands, first, second);
  if (!Number.isFinite(result.value.toNumber())) throw new UserError("The result is too large.");
  const unit = result.unit === undefined ? {} : { unit: result.unit };
  const out: Operand = { value: result.value, isPercent: result.is === "percent", ...unit, subjects: [] };
  return { ...result, line: `${lineOf(operation, operands, locale)} = ${shownOf(out, locale)}` };
}

function work(
  operation: Operation,
  operands: readonly Operand[],
  first: Operand,
  second: Operand,
): Omit<Calculated, "line"> {
  switch (operation) {
    case "sum":
      return like(operands, total(operands));
    case "average":
      return like(operands, total(operands).div(operands.length));
    case "difference":
      return like(operands, new Exact(first.value).minus(second.value));
    case "product":
      return product(operands);
    case "ratio":
      return ratio(first, second);
    case "percent_change":
      commonUnit(operands);
      return { is: "percent", value: divided(new Exact(second.value).minus(first.value), first.value.abs()) };
    case "percent_of":
      commonUnit(operands);
      return { is: "percent", value: divided(first.value, second.value) };
  }
  return operation satisfies never;
}

function divided(value: Decimal, by: Decimal): Decimal {
  if (by.isZero()) throw new UserError("Nothing can be divided by zero.");
  return new Exact(value).div(by);
}

/** A result of the operands' own unit. */
function like(operands: readonly Operand[], value: Decimal): Omit<Calculated, "line"> {
  const unit = commonUnit(operands);
  if (operands.some(({ isPercent }) => isPercent)) return { is: "percent", value };
  return unit === undefined ? { is: "number", value } : { is: "amount", value, unit };
}

/** A plain number goes with every unit; a percentage only with percentages. */
function commonUnit(operands: readonly Operand[]): string | undefined {
  if (new Set(operands.map(({ isPercent }) => isPercent)).size > 1)
    throw new UserError("A percentage and an amount do not go together here.", {
      hint: 'The "product" of both is so many percent of the amount.',
    });
  const [unit, other] = new Set(operands.flatMap((each) => each.unit ?? []));
  if (other !== undefined)
    throw new UserError(`${unit} and ${other} do not go together.`, { hint: "Convert one of them first." });
  return unit;
}

/** Amounts of a coin times its price are money; money times money is nothing. */
function product(operands: readonly Operand[]): Omit<Calculated, "line"> {
  const value = operands.reduce((all, each) => all.times(each.value), new Exact(1));
  if (operands.every(({ isPercent }) => isPercent)) return { is: "percent", value };
  const [first, second, ...more] = operands.filter((each) => each.unit !== undefined);
  if (!first) return { is: "number", value };
  const unit = second ? priceUnit(first, second) : first.unit;
  if (unit === undefined || more.length > 0)
    throw new UserError(`${operands.map((each) => each.unit ?? "a number").join(" times ")} is no amount.`, {
      hint: "Multiply an amount of a coin by that coin's price, or by a plain number.",
    });
  return { is: "amount", value, unit };
}

/** Whether money may be said of a coin. */
const isAbout = ({ subjects }: Operand, unit: string): boolean =>
  subjects.length === 0 ? !isCurrencyCode(unit) : subjects.includes(unit.toLowerCase());

/** The unit of a price, where one of the two is a price of what the other is an amount of. */
function priceUnit(a: Operand, b: Operand): string | undefined {
  const isOf = (price: Operand, { unit = "" }: Operand): boolean => price.unit !== unit && isAbout(price, unit);
  if (isOf(b, a)) return b.unit;
  return isOf(a, b) ? a.unit : undefined;
}

function ratio(first: Operand, second: Operand): Omit<Calculated, "line"> {
  const value = divided(first.value, second.value);
  if (first.unit !== undefined && second.unit === undefined) return { is: "amount", value, unit: first.unit };
  if (first.isPercent && !second.isPercent && second.unit === undefined) return { is: "percent", value };
  // So much money for so many coins: a price.
  if (first.unit !== undefined && second.unit !== undefined && first.unit !== second.unit)
    if (isCurrencyCode(first.unit) && isAbout(first, second.unit)) return { is: "amount", value, unit: first.unit };
  commonUnit([first, second].filter((each) => each.unit !== undefined));
  return { is: "ratio", value };
}

/** With its unit; digits before the point are never cut. */
function shownOf({ value, isPercent, unit = "" }: Operand, locale: string): string {
  const size = isPercent ? value.times(100) : value;
  const digits = Math.min(21, Math.max(DIGITS, size.abs().log().floor().toNumber() + 1));
  return `${quantity(size.toNumber(), unit, locale, digits).trim()}${isPercent ? "%" : ""}`;
}

function lineOf(operation: Operation, operands: readonly Operand[], locale: string): string {
  const all = operands.map((each) => shownOf(each, locale));
  const shown = all.length > SHOWN ? [...all.slice(0, SHOWN - 1), `… (${all.length} figures)`] : all;
  switch (operation) {
    case "sum":
      return shown.join(" + ");
    case "difference":
      return shown.join(" − ");
    case "product":
      return shown.join(" × ");
    case "ratio":
      return shown.join(" ÷ ");
    case "average":
      return `average of ${shown.join(" and ")}`;
    case "percent_change":
      return `change from ${shown.join(" to ")}`;
    case "percent_of":
      return `${shown.join(" as a share of ")}`;
  }
  return operation satisfies never;
}
