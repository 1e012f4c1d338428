import { noteSecret } from "../support/log-watch.ts";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AbiCoder, getAddress, Interface, toBeHex } from "ethers";

/** What the nodes hold: units by token contract (or mint) for one owner. */
interface NodeWorld {
  /** EVM owner, lower case → contract, lower case, or "native" → units. */
  readonly evm: Map<string, Map<string, bigint>>;
  /** Places of a token by contract, lower case; a contract that is not here answers with nothing. */
  readonly places: Map<string, number>;
  /** Solana owner → mint, or "native" → units. */
  readonly solana: Map<string, Map<string, bigint>>;
}

/** How a node misbehaves: an HTTP status, silence, or words that are no JSON. */
export type NodeFault = { readonly status: number; readonly location?: string } | "silent" | "nonsense" | "empty";

export interface NodesStandIn {
  readonly world: NodeWorld;
  readonly evmUrl: string;
  readonly solanaUrl: string;
  readonly violations: string[];
  /** Bodies of all requests. */
  readonly requests: string[];
  fault(family: "evm" | "solana", fault: NodeFault | undefined): void;
  close(): Promise<void>;
}

const MULTICALL3 = "0xcA11bde05977b3631167028862bE2a173976CA11";
const KEY = "a-key-in-the-address";
noteSecret(KEY);
const SYSTEM_PROGRAM = "11111111111111111111111111111111";
const coder = AbiCoder.defaultAbiCoder();
const multicall = new Interface([
  "function aggregate3((address target, bool allowFailure, bytes callData)[] calls) payable returns ((bool success, bytes returnData)[] results)",
  "function getEthBalance(address account) view returns (uint256 balance)",
]);
const token = new Interface([
  "function balanceOf(address account) view returns (uint256)",
  "function decimals() view returns (uint8)",
]);

interface RpcCall {
  readonly jsonrpc: string;
  readonly id: number | string;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** An Ethereum node with Multicall3 and a Solana node, as far as reading balances needs them; both strict. */
export async function startNodes(): Promise<NodesStandIn> {
  const world: NodeWorld = { evm: new Map(), places: new Map(), solana: new Map() };
  const violations: string[] = [];
  const requests: string[] = [];
  const faults = new Map<string, NodeFault>();

  const heldOf = (owner: string): Map<string, bigint> =>
    world.evm.get(owner.toLowerCase()) ?? new Map<string, bigint>();

  function called(target: string, callData: string): string {
    if (getAddress(target) === MULTICALL3) {
      const [owner] = multicall.decodeFunctionData("getEthBalance", callData) as unknown as [string];
      return coder.encode(["uint256"], [heldOf(owner).get("native") ?? 0n]);
    }
    const contract = target.toLowerCase();
    if (!world.places.has(contract)) return "0x";
    const parsed = token.parseTransaction({ data: callData });
    if (parsed?.name === "decimals") return coder.encode(["uint8"], [world.places.get(contract)]);
    return coder.encode(["uint256"], [heldOf(String(parsed?.args[0])).get(contract) ?? 0n]);
  }

  function ethereum({ method, params }: RpcCall): unknown {
    if (method !== "eth_call") {
      violations.push(`evm: ${method}`);
      throw new Error("the method does not exist");
    }
    const [{ to, data }] = params as [{ to: string; data: string }];
    if (getAddress(to) !== MULTICALL3) violations.push(`evm: a call to ${to}`);
    const [calls] = multicall.decodeFunctionData("aggregate3", data) as unknown as [
      readonly { readonly target: string; readonly callData: string }[],
    ];
    const results = [...calls].map(({ target, callData }) => [true, called(target, callData)]);
    return multicall.encodeFunctionResult("aggregate3", [results]);
  }

  function solana({ method, params }: RpcCall): unknown {
    const owner = String(params[0]);
    const held = world.solana.get(owner) ?? new Map<string, bigint>();
    const context = { apiVersion: "2.3.0", slot: 300_000_000 };
    if (method === "getBalance") return { context, value: `#${held.get("native") ?? 0n}` };
    if (method !== "getTokenAccountsByOwner") {
      violations.push(`solana: ${method}`);
      throw new Error("Method not found");
    }
    const { programId } = params[1] as { programId: string };
    const { encoding } = params[2] as { encoding: string };
    if (encoding !== "jsonParsed") violations.push(`solana: encoding ${encoding}`);
    // All of ours are of the first program; Token-2022 has none.
    const isFirst = programId.startsWith("Tokenkeg");
    const value = [...held].filter(([mint]) => mint !== "native" && isFirst);
    return {
      context,
      value: value.map(([mint, units]) => ({
        pubkey: SYSTEM_PROGRAM,
        account: {
          lamports: 2_039_280,
          owner: programId,
          executable: false,
          rentEpoch: 18_446_744_073_709_552_000,
          space: 165,
          data: {
            program: "spl-token",
            space: 165,
            parsed: {
              type: "account",
              info: {
                isNative: false,
                mint,
                owner,
                state: "initialized",
                tokenAmount: { amount: String(units), decimals: 6, uiAmount: 0, uiAmountString: "0" },
              },
            },
          },
        },
      })),
    };
  }

  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    return Buffer.concat(parts).toString("utf8");
  };

  const serve = async (family: "evm" | "solana"): Promise<Server> => {
    const server = createServer((request, response) => {
      const work = async (): Promise<void> => {
        const body = await bodyOf(request);
        requests.push(body);
        if (!request.url?.includes(KEY)) violations.push(`${family}: the key was not sent`);
        const fault = faults.get(family);
        if (fault === "silent") return;
        if (fault === "nonsense" || fault === "empty") {
          response.writeHead(200, { "content-type": "application/json" });
          response.end(fault === "empty" ? "" : "<html>Service</html>");
          return;
        }
        if (fault) {
          const location = fault.location === undefined ? {} : { location: fault.location };
          response.writeHead(fault.status, { "content-type": "application/json", "retry-after": "1", ...location });
          response.end("{}");
          return;
        }
        const asked = JSON.parse(body) as RpcCall;
        let answer: object;
        try {
          answer = { result: family === "evm" ? ethereum(asked) : solana(asked) };
        } catch (error) {
          answer = { error: { code: -32_601, message: String(error) } };
        }
        response.writeHead(200, { "content-type": "application/json" });
        // Lamports are written in full, however many digits that takes.
        const text = JSON.stringify({ jsonrpc: "2.0", id: asked.id, ...answer });
        response.end(text.replace(/"#(\d+)"/, "$1"));
      };
      work().catch((error: unknown) => violations.push(`${family}: ${String(error)}`));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return server;
  };

  const [evm, sol] = [await serve("evm"), await serve("solana")];
  const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/${KEY}`;
  return {
    world,
    evmUrl: urlOf(evm),
    solanaUrl: urlOf(sol),
    violations,
    requests,
    fault: (family, fault) => void (fault === undefined ? faults.delete(family) : faults.set(family, fault)),
    async close() {
      for (const server of [evm, sol]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** An address of an EVM chain, as its checksum wants it. */
export const evmAddress = (seed: number): string => getAddress(toBeHex(seed + 0xabcdef, 20));
