import { KedaCron } from '../../lib/keda/cron';
import { UserError } from '../../lib/values/user-error';
import { inFlight } from './in-flight';
import { LineProgram } from './line-program';
import { type CronTrigger, randomCron } from './random-cron';

export interface CronTally {
  readonly instants: number;
  /** Triggers that both KEDA and we refuse. */
  readonly refused: number;
  /** One line for each trigger that differs. */
  readonly mismatches: readonly string[];
}

/**
 * Reads random cron triggers by KEDA's scaler and by ours.
 *
 * @param program what scripts/programs/keda-cron.sh built.
 * @param seed of the first trigger; those after it have the next ones.
 */
export async function cronDifferential(program: string, seed: number, triggers: number): Promise<CronTally> {
  const keda = new LineProgram(program);
  let [instants, refused] = [0, 0];
  const mismatches: string[] = [];
  await inFlight(triggers, async (index) => {
    const trigger = randomCron(seed + index);
    const theirs = JSON.parse(await keda.ask(JSON.stringify(trigger))) as number[] | null;
    const ours = valuesOf(trigger);
    instants += theirs?.length ?? 0;
    if (!theirs && !ours) refused++;
    else if (JSON.stringify(theirs) !== JSON.stringify(ours)) mismatches.push(`seed ${seed + index}: ${describe(trigger, theirs, ours)}`);
  });
  keda.stop();
  return { instants, refused, mismatches };
}

function valuesOf({ metadata, instants }: CronTrigger): number[] | null {
  try {
    const cron = new KedaCron({ ...metadata, desiredReplicas: Number(metadata.desiredReplicas) });
    return instants.map((instant) => cron.valueAt(instant));
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function describe({ metadata, instants }: CronTrigger, theirs: number[] | null, ours: number[] | null): string {
  const told = JSON.stringify(metadata);
  if (!theirs || !ours) return `${told} is refused by ${theirs ? 'us' : 'KEDA'} alone`;
  const at = theirs.findIndex((value, i) => value !== ours[i]);
  return `${told} reads ${theirs[at]} at ${new Date(instants[at] * 1000).toISOString()}, not ${ours[at]}`;
}
