import { type Reply, text } from "../core/reply.ts";
import type { Platform } from "../core/call.ts";

const NAMES: Partial<Readonly<Record<Platform, string>>> = { discord: "server", telegram: "group" };

/** What whoever let the desk into a place is told alone. Pure. */
export const privateWelcome = (platform: Platform): Reply => ({
  title: `Thank you for adding me to your ${NAMES[platform] ?? "place"}`,
  blocks: [
    text(
      "I answer there at once: /price TAO, /stack, /help. To choose its time zone, its digest and who may ask, say /setup there; it takes three taps, and only admins can.",
    ),
  ],
});

/** The one line that everybody in a place sees. Pure. */
export const openWelcome = (): Reply => ({
  blocks: [text("I look up crypto-AI markets here: /price TAO, /stack, /help. An admin can set me up.")],
  buttons: [{ label: "Set up", command: "setup", input: {} }],
});
