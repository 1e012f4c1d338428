import { answerCase } from "./portfolio/case.ts";
import { text } from "node:stream/consumers";

/** Reads one worked case, or a file of them, from standard input and prints the engine's figures in the same schema. */
const given: unknown = JSON.parse(await text(process.stdin));
process.stdout.write(`${JSON.stringify(answerCase(given), undefined, 2)}\n`);
