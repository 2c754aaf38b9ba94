import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeProblem } from '../manifest/parse';
import { readManifests } from '../manifest/read';
import { UserError } from '../values/user-error';
import { buildWorld, loadTraffic, readScenario, type Scenario, type WorldVariant } from './scenario';
import { type World } from './world';

export interface LoadWorldOptions extends WorldVariant {
  /** Files and folders of manifests. */
  readonly manifests: readonly string[];
  /** Path of a scenario, or the scenario itself. @default - everything is assumed */
  readonly scenario?: string | Scenario;
  /** Path of a recording, or the name of a generator. @default - the scenario's traffic */
  readonly trace?: string;
  /** Version of the cluster: '1.35'. @default - the scenario's, else 1.28 */
  readonly kubernetes?: string;
}

/**
 * The world of some files, ready to be simulated: what `cdk8s-kotaemon simulate` reads, for tests and sweeps of one's own.
 *
 * @throws UserError where a file cannot be read, or says what cannot be.
 */
export async function loadWorld(options: LoadWorldOptions): Promise<World> {
  const { manifests: paths, trace, kubernetes, load, seed } = options;
  const { scenario, folder } = scenarioOf(options.scenario);
  const { manifests, problems, sources } = await readManifests(paths);
  if (problems.length > 0) throw new UserError(problems.map(describeProblem).join('\n'));
  const traffic = await loadTraffic(scenario, trace, { folder });
  return buildWorld({ manifests, sources, scenario, traffic, kubernetes }, { load, seed });
}

function scenarioOf(scenario: string | Scenario | undefined): { scenario: Scenario; folder?: string } {
  if (typeof scenario !== 'string') return { scenario: scenario ?? {} };
  let text: string;
  try {
    text = readFileSync(scenario, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read the scenario '${scenario}': ${(error as Error).message}`);
  }
  return { scenario: readScenario(text, scenario), folder: dirname(scenario) };
}
