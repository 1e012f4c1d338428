import type { Place, Platform } from "./call.ts";

/** What a platform may let the desk do in a place, or not. `embed`: links and pictures of cards. `delete`: what others wrote, or we long ago. */
export type PlaceRight = "view" | "send" | "embed" | "attach" | "history" | "pin" | "delete";

/** What the desk may not do in a place, of what its platform has a right for. @throws Error where the platform does not say */
export type MissingRights = (place: Place) => Promise<readonly PlaceRight[]>;

/** What the desk may not do where. Doors say it when they open; who needs a right asks. */
export class PlaceRights {
  readonly #doors = new Map<Platform, MissingRights>();

  /** Said by a door when it opens. */
  set(platform: Platform, missing: MissingRights): void {
    this.#doors.set(platform, missing);
  }

  /** None are missing where the platform has no such rights, and where the person is alone with us. @throws Error where the platform does not say */
  async missing(place: Place): Promise<readonly PlaceRight[]> {
    return place.isPublic ? ((await this.#doors.get(place.platform)?.(place)) ?? []) : [];
  }
}
