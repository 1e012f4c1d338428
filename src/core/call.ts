/** The chat platforms that a call can come from; `webhook` only takes what the desk sends by itself. */
export type Platform = "discord" | "telegram" | "web" | "mcp" | "webhook";

/** What somebody may do: `admin` is the platform's own right over the place, `owner` runs the desk. */
export type Role = "member" | "admin" | "owner";

/** Where a command is offered: to people in chat, to the model as a tool, to other programs over MCP. */
export type Surface = "chat" | "agent" | "mcp";

/** A person as this call sees them. `userId` is ours, the same on every platform; `accountId` is what the platform calls them. */
export interface Caller {
  readonly userId: string;
  readonly accountId: string;
  /** As the platform has it, untrusted; absent where it says nothing. */
  readonly name?: string;
  /** Asked of the platform at each call, never remembered. */
  readonly role: Role;
  /** Ids of the roles that a server gave them, as the platform told with this call; absent where it has no such thing. */
  readonly roleIds?: readonly string[];
}

/** What a place's lists of who is answered are about. */
export type Account = Pick<Caller, "accountId" | "roleIds">;

/** The chat that a call came from or a reply goes to. `isPublic` is false only where the caller alone reads along. */
export interface Place {
  readonly platform: Platform;
  readonly chatId: string;
  /** Telegram's message thread; Discord's threads are chats of their own. */
  readonly topicId?: string;
  readonly isPublic: boolean;
}

/** One use of the desk: facts about who, where and when. A command gets its services when it is made, not from here. */
export interface Call {
  readonly caller: Caller;
  readonly place: Place;
  readonly surface: Surface;
  /** BCP 47, for numbers and dates only. */
  readonly locale: string;
  /** ISO 4217 code of prices where nobody names another, as the person or the place has set it; absent: the desk's. */
  readonly currency?: string;
  /** UTC epoch milliseconds. */
  readonly now: number;
  /** Made by `callKey` of the platform's id of what was asked; a write that carries it happens once. */
  readonly key?: string;
  /** The http(s) address of what is answered to it, once that is there; undefined where it has none. Absent: so has nothing there. */
  readonly answerLink?: () => Promise<string | undefined>;
}

/**
 * The key of one thing asked, of one form at every door, the same again when the platform delivers it again.
 * @param scope  within which the id is unique: the account
 * @param id  what the platform calls the update, interaction or message
 */
export const callKey = (platform: Platform, scope: string, id: string): string =>
  // A colon in the scope would let two scopes meet; in the id, which is last, it does no harm.
  `${platform}:${scope.replaceAll(":", "%3A")}:${id}`;

/** Tells the asker what is being done; adapters show the latest line. */
export type Progress = (line: string) => void;

const rank = { member: 0, admin: 1, owner: 2 } as const satisfies Record<Role, number>;

/** Whether a role is enough: an owner may all that an admin may, an admin all that a member may. */
export const isAtLeast = (role: Role, needed: Role): boolean => rank[role] >= rank[needed];
