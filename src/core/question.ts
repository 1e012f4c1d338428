import { cleanText } from "./clean.ts";
import { UserError } from "./errors.ts";
import { refuseSecrets } from "./pasted-secret.ts";

/** The longest question that is worked on, in characters. */
const QUESTION_LIMIT = 2_000;

/** A question as it is worked on. @throws UserError where there is none, where it is too long, and where it holds a key or a seed phrase */
export function readQuestion(question: string): string {
  const clean = cleanText(question);
  refuseSecrets(clean);
  if (clean === "") throw new UserError("There was no question.", { hint: "For example: what is TAO worth in euros?" });
  if (clean.length > QUESTION_LIMIT)
    throw new UserError(
      `That is ${clean.length.toLocaleString("en")} characters; I read at most ${QUESTION_LIMIT.toLocaleString("en")}.`,
      {
        hint: "Ask in a sentence or two, for example: how did TAO and NEAR do this week?",
      },
    );
  return clean;
}
