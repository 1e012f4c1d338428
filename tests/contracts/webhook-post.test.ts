import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { Agent } from "node:https";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressProblem } from "../../src/wire/outside-address.ts";
import { createPost, type PostParts } from "../../src/adapters/webhook/post.ts";
import { NOON } from "../support/calls.ts";
import { type Posted, WebhookReceiver } from "../stand-ins/webhook.ts";

const SECRET = "c2VjcmV0LW9mLXRoZS10ZXN0";
let receiver: WebhookReceiver;
beforeEach(async () => {
  receiver = await new WebhookReceiver().start();
});
afterEach(async () => {
  await receiver.stop();
});

const poster = (change: Partial<PostParts> = {}) =>
  createPost({ version: "1.2.3", clock: () => NOON, agent: change.agent ?? receiver.agent(), ...change });
const post = (change: Partial<PostParts> = {}, url = receiver.url) =>
  poster(change)({ url, secret: SECRET }, { body: { type: "alert", text: "Ä" }, key: "alert:12:3" });

/** As docs/alert-webhooks.md tells receivers to do it. */
function isOurs({ headers, text }: Pick<Posted, "headers" | "text">, secret: string, nowSeconds: number): boolean {
  const timestamp = String(headers["x-westbound-timestamp"]);
  const expected = `sha256=${createHmac("sha256", secret).update(`${timestamp}.${text}`).digest("hex")}`;
  const given = String(headers["x-westbound-signature"]);
  const isSame = given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
  return isSame && Math.abs(nowSeconds - Number(timestamp)) <= 300;
}

describe("posting to a webhook", () => {
  test("an event arrives as signed JSON with the key of its event", async () => {
    expect(await post()).toEqual({ state: "sent", messageIds: [] });
    const [posted] = receiver.posted;
    if (!posted) throw new Error("nothing arrived");
    expect(posted).toMatchObject({
      path: "/in?token=not-for-logs",
      body: { type: "alert", text: "Ä" },
      headers: {
        "content-type": "application/json; charset=utf-8",
        "idempotency-key": "alert:12:3",
        "user-agent": "Westbound/1.2.3",
        host: "hooks.example.org",
      },
    });
    expect(isOurs(posted, SECRET, NOON / 1_000)).toBe(true);
    expect(isOurs(posted, "another", NOON / 1_000)).toBe(false);
    expect(isOurs({ ...posted, text: posted.text.replace("Ä", "A") }, SECRET, NOON / 1_000)).toBe(false);
    expect(isOurs(posted, SECRET, NOON / 1_000 + 301)).toBe(false);
  });

  test.each([
    [200, { state: "sent" }],
    [202, { state: "sent" }],
    [400, { state: "gone", mendedBy: "person", why: "it answers 400" }],
    [401, { state: "gone", mendedBy: "person", why: "it answers 401" }],
    [404, { state: "gone", mendedBy: "person", why: "it answers 404" }],
    [410, { state: "gone", mendedBy: "person", why: "it answers 410" }],
    [408, { state: "later", afterMs: 30_000, scope: "place" }],
    [429, { state: "later", afterMs: 30_000, scope: "place" }],
    [500, { state: "later", afterMs: 30_000, scope: "place", why: "it answers 500" }],
    [503, { state: "later", afterMs: 30_000, scope: "place" }],
  ])("an answer of %d", async (status, result) => {
    receiver.answer = (response) => void response.writeHead(status).end("not read");
    expect(await post()).toMatchObject(result);
  });

  test.each([
    ["120", 120_000],
    [new Date(NOON + 90_000).toUTCString(), 90_000],
    ["86400", 3_600_000],
    ["soon", 30_000],
  ])("Retry-After: %s is obeyed within an hour", async (header, afterMs) => {
    receiver.answer = (response) => void response.writeHead(429, { "retry-after": header }).end();
    expect(await post()).toMatchObject({ state: "later", afterMs });
  });

  test("a redirect is not followed", async () => {
    receiver.answer = (response) => void response.writeHead(307, { location: "/elsewhere" }).end();
    expect(await post()).toEqual({
      state: "gone",
      mendedBy: "person",
      why: "it answers 307, a redirect, and redirects are not followed",
    });
    expect(receiver.posted).toHaveLength(1);
  });

  test("of an answer without end nothing is read", async () => {
    let written = 0;
    const closed = new Promise<void>((resolve) => {
      receiver.answer = (response) => {
        response.writeHead(200);
        const timer = setInterval(() => (written += response.write("x".repeat(65_536)) ? 1 : 0), 1);
        response.on("close", () => {
          clearInterval(timer);
          resolve();
        });
      };
    });
    expect(await post()).toMatchObject({ state: "sent" });
    await closed;
    expect(written).toBeLessThan(1_000);
  });

  test("who does not answer in time is tried later, who never begins to speak TLS too", async () => {
    receiver.answer = () => undefined;
    expect(await post({ timeoutMs: 60 })).toMatchObject({ state: "later", why: "it did not answer in time" });
    const mute = createTcpServer();
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    const { port } = mute.address() as AddressInfo;
    const agent = new Agent({ port, host: "127.0.0.1" });
    expect(await post({ timeoutMs: 60, agent })).toMatchObject({ state: "later" });
    mute.close();
  });

  test("a connection that breaks after the event was sent leaves it open whether it arrived", async () => {
    receiver.answer = (response) => void response.destroy();
    expect(await post()).toMatchObject({ state: "unknown", why: expect.stringContaining("the connection broke") });
    expect(receiver.posted).toHaveLength(1);
  });

  test("one that nobody listens at is tried later", async () => {
    const agent = receiver.agent();
    await receiver.stop();
    expect(await post({ agent })).toMatchObject({ state: "later", why: "it cannot be reached (ECONNREFUSED)" });
    await receiver.start();
  });

  test("a certificate that nobody vouches for is for its owner to mend, and nothing is sent", async () => {
    const agent = receiver.agent(undefined, "nobody");
    expect(await post({ agent })).toMatchObject({
      state: "gone",
      why: expect.stringMatching(/^its certificate does not hold/),
    });
    expect(receiver.posted).toEqual([]);
  });

  test("a stop ends a post under way", async () => {
    const stop = new AbortController();
    receiver.answer = () => stop.abort();
    const result = poster()({ url: receiver.url, secret: SECRET }, { body: {}, key: "alert:1:1" }, stop.signal);
    expect(await result).toMatchObject({ state: "unknown" });
  });
});

