const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Names that are words of everyday language, or of other things, too. */
export const COMMON_NAMES = words(`
  ao arc ark asi base billy butler claude cookie claw echelon echo exo fetch flock flux freysa golem grass griffain group hermes hologram
  hyperbolic irys kite lucy luna masa mcp merge mira morpheus near nil nexus nos olas ora pearl phala prime psyche recall render ritual
  sahara sapien sent sentient snaps spheron story swarms talus templar theoriq uni vana venice virtual warden wayfinder world
  zel gopher gpt goat anon fai mor fil covenant delphi dobby roma arma warden together diem virtual giza`);

/** Names that even a text about crypto uses for something else: a record high, an exchange, a law, open interest. */
export const ON_MARK_ONLY = words(`
  8004 act agi ai almanac ath coin fair game gemini holo io ip mj ocean open parallel path playgrounds prompt rig sheets subspace upshot
  nexus caffeine sats group`);

/** What makes a text one about crypto, wherever it stands. */
export const CRYPTO =
  /\b(?:crypto(?:currenc(?:y|ies))?|blockchains?|on-?chain|web3|defi|depin|ethereum|solana|bitcoin|smart contracts?|decentrali[sz]ed)\b/i;

/** The same in news, where a token is not a piece of a word. */
export const FIELD = new RegExp(
  `${CRYPTO.source}|\\b(?:tokens?|tokeni[sz]\\w+|airdrops?|mainnet|testnet|subnets?|dao|staking|stablecoins?|layer[ -]?[12]|l[12]s?|protocol|ai agents?|coinbase|binance|memecoins?|altcoins?|btc|eth|nfts?)\\b`,
  "i",
);

/** What makes a text one about AI. */
export const THINKING =
  /\b(?:ai|a\.i\.|artificial intelligence|agentic|llms?|machine learning|chatbots?|gpus?|language models?|inference|openai|anthropic|nvidia)\b/i;

/** What stands behind the name of an organisation or a network, and seldom behind the word that it also is. */
export const NAMED_AFTER = words(`
  ai app blockchain ceo chain cofounder co-founder dao developer developers ecosystem engineers fees foundation founder founders framework
  inc l1 l2 labs mainnet network protocol research researchers sdk sequencer stakers team testnet token tokens treasury users validators
  acquires adds airdrops announces appoints brings buys confirms cuts debuts deploys enables expands hires integrates introduces joins
  launches lets lists nets names opens partners pauses plans posts pushes raises releases reveals rolls says secures sees sells ships signs
  slashes starts sues taps teams unveils upgrades wants wins`);

/** Whether a word is one that people who look for news rather mean as the word than as the project. */
export const isOrdinaryWord = (word: string): boolean => ON_MARK_ONLY.has(word.trim().toLowerCase());
