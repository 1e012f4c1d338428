import { afterEach, beforeEach, expect, test } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import type { Person } from "../stand-ins/telegram.ts";
import { SettingStore } from "../../src/store/setting-store.ts";

let doors: BothDoors;
beforeEach(async () => {
  doors = await openBothDoors();
});
afterEach(() => doors.close());

test("the cards of a set-up serve admins alone, as they are at the press, whatever the group calls itself", async () => {
  const { telegram } = doors;
  const [ann, ben, eve] = [telegram.person("Ann"), telegram.person("Ben"), telegram.person("Eve")];
  const group = telegram.group("*_[x](tg://user?id=1)\u202E @everyone <b>");
  for (const admin of [ann, ben]) telegram.setStatus(group, admin, "administrator");
  const zone = async (): Promise<string | undefined> =>
    (await new SettingStore().of(doors.database, { platform: "telegram", chatId: String(group.id) })).zone;
  let refusals = 0;
  const refused = async (person: Person, label: string): Promise<void> => {
    telegram.press(card, person, label);
    refusals += 1;
    // In an alert, in private, or below whose card it was.
    await telegram.until(() => {
      const said = [
        ...telegram.presses.map(({ answer }) => answer?.text ?? ""),
        ...telegram.ours().map(({ text }) => text),
      ];
      return said.filter((text) => text.includes("Only an admin")).length === refusals;
    });
    expect(await zone()).toBeUndefined();
  };
  telegram.say(group, ann, "/setup");
  const card = await telegram.shown("Set up: time zone", group);
  await refused(eve, "Tokyo");
  // Whose card it is does not matter: the right may have been taken meanwhile.
  telegram.setStatus(group, ann, "member");
  await refused(ann, "Tokyo");
  telegram.press(card, ben, "Tokyo");
  await telegram.shown("Set up: digest", group);
  expect(await zone()).toBe("Asia/Tokyo");
});
