import type { AlertAsset, Condition } from "../alerts/alert.ts";
import type { Meanings } from "./alert-condition.ts";
import type { AlertNames } from "../alerts/facts.ts";
import type { Asset } from "../market/asset.ts";
import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import { chainNamed } from "../market/chains.ts";
import { currencyOf, quoteCurrency } from "../market/currency-words.ts";
import { findToken, isTokenWord, listedAs } from "./token-find.ts";
import type { DexTokens } from "../market/dex/tokens.ts";
import { isSame } from "../market/dex/address.ts";
import type { Rates } from "../market/rates.ts";
import { readTokenWord } from "../market/dex/token-word.ts";
import type { Sector } from "../sector/sector.ts";
import { UserError } from "../core/errors.ts";
import { inUsualMoney } from "./usual-assets.ts";
import { whichLayer } from "./which-layer.ts";
import { whichProject } from "./which-project.ts";

export interface AlertNameParts {
  readonly assets: Pick<Assets, "one" | "byId" | "isKnown" | "suggest">;
  readonly tokens: DexTokens;
  readonly rates: Pick<Rates, "isCurrency" | "currencies">;
  readonly sector: Pick<Sector, "map" | "conversation">;
  /** ISO 4217 code of prices where nobody names another. */
  readonly currency: string;
}

/** Stands in the input where the chosen one goes: the note, too, may hold the word that was not clear. */
const CHOSEN = "<chosen>";

/**
 * What the words of an alert mean on this desk.
 * @param asked  the command's input; a question which one is meant asks it again with the answer in its field
 */
export function meanings(parts: AlertNameParts, call: Call, asked: Readonly<Record<string, unknown>>): Meanings {
  const { assets, sector, rates } = parts;
  const askAgain = <Result>(field: string, ask: () => Result): Result => {
    try {
      return ask();
    } catch (error) {
      throw questionIn(error, field, asked);
    }
  };
  return {
    async asset(word, field) {
      try {
        return await assetMeant(parts, word, call);
      } catch (error) {
        throw questionIn(error, field, asked);
      }
    },
    layerId: (word) => askAgain("layer", () => whichLayer(word, "24h", sector.map).id),
    projectId: (word) => askAgain("project", () => whichProject(word, sector).project.id),
    currency: (word) => quoteCurrency(word ?? inUsualMoney(parts, call).currency, rates),
    isMoney: (word) => currencyOf(word, rates) !== undefined && !assets.isKnown(word),
  };
}

function questionIn(error: unknown, field: string, asked: Readonly<Record<string, unknown>>): unknown {
  if (!(error instanceof UserError) || !error.alternatives) return error;
  const { message, hint, alternatives } = error;
  return new UserError(message, {
    ...(hint === undefined ? {} : { hint }),
    alternatives: { word: CHOSEN, input: { ...asked, [field]: CHOSEN }, choices: alternatives.choices },
    cause: error,
  });
}

/** A contract is watched as the coin that is listed with it, if one is: more sources know it. */
async function assetMeant(parts: AlertNameParts, word: string, call: Call): Promise<AlertAsset> {
  if (!isTokenWord([word])) return { kind: "listed", id: (await parts.assets.one(word, call)).asset.id };
  const known = await listedWith(parts, word, call);
  if (known) return { kind: "listed", id: known.id };
  const view = await findToken(parts, word);
  const listed = await listedAs(parts, view, call);
  if (listed) return { kind: "listed", id: listed.id };
  return { kind: "token", chain: view.chain.id, address: view.token.address };
}

/** The coin of our list that has this contract; a coin may be called like an address, so its contracts decide. */
async function listedWith({ assets }: AlertNameParts, word: string, call: Call): Promise<Asset | undefined> {
  const token = readTokenWord(word);
  if (token.kind !== "address") return undefined;
  try {
    const { asset } = await assets.one(word, call);
    const contracts = Object.entries(asset.contracts ?? {});
    const { address, chain } = token;
    const isThere = contracts.some(([id, each]) => (!chain || chain.id === id) && isSame(each, address));
    return isThere ? asset : undefined;
  } catch (error) {
    if (error instanceof UserError && !error.alternatives) return undefined;
    throw error;
  }
}

/** The names of what a condition is about. From memory. */
export function namesIn(
  condition: Condition,
  { assets, sector }: Pick<AlertNameParts, "assets" | "sector">,
): AlertNames {
  const asset = (each: AlertAsset): string => assetName(each, assets);
  const layer = (id: string): string => `${sector.map.layer(id)?.name ?? id} layer`;
  switch (condition.kind) {
    case "portfolio_value":
    case "portfolio_day":
      return { subject: "Your portfolio" };
    case "layer_change":
    case "layer_breadth":
    case "layer_rank":
      return { subject: layer(condition.layerId) };
    case "news":
      return { subject: sector.map.project(condition.projectId)?.name ?? condition.projectId };
    case "drawdown":
      return { subject: "layerId" in condition.of ? layer(condition.of.layerId) : asset(condition.of.asset) };
    case "ratio":
      return { subject: asset(condition.asset), against: asset(condition.against) };
    default:
      return { subject: asset(condition.asset) };
  }
}

function assetName(asset: AlertAsset, assets: AlertNameParts["assets"]): string {
  if (asset.kind === "token") {
    const { chain, address } = asset;
    const short = address.length <= 14 ? address : `${address.slice(0, 6)}…${address.slice(-4)}`;
    return `${short} on ${chainNamed(chain)?.name ?? chain}`;
  }
  const known = assets.byId(asset.id);
  if (!known) return asset.id;
  return known.name === known.symbol ? known.name : `${known.name} (${known.symbol})`;
}
