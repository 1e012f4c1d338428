import { setImmediate as turn } from "node:timers/promises";
import { pino } from "pino";
import { expect, test } from "vitest";
import type { Api } from "./api.ts";
import { TIMINGS } from "./limits.ts";
import { poll } from "./poll.ts";

test("what is answered from memory goes out before more is asked for", async () => {
  const done: string[] = [];
  const stopping = new AbortController();
  const api: Api = {
    async call(method) {
      done.push(method);
      if (done.length === 1) return [{ update_id: 1 }];
      stopping.abort();
      return [];
    },
    sentPictures: new WeakMap(),
    moved: () => undefined,
    stop: () => undefined,
  };
  /** An answer waits for one turn of the event loop, in which its buttons are written down. */
  async function answer(): Promise<void> {
    await turn();
    done.push("sendMessage");
  }
  const intake = {
    take: async (): Promise<void> => void answer(),
    refuse: async (): Promise<void> => undefined,
  };
  await poll(
    { api, intake, log: pino({ level: "silent" }), timings: { ...TIMINGS, pollSeconds: 0 }, onState: () => undefined },
    stopping.signal,
  );
  expect(done.slice(0, 3)).toEqual(["getUpdates", "sendMessage", "getUpdates"]);
});
