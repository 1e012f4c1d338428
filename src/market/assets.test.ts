import { aCall, NOON } from "../../tests/support/calls.ts";
import { assetsOver, COINS, testAssets } from "../../tests/support/market-desk.ts";
import { describe, expect, test } from "vitest";
import { ProviderError, UserError } from "../core/errors.ts";
import type { Asset } from "./asset.ts";
import fc from "fast-check";
import { manyCoins } from "../../tests/support/many-coins.ts";

const { assets } = await testAssets();
const call = aCall();
const ME = aCall();
const OTHER = aCall({ caller: { userId: "user-2" } });

/** The id that a word is taken for, or the ids that it asks between, or the sentence that it ends in. */
async function meaning(word: string, from = call, of = assets): Promise<string | string[]> {
  try {
    return (await of.one(word, from)).asset.id;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.alternatives?.choices.map(({ value }) => value.slice(value.indexOf("=") + 1)) ?? error.message;
  }
}

describe("a word is taken for an asset", () => {
  test.each([
    ["its id", "bittensor", "bittensor"],
    ["an id with a hyphen", "ai-rig-complex", "ai-rig-complex"],
    ["a unique symbol", "RENDER", "render-token"],
    ["any case", "rEnDeR", "render-token"],
    ["a dollar sign and punctuation around it", '"$RENDER",', "render-token"],
    ["wide letters", "ＲＥＮＤＥＲ", "render-token"],
    ["a name", "Internet Computer", "internet-computer"],
    ["a name without its blank", "internetcomputer", "internet-computer"],
    ["a mistake of a transcript", "Bit Tensor", "bittensor"],
    ["an alias", "Virtuals", "virtual-protocol"],
    ["a symbol with digits in front", "1inch", "1inch"],
    ["an emoji", "🔥", "fire-coin"],
    ["a symbol that hid a direction mark", "rtl", "rtl-coin"],
    ["a Solana address", "rndrizKT3MK1iimdxRdWabcF7Zg7AR5T4nud4EkHBof", "render-token"],
    ["an address with its chain", "solana:rndrizKT3MK1iimdxRdWabcF7Zg7AR5T4nud4EkHBof", "render-token"],
    ["a chain by its short name", "op:0x4200000000000000000000000000000000000006", "weth-op"],
    ["an EVM address in any case", "BASE:0X4200000000000000000000000000000000000006", "weth-base"],
    ["exactly this id", "=arc", "arc"],
    ["exactly this id, which is also a famous symbol", "=tao", "tao"],
  ])("by %s", async (_what, word, id) => {
    expect(await meaning(word)).toBe(id);
  });

  test.each([
    ["TAO", "bittensor", 5],
    ["near", "near", 2],
    ["Bitcoin", "bitcoin", 1],
    ["mira", "mira-3", 1],
  ])("%s goes to the one that is clearly meant, and the others are offered", async (word, id, others) => {
    const resolved = await assets.one(word, call);
    expect(resolved.asset.id).toBe(id);
    expect(resolved.others.map((other) => other.id)).toHaveLength(others);
  });

  test.each([
    ["AI", ["gensyn", "sleepless-ai", "ai", "chat-ai"]],
    ["arc", ["ai-rig-complex", "arc", "arc-dog"]],
    ["LUNA", ["terra-luna-2", "luna-by-virtuals", "terra-luna"]],
    ["TAO?", ["bittensor", "tao-inu", "tao", "friendly-tao", "wrapped-tao", "wide-tao"]],
    ["0x4200000000000000000000000000000000000006", ["weth-base", "weth-op"]],
    ["bitensor", ["bittensor"]],
    ["IET AOS", ["io", "bittensor", "ao-computer", "aethir"]],
    ["dTAO", ["bittensor"]],
    ["Illia Polosukhin", ["near"]],
    ["Grok", ["grok-9"]],
    ["exo", ["exohood"]],
  ])("%s asks which one", async (word, ids) => {
    expect(await meaning(word)).toEqual(ids);
  });

  test.each([
    ["RNDR", "render-token", "RNDR is now RENDER.", true],
    ["PATH", "virtual-protocol", "PATH became VIRTUAL in December 2023, one for one.", true],
    ["ai16z", "elizaos", "ai16z became elizaOS, with a new token at another count: ELIZAOS.", false],
    ["AGIX", "fetch-ai", "AGIX was merged into FET in 2024, not one for one.", false],
    ["cudos", "fetch-ai", "CUDOS was merged into FET in 2024, not one for one.", false],
  ])("%s is an old name, and the answer says so", async (word, id, note, isSameUnit) => {
    expect(await assets.one(word, call)).toMatchObject({ asset: { id }, note, isSameUnit });
  });

  test.each([
    ["Noose Research", /^Nous Research \(a model lab\) has no token that I know of/],
    ["prime intellect", /^Prime Intellect .* has no token/],
    ["NVDA", /shares are not looked up here/],
    ["0x00000000000000000000000000000000000000ff", /^No listed coin has this contract address\.$/],
    ["qqqqqqqq", /^I know no coin called "qqqqqqqq"\.$/],
    ["=nothing-here", /^There is no asset with the id "nothing-here"\.$/],
    ["", /^There is no name in ""\.$/],
    ["\u202E\u200B", /^There is no name in ""\.$/],
    ["x".repeat(10_000), /^10,000 characters are too many/],
  ])("%.20j has no answer but a plain sentence", async (word, sentence) => {
    expect(await meaning(word)).toMatch(sentence);
  });

  test("an asset that calls itself by the id of another is told from it by its cap", async () => {
    const { assets: hostile } = await testAssets([
      ...COINS,
      ["render", "RENDERX", "Render Network"],
      ["x", "x", "bittensor"],
    ]);
    expect(await meaning("render-token", call, hostile)).toBe("render-token");
    expect(await meaning("render", call, hostile)).toBe("render-token");
    expect(await meaning("bittensor", call, hostile)).toBe("bittensor");
  });

  test("two of a size are asked between, however well known", async () => {
    const { assets: close } = await testAssets([
      ["one-flow", "FLOW", "Flow", 50, 1_000_000_000],
      ["two-flow", "FLOW", "Flow", 90, 101_000_000],
    ]);
    expect(await meaning("flow", call, close)).toEqual(["one-flow", "two-flow"]);
  });

  test("namesakes that look the same are told apart by their ids", async () => {
    const { assets: twins } = await testAssets([
      ["dog-1", "DOG", "Dog"],
      ["dog-2", "DOG", "Dog"],
    ]);
    await expect(twins.one("dog", call)).rejects.toMatchObject({
      alternatives: {
        word: "dog",
        choices: [{ label: "Dog (DOG) dog-1", value: "dog=dog-1" }, { label: "Dog (DOG) dog-2" }],
      },
    });
  });
});

