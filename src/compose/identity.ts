import type { Database } from "../store/database.ts";
import type { GroupServices, Identify } from "../core/desk.ts";
import type { UserStore } from "../store/user-store.ts";

interface IdentityParts {
  readonly users: UserStore;
  readonly database: Database;
  /** "platform:account" of those whom the configuration names. */
  readonly ownerIds: ReadonlySet<string>;
  readonly clock: () => number;
}

/** Who an account is for the desk. */
export const openIdentity = ({
  users,
  database,
  ownerIds,
  clock,
}: IdentityParts): { readonly identify: Identify } & Pick<GroupServices, "isOwner"> => ({
  async identify(platform, accountId, name) {
    const user = await users.identify(database, platform, accountId, name, clock());
    return { ...user, isOwner: user.isOwner || ownerIds.has(`${platform}:${accountId}`) };
  },
  isOwner: async (platform, accountId) =>
    ownerIds.has(`${platform}:${accountId}`) || (await users.known(database, platform, accountId))?.isOwner === true,
});
