import { afterEach, expect, test, vi } from "vitest";
import { text } from "../../src/core/reply.ts";
import { directChat } from "../../src/adapters/discord/call.ts";
import { echo, tally } from "../support/desk.ts";
import { type DiscordDoor, openDiscordDoor } from "../stand-ins/discord-door.ts";
import {
  APPLICATION_ID,
  CHANNEL_ID,
  directChannelOf,
  HIDDEN_CHANNEL_ID,
  MUTED_CHANNEL_ID,
  PEOPLE,
  textOf,
} from "../stand-ins/discord-world.ts";

const doors: DiscordDoor[] = [];
const open = async (...given: Parameters<typeof openDiscordDoor>): Promise<DiscordDoor> => {
  const door = await openDiscordDoor(...given);
  doors.push(door);
  return door;
};

afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

const state = (door: DiscordDoor) => door.health.all().get("discord")?.state;
const to = (chatId: string) => ({ platform: "discord" as const, chatId, isPublic: true });
const digest = { title: "Digest", blocks: [text("All is well.")] };

test("once connected it is healthy, tells its invite link, and has asked for no privileged intent", async () => {
  const door = await open([echo]);
  expect(state(door)).toBe("ok");
  expect(door.ready).toMatchObject([{ applicationId: APPLICATION_ID, ownerIds: [PEOPLE.olga.id] }]);
  expect(door.ready[0]?.inviteLink).toContain(`client_id=${APPLICATION_ID}`);
  expect(door.discord.gateway.intents()).toBe((1 << 0) | (1 << 9) | (1 << 12));
});

test("a wrong token closes the door with one clear line", async () => {
  const door = await open([echo], { token: "wrong", started: "no" });
  await door.startAnother();
  expect(door.closed).toEqual([expect.stringContaining("does not accept DISCORD_BOT_TOKEN")]);
  expect(state(door)).toBe("down");
  expect(door.log.lines.filter(({ level }) => level === "error")).toHaveLength(1);
  expect(await door.adapter().send(to(CHANNEL_ID), digest, "k")).toMatchObject({ state: "later" });
});

test("what is written while the gateway cannot be reached is answered once it can, the session being kept", async () => {
  const door = await open([echo]);
  door.discord.gateway.goAway();
  await vi.waitFor(() => expect(state(door)).toBe("late"));
  // At least one try to connect fails meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 800));
  door.discord.message("ann", "direct", "is anybody there?");
  door.discord.gateway.comeBack();
  await door.untilText("is anybody there?");
  expect(door.discord.gateway.identified()).toBe(1);
});

test("a session that Discord has ended is begun anew", async () => {
  const door = await open([echo]);
  door.discord.gateway.invalidate();
  await vi.waitFor(() => expect(door.discord.gateway.identified()).toBe(2), { timeout: 10_000 });
  door.discord.message("ann", "direct", "is anybody there?");
  await door.untilText("is anybody there?");
});

test("an intent that is not switched on closes the door and says so", async () => {
  const door = await open([echo], { started: "no" });
  door.discord.gateway.refuseNext(4014);
  await door.startAnother();
  await vi.waitFor(() => expect(door.closed).toEqual([expect.stringContaining("intent")]));
});

test("a token that is taken away while running closes the door", async () => {
  const door = await open([echo]);
  door.discord.gateway.closeWith(4004);
  await vi.waitFor(() => expect(door.closed).toHaveLength(1));
  expect(state(door)).toBe("down");
});

test("a Discord that cannot be reached is tried again until it can", async () => {
  const door = await open([echo], { started: "no" });
  door.discord.mishap("GET", /applications\/@me$/, { kind: "reset" }, 4);
  await door.startAnother();
  expect(door.closed).toEqual([]);
  await vi.waitFor(() => expect(state(door)).toBe("ok"), { timeout: 5_000 });
  door.discord.slash("ann", "guild", "echo", { words: "alpha" });
  await door.untilText("alpha was said");
});

test("a command given while the connection is down is answered when it is back", async () => {
  const door = await open([echo]);
  door.discord.gateway.drop();
  await vi.waitFor(() => expect(door.discord.gateway.isConnected()).toBe(false));
  door.discord.slash("ann", "guild", "echo", { words: "alpha" });
  await vi.waitFor(() => expect(state(door)).toBe("late"));
  await door.untilText("alpha was said");
  expect(state(door)).toBe("ok");
  expect(door.discord.messages()).toHaveLength(1);
});

