// The least that a Discord bot on discord.js can be: it answers one slash command with one line, and asks for nothing back.
import { Client, Events, GatewayIntentBits, MessageFlags, Routes } from "discord.js";

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: process.env.DISCORD_API_BASE } });
client.on(Events.InteractionCreate, ({ id, token }) => {
  const components = [{ type: 10, content: "Fully diluted value: price times the greatest supply." }];
  const data = { components, flags: MessageFlags.IsComponentsV2, allowed_mentions: { parse: [] } };
  void client.rest.post(Routes.interactionCallback(id, token), { body: { type: 4, data }, auth: false });
});
client.once(Events.ClientReady, () => process.stdout.write("ready\n"));
process.on("SIGTERM", () => void client.destroy());
await client.login(process.env.DISCORD_BOT_TOKEN);
