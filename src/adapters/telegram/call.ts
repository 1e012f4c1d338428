import { z } from "zod";
import { type Call, callKey, type Role } from "../../core/call.ts";
import type { Identify } from "../../core/desk.ts";
import type { Log } from "../../core/log.ts";
import type { Api } from "./api.ts";
import type { Asked } from "./asked.ts";
import { toFailure } from "./failure.ts";
import type { Timings } from "./limits.ts";

/** Rights that are remembered at once; one more and all are asked anew. */
const ROLES_KEPT = 5_000;
/** Somebody waits, and without an answer they are a member. */
const ROLE_CALL_MS = 3_000;

const member = z.object({ status: z.string() });

/** Turns what was asked into a call: who the caller is for us, and what they may do in this place. */
export interface Callers {
  toCall(asked: Asked): Promise<Call>;
  /** Forgets the rights of one person in a chat, or of all. */
  forget(chatId: string, accountId?: string): void;
}

export interface CallersParts {
  readonly api: Api;
  readonly identify: Identify;
  readonly clock: () => number;
  readonly log: Log;
  readonly timings: Timings;
}

export function createCallers({ api, identify, clock, log, timings }: CallersParts): Callers {
  const known = new Map<string, { readonly role: Role; readonly until: number }>();
  const keyOf = (chatId: string, accountId: string): string => `${chatId} ${accountId}`;

  async function roleOf({ place, from }: Asked): Promise<Role> {
    // In a direct chat nobody has rights over anybody; those over the desk itself are the owner's.
    if (!place.isPublic || from.as === "channel") return "member";
    if (from.as === "group") return "admin";
    const key = keyOf(place.chatId, from.accountId);
    const kept = known.get(key);
    if (kept && kept.until > clock()) return kept.role;
    try {
      const payload = { chat_id: place.chatId, user_id: Number(from.accountId) };
      const { status } = member.parse(await api.call("getChatMember", payload, { timeoutMs: ROLE_CALL_MS }));
      const role = status === "creator" || status === "administrator" ? "admin" : "member";
      if (known.size >= ROLES_KEPT) known.clear();
      known.set(key, { role, until: clock() + timings.roleMs });
      return role;
    } catch (error) {
      log.warn(
        { why: toFailure("getChatMember", error).message },
        "telegram: somebody's rights are not known, taken as a member",
      );
      return "member";
    }
  }

  return {
    async toCall(asked) {
      const { from, place } = asked;
      const [role, { userId, isOwner }] = await Promise.all([
        roleOf(asked),
        identify("telegram", from.accountId, from.name),
      ]);
      return {
        caller: {
          userId,
          accountId: from.accountId,
          ...(from.name === undefined ? {} : { name: from.name }),
          role: isOwner ? "owner" : role,
        },
        place,
        surface: "chat",
        locale: from.language ?? "en",
        now: clock(),
        key: callKey("telegram", from.accountId, asked.key),
        ...linkTo(asked),
      };
    },

    forget(chatId, accountId) {
      if (accountId !== undefined) known.delete(keyOf(chatId, accountId));
      else for (const key of known.keys()) if (key.startsWith(`${chatId} `)) known.delete(key);
    },
  };
}

/** Supergroups alone have addresses of their messages; the answer stands below what it answers. */
function linkTo({ place, what }: Asked): Pick<Call, "answerLink"> {
  const [, id] = /^-100(\d+)$/.exec(place.chatId) ?? [];
  if (id === undefined || what.kind === "press") return {};
  const topic = place.topicId === undefined ? "" : `${place.topicId}/`;
  return { answerLink: async () => `https://t.me/c/${id}/${topic}${what.messageId}` };
}
