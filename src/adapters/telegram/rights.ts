import { z } from "zod";
import type { MissingRights, PlaceRight } from "../../core/place-rights.ts";
import type { Api } from "./api.ts";
import { TelegramFailure } from "./failure.ts";
import type { Self } from "./receive.ts";

/** What a member, or all of a group, may do; absent: it may not. */
const permissions = z.object({
  can_send_messages: z.boolean().default(false),
  can_send_photos: z.boolean().default(false),
  can_send_documents: z.boolean().default(false),
  can_pin_messages: z.boolean().default(false),
});

const member = z.discriminatedUnion("status", [
  z.object({ status: z.literal("creator") }),
  z.object({
    status: z.literal("administrator"),
    can_delete_messages: z.boolean().default(false),
    /** Groups. */
    can_pin_messages: z.boolean().exactOptional(),
    /** Channels. */
    can_post_messages: z.boolean().exactOptional(),
  }),
  z.object({ status: z.literal("member") }),
  permissions.extend({ status: z.literal("restricted") }),
  z.object({ status: z.enum(["left", "kicked"]) }),
]);

const chat = z.object({ permissions: permissions.optional() });

/** Somebody waits for it. */
const ASK_MS = 3_000;

const missingOf = (allowed: z.output<typeof permissions>): readonly PlaceRight[] => [
  ...(allowed.can_send_messages ? [] : ["send" as const]),
  ...(allowed.can_send_photos && allowed.can_send_documents ? [] : ["attach" as const]),
  ...(allowed.can_pin_messages ? [] : ["pin" as const]),
  // Only admins have it.
  "delete",
];

/** Asks Telegram what we may not do in a group or a channel. */
export const createRights =
  ({ api, self }: { readonly api: Api; readonly self: Self }): MissingRights =>
  async ({ chatId }) => {
    const patience = { timeoutMs: ASK_MS };
    try {
      const ours = member.parse(await api.call("getChatMember", { chat_id: chatId, user_id: self.id }, patience));
      switch (ours.status) {
        case "creator":
          return [];
        case "administrator":
          return [
            ...(ours.can_post_messages === false ? ["send" as const] : []),
            ...(ours.can_pin_messages === false ? ["pin" as const] : []),
            ...(ours.can_delete_messages ? [] : ["delete" as const]),
          ];
        case "restricted":
          return missingOf(ours);
        case "member": {
          const found = chat.parse(await api.call("getChat", { chat_id: chatId }, patience));
          // Only groups have them: a channel takes posts of its admins alone.
          return missingOf(found.permissions ?? permissions.parse({}));
        }
        default:
          return ["view"];
      }
    } catch (error) {
      if (error instanceof TelegramFailure && error.kind === "gone") return ["view"];
      throw error;
    }
  };