describe("a choice", () => {
  test("is remembered for the one who chose, and asked for again on request", async () => {
    const { assets: own } = await testAssets();
    const chosen = await own.one("arc=ai-rig-complex", ME);
    expect(chosen).toMatchObject({
      asset: { id: "ai-rig-complex" },
      note: 'From now on "arc" is AI Rig Complex for you.',
    });
    expect(await meaning("$ARC", ME, own)).toBe("ai-rig-complex");
    expect(await meaning("ARC", OTHER, own)).toEqual(["ai-rig-complex", "arc", "arc-dog"]);
    expect(await meaning("ARC?", ME, own)).toEqual(["ai-rig-complex", "arc", "arc-dog"]);
    await own.one("ARC=arc", ME);
    expect(await meaning("arc", ME, own)).toBe("arc");
  });

  test("of a misspelt word is remembered too", async () => {
    const { assets: own } = await testAssets();
    await own.one("bitensor=bittensor", ME);
    expect(await meaning("bitensor", ME, own)).toBe("bittensor");
  });

  test("changes nothing about a word that has one meaning", async () => {
    const { assets: own } = await testAssets();
    await own.one("RENDER=bitcoin", ME);
    expect(await meaning("RENDER", ME, own)).toBe("render-token");
  });

  test.each(["agent", "mcp"] as const)("is not remembered from the surface %s", async (surface) => {
    const { assets: own } = await testAssets();
    await own.one("arc=arc", aCall({ surface }));
    expect(await meaning("arc", ME, own)).toEqual(["ai-rig-complex", "arc", "arc-dog"]);
  });

  test("that cannot be kept is answered all the same", async () => {
    const { assets: own, log } = await testAssets();
    expect(await meaning("arc=arc", aCall({ caller: { userId: "nobody" } }), own)).toBe("arc");
    expect(log.lines).toMatchObject([{ level: "warn", event: "asset choice not remembered" }]);
  });
});

