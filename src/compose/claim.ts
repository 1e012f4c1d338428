import type { Call } from "../core/call.ts";
import type { Executor } from "../store/database.ts";
import { isTypedCode } from "../core/secret.ts";
import type { UserStore } from "../store/user-store.ts";

/** Whoever sends the right code owns the desk, once. @param once  carries out a command's database writes once for each call */
export function createClaim(
  users: Pick<UserStore, "makeOwner">,
  once: <Facts>(command: string, call: Call, write: (on: Executor) => Promise<Facts>) => Promise<Facts>,
): (right: string) => (code: string, call: Call) => Promise<boolean> {
  let isClaimed = false;
  return (right) => async (code, call) => {
    if (isClaimed || !isTypedCode(code, right)) return false;
    isClaimed = true;
    try {
      await once("claim", call, async (on) => {
        await users.makeOwner(on, call.caller.userId);
        return {};
      });
    } catch (error) {
      isClaimed = false; // Nobody owns the desk by it yet.
      throw error;
    }
    return true;
  };
}
