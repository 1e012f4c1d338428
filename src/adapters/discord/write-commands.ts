import { failureOf, isPassing } from "./failure.ts";
import { isRegistered, problemsInRegistrations, toRegistrations } from "./register.ts";
import type { Session } from "./session.ts";
import { backOff, pause } from "./waiting.ts";

/**
 * Writes the list of commands, only when Discord's differs: it allows 200 new ones a day. Tried until it succeeds.
 * @param signal  ends the tries
 * @throws when Discord would refuse the list, or refuses it; the commands of before then stay
 */
export async function writeCommands(session: Session, applicationId: string, signal: AbortSignal): Promise<void> {
  const { desk, requests, log, times } = session;
  const registrations = toRegistrations(desk.commands.values());
  const problems = problemsInRegistrations(registrations);
  if (problems.length > 0) throw new TypeError(`commands that Discord would refuse: ${problems.join("; ")}`);
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      if (isRegistered(registrations, await requests.commands(applicationId))) return;
      await requests.putCommands(applicationId, registrations);
      log.info({ commands: registrations.length }, "discord commands written");
      return;
    } catch (error) {
      const failure = failureOf(error);
      if (!isPassing(failure)) throw error;
      log.warn({ why: failure.why, tries }, "discord commands could not be written");
      await pause(backOff(times.retryMs, tries), signal);
    }
  }
}
