import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import type { Choice } from "../core/command.ts";
import type { Resolved } from "../market/asset-resolver.ts";
import { UserError } from "../core/errors.ts";

/** What became of each word: an asset, nothing, or a question. */
export interface ResolvedWords {
  /** In the order asked, each asset once. */
  readonly found: readonly Resolved[];
  readonly notFound: readonly { readonly word: string; readonly why: string }[];
  readonly unclear: readonly { readonly word: string; readonly why: string; readonly candidates: readonly Choice[] }[];
}

/**
 * Takes each word for an asset; what is clear does not suffer from what is not.
 * @param input  the command's input as it was understood, for asking again with one word of it replaced
 * @throws UserError when nothing at all was found
 */
export async function resolveEach(
  assets: Pick<Assets, "one">,
  words: readonly string[],
  call: Call,
  input: Readonly<Record<string, unknown>>,
): Promise<ResolvedWords> {
  const found = new Map<string, Resolved>();
  const failed: { word: string; error: UserError }[] = [];
  for (const word of words) {
    try {
      const resolved = await assets.one(word, call);
      if (!found.has(resolved.asset.id)) found.set(resolved.asset.id, resolved);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failed.push({ word, error: withInput(error, input) });
    }
  }
  const [first] = failed;
  if (found.size === 0 && first) throw first.error;
  return {
    found: [...found.values()],
    notFound: failed.flatMap(({ word, error }) => (error.alternatives ? [] : [{ word, why: error.message }])),
    unclear: failed.flatMap(({ word, error }) =>
      error.alternatives ? [{ word, why: error.message, candidates: error.alternatives.choices }] : [],
    ),
  };
}

/** The same question, put to the input as the command understood it. */
export function withInput(error: UserError, input: Readonly<Record<string, unknown>>): UserError {
  const { message, hint, alternatives } = error;
  if (!alternatives) return error;
  return new UserError(message, {
    ...(hint === undefined ? {} : { hint }),
    alternatives: { ...alternatives, input },
    cause: error,
  });
}
