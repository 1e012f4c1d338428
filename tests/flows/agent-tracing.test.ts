import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import { plainText } from "../../src/core/plain.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { agentDesk } from "../support/agent.ts";
import { aCall } from "../support/calls.ts";

test("no prompt goes to a tracing service, whatever the environment says", async () => {
  const traced: string[] = [];
  const tracer = createServer((request, response) => {
    traced.push(request.url ?? "");
    response.end("{}");
  });
  await new Promise<void>((resolve) => tracer.listen(0, "127.0.0.1", resolve));
  const server = await openAiStandIn();
  for (const name of ["LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING"])
    vi.stubEnv(name, "true");
  vi.stubEnv("LANGSMITH_API_KEY", "x");
  vi.stubEnv("LANGSMITH_ENDPOINT", `http://127.0.0.1:${(tracer.address() as AddressInfo).port}`);
  try {
    const { desk, progress } = await agentDesk({ servers: [{ name: "stand-in", baseUrl: server.baseUrl }] });
    server.next({ calls: [{ name: "price", arguments: { assets: ["TAO"] } }] }, { text: "TAO is at $312.46." });
    expect(plainText(await desk.ask("how is TAO?", aCall(), progress))).toContain("TAO is at $312.46.");
    // The tracer collects for a quarter of a second before it sends.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(traced).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    await server.close();
    tracer.closeAllConnections();
    tracer.close();
  }
});
