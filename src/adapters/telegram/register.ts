import { z } from "zod";
import { isAtLeast, type Role } from "../../core/call.ts";
import type { AnyCommand } from "../../core/command.ts";
import type { Desk, GroupServices } from "../../core/desk.ts";
import type { Log } from "../../core/log.ts";
import type { Api } from "./api.ts";
import type { Asked } from "./asked.ts";
import { toFailure } from "./failure.ts";
import { COMMANDS_LIMIT, DESCRIPTION_LIMIT, MENU_LIMIT } from "./limits.ts";

interface MenuEntry {
  readonly command: string;
  readonly description: string;
}

interface Menu {
  readonly scope: Readonly<Record<string, unknown>>;
  readonly commands: readonly MenuEntry[];
}

const menu = z.array(z.object({ command: z.string(), description: z.string() }));

const toEntry = ({ name, summary }: AnyCommand): MenuEntry => ({
  command: name.replaceAll(" ", "_"),
  description: summary.slice(0, DESCRIPTION_LIMIT),
});

/**
 * What each kind of person finds in the menu. Telegram shows only the narrowest list that fits, so that an admin's and an
 * owner's hold the members' too. Whatever is not listed works when typed.
 * @param owners  account ids of those who run the desk, as far as they are known
 */
export function menusOf(commands: Iterable<AnyCommand>, owners: readonly string[]): readonly Menu[] {
  const all = [...commands];
  return [
    { scope: { type: "all_private_chats" }, commands: upTo("member", all) },
    { scope: { type: "all_group_chats" }, commands: upTo("member", all) },
    { scope: { type: "all_chat_administrators" }, commands: upTo("admin", all) },
    ...owners.map((id) => ownerMenu(id, all)),
  ];
}

/** What somebody who runs the desk finds in the menu of their direct chat. */
const ownerMenu = (accountId: string, commands: readonly AnyCommand[]): Menu => ({
  scope: { type: "chat", chat_id: Number(accountId) },
  commands: upTo("owner", commands),
});

function upTo(role: Role, commands: readonly AnyCommand[]): readonly MenuEntry[] {
  const offered = commands.filter(({ surfaces }) => surfaces.includes("chat"));
  const members = offered.filter(({ access }) => access === "member").slice(0, MENU_LIMIT);
  const more = offered.filter(({ access }) => access !== "member" && isAtLeast(role, access));
  return [...members, ...more].slice(0, COMMANDS_LIMIT).map(toEntry);
}

export interface OwnerMenuParts {
  readonly api: Api;
  readonly desk: Pick<Desk, "commands">;
  readonly isOwner: GroupServices["isOwner"];
  /** Account ids of those who have theirs. */
  readonly owners: readonly string[];
  readonly log: Log;
}

/**
 * Gives their menu to owners that the configuration does not name, such as who has sent `/claim`: once, when they have been
 * answered in their direct chat.
 */
export function createOwnerMenus({ api, desk, isOwner, owners, log }: OwnerMenuParts): (asked: Asked) => Promise<void> {
  const done = new Set(owners);
  return async ({ from, place }) => {
    if (place.isPublic || from.as !== "person" || done.has(from.accountId)) return;
    if (!(await isOwner("telegram", from.accountId))) return;
    done.add(from.accountId);
    await register(api, [ownerMenu(from.accountId, [...desk.commands.values()])], log);
  };
}

/** Writes the menus that differ from what Telegram has. A menu that cannot be written is logged; its commands work all the same. */
export async function register(api: Api, menus: readonly Menu[], log: Log): Promise<void> {
  for (const { scope, commands } of menus) {
    try {
      const current = menu.safeParse(await api.call("getMyCommands", { scope }, { repeat: "always" }));
      if (current.success && JSON.stringify(current.data) === JSON.stringify(commands)) continue;
      await api.call("setMyCommands", { scope, commands }, { repeat: "always" });
      log.info({ scope: scope["type"], commands: commands.length }, "telegram: menu written");
    } catch (error) {
      const failure = toFailure("setMyCommands", error);
      if (failure.kind === "stopped") return;
      // An owner who has never written to us has no chat to put a menu into.
      log.warn({ scope: scope["type"], why: failure.message }, "telegram: a menu was not written");
    }
  }
}
