import type { Asset } from "../market/asset.ts";
import type { Balance, ChainReader } from "./balances.ts";
import type { Contract, Interface } from "ethers";
import type { EvmChain } from "./evm-chains.ts";
import { ProviderError, type ProviderFailure } from "../core/errors.ts";
import { decimalText } from "../core/decimal-text.ts";
import { chainName } from "../market/chains.ts";

/** https://www.multicall3.com: one address on every chain of ours. */
const MULTICALL3 = "0xcA11bde05977b3631167028862bE2a173976CA11";
const MULTICALL_ABI = [
  "function aggregate3((address target, bool allowFailure, bytes callData)[] calls) payable returns ((bool success, bytes returnData)[] results)",
  "function getEthBalance(address account) view returns (uint256 balance)",
];
const TOKEN_ABI = [
  "function balanceOf(address account) view returns (uint256)",
  "function decimals() view returns (uint8)",
];

/** Tokens asked for in one call of a node: some cap the gas of a call at 50 million. */
const AT_ONCE = 250;
/** The largest listed tokens of a chain; what is smaller is hardly held, and each costs a call. */
const MOST_TOKENS = 750;
/** No token of anybody's has more; one that says so is broken. */
const MOST_DECIMALS = 36;

export interface EvmReaderParts {
  readonly chain: EvmChain;
  /** May hold a key: never part of an error. */
  readonly url: string;
  /** Listed tokens of the chain, the largest first. */
  readonly tokens: () => readonly Asset[];
  readonly timeoutMs: number;
}

interface Result {
  readonly success: boolean;
  readonly returnData: string;
}

interface Client {
  readonly multicall: Contract;
  readonly native: Interface;
  readonly token: Interface;
}

/** Balances on an EVM chain from one of its nodes: all of them of one block per call, nothing but public reads. */
export function createEvmReader({ chain, url, tokens, timeoutMs }: EvmReaderParts): ChainReader {
  const provider = `${chainName(chain.id)} node`;
  let client: Promise<Client> | undefined;

  async function aggregate(
    { multicall }: Client,
    calls: readonly { readonly target: string; readonly callData: string }[],
  ): Promise<readonly Result[]> {
    const results: Result[] = [];
    for (let start = 0; start < calls.length; start += AT_ONCE) {
      const part = calls.slice(start, start + AT_ONCE).map((call) => ({ ...call, allowFailure: true }));
      const answered = (await multicall.getFunction("aggregate3").staticCall(part)) as readonly Result[];
      results.push(...[...answered].map(({ success, returnData }) => ({ success, returnData })));
    }
    return results;
  }

  async function read(address: string): Promise<readonly Balance[]> {
    const made = await (client ??= connect({ chain, url, timeoutMs }));
    const { native, token } = made;
    const listed = tokens()
      .map((asset) => ({ asset, target: asset.contracts?.[chain.id] ?? "" }))
      // What a provider calls a contract is not always one.
      .filter(({ target }) => /^0x[0-9a-f]{40}$/i.test(target))
      .slice(0, MOST_TOKENS);
    const [coins, ...balances] = await aggregate(made, [
      { target: MULTICALL3, callData: native.encodeFunctionData("getEthBalance", [address]) },
      ...listed.map(({ target }) => ({ target, callData: token.encodeFunctionData("balanceOf", [address]) })),
    ]);
    const held = listed.flatMap((each, index) => {
      const units = numberIn(balances[index]);
      return units === undefined || units === 0n ? [] : [{ ...each, units }];
    });
    const places = await aggregate(
      made,
      held.map(({ target }) => ({ target, callData: token.encodeFunctionData("decimals") })),
    );
    const own = numberIn(coins) ?? 0n;
    return [
      ...(own === 0n ? [] : [{ assetId: chain.coin, chain: chain.id, quantity: decimalText(own, 18) }]),
      ...held.flatMap(({ asset, units }, index) => {
        const decimals = numberIn(places[index]);
        if (decimals === undefined || decimals > MOST_DECIMALS) return [];
        return [{ assetId: asset.id, chain: chain.id, quantity: decimalText(units, Number(decimals)) }];
      }),
    ];
  }

  return {
    family: "evm",
    chain: chain.id,
    async read(address) {
      try {
        return { balances: await read(address) };
      } catch (error) {
        // Neither cause nor message: ethers puts the node's address, and with it a key, into both.
        throw new ProviderError(provider, failureIn(error));
      }
    },
  };
}

async function connect({
  chain,
  url,
  timeoutMs,
}: Pick<EvmReaderParts, "chain" | "url" | "timeoutMs">): Promise<Client> {
  const { Contract, FetchRequest, Interface, JsonRpcProvider, Network } = await import("ethers");
  const request = new FetchRequest(url);
  request.timeout = timeoutMs;
  request.setThrottleParams({ maxAttempts: 2, slotInterval: 250 });
  // ethers follows redirects, by which a node could send the desk anywhere into the desk's own network: it is not told where to.
  const ask = FetchRequest.createGetUrlFunc();
  request.getUrlFunc = async (asked, signal) => {
    const answer = await ask(asked, signal);
    return answer.statusCode >= 300 && answer.statusCode < 400 ? { ...answer, headers: {} } : answer;
  };
  // The network is given: asked for, a node that is down would be asked for ever.
  const network = Network.from(chain.chainId);
  const provider = new JsonRpcProvider(request, network, { staticNetwork: network, batchMaxCount: 1 });
  const native = new Interface(MULTICALL_ABI);
  return { multicall: new Contract(MULTICALL3, native, provider), native, token: new Interface(TOKEN_ABI) };
}

/** A whole number of 32 bytes; undefined for what is none: a contract that is not there answers with nothing. */
function numberIn(result: Result | undefined): bigint | undefined {
  if (!result?.success || !/^0x[0-9a-f]{64}$/i.test(result.returnData)) return undefined;
  return BigInt(result.returnData);
}

function failureIn(error: unknown): ProviderFailure {
  const { code, status } = failureParts(error);
  if (code === "TIMEOUT") return "timeout";
  // ethers gives 599 to a 429 whose retries are over.
  if (status === 429 || status === 599) return "limited";
  if (status === 401 || status === 403) return "refused";
  return code === "BAD_DATA" || code === "CALL_EXCEPTION" || code === "UNKNOWN_ERROR" ? "unusable" : "unreachable";
}

function failureParts(error: unknown): { readonly code?: unknown; readonly status?: unknown } {
  if (typeof error !== "object" || error === null) return {};
  const response = "response" in error ? error.response : undefined;
  const status =
    typeof response === "object" && response !== null && "statusCode" in response ? response.statusCode : undefined;
  return { ...("code" in error ? { code: error.code } : {}), status };
}
