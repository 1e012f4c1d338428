import type { Asset } from "../market/asset.ts";
import type { Balance, ChainReader } from "./balances.ts";
import { createSolanaTransport } from "./solana-transport.ts";
import { decimalText } from "../core/decimal-text.ts";
import { ProviderError, type ProviderFailure } from "../core/errors.ts";
import { z } from "zod";

/** Solana's two token programs: the first one, and Token-2022. */
const TOKEN_PROGRAMS = ["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"];
const LAMPORT_PLACES = 9;
const SOLANA = "solana";

/** The part of a token account that we read; the rest of the answer is Solana's business. */
const account = z.object({
  account: z.object({
    data: z.object({
      parsed: z.object({
        info: z.object({
          mint: z.string(),
          tokenAmount: z.object({ amount: z.string().regex(/^\d{1,20}$/), decimals: z.number().int().min(0).max(36) }),
        }),
      }),
    }),
  }),
});

export interface SolanaReaderParts {
  /** May hold a key: never part of an error. */
  readonly url: string;
  /** Listed tokens of the chain. */
  readonly tokens: () => readonly Asset[];
  readonly timeoutMs: number;
}

/** Balances on Solana from one of its nodes: the coin itself and every token account of the address, by public reads. */
export function createSolanaReader({ url, tokens, timeoutMs }: SolanaReaderParts): ChainReader {
  async function read(owner: string) {
    const [{ createSolanaRpcFromTransport }, { address }] = await Promise.all([
      import("@solana/rpc"),
      import("@solana/addresses"),
    ]);
    const rpc = createSolanaRpcFromTransport(createSolanaTransport(url));
    const abortSignal = AbortSignal.timeout(timeoutMs);
    const [coins, ...accounts] = await Promise.all([
      rpc.getBalance(address(owner)).send({ abortSignal }),
      ...TOKEN_PROGRAMS.map((programId) =>
        rpc
          .getTokenAccountsByOwner(address(owner), { programId: address(programId) }, { encoding: "jsonParsed" })
          .send({ abortSignal }),
      ),
    ]);
    const byMint = new Map<string, { units: bigint; decimals: number }>();
    for (const { account: of } of accounts.flatMap(({ value }) => value.map((each) => account.parse(each)))) {
      const { mint, tokenAmount } = of.data.parsed.info;
      const units = (byMint.get(mint)?.units ?? 0n) + BigInt(tokenAmount.amount);
      if (units > 0n) byMint.set(mint, { units, decimals: tokenAmount.decimals });
    }
    const listed = new Map(
      tokens().flatMap(({ id, contracts }) => (contracts?.[SOLANA] ? [[contracts[SOLANA], id]] : [])),
    );
    const known = [...byMint].flatMap(([mint, { units, decimals }]): Balance[] => {
      const assetId = listed.get(mint);
      return assetId === undefined ? [] : [{ assetId, chain: SOLANA, quantity: decimalText(units, decimals) }];
    });
    const own: Balance[] =
      coins.value === 0n
        ? []
        : [{ assetId: SOLANA, chain: SOLANA, quantity: decimalText(coins.value, LAMPORT_PLACES) }];
    return { balances: [...own, ...known], unlisted: byMint.size - known.length };
  }

  return {
    family: "solana",
    chain: SOLANA,
    async read(owner) {
      try {
        return await read(owner);
      } catch (error) {
        if (error instanceof ProviderError) throw error;
        // Without the cause: it may hold the node's address, and with it a key.
        throw new ProviderError("Solana node", failureIn(error));
      }
    },
  };
}

function failureIn(error: unknown): ProviderFailure {
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")) return "timeout";
  if (error instanceof z.ZodError || error instanceof SyntaxError) return "unusable";
  const context = z.object({ context: z.object({ __code: z.number() }) }).safeParse(error);
  return context.success ? "unusable" : "unreachable";
}