describe("suggestions", () => {
  test("begin as typed, the best known first, and stand for exactly one asset", async () => {
    const found = assets.suggest("ta");
    expect(found[0]).toEqual({ label: "Bittensor (TAO) #38", value: "bittensor" });
    for (const { label, value } of assets.suggest("a"))
      expect(label).toContain((await assets.one(value, ME)).asset.name);
  });

  test("find words inside a name, and old names that nothing begins with", () => {
    expect(assets.suggest("protocol").map(({ label }) => label)).toContain("NEAR Protocol (NEAR) #48");
    expect(assets.suggest("rndr")[0]?.value).toBe("render-token");
  });

  test("give an id that is also somebody's symbol with an equals sign", () => {
    expect(assets.suggest("reactor")).toEqual([{ label: "Reactor (ARC)", value: "=arc" }]);
  });

  test("are the best known where nothing is typed, and none for nonsense", () => {
    expect(
      assets
        .suggest("")
        .slice(0, 2)
        .map(({ value }) => value),
    ).toEqual(["=bitcoin", "ethereum"]);
    expect(assets.suggest("\u0000".repeat(50))).toHaveLength(25);
    expect(assets.suggest("zzzzzzzz")).toEqual([]);
    expect(assets.suggest("a".repeat(10_000))).toEqual([]);
  });

  test("show no mark that could turn a line around", () => {
    expect(assets.suggest("rtl")[0]?.label).toBe("evil coin <b>@everyone</b> (RTL)");
  });
});

describe("the words of a list", () => {
  test.each([
    [
      ["bit", "tensor", "near"],
      ["bit tensor", "near"],
    ],
    [["noose", "research"], ["noose research"]],
    [
      ["internet", "computer", "tao"],
      ["internet computer", "tao"],
    ],
    [
      ["btc", "near"],
      ["btc", "near"],
    ],
    [["bitcoin", "cash"], ["bitcoin cash"]],
    [
      ["tao", "arc=arc", "near?"],
      ["tao", "arc=arc", "near?"],
    ],
    [[], []],
  ])("%j are the names %j", (words, names) => {
    expect(assets.phrases(words)).toEqual(names);
  });
});