describe("addresses that are not for the desk to post to", () => {
  test.each(["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::1", "64:ff9b::a9fe:a9fe"])(
    "a name that leads to %s is refused where it is connected to",
    async (address) => {
      const agent = receiver.agent(() => [address]);
      expect(await post({ agent })).toEqual({
        state: "gone",
        mendedBy: "person",
        why: "its name leads to a private address",
      });
      expect(receiver.posted).toEqual([]);
    },
  );

  test("one private address among public ones refuses all", async () => {
    const agent = receiver.agent(() => ["93.184.215.14", "192.168.1.1"]);
    expect(await post({ agent })).toMatchObject({ state: "gone" });
  });

  test("a name that changes its mind is asked again at each connection", async () => {
    const answers = [["93.184.215.14"], ["127.0.0.1"]];
    const agent = receiver.agent(() => answers.shift() ?? ["127.0.0.1"]);
    expect(await post({ agent })).toMatchObject({ state: "sent" });
    expect(await post({ agent })).toMatchObject({ state: "gone", why: "its name leads to a private address" });
    expect(receiver.posted).toHaveLength(1);
  });

  test("without an agent of a test, this machine is refused by name", async () => {
    const post = createPost({ version: "0", clock: () => NOON });
    expect(await post({ url: "https://localhost/", secret: SECRET }, { body: {}, key: "k" })).toMatchObject({
      state: "gone",
      why: "its name leads to a private address",
    });
  });

  test.each([
    ["http://hooks.example.org/", "It has to begin with https://."],
    ["https://me:word@hooks.example.org/", "It carries a user name or password; both would be kept here."],
    ["https://me@hooks.example.org/", "It carries a user name or password; both would be kept here."],
    ["https://hooks.example.org:22/", "Its port is 22; only 443 and 8443 are taken."],
    ["https://127.0.0.1/", "It lies on a private address."],
    ["https://2130706433/", "It lies on a private address."],
    ["https://0x7f.1/", "It lies on a private address."],
    ["https://[::ffff:10.0.0.1]/", "It lies on a private address."],
    ["https://[::1]:8443/", "It lies on a private address."],
    ["https://", "It is no address."],
    [`https://hooks.example.org/${"x".repeat(500)}`, "It is longer than 500 characters."],
  ])("%s", async (url, problem) => {
    expect(addressProblem(url)).toBe(problem);
    expect(await post({}, url)).toMatchObject({ state: "gone", why: problem });
    expect(receiver.posted).toEqual([]);
  });

  test.each(["https://hooks.example.org/in", "https://hooks.example.org:443/", "https://hooks.example.org:8443/a?b=c"])(
    "%s is taken",
    (url) => expect(addressProblem(url)).toBeUndefined(),
  );
});
