import { cpus, totalmem } from "node:os";
import { type Outcome, play, type Trial, warmUp } from "./cell.ts";
import type { Run } from "./table.ts";
import { openScene, type SceneOptions } from "./scene.ts";
import { CALM } from "./trials.ts";

/** Trials that one desk is put through, one after the other. */
export interface Course {
  readonly name: string;
  readonly scene: SceneOptions;
  /** `each`: every trial has a desk that knows nothing yet. */
  readonly desks?: "one" | "each";
  readonly trials: readonly Trial[];
}

/** Puts a desk through a course, or one after the other. @param tell  told of each pair that was played, and what the desk has logged meanwhile */
export async function playCourse(
  { scene, desks = "one", trials }: Course,
  tell: (outcome: Outcome, logged: string) => void = () => undefined,
): Promise<readonly Outcome[]> {
  const groups = desks === "one" ? [trials] : trials.map((trial) => [trial]);
  const outcomes: Outcome[] = [];
  for (const group of groups) outcomes.push(...(await playOn(scene, group, tell)));
  return outcomes;
}

async function playOn(
  options: SceneOptions,
  trials: readonly Trial[],
  tell: (outcome: Outcome, logged: string) => void,
): Promise<readonly Outcome[]> {
  const scene = await openScene(options);
  const outcomes: Outcome[] = [];
  try {
    scene.openai.brain(() => ({ text: CALM }));
    await warmUp(scene);
    for (const trial of trials) {
      const before = scene.desk.logged().length;
      const outcome = await play(scene, trial);
      tell(outcome, scene.desk.logged().slice(before));
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    await scene.close();
  }
}

/** What a table has to say of where it was made. */
export const here = (): Pick<Run, "date" | "machine" | "versions"> => ({
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux`,
  versions: `Node ${process.versions.node}`,
});
