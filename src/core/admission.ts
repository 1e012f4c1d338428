import { type Account, type Call, isAtLeast, type Place } from "./call.ts";
import { duration } from "./format.ts";
import type { Settings } from "./settings.ts";
import type { Pace } from "./pace.ts";
import { UserError } from "./errors.ts";

/**
 * What somebody wants of the desk: a command, by its name or by a button; an answer to words of theirs; or nothing, when they were
 * overheard.
 */
export type Wanted =
  | { readonly kind: "command"; readonly name: string; readonly by?: "press" }
  | { readonly kind: "question" }
  | { readonly kind: "overheard" };

/**
 * How it is let in: as the call is to be worked on, with a line that its answer has to carry, whether that has a button which
 * deletes it, how long that stays if it is a look-up, and as what (all that is set there) one that was answered lately is pointed
 * to, if it is; or not, and without a word.
 */
type Admitted =
  | {
      readonly state: "in";
      readonly call: Call;
      readonly line?: string;
      readonly mayDelete?: true;
      readonly staysMs?: number;
      readonly pointsBack?: string;
    }
  | { readonly state: "silent" };

/** Asked before anything is worked on. @throws UserError where the caller is told why not */
export type Admit = (wanted: Wanted, call: Call) => Promise<Admitted>;

/** Lets everything in as it is. */
export const admitAll: Admit = async (_wanted, call) => ({ state: "in", call });

const MINUTE_MS = 60_000;

/** More than anybody types, and less than a script sends. */
const PERSON_A_MINUTE = 120;
const PERSON_COMMAND_A_MINUTE = 40;
const PLACE_A_MINUTE = 240;

type OfWho = Pick<Settings, "who_may_ask" | "allowed_accounts" | "allowed_roles" | "blocked_accounts">;

/** Whether a member is answered in a place at all. */
function isAnswered({ accountId, roleIds = [] }: Account, here: OfWho): boolean {
  if (here.blocked_accounts.includes(accountId)) return false;
  if (here.who_may_ask !== "listed") return here.who_may_ask === "everyone";
  return here.allowed_accounts.includes(accountId) || roleIds.some((role) => here.allowed_roles.includes(role));
}

/**
 * Whether a place's settings let somebody in. Admins always are: they can change what keeps them out.
 * @returns `silent` where others must not be bothered with it
 * @throws UserError that says why not
 */
export function admission(wanted: Wanted, { caller, place }: Call, here: Settings): "in" | "silent" {
  if (isAtLeast(caller.role, "admin")) return "in";
  const isElsewhere = here.topics.length > 0 && !here.topics.includes(place.topicId ?? "general");
  // Whoever was overheard has no account here; the door has asked for them by `mayBeOverheard`.
  if (wanted.kind === "overheard") return isElsewhere ? "silent" : "in";
  if (wanted.kind === "question" && here.answers_to === "commands") return "silent";
  if (here.blocked_accounts.includes(caller.accountId)) throw new UserError("I do not answer you in this place.");
  if (!isAnswered(caller, here))
    throw new UserError(
      here.who_may_ask === "admins" ? "Here I answer admins only." : "Here I answer those whom an admin has listed.",
      { hint: "In a direct chat I answer you." },
    );
  if (!isElsewhere) return "in";
  if (wanted.kind === "question") return "silent";
  throw new UserError("In this topic I do not answer.", { hint: "An admin has named others for me." });
}

/** Whether something that a member said to others may be answered; anybody may have said it, so where only some are, they have to be named. */
export const mayBeOverheard = (account: Account, here: Settings): boolean => here.cashtags && isAnswered(account, here);

/** How often a place may be answered, whoever asks there. */
export const placePace = ({ platform, chatId }: Place): Pace => ({
  key: `place ${platform}:${chatId}`,
  limit: PLACE_A_MINUTE,
  windowMs: MINUTE_MS,
});

/** The call as of an admin, where a role that an admin has chosen makes its caller one. */
export function asChosen(call: Call, { admin_roles }: Pick<Settings, "admin_roles">): Call {
  const { caller } = call;
  const isChosen = (caller.roleIds ?? []).some((role) => admin_roles.includes(role));
  return isChosen && caller.role === "member" ? { ...call, caller: { ...caller, role: "admin" } } : call;
}

/** How often a caller may come, by the desk's own measure and by that of the place. */
export function pacesOf(wanted: Wanted, { caller, place }: Call, here: Settings | undefined): readonly Pace[] {
  if (wanted.kind === "overheard" || caller.role === "owner") return [];
  const where = `${place.platform}:${place.chatId}`;
  const name = wanted.kind === "command" ? wanted.name : "ask";
  const desk: readonly Pace[] = [
    { key: `person ${caller.userId}`, limit: PERSON_A_MINUTE, windowMs: MINUTE_MS },
    { key: `person ${caller.userId} ${name}`, limit: PERSON_COMMAND_A_MINUTE, windowMs: MINUTE_MS },
    placePace(place),
  ];
  if (!here || isAtLeast(caller.role, "admin")) return desk;
  const { pause_seconds: pause, answers_an_hour: hourly } = here;
  return [
    ...desk,
    ...(pause > 0 ? [{ key: `pause ${where} ${caller.userId}`, limit: 1, windowMs: pause * 1_000 }] : []),
    ...(hourly > 0 ? [{ key: `hour ${where}`, limit: hourly, windowMs: 60 * MINUTE_MS }] : []),
  ];
}

/** What whoever comes too often is told. @param ms  milliseconds to wait */
export const tooOften = (ms: number): UserError =>
  new UserError(`That is more than I answer here at once. Ask again in ${waiting(ms)}.`);

const waiting = (ms: number): string => (ms < 90_000 ? `${Math.max(1, Math.ceil(ms / 1_000))} s` : duration(ms));
