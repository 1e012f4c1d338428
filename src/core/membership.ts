import type { Place } from "./call.ts";

/** The desk was let into a place, or is not there any more. */
export interface Membership {
  readonly place: Place;
  readonly state: "joined" | "left";
  /** The account that let it in, where the platform says so. */
  readonly by?: string;
  /** Whether everybody there may be written to; a channel's readers did not ask. */
  readonly mayPost: boolean;
}
