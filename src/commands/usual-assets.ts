import type { Assets } from "../market/assets.ts";
import type { Call, Place } from "../core/call.ts";
import { currencyOf } from "../market/currency-words.ts";
import { type Reply, text } from "../core/reply.ts";
import type { Rates } from "../market/rates.ts";
import { UserError } from "../core/errors.ts";

/** What a person usually asks for. */
export interface UsualAssets {
  /** Asset ids of the caller's watchlist, in its order. */
  watched(call: Call): Promise<readonly string[]>;
  /** The last single asset that the caller asked for, and where. */
  recent(
    call: Call,
  ): Promise<{ readonly assetId: string; readonly place: Pick<Place, "platform" | "chatId"> } | undefined>;
  /** Remembers it for next time. Never rejects: the answer does not depend on it. */
  note(assetId: string, call: Call): Promise<void>;
}

/** Why an answer is about coins that nobody named. */
export interface Assumed {
  readonly from: "watchlist" | "recent";
  /** How many of the watchlist do not fit. */
  readonly leftOut: number;
}

/**
 * The coins that were named or, where none was, those that the caller usually means: the watchlist, else the last one asked for.
 * Where others read along the watchlist is private, and so is what was asked elsewhere: there it is the last coin asked for in
 * that very place, which everybody there has seen. Answering in private instead would need a door that can, and not all do.
 * @throws UserError with an example when there is nothing to go by
 */
export async function namedOrUsual(
  usual: UsualAssets | undefined,
  named: readonly string[] | undefined,
  call: Call,
  { limit, example }: { readonly limit: number; readonly example: string },
): Promise<{ readonly assets: readonly string[]; readonly assumed?: Assumed }> {
  if (named) return { assets: named };
  if (usual && call.surface === "chat") {
    const { place } = call;
    const watched = place.isPublic ? [] : await usual.watched(call);
    if (watched.length > 0)
      return {
        assets: watched.slice(0, limit).map((id) => `=${id}`),
        assumed: { from: "watchlist", leftOut: Math.max(0, watched.length - limit) },
      };
    const recent = await usual.recent(call);
    const isHere = recent?.place.platform === place.platform && recent.place.chatId === place.chatId;
    if (recent && (isHere || !place.isPublic))
      return { assets: [`=${recent.assetId}`], assumed: { from: "recent", leftOut: 0 } };
  }
  throw new UserError(call.surface === "chat" ? "Which coin?" : '"assets" is missing.', {
    hint: `For example: /${example}`,
  });
}

/** What was asked for, as far as it says which coins and in what. */
interface Asked {
  readonly assets?: readonly string[] | undefined;
  readonly currency?: string | undefined;
}

/** "price eur": a currency alone, where none was named besides, asks for the usual coins in it, if there are any. */
export async function withCurrencyAlone<Typed extends Asked>(
  typed: Typed,
  {
    assets,
    rates,
    usual,
  }: {
    readonly assets: Pick<Assets, "isKnown">;
    readonly rates: Pick<Rates, "isCurrency">;
    readonly usual?: UsualAssets | undefined;
  },
  call: Call,
): Promise<Typed> {
  const [only = "", another] = typed.assets ?? [];
  if (another !== undefined || typed.currency !== undefined || assets.isKnown(only)) return typed;
  const currency = currencyOf(only, rates);
  if (currency === undefined || !usual || call.surface !== "chat") return typed;
  const isMeant = (await usual.recent(call)) !== undefined || (await usual.watched(call)).length > 0;
  return isMeant ? { ...typed, assets: undefined, currency } : typed;
}

/** Remembers what a person asked for in chat, when it is one coin that they named. */
export async function noteAsked(
  usual: UsualAssets | undefined,
  found: readonly { readonly asset: { readonly id: string } }[],
  call: Call,
): Promise<void> {
  const [only, another] = found;
  if (usual && only && !another && call.surface === "chat") await usual.note(only.asset.id, call);
}

/** The reply with a line that says why it is about these coins. */
export function sayAssumed(reply: Reply, { assumed }: { readonly assumed?: Assumed }): Reply {
  if (!assumed) return reply;
  return { ...reply, blocks: [...reply.blocks, text(sentence(assumed))] };
}

function sentence({ from, leftOut }: Assumed): string {
  if (from === "recent") return "The last coin you asked for.";
  return leftOut === 0 ? "Your watchlist." : `The first of your watchlist; ${leftOut} more: /watchlist`;
}

/** With the currency that prices are in where none was named: the caller's or the place's, else the desk's. */
export const inUsualMoney = <Parts extends { readonly currency: string }>(
  parts: Parts,
  { currency }: Pick<Call, "currency">,
): Parts => (currency === undefined ? parts : { ...parts, currency });
