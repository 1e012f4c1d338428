import { afterEach, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { BOT_ID, CHANNEL_ID, textOf } from "../stand-ins/discord-world.ts";

const WAIT = { timeout: 8_000, interval: 10 };
const ROLE = "777777777777777777";

let doors: BothDoors;
afterEach(() => doors.close());

async function ask(...given: Parameters<BothDoors["discord"]["slash"]>): Promise<string> {
  const interaction = doors.discord.slash(...given);
  await vi.waitFor(() => expect(interaction.original?.isLoading).toBe(false), WAIT);
  return interaction.original ? textOf(interaction.original) : "";
}

test("a role that an admin has chosen makes admins, as long as they have it, and nobody else can choose one", async () => {
  doors = await openBothDoors();
  const chosen = { name: "admin_roles", value: `<@&${ROLE}>` };
  expect(await ask("ann", "guild", "settings set", chosen, { roles: [ROLE] })).toContain("Only an admin");
  expect(await ask("ada", "guild", "settings set", chosen)).toContain(ROLE);
  const pause = { name: "pause_seconds", value: "30" };
  expect(await ask("ann", "guild", "settings set", pause, { roles: [ROLE] })).toContain("30 s");
  expect(await ask("ann", "guild", "settings set", { ...pause, value: "60" })).toContain("Only an admin");
  await ask("ada", "guild", "settings set", { name: "delete_button", value: "on" });
  const card = doors.discord.slash("ada", "guild", "price", { assets: "NEAR" });
  await vi.waitFor(() => expect(card.original?.isLoading).toBe(false), WAIT);
  const id = card.original?.id ?? "";
  doors.discord.press("ben", id, "Delete");
  doors.discord.press("ben", id, "Delete", { roles: [ROLE] });
  await vi.waitFor(() => expect(card.original?.isDeleted).toBe(true), WAIT);
  expect(await ask("ann", "guild", "places", {}, { roles: [ROLE] })).toContain("Only the owner");
});

test("on Discord whoever has an allowed role is answered, by slash command and by mention, until it is taken from them", async () => {
  doors = await openBothDoors();
  const { discord } = doors;
  await ask("ada", "guild", "settings set", { name: "who_may_ask", value: "listed" });
  await ask("ada", "guild", "settings set", { name: "allowed_roles", value: `<@&${ROLE}>` });

  const price = { assets: "TAO" };
  expect(await ask("ann", "guild", "price", price, { roles: ["888888888888888888", ROLE] })).toContain("Bittensor");
  expect(await ask("ann", "guild", "price", price, { roles: ["888888888888888888"] })).toContain(
    "Here I answer those whom an admin has listed.",
  );
  expect(await ask("ada", "guild", "price", { assets: "FET" })).toContain("Artificial Superintelligence");

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
