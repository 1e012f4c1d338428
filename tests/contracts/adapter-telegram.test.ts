import { createTelegramAdapter } from "../../src/adapters/telegram/adapter.ts";
import { expect } from "vitest";
import { pingsIn, TelegramStandIn, TOKEN, USERNAME } from "../stand-ins/telegram.ts";
import { QUICK } from "../support/telegram.ts";
import { adapterContract, type Door, type Person, type Shown, type Where } from "./adapter-contract.ts";

adapterContract("Telegram", async (parts): Promise<Door> => {
  const server = await TelegramStandIn.start();
  const people = {
    ann: server.person("Ann"),
    ben: server.person("Ben"),
    ada: server.person("Ada"),
    robo: server.person("Robo", { is_bot: true }),
  } satisfies Record<Person, unknown>;
  const group = server.group("The group");
  server.setStatus(group, people.ada, "administrator");
  const nobody = server.person("Nobody");
  server.shut(nobody);

  const { desk, ...others } = parts;
  const build = () =>
    createTelegramAdapter({ ...others, token: TOKEN, apiRoot: server.root, onClosed: () => undefined, timings: QUICK });
  let adapter = build();
  await adapter.start(desk);

  const chatOf = (where: Where, person: Person): { readonly id: number } =>
    where === "group" ? group : people[person];
  const nameOf = (id: number): Person =>
    (Object.keys(people) as Person[]).find((each) => people[each].id === id) ?? "ann";

  /** What people see: messages, and the alerts and notes that answer a press. */
  const shown = (): Shown[] => [
    ...server.ours().map((message): Shown => ({
      id: String(message.id),
      where: message.chatId === group.id ? "group" : "direct",
      text: [message.text, ...(message.shape === "document" ? [message.file?.bytes.toString("utf8") ?? ""] : [])].join(
        "\n",
      ),
      // A choice is numbered, in the text and on its buttons.
      buttons: message.keyboard.flat().map(({ text }) => text.replace(/^\d+\. /, "")),
      // Telegram has no alternative texts: they stand in the caption.
      pictures: message.shape === "photo" ? [message.text] : [],
      seenBy: message.chatId === group.id ? "everyone" : nameOf(message.chatId),
      pings: pingsIn(message),
    })),
    ...server.presses.flatMap(({ id, from, answer, chatId }): Shown[] =>
      answer?.isAlert
        ? [
            {
              id: `alert ${id}`,
              where: chatId === group.id ? "group" : "direct",
              text: answer.text,
              buttons: [],
              pictures: [],
              seenBy: nameOf(from.id),
              pings: [],
            },
          ]
        : [],
    ),
  ];

  return {
    get adapter() {
      return adapter;
    },
    async command(from, where, line) {
      server.say(chatOf(where, from), people[from], `/${line}`);
    },
    async question(from, where, words) {
      server.say(chatOf(where, from), people[from], where === "group" ? `@${USERNAME} ${words}` : words);
    },
    async press(from, messageId, label) {
      const message = server.messages.find(({ id }) => String(id) === messageId);
      if (!message) throw new Error(`There is no message ${messageId}.`);
      server.press(message, people[from], label);
    },
    async carryOn(from) {
      const line = await server.shown("press Start");
      const id = /start=([\w-]{22})$/.exec(line.keyboard[0]?.[0]?.url ?? "")?.[1];
      server.say(people[from], people[from], `/start ${id}`);
    },
    shown: async () => shown(),
    placeOf: (where, person) => ({
      platform: "telegram",
      chatId: String(chatOf(where, person).id),
      isPublic: where === "group",
    }),
    gonePlace: () => ({ platform: "telegram", chatId: String(nobody.id), isPublic: false }),
    async restart() {
      await adapter.stop();
      adapter = build();
      await adapter.start(desk);
    },
    async close() {
      await adapter.stop();
      await server.close();
      expect(server.violations).toEqual([]);
      expect(server.presses.filter(({ answer }) => !answer)).toEqual([]);
    },
  };
});
