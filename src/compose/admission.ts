import {
  admission,
  type Admit,
  asChosen,
  mayBeOverheard,
  pacesOf,
  placePace,
  tooOften,
  type Wanted,
} from "../core/admission.ts";
import type { Account, Call, Place, Platform } from "../core/call.ts";
import type { AnyCommand } from "../core/command.ts";
import type { Database } from "../store/database.ts";
import { BlockStore } from "../store/block-store.ts";
import { type Pace, PaceKeeper } from "../core/pace.ts";
import { personSettings, type PersonSettings, type Settings } from "../core/settings.ts";
import { PlaceUseStore } from "../store/place-use-store.ts";
import { SettingStore } from "../store/setting-store.ts";
import type { Step } from "../jobs/tick.ts";
import { UserError } from "../core/errors.ts";
import { UserSettingStore } from "../store/user-setting-store.ts";

const DAY_MS = 86_400_000;
const STAYS_MS = { "5_minutes": 5 * 60_000, "60_minutes": 60 * 60_000 } as const;
/** Days of use that are kept. */
const DAYS_KEPT = 35;
/** Whoever comes too often is told once in this time; more words would be what they are kept from causing. */
const TOLD_MS = 10_000;
/** Whoever is blocked is told so once in this time. */
const BLOCKED_MS = DAY_MS;

/** Who is let in, what for, and how it is counted. */
export interface Admission {
  readonly admit: Admit;
  /** The same command, which a place can switch off whichever way it is asked for. */
  readonly switchable: (command: AnyCommand) => AnyCommand;
  readonly mayBeOverheard: (place: Place, account: Account) => Promise<boolean>;
  /** Whether the owner answers an account nowhere. */
  readonly isBlocked: (platform: Platform, account: string) => Promise<boolean>;
  /** What the caller set for themselves, else what their place has. */
  readonly usual: (call: Pick<Call, "caller" | "place">) => Promise<PersonSettings>;
  /** What the tick looks after. */
  readonly step: Step;
}

/** Admission by the settings of places and people in the database, asked at each use. */
export function openAdmission(database: Database): Admission {
  const settings = new SettingStore();
  const own = new UserSettingStore();
  const use = new PlaceUseStore();
  const blocks = new BlockStore();
  const paces = new PaceKeeper();
  let counted = new Map<string, { readonly place: Place; answers: number }>();

  const here = async (place: Place): Promise<Settings | undefined> =>
    place.isPublic ? await settings.of(database, place) : undefined;

  const isBlocked = (platform: Platform, account: string): Promise<boolean> =>
    blocks.has(database, `${platform}:${account}`);

  async function usualIn(userId: string, place: Settings | undefined): Promise<PersonSettings> {
    const mine = ownSettings(await own.of(database, userId));
    const currency = mine.currency ?? place?.currency;
    const locale = mine.locale ?? place?.locale;
    const zone = mine.zone ?? place?.zone;
    return { ...(currency && { currency }), ...(locale && { locale }), ...(zone && { zone }) };
  }

  /** Where a whole place is too fast, its people are told together: else many of them would be told at once. */
  function toldOf({ caller, place, now }: Call): Pace {
    const ofPlace = placePace(place);
    return paces.isFull(ofPlace, now)
      ? { key: `told ${ofPlace.key}`, limit: 1, windowMs: ofPlace.windowMs }
      : { key: `told ${caller.userId}`, limit: 1, windowMs: TOLD_MS };
  }

  function count(place: Place): void {
    // What somebody does alone is nobody's business, the page's visitors among them.
    if (!place.isPublic) return;
    const key = `${place.platform}:${place.chatId}`;
    counted.set(key, { place, answers: (counted.get(key)?.answers ?? 0) + 1 });
  }

  return {
    async admit(wanted, asked) {
      if (!isOwnAffair(wanted) && (await isBlocked(asked.place.platform, asked.caller.accountId))) {
        const told = { key: `blocked ${asked.caller.userId}`, limit: 1, windowMs: BLOCKED_MS };
        if (wanted.kind === "overheard" || paces.take([told], asked.now) > 0) return { state: "silent" };
        throw new UserError("The owner of this desk has blocked you.", { hint: "What you had is still yours: /me." });
      }
      const place = await here(asked.place);
      const call = place ? asChosen(asked, place) : asked;
      const wait = paces.take(pacesOf(wanted, call, place), call.now);
      if (wait > 0) {
        if (paces.take([toldOf(call)], call.now) > 0) return { state: "silent" };
        throw tooOften(wait);
      }
      if (place && admission(wanted, call, place) === "silent") return { state: "silent" };
      count(call.place);
      const { currency, locale = call.locale } = await usualIn(call.caller.userId, place);
      const line = place?.disclosure ?? "";
      return {
        state: "in",
        call: { ...call, locale, ...(currency === undefined ? {} : { currency }) },
        ...(line === "" ? {} : { line }),
        ...(place && place.answers_stay !== "always" ? { staysMs: STAYS_MS[place.answers_stay] } : {}),
        ...(place?.repeats === "point" ? { pointsBack: JSON.stringify(place) } : {}),
        ...(place?.delete_button === true ? { mayDelete: true as const } : {}),
      };
    },

    switchable: (command) => ({
      ...command,
      async run(input: unknown, call: Call, progress) {
        const off = call.place.isPublic ? (await settings.of(database, call.place)).commands_off : [];
        if (isOff(command.name, off)) throw new UserError(`/${command.name} is switched off here.`);
        return (await command.run(input, call, progress)) as unknown;
      },
    }),

    mayBeOverheard: async (place, account) =>
      !(await isBlocked(place.platform, account.accountId)) &&
      mayBeOverheard(account, await settings.of(database, place)),

    isBlocked,

    usual: async ({ caller, place }) => await usualIn(caller.userId, await here(place)),

    step: {
      name: "use of places",
      async run(now) {
        const uses = [...counted.values()];
        counted = new Map();
        const day = Math.floor(now / DAY_MS);
        await database.transaction().execute(async (on) => {
          for (const { place, answers } of uses) await use.add(on, place, { answers }, { day, now });
          await use.removeBefore(on, day - DAYS_KEPT);
        });
      },
    },
  };
}

/** Whoever is blocked can still see, take along and delete what is kept about them. */
const isOwnAffair = (wanted: Wanted): boolean => wanted.kind === "command" && /^me(?: |$)/.test(wanted.name);

/** "portfolio" switches off "portfolio add", too. */
const isOff = (name: string, off: readonly string[]): boolean =>
  off.some((each) => name === each || name.startsWith(`${each} `));

/** Of what somebody set for themselves, what still fits; a value that does not counts as not set. */
export function ownSettings(set: ReadonlyMap<string, string>): PersonSettings {
  const fitting = Object.entries(personSettings.shape).flatMap(([name, schema]) => {
    const value = set.get(name);
    return value !== undefined && schema.safeParse(value).success ? [[name, value]] : [];
  });
  return personSettings.parse(Object.fromEntries(fitting));
}
