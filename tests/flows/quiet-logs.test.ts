import { afterEach, expect, test } from "vitest";
import { leaks, noteFault, noteSaid, noteSecret } from "../support/log-watch.ts";
import { memoryLog } from "../support/calls.ts";
import { telegramDoor } from "../support/telegram.ts";
import { TOKEN } from "../stand-ins/telegram.ts";
import { peopleDesk } from "../support/people-desk.ts";

/** What looks at the logs of all tests finds what it is there for. */

const open = telegramDoor();
// Each of these leaves something behind on purpose.
afterEach(() => void leaks());

test("words that somebody wrote are found in a log, also where they are cut or in an error's cause", async () => {
  const { server } = await open();
  const ann = server.person("Ann");
  server.say({ id: ann.id }, ann, 'my "secret" plan is to sell everything on Thursday, whatever comes');
  const log = memoryLog();
  log.info({ words: 7 }, "answered");
  expect(leaks()).toEqual([]);
  log.warn(
    { error: new Error("no", { cause: new Error('bad input: my "secret" plan is to sell everything on…') }) },
    "failed",
  );
  expect(leaks()).toHaveLength(1);
});

test("what was typed into a field of a command is found in a fault", async () => {
  const desk = await peopleDesk();
  const person = await desk.person("700700701");
  await person.say("note add under the third stone");
  noteFault(new Error("UNIQUE constraint failed: under the third stone"));
  expect(leaks()).toHaveLength(1);
  await desk.database.destroy();
});

test("a token is found, wherever it stands", () => {
  noteSecret("demo-key-of-a-test");
  memoryLog().error({ address: `https://api.telegram.org/bot${TOKEN}/getMe` }, "refused by demo-key-of-a-test");
  expect(leaks()).toEqual(expect.arrayContaining([TOKEN, "demo-key-of-a-test"]));
});

test("a line is held against all that was said, and only once", () => {
  noteSaid("price tao");
  noteSaid("what is the price of my house");
  const log = memoryLog();
  log.info({ said: "price tao" }, "short words are anybody's");
  expect(leaks()).toEqual([]);
  log.info({}, "what is the price of my house");
  expect(leaks()).toHaveLength(1);
  expect(leaks()).toEqual([]);
});