test("a command that a resumed connection delivers again is carried out once", async () => {
  const counts = new Map<string, number>();
  const door = await open([tally(counts)]);
  door.discord.slash("ann", "guild", "tally add");
  await door.untilText("Counted 1.");
  door.discord.gateway.drop();
  await vi.waitFor(() => expect(door.discord.gateway.resumed()).toBe(1), { timeout: 5_000 });
  door.discord.slash("ann", "guild", "tally add");
  await door.untilText("Counted 2.");
  expect(door.discord.messages()).toHaveLength(2);
});

test("a gateway that stays silent after a drop is left for a new connection", async () => {
  const door = await open([echo], { times: { lostMs: 700 } });
  door.discord.gateway.fallSilent();
  door.discord.gateway.drop();
  await vi.waitFor(
    () => expect(door.log.lines.map(({ event }) => event)).toContain("discord stayed away, connecting anew"),
    {
      timeout: 5_000,
    },
  );
  door.discord.gateway.speakAgain();
  // The second connection, too, may have been made while nothing was said.
  door.discord.gateway.drop();
  await vi.waitFor(() => expect(state(door)).toBe("ok"), { timeout: 8_000 });
  door.discord.slash("ann", "guild", "echo", { words: "alpha" });
  await door.untilText("alpha was said");
});

test("what is sent by itself goes to channels and to people, and says where it arrived", async () => {
  const door = await open([echo]);
  const sent = await door.adapter().send(to(CHANNEL_ID), digest, "digest:1");
  expect(sent).toEqual({ state: "sent", messageIds: door.discord.messages().map(({ id }) => id) });
  await door.adapter().send(to(directChat(PEOPLE.ann.id)), digest, "digest:2");
  expect(door.discord.messages().map(({ channelId }) => channelId)).toEqual([CHANNEL_ID, directChannelOf(PEOPLE.ann)]);
});

test.each([
  ["a channel that we may not see", HIDDEN_CHANNEL_ID],
  ["a channel that we may not write to", MUTED_CHANNEL_ID],
  ["a person who takes no messages from us", directChannelOf(PEOPLE.tom)],
])("%s is gone", async (_name, chatId) => {
  const door = await open([echo]);
  expect(await door.adapter().send(to(chatId), digest, "k")).toMatchObject({ state: "gone" });
});

test("a long rate limit is handed back as later, with its time", async () => {
  const door = await open([echo]);
  door.discord.mishap("POST", /messages$/, {
    kind: "status",
    status: 429,
    body: { message: "You are being rate limited.", retry_after: 60, global: false },
    headers: { "retry-after": "60", "x-ratelimit-scope": "user" },
  });
  const result = await door.adapter().send(to(CHANNEL_ID), digest, "k");
  expect(result.state).toBe("later");
  expect(result.state === "later" && result.afterMs).toBeGreaterThan(59_000);
});

test("a Discord that is down is later; an answer that never comes is unknown, and the next try is no second message", async () => {
  const door = await open([echo], { times: { requestMs: 50 } });
  door.discord.mishap("POST", /messages$/, { kind: "status", status: 503 }, 4);
  expect(await door.adapter().send(to(CHANNEL_ID), digest, "k")).toMatchObject({ state: "later" });

  door.discord.mishap("POST", /messages$/, { kind: "drop" });
  expect(await door.adapter().send(to(CHANNEL_ID), digest, "k")).toMatchObject({ state: "unknown" });
  expect(await door.adapter().send(to(CHANNEL_ID), digest, "k")).toMatchObject({ state: "sent" });
  expect(door.discord.messages().map(textOf)).toEqual(["Digest\nAll is well."]);
});

test("before the start nothing is sent, and nothing breaks", async () => {
  const door = await open([echo], { started: "no" });
  expect(await door.adapter().send(to(CHANNEL_ID), digest, "k")).toMatchObject({ state: "later" });
});

test("commands that Discord does not take at first are written later", async () => {
  const door = await open([echo], { started: "no" });
  door.discord.mishap("PUT", /commands$/, { kind: "status", status: 503 }, 5);
  await door.startAnother();
  await vi.waitFor(() => expect(door.discord.world.commands).toHaveLength(1));
});
