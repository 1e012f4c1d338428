import type { Reply } from "../core/reply.ts";
import type { ResolvedWords } from "./resolve-each.ts";

/**
 * The first word that may mean several coins, as a question; answering it runs the same command, and brings up the next.
 * @param input  of the command, besides its `assets`
 */
export function whichCoin(
  command: string,
  input: Readonly<Record<string, unknown>>,
  knownIds: readonly string[],
  unclear: ResolvedWords["unclear"],
): Pick<Reply, "choices"> {
  const [first, ...rest] = unclear;
  if (!first) return {};
  return {
    choices: {
      prompt: `${first.why} Which one?`,
      options: first.candidates.map(({ label, value, description }) => ({
        label,
        command,
        input: { ...input, assets: [...knownIds.map((id) => `=${id}`), value, ...rest.map(({ word }) => word)] },
        ...(description === undefined ? {} : { description }),
      })),
    },
  };
}
