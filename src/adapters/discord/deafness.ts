/** Whether Discord gives us the texts of messages that are not addressed to us. `off`: nobody has asked it to. */
export type TextAccess = "on" | "off" | "refused";

const PORTAL = "switch on “Message Content Intent” in the developer portal (Bot, Privileged Gateway Intents)";

/** Why such messages do not reach us, and what to switch; undefined when they do. */
export function whyNoText(access: TextAccess): string | undefined {
  switch (access) {
    case "on":
      return undefined;
    case "off":
      return `Discord does not show me such messages: ${PORTAL}, set DISCORD_MESSAGE_CONTENT=on and restart the desk.`;
    case "refused":
      return `Discord refuses to show me such messages: ${PORTAL} and restart the desk.`;
  }
  return access satisfies never;
}
