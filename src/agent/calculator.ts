import { z } from "zod";
import { UserError } from "../core/errors.ts";
import { calculate, type Calculated, OPERATIONS } from "./calculation.ts";
import { type FigureSources, knownFigures } from "./known-figures.ts";
import { type Operand, readOperand } from "./operand.ts";
import type { Tool } from "./tool-definition.ts";

/** No command: it sees what the other tools of the turn returned. */
export const CALCULATE = "calculate";

const OPERAND_LIMIT = 12;

/** What a model may derive a figure with. */
export const calculatorTool: Tool = {
  type: "function",
  function: {
    name: CALCULATE,
    description:
      'Works a figure out from figures of tool results or of the person. For example: product of "2 TAO" and "$312.46"',
    parameters: {
      type: "object",
      properties: {
        operation: {
          type: "string",
          enum: OPERATIONS,
          description: "percent_change: from the first to the second; percent_of: the first as a share of the second",
        },
        operands: { type: "array", items: { type: "string" }, description: "As written there, with unit" },
      },
      required: ["operation", "operands"],
    },
  },
};

const input = z.object({
  operation: z.enum(OPERATIONS),
  operands: z.array(z.union([z.string().max(80), z.number()]).transform(String)).max(OPERAND_LIMIT),
});

/** A derived figure, as the facts of a look-up: the key says what kind of figure it is. */
interface CalculatedFacts {
  readonly calculated: string;
  readonly result?: number;
  readonly currency?: string;
  readonly resultPercent?: number;
  readonly ratio?: number;
  readonly resultNumber?: number;
  /** Symbols and names of what went in, lower case. */
  readonly subjects: readonly string[];
  readonly source?: string;
  /** Of the oldest figure that went in, UTC epoch milliseconds. */
  readonly asOf?: number;
}

/**
 * Works one figure out.
 * @param given  the model's arguments
 * @throws UserError, for the model to read, where a figure is not of this turn or they do not go together
 */
export function runCalculation(given: unknown, sources: FigureSources): CalculatedFacts {
  const read = input.safeParse(given);
  if (!read.success)
    throw new UserError("That cannot be calculated.", {
      hint: `Give "operation", one of ${OPERATIONS.join(", ")}, and "operands", a list of up to ${OPERAND_LIMIT} figures.`,
    });
  const known = knownFigures(sources);
  const operands = read.data.operands.map((each) => readOperand(each, known, sources.locale));
  const calculated = calculate(read.data.operation, operands, sources.locale);
  return { calculated: calculated.line, ...valueOf(calculated), ...originOf(operands) };
}

/** How a figure was derived, of the outcome of a tool; undefined where it is a look-up. */
export const calculatedLine = ({
  command,
  facts,
}: {
  readonly command: string;
  readonly facts: unknown;
}): string | undefined => (command === CALCULATE ? (facts as CalculatedFacts).calculated : undefined);

function valueOf({ is, value, unit }: Calculated): Partial<CalculatedFacts> {
  const size = value.toNumber();
  switch (is) {
    case "amount":
      return { result: size, ...(unit === undefined ? {} : { currency: unit }) };
    case "percent":
      return { resultPercent: value.times(100).toNumber() };
    case "ratio":
      return { ratio: size };
    case "number":
      return { resultNumber: size };
  }
  return is satisfies never;
}

function originOf(operands: readonly Operand[]): Pick<CalculatedFacts, "subjects" | "source" | "asOf"> {
  const sources = [...new Set(operands.flatMap(({ source }) => source ?? []))];
  const instants = operands.flatMap(({ asOf }) => asOf ?? []);
  return {
    subjects: [...new Set(operands.flatMap(({ subjects }) => subjects))],
    ...(sources.length === 0 ? {} : { source: sources.join(", ") }),
    ...(instants.length === 0 ? {} : { asOf: Math.min(...instants) }),
  };
}
