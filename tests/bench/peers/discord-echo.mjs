// The least that a Discord bot on discord.js can be: it answers each command with the one message that it is given, and asks for nothing back.
import { Client, Events, GatewayIntentBits, Routes } from "discord.js";

const answer = JSON.parse(process.env.ANSWER);
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: process.env.DISCORD_API_BASE } });
client.on(Events.InteractionCreate, ({ id, token }) => {
  void client.rest.post(Routes.interactionCallback(id, token), { body: { type: 4, data: answer }, auth: false });
});
client.once(Events.ClientReady, () => process.stdout.write("ready\n"));
process.on("SIGTERM", () => void client.destroy());
await client.login(process.env.DISCORD_BOT_TOKEN);
