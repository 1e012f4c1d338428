import type { Database } from "../store/database.ts";
import { directPlace } from "../core/delivery.ts";
import { DirectPlaceStore } from "../store/direct-place-store.ts";
import type { Place } from "../core/call.ts";

/**
 * The direct chat of whoever owns the desk.
 * @param ownerIds  "platform:account" of those whom the configuration names
 * @returns undefined where nobody is known to
 */
export async function ownersPlace(database: Database, ownerIds: ReadonlySet<string>): Promise<Place | undefined> {
  for (const id of ownerIds) {
    const [platform = "", accountId = ""] = id.split(/:(.*)/s);
    const place = directPlace(platform, accountId);
    if (place) return place;
  }
  const direct = new DirectPlaceStore();
  const owners = await database.selectFrom("user").select("id").where("is_owner", "=", 1).execute();
  for (const { id } of owners) {
    // The page is read only while it is open.
    const place = (await direct.of(database, id)).find(({ platform }) => platform !== "web");
    if (place) return place;
  }
  return undefined;
}
