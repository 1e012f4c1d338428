import { expect, vi } from "vitest";
import { createDiscordAdapter } from "../../src/adapters/discord/adapter.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import {
  BOT_ID,
  CHANNEL_ID,
  directChannelOf,
  GONE_CHANNEL_ID,
  labelsOf,
  ownerOfDirect,
  PEOPLE,
  picturesOf,
  textOf,
  TOKEN,
  userById,
} from "../stand-ins/discord-world.ts";
import { adapterContract, type Door, type DoorParts, type Person, type Shown, type Where } from "./adapter-contract.ts";

const place = (where: Where) => (where === "group" ? "guild" : "direct");

const personOf = (accountId: string | undefined): Person | undefined =>
  (["ann", "ben", "ada", "robo"] as const).find((name) => PEOPLE[name].id === accountId);

async function startDoor({ desk, ...parts }: DoorParts): Promise<Door> {
  const discord = await startDiscord();
  const create = () =>
    createDiscordAdapter({
      ...parts,
      token: TOKEN,
      apiBase: discord.apiBase,
      onClosed: (reason) => discord.violations.push(`closed: ${reason}`),
      times: { retryMs: 10, drainMs: 1_000 },
    });
  let adapter = create();
  await adapter.start(desk);
  // People see commands only once they are registered.
  await vi.waitFor(() => expect(discord.world.commands).not.toHaveLength(0));

  const options = (line: string): { name: string; input: Record<string, string | number | boolean> } => {
    const command = [...desk.commands.values()]
      .toSorted((a, b) => b.name.length - a.name.length)
      .find(({ name }) => line === name || line.startsWith(`${name} `));
    if (!command) return { name: line.split(" ")[0] ?? line, input: {} };
    const given = Object.entries(parseArguments(command, line.slice(command.name.length).trim()));
    const input = given.map(([key, value]) => [key, Array.isArray(value) ? value.join(", ") : value]);
    return { name: command.name, input: Object.fromEntries(input) as Record<string, string> };
  };

  return {
    get adapter() {
      return adapter;
    },
    async command(from, where, line) {
      const { name, input } = options(line);
      discord.slash(from, place(where), name, input);
    },
    async question(from, where, words) {
      discord.message(from, place(where), where === "group" ? `<@${BOT_ID}> ${words}` : words);
    },
    async press(from, messageId, label) {
      discord.press(from, messageId, label);
    },
    async shown() {
      return discord
        .messages()
        .filter(({ isLoading }) => !isLoading)
        .map((message): Shown => {
          const owner = ownerOfDirect(message.channelId) ?? userById(message.onlyFor ?? "");
          return {
            id: message.id,
            where: message.channelId === CHANNEL_ID ? "group" : "direct",
            text: textOf(message),
            buttons: labelsOf(message),
            pictures: picturesOf(message),
            seenBy: personOf(owner?.id) ?? "everyone",
            pings: message.pings,
          };
        });
    },
    placeOf: (where, person) => ({
      platform: "discord",
      chatId: where === "group" ? CHANNEL_ID : directChannelOf(PEOPLE[person]),
      isPublic: where === "group",
    }),
    gonePlace: () => ({ platform: "discord", chatId: GONE_CHANNEL_ID, isPublic: true }),
    async restart() {
      await adapter.stop();
      adapter = create();
      await adapter.start(desk);
    },
    async close() {
      await adapter.stop();
      await discord.close();
      expect(discord.violations).toEqual([]);
    },
  };
}

adapterContract("discord", startDoor);
