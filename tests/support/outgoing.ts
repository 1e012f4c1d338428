/** How an address inside the operator's network is treated by one of the ways out. */
type Inside = "never" | "operator's word" | "never, unless the operator says so for feeds";

/** One way by which the desk speaks to a server: who names the address, and what keeps it from being led astray. */
export interface WayOut {
  readonly what: string;
  /** The files that open the connection. */
  readonly files: readonly string[];
  readonly namedBy: string;
  readonly inside: Inside;
  readonly redirects: string;
}

const NOT_FOLLOWED = "not followed";

/** All ways out of the process. The table of docs/outgoing.md is made of it, and a test holds it against the source. */
export const WAYS_OUT: readonly WayOut[] = [
  {
    what: "Posts of alerts (`/alert webhook`)",
    files: ["src/adapters/webhook/post.ts"],
    namedBy: "any member",
    inside: "never",
    redirects: NOT_FOLLOWED,
  },
  {
    what: "News feeds (`/feed add`)",
    files: ["src/news/fetch-feed.ts"],
    namedBy: "the owner, and whoever serves a feed",
    inside: "never, unless the operator says so for feeds",
    redirects: "at most three, each checked like the first",
  },
  {
    what: "Attachments on Discord",
    files: ["src/core/download.ts"],
    namedBy: "Discord; only its own two servers and `DISCORD_API_BASE`",
    inside: "operator's word",
    redirects: NOT_FOLLOWED,
  },
  {
    what: "Files on Telegram",
    files: ["src/core/download.ts"],
    namedBy: "`TELEGRAM_API_ROOT`; a path that leaves its files is refused",
    inside: "operator's word",
    redirects: NOT_FOLLOWED,
  },
  {
    what: "Bot API",
    files: ["src/adapters/telegram/request.ts", "src/adapters/telegram/api.ts"],
    namedBy: "`TELEGRAM_API_ROOT`",
    inside: "operator's word",
    redirects: NOT_FOLLOWED,
  },
  {
    what: "Discord's REST API and gateway",
    files: ["src/adapters/discord/requests.ts", "src/adapters/discord/gateway.ts"],
    namedBy: "`DISCORD_API_BASE`, which names the gateway",
    inside: "operator's word",
    redirects: NOT_FOLLOWED,
  },
  {
    what: "Language models",
    files: ["src/agent/guarded-fetch.ts"],
    namedBy: "`OPENAI_BASE_URL`, `MODEL_FALLBACKS`",
    inside: "operator's word",
    redirects: NOT_FOLLOWED,
  },
  {
    what: "Market data, GitHub",
    files: ["src/wire/fetch-json.ts"],
    namedBy: "`…_API_BASE`",
    inside: "operator's word",
    redirects: NOT_FOLLOWED,
  },
  {
    what: "Wallets: EVM nodes",
    files: ["src/wallets/evm.ts"],
    namedBy: "`EVM_RPC_URLS`",
    inside: "operator's word",
    redirects: NOT_FOLLOWED,
  },
  {
    what: "Wallets: Solana node",
    files: ["src/wallets/solana-transport.ts"],
    namedBy: "`SOLANA_RPC_URL`",
    inside: "operator's word",
    redirects: NOT_FOLLOWED,
  },
  {
    what: "Whether the clock is right (`doctor`)",
    files: ["src/wire/clock-ahead.ts"],
    namedBy: "the addresses above that are configured",
    inside: "operator's word",
    redirects: NOT_FOLLOWED,
  },
  {
    what: "`npm run mcp` to the running desk",
    files: ["src/adapters/mcp/stdio.ts", "src/mcp.ts"],
    namedBy: "`HOST`, `PORT`",
    inside: "operator's word",
    redirects: NOT_FOLLOWED,
  },
];

/** docs/outgoing.md. */
export const outgoingPage = (): string => `# Where the desk connects to

Written by \`npm run docs\`. Every way out of the process, who names its address, and whether that address may lie inside: on the machine
itself, in its private networks, link-local (a cloud's metadata among them), or in any other range that is not the public internet,
in every way of writing it (decimal, octal, hexadecimal, IPv4 within IPv6, NAT64, full-width digits).

| way out | address named by | inside | redirects |
| --- | --- | --- | --- |
${WAYS_OUT.map(({ what, namedBy, inside, redirects }) => `| ${what} | ${namedBy} | ${inside} | ${redirects} |`).join("\n")}

Where inside is "never", the address that a name leads to is checked at each connection and is the one that is connected to, so that a
name cannot change its mind after the check (DNS rebinding). \`FEED_PRIVATE_ADDRESSES=allow\` is how the operator says so for feeds.
"Operator's word": it stands in the environment, so that a model on the same machine or a node of one's own works; nobody who chats
with the desk can change it, and no server that is asked can send the desk elsewhere.
`;
