import type { Ailment } from "./doctor-facts.ts";
import type { Call, Place } from "../core/call.ts";
import { type Button, fields, type Reply, text } from "../core/reply.ts";
import { COMMON_ZONES, guessZone, readZone, zoneName } from "./digest-zone.ts";
import { defineCommand } from "../core/command.ts";
import type { DigestParts } from "./digest-book.ts";
import type { PlaceRight } from "../core/place-rights.ts";
import { rightsAilments } from "./doctor-checks.ts";
import type { SettingsBook } from "./settings-book.ts";
import { subscribe } from "./digest-subscribe.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** What setting up a place needs. */
export interface SetupParts {
  readonly settings: SettingsBook;
  /** Absent where nothing can be sent: then there is no digest to choose. */
  readonly digesting?: DigestParts;
  readonly placeLife: {
    /** What the desk may not do in a place. @throws Error where the platform does not say */
    readonly missing: (place: Place) => Promise<readonly PlaceRight[]>;
    /** The place is set up. */
    readonly setUp: (place: Place) => Promise<void>;
    /** IANA name of the zone that the place or its admin has, else of the desk. */
    readonly zoneOf: (call: Call) => Promise<string>;
  };
}

type Step = "zone" | "digest" | "who" | "done";

interface SetupFacts {
  readonly step: Step;
  /** IANA name, or what is offered for one. */
  readonly zone: string;
  /** Of this call, and what is known from before. */
  readonly chosen: { readonly zone?: string; readonly digest?: string; readonly who?: string };
  readonly ailments: readonly Ailment[];
}

/** The time that most take. */
const MORNING = "09:00";
/** What every answer needs. */
const NEEDED: ReadonlySet<PlaceRight> = new Set(["view", "send", "embed", "attach", "history"]);

const input = z.object({
  zone: z.string().trim().max(60).optional().describe("A city or time zone, such as Berlin"),
  digest: z
    .string()
    .trim()
    .regex(/^(?:none|\d{1,2}[:.]\d{2})$/i, "a time such as 09:00, or none")
    .optional()
    .describe("When the daily digest comes, such as 09:00; or none"),
  who: z.enum(["everyone", "admins"]).optional().describe("Who is answered here"),
});

type Asked = z.output<typeof input>;

/** `/setup`: a place's zone, digest and who may ask, in three steps or one. */
export const setup = (parts: SetupParts) =>
  defineCommand({
    name: "setup",
    summary: "Sets this place up in three taps: time zone, digest, who may ask.",
    examples: ["setup", "setup zone:Berlin digest:09:00 who:everyone"],
    input,
    access: "admin",
    effect: "write",
    visibility: "public",
    surfaces: ["chat"],
    async run(asked, call): Promise<SetupFacts> {
      if (!call.place.isPublic)
        throw new UserError("That is for groups and servers; say it there.", {
          hint: "Here /digest subscribe begins your own digest, and /settings has the rest.",
        });
      const zone = asked.zone === undefined ? undefined : readZone(asked.zone, { ...asked });
      await keepSettings(parts, { zone, who: asked.who }, call);
      const given = await parts.settings.given(call);
      const known = typeof given["zone"] === "string" ? given["zone"] : undefined;
      const offered = known ?? guessZone(call.locale) ?? (await parts.placeLife.zoneOf(call));
      const digest = await keepDigest(parts, asked.digest, offered, call);
      const step = stepAfter(asked, parts);
      if (step === "done") await parts.placeLife.setUp(call.place);
      return {
        step,
        zone: offered,
        chosen: {
          ...(known === undefined ? {} : { zone: zoneName(known) }),
          ...(digest === undefined ? {} : { digest }),
          ...(typeof given["who_may_ask"] === "string" ? { who: given["who_may_ask"] } : {}),
        },
        ailments: await ailmentsIn(parts, call),
      };
    },
    show: setupReply,
  });

/** The step behind the last that was answered. */
function stepAfter({ zone, digest, who }: Asked, { digesting }: SetupParts): Step {
  if (who !== undefined) return "done";
  if (digest !== undefined) return "who";
  if (zone === undefined) return "zone";
  return digesting ? "digest" : "who";
}

