import { expect, test } from "vitest";
import { peopleDesk } from "../support/people-desk.ts";
import { plainText } from "../../src/core/plain.ts";

test("a question about what is one's own is not answered in public: its button shows it to whoever presses, alone", async () => {
  const { desk, person, database } = await peopleDesk();
  const [ann, ben] = [await person("1"), await person("2")];
  await ann.say("watchlist add TAO");
  const inPublic = { chatId: "-100", isPublic: true };
  const asked = await desk.ask("what is on my watchlist?", ann.call(inPublic), () => undefined);
  expect(plainText(asked)).toContain("That is between us");
  expect(plainText(asked)).not.toContain("TAO");
  const shown = await ann.press(asked, "Show it to me alone", inPublic);
  expect(shown.audience).toBe("caller");
  expect(plainText(shown)).toContain("TAO");
  const others = await ben.press(asked, "Show it to me alone", inPublic);
  expect(others.audience).toBe("caller");
  expect(plainText(others)).toContain("Your watchlist is empty");
  await database.destroy();
});
