import { afterEach, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { BOT_ID, CHANNEL_ID, textOf } from "../stand-ins/discord-world.ts";

const WAIT = { timeout: 8_000, interval: 10 };
const ROLE = "777777777777777777";

let doors: BothDoors;
afterEach(() => doors.close());

test("on Discord whoever has an allowed role is answered, by slash command and by mention, until it is taken from them", async () => {
  doors = await openBothDoors();
  const { discord } = doors;
  const asked = async (...given: Parameters<typeof discord.slash>): Promise<string> => {
    const interaction = discord.slash(...given);
    await vi.waitFor(() => expect(interaction.original?.isLoading).toBe(false), WAIT);
    return interaction.original ? textOf(interaction.original) : "";
  };
  await asked("ada", "guild", "settings set", { name: "who_may_ask", value: "listed" });
  await asked("ada", "guild", "settings set", { name: "allowed_roles", value: `<@&${ROLE}>` });

  const price = { assets: "TAO" };
  expect(await asked("ann", "guild", "price", price, { roles: ["888888888888888888", ROLE] })).toContain("Bittensor");
  expect(await asked("ann", "guild", "price", price, { roles: ["888888888888888888"] })).toContain(
    "Here I answer those whom an admin has listed.",
  );
  expect(await asked("ada", "guild", "price", price)).toContain("Bittensor");

  const answers = (): number =>
    discord.messages().filter((each) => each.channelId === CHANNEL_ID && textOf(each).includes("NEAR Protocol")).length;
  discord.message("ben", "guild", `<@${BOT_ID}> price of NEAR`, { roles: [ROLE] });
  await vi.waitFor(() => expect(answers()).toBe(1), WAIT);
  discord.message("ben", "guild", `<@${BOT_ID}> price of NEAR`);
  await vi.waitFor(
    () => expect(discord.messages().some((each) => textOf(each).includes("whom an admin has listed"))).toBe(true),
    WAIT,
  );
  expect(answers()).toBe(1);
});
