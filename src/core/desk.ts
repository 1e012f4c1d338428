import type { Manner } from "./delivery.ts";
import type { Account, Call, Place, Platform, Progress } from "./call.ts";
import type { AnyCommand, Choice } from "./command.ts";
import type { Health } from "./health.ts";
import type { Hearing } from "./hearing.ts";
import type { Log, Report } from "./log.ts";
import type { Membership } from "./membership.ts";
import type { PlaceRights } from "./place-rights.ts";
import type { Chart, CommandButton, Reply } from "./reply.ts";

/** What a press leads to. `edit`: the reply takes the place of the message that the button sits on; else it is a new message. */
export interface Pressed {
  readonly reply: Reply;
  readonly edit: boolean;
  /** The message that was pressed on is to go. */
  readonly removes?: true;
}

/** A look-up by its command, as a button has it. */
export type Named = Pick<CommandButton, "command" | "input">;

/** All that an adapter may ask of us. Nothing here rejects: a failure comes back as a reply. */
export interface Desk {
  readonly commands: ReadonlyMap<string, AnyCommand>;
  run(name: string, input: unknown, call: Call, progress?: Progress): Promise<Reply>;
  /** A free question. The reply may be empty (`isEmpty`): then nothing is sent. */
  ask(question: string, call: Call, progress: Progress): Promise<Reply>;
  /**
   * A plain look-up by code alone, never by a model: what may be read by everybody and changes nothing.
   * @param asked  words of which nothing else can be meant ("2.5 tao in eur"), or a command
   * @returns undefined when it is nothing of that kind, not clear, not known, or could not be answered; `choices` when a part is not clear
   */
  lookUp(asked: string | Named, call: Call): Promise<Reply | undefined>;
  /**
   * A press. On a public message of somebody else's, the reply is for the presser alone and nothing is edited.
   * @param buttonId  what `keep` gave
   */
  press(buttonId: string, call: Call): Promise<Pressed>;
  /**
   * Stores a button that is about to be shown.
   * @param ownerId  the user who asked; absent on a post that nobody asked for: then each presser is answered in private
   * @returns its id, 22 characters of A-Z a-z 0-9 _ -
   */
  keep(button: CommandButton, ownerId: string | undefined): Promise<string>;
  /**
   * Stores what somebody asked for where it must not be answered, so that they alone can carry on where they are alone: once,
   * within ten minutes.
   * @returns the id of a button, as `keep` gives it
   */
  draft(asked: Named, call: Call): Promise<string>;
  /** At most 25 choices, from memory; none for an unknown command or field. */
  suggest(name: string, field: string, typed: string, call: Call): Promise<readonly Choice[]>;
}

/**
 * How an unasked message ended. `sent`: it is out; `note` says what could not be done about it (it was not pinned), `standingIds`
 * what the next one replaces or takes the pin of, where that is not this one alone. `later`: it certainly did not arrive; `scope` says what else has to wait those milliseconds:
 * nothing, all for this chat, or all for the platform; `reply`: nothing, and it never came as far as the platform, since it could
 * not be put into words. `gone`: the place takes nothing from us, until whoever can mend it has
 * done so. `refused`: this message is not taken, others would be. `unknown`: it may or may not have arrived.
 */
export type SendResult =
  | {
      readonly state: "sent";
      readonly messageIds: readonly string[];
      readonly note?: string;
      readonly standingIds?: readonly string[];
    }
  | {
      readonly state: "later";
      readonly afterMs: number;
      readonly scope: "message" | "reply" | "place" | "platform";
      readonly why: string;
    }
  | Gone
  | { readonly state: "refused"; readonly why: string }
  | { readonly state: "unknown"; readonly why: string };

/**
 * A place is closed to us. `person`: they have to let us write to them (press Start, unblock us, allow direct messages). `admin`:
 * an admin of the place has to let us in or give us the right to write. `nobody`: it is not there any more, or not for this.
 */
export interface Gone {
  readonly state: "gone";
  readonly mendedBy: "person" | "admin" | "nobody";
  /** The platform's own words. */
  readonly why: string;
}

/** What a door has to know of an unasked message besides its words. */
export interface Sending {
  /** The user whose its buttons are; absent on a post of a place: then they serve everybody. */
  readonly ownerId?: string;
  /** Ids of the parts that are out already, in order: the next try goes on behind them. */
  readonly sentIds: readonly string[];
  /** Called before each part is posted, and awaited: from then on it may have arrived. Where it rejects, nothing is posted. */
  readonly onBegin: () => Promise<void>;
  /** Told of each part as soon as it is out, and awaited before the next. Where it rejects, no further part is sent. */
  readonly onPart: (messageId: string) => Promise<void>;
  readonly manner?: Manner;
  /** Ids of what this one replaces, or takes the pin of. */
  readonly lastIds?: readonly string[];
}

