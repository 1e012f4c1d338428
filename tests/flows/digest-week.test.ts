import { expect, test, vi } from "vitest";
import { directChannelOf, PEOPLE, textOf } from "../stand-ins/discord-world.ts";
import { openBothDoors } from "../support/both-doors.ts";
import { openWeb, Visitor, wordsOf } from "../support/web-door.ts";

const utc = (iso: string): number => Date.parse(`${iso}Z`);
const WAIT = { timeout: 10_000 };

/**
 * Every instant at which something is due in the week, and one of each day at which nothing is: on Telegram 09:00 Berlin, where
 * summer time ends on the 25th, on Discord 18:30 New York on weekdays, on the page 08:00 Tokyo.
 */
const TICKS = ["19", "20", "21", "22", "23", "24", "25"]
  .flatMap((day) => ["07:00", "08:00", "12:00", "22:30", "23:00"].map((time) => `2026-10-${day}T${time}`))
  .map(utc);

/** Nobody is there: Ann's of the 21st is missed for some hours, hers of the 23rd for more than twelve; Ben's and Eve's of then for some. */
const AWAY = [
  [utc("2026-10-21T06:30"), utc("2026-10-21T11:30")],
  [utc("2026-10-22T23:30"), utc("2026-10-24T06:00")],
] as const;

test(
  "who subscribes on Telegram, on Discord and on the page gets exactly what is due in a week with two downtimes and the end of summer time, and is told why",
  { timeout: 120_000 },
  async () => {
    const desk = await openBothDoors(utc("2026-10-18T23:30"));
    const { telegram, discord, services } = desk;
    const web = await openWeb(
      { desk: services.desk, database: desk.database },
      { identify: services.identify, clock: desk.clock },
    );
    desk.useDoor(web.adapter);
    const away = new AbortController();
    try {
      const ann = telegram.person("Ann");
      telegram.say(ann, ann, "/digest subscribe 09:00 Berlin");
      await telegram.shown("The digest is on", ann);
      discord.slash("ben", "direct", "digest subscribe", { time: "18:30", zone: "New York", days: "weekdays" });
      const toBen = (): string[] =>
        discord
          .messages()
          .filter(({ channelId }) => channelId === directChannelOf(PEOPLE.ben))
          .map(textOf);
      await vi.waitFor(() => expect(toBen().join()).toContain("The digest is on"), WAIT);
      const eve = new Visitor(web.address);
      expect(wordsOf(await eve.ask("/digest subscribe 08:00 Tokyo"))).toContain("The digest is on");
      const page = await fetch(`${web.address}/api/events`, {
        method: "POST",
        body: "{}",
        headers: { "Content-Type": "application/json", Cookie: eve.cookie ?? "" },
        signal: away.signal,
      });
      const shown: string[] = [];
      const reading = (async () => {
        for await (const part of page.body!.pipeThrough(new TextDecoderStream()))
          for (const line of part.split("\n").filter((each) => each.includes('"key"'))) {
            const { key, reply } = JSON.parse(line) as {
              key: string;
              reply: NonNullable<Parameters<typeof wordsOf>[0]["reply"]>;
            };
            shown.push(wordsOf({ reply }));
            await eve.post("/api/received", { key });
          }
      })().catch(() => undefined);

      for (const at of TICKS) {
        if (AWAY.some(([from, to]) => at >= from && at < to)) continue;
        desk.setClock(at);
        await desk.tickDigests();
      }

      const slots = (texts: readonly string[]): string[] =>
        texts.flatMap((text) => /(\w{3} \d+ Oct \d\d:\d\d) (?:Europe|America|Asia)\//.exec(text)?.[1] ?? []);
      const toAnn = telegram.ours(ann).map(({ text }) => text);
      expect(slots(toAnn)).toEqual([
        "Mon 19 Oct 09:00",
        "Tue 20 Oct 09:00",
        "Wed 21 Oct 09:00",
        "Thu 22 Oct 09:00",
        "Sat 24 Oct 09:00",
        "Sun 25 Oct 09:00",
      ]);
      expect(toAnn.filter((text) => text.includes("Late: it was due")).join()).toContain("due Wed 21 Oct 09:00");
      expect(slots(toBen())).toEqual([
        "Mon 19 Oct 18:30",
        "Tue 20 Oct 18:30",
        "Wed 21 Oct 18:30",
        "Thu 22 Oct 18:30",
        "Fri 23 Oct 18:30",
      ]);
      expect(slots(shown)).toEqual([
        "Tue 20 Oct 08:00",
        "Wed 21 Oct 08:00",
        "Thu 22 Oct 08:00",
        "Fri 23 Oct 08:00",
        "Sat 24 Oct 08:00",
        "Sun 25 Oct 08:00",
        "Mon 26 Oct 08:00",
      ]);

      telegram.say(ann, ann, "/digest why");
      const why = await telegram.shown("Mon 26 Oct 09:00", ann);
      expect(why.text).toContain("sent, late");
      expect(why.text).toContain("left to the next one: the desk was away too long");
      away.abort();
      await reading;
    } finally {
      away.abort();
      await web.close();
      await desk.close();
    }
  },
);
