import { join } from 'node:path';
import { raiseAtOnce } from '../../lib/simulator/engine/v8-inlining';
import { type Run } from '../../lib/simulator/run/run';
import { type SimulationMethod, type World } from '../../lib/simulator/world/world';
import { week } from './week';

/** Order of one measurement, as the parent process writes it. */
export interface VersionOrder {
  /** Folder of the version's source. */
  readonly root: string;
  readonly method: SimulationMethod;
  readonly hours: number;
  /** Runs in this process; the first is the cold one. */
  readonly runs: number;
  /** Raises V8's inlining limits at once, and not before a long run only. */
  readonly isInlinedEarly?: boolean;
}

/** Answer of one process. */
export interface VersionTimes {
  /** Processor seconds by run. */
  readonly seconds: readonly number[];
  readonly requestStages: number;
}

interface Engine {
  simulate(world: World): Run;
}

/**
 * Runs the engine of one version in a process of its own, so that no version sees what the compiler learned of the
 * other.
 */
function measureVersion({ root, method, hours, runs, isInlinedEarly }: VersionOrder): VersionTimes {
  const engine = join(root, 'lib/simulator/engine');
  /* eslint-disable-next-line @typescript-eslint/no-require-imports -- the version is known when the process starts */
  (require(join(engine, 'v8-inlining')) as { raiseInliningLimits(): void }).raiseInliningLimits();
  if (isInlinedEarly) raiseAtOnce();
  /* eslint-disable-next-line @typescript-eslint/no-require-imports -- as above */
  const { simulate } = require(join(engine, 'simulate')) as Engine;
  const world = week(hours, method);
  const seconds: number[] = [];
  let requestStages = 0;
  for (let run = 0; run < runs; run++) {
    const start = process.cpuUsage();
    ({ requestStages } = simulate(world));
    const { user, system } = process.cpuUsage(start);
    seconds.push((user + system) / 1e6);
  }
  return { seconds, requestStages };
}

process.stdout.write(JSON.stringify(measureVersion(JSON.parse(process.argv[2]) as VersionOrder)));