/** A post of a place, none of whose parts is out, and of whose parts nobody keeps account. */
export const FRESH_POST: Sending = {
  sentIds: [],
  onBegin: async () => undefined,
  onPart: async () => undefined,
};

/** All that we may ask of an adapter. `start` resolves when the platform is connected or is being retried; both may be called twice. */
export interface Adapter {
  readonly platform: Platform;
  start(desk: Desk): Promise<void>;
  /** Takes no new work, finishes what is open for at most a few seconds, and lets go. */
  stop(): Promise<void>;
  /**
   * Sends something nobody is waiting for, and waits for nothing that somebody else could wait for.
   * @param key  the same for every try at the same message
   * @param sending  `FRESH_POST` where it is left out
   */
  send(to: Place, reply: Reply, key: string, sending?: Sending): Promise<SendResult>;
  /**
   * Whether the platform answers now, found out by something harmless. What may have arrived is sent once more only, and that
   * once is not for a line that is still broken.
   */
  answers?(): Promise<boolean>;
  /** Removes messages of ours, as far as they are still there and may be removed. */
  remove?(place: Place, messageIds: readonly string[]): Promise<void>;
  /** Leaves a group or server, where the platform has such. @returns `cannot` where we are not there, or it cannot be asked now */
  leave?(place: Place): Promise<"left" | "cannot">;
}

/** Who an account of a platform is for us; makes the user at first sight. */
export type Identify = (
  platform: Platform,
  accountId: string,
  name?: string,
) => Promise<{ readonly userId: string; readonly isOwner: boolean }>;

/** Draws a chart block; PNG bytes. */
export type Draw = (chart: Chart) => Promise<Uint8Array>;

/** Something asked that must not be lost: written before it is worked on, closed when it is answered. */
export interface IncomingRequest {
  /** The platform's id of the update or interaction, unique on that platform. */
  readonly key: string;
  readonly platform: Platform;
  readonly place: Place;
  /** What the adapter needs to take it up again, as JSON; emptied when closed. */
  readonly payload: string;
  /** UTC epoch milliseconds: when it was asked, by the platform's clock where it has one. */
  readonly askedAt: number;
}

/** The table of what was asked. */
export interface Inbox {
  /** @returns false when this key was taken before: then it is somebody else's work, or done */
  accept(request: IncomingRequest): Promise<boolean>;
  close(platform: Platform, key: string): Promise<void>;
  /** What was open when the last process ended, oldest first. */
  open(platform: Platform): Promise<readonly IncomingRequest[]>;
}

/** What a door to a chat platform is given, whichever it is. */
export interface DoorServices {
  readonly identify: Identify;
  readonly inbox: Inbox;
  readonly draw: Draw;
  readonly log: Log;
  /** The door keeps the part of its platform's name there. */
  readonly health: Health;
  /** UTC epoch milliseconds. */
  readonly clock: () => number;
  readonly report: Report;
}

/** What a door to a platform with groups is given besides. */
export interface GroupServices {
  /** Whether an admin has switched on answers to `$CASHTAGS` in a place, for this account too; asked at each use. */
  readonly cashtagsOn: (place: Place, account: Account) => Promise<boolean>;
  /** Whether an account owns the desk. Unlike `identify` it makes nobody known. */
  readonly isOwner: (platform: Platform, accountId: string) => Promise<boolean>;
  /** Told of whoever speaks to us alone, or lets us write to them again; often, and for nothing where nothing waits for that. */
  readonly onReached: (platform: Platform, accountId: string) => Promise<void>;
  /** The door says there whether it is shown what people say to each other. */
  readonly hearing: Pick<Hearing, "set">;
  /** Told that the desk was let into a place, or is not there any more; more than once of the same, too. */
  readonly onMembership: (change: Membership) => Promise<void>;
  /** Whether the owner answers an account nowhere; for what is looked up without saying for whom. */
  readonly isBlocked: (platform: Platform, accountId: string) => Promise<boolean>;
  /** Messages of ours have been shown that do not stay: they are to go after so long. */
  readonly onShown: (place: Place, messageIds: readonly string[], ms: number) => Promise<void>;
  /** The door says there what it may not do where. */
  readonly rights: Pick<PlaceRights, "set">;
}
