import { z } from "zod";

const id = z.string().regex(/^[a-z0-9-]+$/);
const words = z.array(z.string().min(1)).min(1);
const sentence = z.string().regex(/^[\s\S]*[.)]$/, "does not end as a sentence");

/** A dated page or list that a fact was seen in. */
const source = z.strictObject({
  title: z.string().min(1),
  /** Absent where it is not public. */
  url: z.url().optional(),
  on: z.iso.date(),
  isApproximate: z.literal(true).optional(),
});

/** What a project is called besides its name. Without `is` it is simply another spelling. */
const alias = z.strictObject({
  name: z.string().min(1),
  is: z
    .enum([
      "misheard",
      "product",
      "old name",
      "old ticker",
      "person",
      "company",
      "second token",
      "later name, unconfirmed",
    ])
    .optional(),
});

/** An address that was seen in a dated source, or is known and was not checked. */
const seen = { isSeen: z.boolean() };

const project = z.strictObject({
  id,
  name: z.string().min(1),
  kind: z.enum(["network", "lab", "framework", "agent", "application", "company", "chain", "model"]),
  layer: id,
  alsoIn: z.array(id).min(1).optional(),
  aliases: z.array(alias).min(1).optional(),
  /** What else has its name. */
  notThese: words.optional(),
  /** Absent where no token is known. */
  token: z
    .strictObject({
      symbol: z.string().regex(/^[A-Z0-9]{1,12}$/),
      /** CoinGecko's. */
      assetId: id,
      contracts: z.record(id, z.string().min(1)).optional(),
      sources: z.array(id).min(1),
    })
    .optional(),
  oldTokens: z
    .array(z.strictObject({ symbol: z.string(), assetId: id.optional(), became: z.string() }))
    .min(1)
    .optional(),
  /** Ticker of a share on a stock exchange. */
  share: z
    .string()
    .regex(/^[A-Z]{1,5}$/)
    .optional(),
  chains: z.array(id).min(1).optional(),
  /** Projects that it could not do without. */
  buildsOn: z.array(id).min(1).optional(),
  repository: z.strictObject({ name: z.string().regex(/^[\w.-]+(\/[\w.-]+)?$/), ...seen }).optional(),
  website: z.strictObject({ host: z.string().regex(/^[\w.-]+\.[a-z]+(\/[\w./-]*)?$/), ...seen }).optional(),
  x: z.strictObject({ handle: z.string().regex(/^\w{1,15}$/), ...seen }).optional(),
  /** When it first became public; approximate. */
  launchedYear: z.int().min(1975).max(2026).optional(),
  what: sentence,
  /** Where the conversation names it, in seconds, and as what. */
  conversation: z
    .strictObject({ seconds: z.array(z.int().min(0)).min(1), as: words, isCertain: z.boolean() })
    .optional(),
  /** DefiLlama's adapters and CoinGecko's category in which it can be measured. */
  measuredBy: z
    .strictObject({ fees: z.string().optional(), unlocks: z.string().optional(), category: z.string().optional() })
    .optional(),
  risks: z.array(id).min(1).optional(),
  notes: z
    .array(
      z.strictObject({
        on: z.iso.date(),
        text: sentence,
        source: id,
        isApproximate: z.literal(true).optional(),
      }),
    )
    .min(1)
    .optional(),
  sources: z.array(id),
  /** Some of it is not from a dated source. */
  isPartlyUnchecked: z.literal(true).optional(),
  /** Day of the newest source about the project itself. */
  asOf: z.iso.date(),
  confidence: z.enum(["high", "medium", "low"]),
});

/** The form of data/projects.json. */
export const projectFile = z.strictObject({
  schemaVersion: z.literal(1),
  asOf: z.iso.date(),
  about: z.string(),
  sources: z.record(id, source),
  risks: z.record(id, sentence),
  projects: z.array(project).min(1),
});

/** The form of data/layers.json. */
export const layerFile = z.strictObject({
  schemaVersion: z.literal(1),
  asOf: z.iso.date(),
  about: z.string(),
  /** CoinGecko ids that are looked up and compared with, and enter no figure of a layer. */
  benchmarks: z.array(id),
  /** From the bottom of the stack to the top. */
  layers: z.array(
    z.strictObject({
      id,
      name: z.string().min(1),
      aliases: words,
      what: sentence,
      /** What does not belong there. */
      not: z.string().optional(),
      /** Whether it counts as the sector; the others are kept for comparison. */
      isInSector: z.boolean(),
      /** CoinGecko's categories that come near it. */
      categories: z.array(z.string()),
    }),
  ),
});

/** A project of the crypto-AI sector, or one it is compared with. */
export type Project = z.output<typeof project>;
/** One layer of the stack. */
export type Layer = z.output<typeof layerFile>["layers"][number];
/** Where a fact was seen. */
export type Source = z.output<typeof source>;
