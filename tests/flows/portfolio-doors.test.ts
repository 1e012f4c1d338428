import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWholeDesk, type WholeDesk } from "../support/whole-desk.ts";
import { aCall } from "../support/calls.ts";
import { portfolioDesk } from "../support/portfolio-desk.ts";
import { toRegistrations } from "../../src/adapters/discord/register.ts";

interface Option {
  readonly name: string;
  readonly type: number;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly value: unknown }[];
  readonly options?: readonly Option[];
}

const SUBCOMMAND = 1;

let whole: WholeDesk;
beforeAll(async () => {
  whole = await openWholeDesk();
});
afterAll(() => whole.database.destroy());

describe("on Discord", () => {
  const subcommands = (): readonly Option[] => {
    const all = JSON.parse(JSON.stringify(toRegistrations([...whole.desk.commands.values()]))) as readonly Option[];
    return all.find(({ name }) => name === "portfolio")?.options ?? [];
  };

  test("each command of a portfolio is a subcommand", () => {
    expect(
      subcommands()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(
      [
        ["activities", "add", "allocation", "edit", "export", "holdings"],
        ["import", "performance", "remove", "settings", "show", "undo"],
      ].flat(),
    );
    expect(subcommands().every(({ type }) => type === SUBCOMMAND)).toBe(true);
  });

  test("an entry is typed into options of its own, with choices or suggestions, and not into one line", () => {
    const of = (name: string): readonly Option[] => subcommands().find((each) => each.name === name)?.options ?? [];
    const [kind, quantity, coin] = of("add");
    expect([kind?.name, quantity?.name, coin?.name]).toEqual(["kind", "quantity", "coin"]);
    expect(kind?.choices?.map(({ value }) => value)).toEqual(
      expect.arrayContaining(["buy", "sell", "swap", "migrate"]),
    );
    const suggested = (name: string): readonly string[] =>
      of(name).flatMap((option) => (option.autocomplete === true ? [option.name] : []));
    for (const name of ["add", "edit"])
      expect(suggested(name)).toEqual(expect.arrayContaining(["coin", "to_coin", "currency", "date"]));
  });

  test("what is suggested is what will be read", async () => {
    const call = aCall({ now: Date.UTC(2026, 2, 1, 12) });
    const values = async (field: string, typed: string) =>
      (await whole.desk.suggest("portfolio add", field, typed, call)).map(({ value }) => value);
    expect(await values("coin", "bitten")).toContain("bittensor");
    expect(await values("date", "y")).toEqual(["yesterday"]);
    expect(await values("date", "2026-02-2")).toContain("2026-02-28");
    expect((await values("currency", "eu")).length).toBeGreaterThan(0);
  });
});

test("nothing of a portfolio is public, reaches a model in public, or any program", () => {
  const own = [...whole.desk.commands.values()].filter(({ name }) => /^(?:portfolio|wallet)\b/.test(name));
  expect(own.length).toBeGreaterThan(14);
  for (const { name, visibility, surfaces } of own)
    expect([name, visibility, surfaces.includes("mcp")]).toEqual([name, "private", false]);
});

test.each([
  ["1200 AI16Z", "7,200 ELIZAOS"],
  ["100 AGIX", "43.335 FET"],
  ["100 OCEAN", "43.3226 FET"],
])("%s becomes %s", async (old, becomes) => {
  const { say, read, press, database } = await portfolioDesk();
  const bought = await say(`portfolio add transfer in ${old} at 0.5 on 2024-03-01`);
  if (bought.choices) await press(bought, bought.choices.options[0]?.label ?? "");
  expect(await read(`portfolio add migrate ${old} on 2025-12-01`)).toContain(`into ${becomes}`);
  await database.destroy();
});
