import { describe, expect, test } from "vitest";
import { ButtonStore } from "../../src/store/button-store.ts";
import { callKey } from "../../src/core/call.ts";
import { peopleDesk } from "../support/people-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";

const KEY = callKey("telegram", "Ann", "700");
const SENT = { key: KEY };

test("keys of one form differ by platform, account and id, whatever stands in them", () => {
  const keys = [
    callKey("telegram", "1", "2"),
    callKey("discord", "1", "2"),
    callKey("telegram", "1:2", "3"),
    callKey("telegram", "1", "2:3"),
  ];
  expect(keys[0]).toBe("telegram:1:2");
  expect(new Set(keys).size).toBe(4);
});

describe("a write that is delivered again", () => {
  test("changes nothing and is answered as the first time, though the world has moved on", async () => {
    const { person, database } = await peopleDesk();
    const ann = await person("Ann");
    const first = await ann.say("watchlist add TAO, NEAR", SENT);
    await ann.say("watchlist remove TAO");
    expect(await ann.say("watchlist add TAO, NEAR", SENT)).toEqual(first);
    const listed = await database.selectFrom("watchlist").select("asset_id").execute();
    expect(listed).toEqual([{ asset_id: "near" }]);
  });

  test("of a place's settings changes nothing that was set since", async () => {
    const { person, hearing, cashtagsOn } = await peopleDesk();
    hearing.set("telegram", async () => undefined);
    const admin = await person("Ann", "admin");
    const group = { chatId: "-1", isPublic: true };
    const place = admin.call(group).place;
    const first = await admin.say("cashtags on", { ...group, ...SENT });
    expect(await cashtagsOn(place, { accountId: "1" })).toBe(true);
    await admin.say("cashtags off", group);
    expect(await admin.say("cashtags on", { ...group, ...SENT })).toEqual(first);
    expect(await cashtagsOn(place, { accountId: "1" })).toBe(false);
  });

  test("happens once when both come at the same moment", async () => {
    const { person, database } = await peopleDesk();
    const ann = await person("Ann");
    const replies = await Promise.all(Array.from({ length: 8 }, () => ann.read("watchlist add TAO", SENT)));
    expect(new Set(replies).size).toBe(1);
    expect(replies[0]).toContain("Added Bittensor");
    expect(await database.selectFrom("done_key").selectAll().execute()).toHaveLength(1);
  });

  test("is done when the process died before it was", async () => {
    const { person, database } = await peopleDesk();
    const ann = await person("Ann");
    // The disk fails at the last of the transaction's writes, that of the key.
    await database.schema.alterTable("done_key").renameTo("done_key_away").execute();
    expect(await ann.read("watchlist add TAO", SENT)).toContain("reference");
    await database.schema.alterTable("done_key_away").renameTo("done_key").execute();
    expect(await database.selectFrom("watchlist").selectAll().execute()).toEqual([]);
    expect(await ann.read("watchlist add TAO", SENT)).toContain("Added Bittensor");
  });

  test("is another's own when they send the same key, and another command's too", async () => {
    const { person } = await peopleDesk();
    const [ann, bob] = [await person("Ann"), await person("Bob")];
    await ann.say("watchlist add TAO", SENT);
    expect(await bob.read("watchlist add NEAR", SENT)).toContain("Added NEAR");
    expect(await ann.read("watchlist remove TAO", SENT)).toContain("Removed Bittensor");
    expect(await bob.read("watchlist")).toContain("NEAR");
  });

  test("is refused again when it was refused: nothing was done", async () => {
    const { person } = await peopleDesk();
    const ann = await person("Ann");
    expect(await ann.read("watchlist add qqqqzzzzxx", SENT)).toContain("qqqqzzzzxx");
    expect(await ann.read("watchlist add TAO", SENT)).toContain("Added Bittensor");
  });

  test("answers the first claim of the desk with what the first time said", async () => {
    const { person } = await peopleDesk("ABCD-EFGH-JKLM");
    const [ann, bob] = [await person("Ann"), await person("Bob")];
    expect(await ann.read("claim ABCD-EFGH-JKLM", SENT)).toContain("You own this desk now.");
    expect(await ann.read("claim ABCD-EFGH-JKLM", SENT)).toContain("You own this desk now.");
    expect(await bob.read("claim ABCD-EFGH-JKLM", SENT)).toContain("not valid");
  });

  test("keeps what was allowed as it is, when it has been changed since", async () => {
    const { person, database } = await peopleDesk();
    const owner = await person("Ann", "owner");
    await owner.say("allow on", SENT);
    await owner.say("allow off");
    expect(await owner.read("allow on", SENT)).toContain("are answered by the model here");
    const { value } = await database.selectFrom("setting").select("value").executeTakeFirstOrThrow();
    expect(value).toBe("false");
  });
});

describe("a proposal", () => {
  const propose = async () => {
    const whole = await peopleDesk();
    const ann = await whole.person("Ann");
    const call = ann.call();
    const proposals = new ProposalStore();
    const input = { assets: ["TAO"] };
    const proposalId = await proposals.add(whole.database, "watchlist add", input, call, call.now + 1_000);
    const button = { label: "Confirm", command: "watchlist add", input, proposalId };
    const id = await new ButtonStore().keep(whole.database, button, call.caller.userId, 0, Number.MAX_SAFE_INTEGER);
    return { ...whole, ann, proposals, proposalId, id, call };
  };

  test("that is confirmed twice, at once and later, is carried out once and answered alike", async () => {
    const { desk, call, id, ann } = await propose();
    const twice = await Promise.all([desk.press(id, call), desk.press(id, { ...call, key: "telegram:Ann:2" })]);
    await ann.say("watchlist remove TAO");
    const [first, ...again] = [...twice, await desk.press(id, call)].map(({ reply }) => plainText(reply));
    expect(first).toContain("Added Bittensor");
    expect(again).toEqual([first, first]);
    expect(await ann.read("watchlist")).toContain("empty");
  });

  test("whose process died between taking it and writing can be confirmed again", async () => {
    const { desk, call, id, database, proposals, proposalId } = await propose();
    await proposals.claim(database, proposalId, call.caller.userId, call.now);
    expect(plainText((await desk.press(id, call)).reply)).toContain("Added Bittensor");
  });

  test("is over when its time is", async () => {
    const { desk, call, id } = await propose();
    expect(plainText((await desk.press(id, { ...call, now: call.now + 1_001 })).reply)).toContain("expired");
  });
});

test("two presses on a button are two wishes", async () => {
  const { person } = await peopleDesk();
  const ann = await person("Ann");
  const added = await ann.say("watchlist add TAO");
  await ann.press(added, "Undo", { key: "telegram:Ann:1" });
  await ann.say("watchlist add TAO");
  expect(plainText(await ann.press(added, "Undo", { key: "telegram:Ann:2" }))).toContain("Removed Bittensor");
});