describe("the list", () => {
  test("is our own on the very first start, and says that more is on its way", async () => {
    const { make } = await assetsOver();
    const own = make();
    await own.load();
    expect(await meaning("TAO", call, own)).toBe("bittensor");
    await expect(own.one("fire-coin", call)).rejects.toMatchObject({ hint: /still on its way/ });
  });

  test("takes one request for all coins and four for ranks, and outlives the process", async () => {
    const { make, source } = await assetsOver();
    expect(await make().refresh()).toEqual({ assets: COINS.length, isComplete: true });
    expect(source.state.asked).toEqual(["list", "page 1", "page 2", "page 3", "page 4"]);
    const next = make();
    await next.load();
    expect(next.refreshedAt).toBe(NOON);
    expect(next.byId("bittensor")).toMatchObject({ rank: 38, capUsd: 3_200_000_000 });
    expect(await meaning("rndrizKT3MK1iimdxRdWabcF7Zg7AR5T4nud4EkHBof", call, next)).toBe("render-token");
    expect(source.state.asked).toHaveLength(5);
  });

  test("stays when a refresh fails", async () => {
    const { make, source } = await assetsOver();
    const own = make();
    await own.refresh();
    source.state.broken.set("list", new ProviderError("CoinGecko", "limited"));
    await expect(own.refresh()).rejects.toThrow(ProviderError);
    expect(await meaning("TAO", call, own)).toBe("bittensor");
  });

  test.each([0, 10])("stays when the new one has %i coins of forty", async (count) => {
    const { make, source } = await assetsOver();
    const own = make();
    await own.refresh();
    source.state.coins = COINS.slice(0, count);
    await expect(own.refresh()).rejects.toMatchObject({ failure: "unusable" });
    expect(own.byId("fire-coin")?.name).toBe("🔥🔥 Fire");
  });

  test("keeps the old ranks that a missing page would have said, and is not complete then", async () => {
    const { make, source, log } = await assetsOver();
    const own = make();
    await own.refresh();
    source.state.broken.set("page 1", new ProviderError("CoinGecko", "timeout"));
    source.state.coins = [...COINS, ["new-coin", "NEWC", "New Coin"]];
    expect(await own.refresh()).toEqual({ assets: COINS.length + 1, isComplete: false });
    expect(own.byId("bittensor")?.rank).toBe(38);
    expect(own.byId("new-coin")?.symbol).toBe("NEWC");
    expect(log.lines.map(({ event }) => event)).toEqual(["ranks of assets not refreshed"]);
  });

  test("forgets what is gone, in memory and on disk, but never our own", async () => {
    const { make, source } = await assetsOver();
    const own = make();
    await own.refresh();
    source.state.coins = COINS.filter(([id]) => id !== "fire-coin" && id !== "bittensor");
    await own.refresh();
    const next = make();
    await next.load();
    for (const each of [own, next]) {
      expect(each.byId("fire-coin")).toBeUndefined();
      expect(each.byId("bittensor")?.symbol).toBe("TAO");
    }
  });

  test("holds names as they may be shown, and no id that could not be told from the text around it", async () => {
    const { make } = await assetsOver([
      ["good", "good", "Good"],
      ["bad id", "bad", "Bad"],
      ["a,b", "ab", "Ab"],
      ["a=b", "aeb", "Aeb"],
      ["nameless", "\u202E", "\u200B\u0007"],
    ]);
    const own = make();
    await own.refresh();
    expect(["bad id", "a,b", "a=b"].map((id) => own.byId(id))).toEqual([undefined, undefined, undefined]);
    expect(own.byId("nameless")).toEqual({ id: "nameless", symbol: "NAMELESS", name: "nameless" } satisfies Asset);
  });

  test("is fetched once for two who ask at the same time, and answers while it is taken in", async () => {
    const { make, source } = await assetsOver(manyCoins(3_000));
    const own = make();
    const both = [own.refresh(), own.refresh()];
    expect(await meaning("TAO", call, own)).toBe("bittensor");
    const answered: string[] = [];
    let isDone = false;
    const refreshed = Promise.all(both).then(() => (isDone = true));
    while (!isDone) {
      answered.push(String(await meaning("bittensor", call, own)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await refreshed;
    expect(new Set(answered)).toEqual(new Set(["bittensor"]));
    // The event loop turned many times meanwhile: no step of it took the whole time.
    expect(answered.length).toBeGreaterThan(10);
    expect(source.state.asked.filter((what) => what === "list")).toHaveLength(1);
  });
});

describe("any text at all", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: "grapheme", maxLength: 150 }),
    fc.constantFrom(
      ...COINS.flatMap(([id, symbol, name]) => [id, symbol, name, `${symbol}?`, `${symbol}=${id}`, `=${id}`]),
    ),
    fc.constantFrom(
      "__proto__",
      "constructor",
      "toString",
      "'; DROP TABLE asset; --",
      "<img src=x>",
      "*_[]()~`>#+-=|{}.!",
      "@everyone",
    ),
  );

  test("is one asset or a sentence with a way out", async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (typed) => {
        const found = await assets.one(typed, call).catch((error: unknown) => {
          if (error instanceof UserError) return error;
          throw error;
        });
        expect(found instanceof UserError ? found.message.length : found.asset.id.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test("brings suggestions that each stand for one asset, or none", async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (typed) => {
        const found = assets.suggest(typed);
        expect(found.length).toBeLessThanOrEqual(25);
        for (const { value } of found.slice(0, 3))
          expect((await assets.one(value, call)).asset.id).toBe(value.replace("=", ""));
      }),
      { numRuns: 300 },
    );
  });

  test("loses no word when names are put together", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 12 }), (words) => {
        expect(assets.phrases(words).join(" ")).toBe(words.join(" "));
      }),
    );
  });
});
