import type { Place, Platform } from "./call.ts";

/** Why a door is not shown what people say to each other in a place, in a sentence that says what to switch; undefined when it is. */
export type Deafness = (place: Place) => Promise<string | undefined>;

/** Which doors are shown messages that are not addressed to them. Doors say it; who switches on what needs it asks. */
export class Hearing {
  readonly #doors = new Map<Platform, Deafness>();

  /** Said by a door when it opens. */
  set(platform: Platform, deafness: Deafness): void {
    this.#doors.set(platform, deafness);
  }

  async deafness(place: Place): Promise<string | undefined> {
    const ask = this.#doors.get(place.platform);
    return ask ? await ask(place) : "Messages that are not addressed to me do not reach me here.";
  }
}