async function keepSettings(
  { settings }: SetupParts,
  { zone, who }: { readonly zone: string | undefined; readonly who: Asked["who"] },
  call: Call,
): Promise<void> {
  const set = { ...(zone === undefined ? {} : { zone }), ...(who === undefined ? {} : { who_may_ask: who }) };
  // By a name of its own: what was done as "setup" would be the whole answer when the call comes again.
  if (Object.keys(set).length > 0) await settings.change("setup settings", call, { set, reset: [] }, () => null);
}

/** @returns how the digest stands, in words; undefined where there is none and none was asked for */
async function keepDigest(
  { digesting }: SetupParts,
  time: string | undefined,
  zone: string,
  call: Call,
): Promise<string | undefined> {
  if (!digesting) return undefined;
  if (time !== undefined && !/^none$/i.test(time)) {
    const facts = await subscribe(digesting, "here", { time, zone }, call);
    if (facts.state === "refused") return `not begun: ${facts.reason}`;
  } else if (time !== undefined) await digesting.digests.change("here", { kind: "stop" }, call, () => null);
  const now = await digesting.digests.of("here", call);
  if (!now) return time === undefined ? undefined : "none";
  return `${now.settings.times.join(", ")}, ${zoneName(now.settings.zone)} time`;
}

async function ailmentsIn({ placeLife }: SetupParts, { place }: Call): Promise<readonly Ailment[]> {
  try {
    return rightsAilments(await placeLife.missing(place), { needs: NEEDED, platform: place.platform });
  } catch {
    return []; // The platform does not say just now; /doctor tells that.
  }
}

const WHO_WORDS: Readonly<Record<string, string>> = { everyone: "everybody", admins: "admins", listed: "those listed" };

function setupReply({ step, zone, chosen, ailments }: SetupFacts, call: Call): Reply {
  const warnings = ailments.map(({ what, mend }) => text(`${what} ${mend}`));
  const to = (label: string, fieldsOf: Asked): Button => ({ label, command: "setup", input: fieldsOf });
  switch (step) {
    case "zone": {
      const others = COMMON_ZONES.filter((each) => each !== zone);
      const all = { zone, digest: MORNING, who: "everyone" as const };
      return {
        title: "Set up: time zone (1 of 3)",
        blocks: [text("In whose time do you want digests and times here? Any city: /setup zone:Lisbon"), ...warnings],
        buttons: [
          to(`Recommended: digest ${MORNING} ${zoneName(zone)} time, everybody may ask`, all),
          ...[zone, ...others].map((each) => to(zoneName(each), { zone: each })),
        ],
      };
    }
    case "digest":
      return {
        title: "Set up: digest (2 of 3)",
        blocks: [text(`Each day, a page on the sector, ${zoneName(zone)} time. When?`), ...warnings],
        buttons: [
          ...["07:00", MORNING, "18:00"].map((each) => to(each, { digest: each })),
          to("No digest", { digest: "none" }),
        ],
      };
    case "who":
      return {
        title: "Set up: who may ask (3 of 3)",
        blocks: [
          ...(chosen.digest === undefined ? [] : [fields({ Digest: chosen.digest })]),
          text("Whom do I answer here? Roles and single accounts are under /settings."),
          ...warnings,
        ],
        buttons: [to("Everybody", { who: "everyone" }), to("Admins only", { who: "admins" })],
      };
    case "done":
      return {
        title: "This place is set up",
        blocks: [
          fields({
            "Time zone": chosen.zone ?? zoneName(zone),
            ...(chosen.digest === undefined ? {} : { Digest: chosen.digest }),
            "Who may ask": WHO_WORDS[chosen.who ?? "everyone"] ?? chosen.who ?? "everybody",
          }),
          ...warnings,
        ],
        buttons: [
          { label: "Settings", command: "settings", input: {}, answer: "new" },
          { label: "Check", command: "doctor", input: {}, answer: "new" },
        ],
        footer: call.place.platform === "telegram" ? "say /help to see what I can do" : "/help shows what I can do",
      };
  }
  return step satisfies never;
}
