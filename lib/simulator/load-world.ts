import { describeProblem } from '../manifest/parse';
import { readManifests } from '../manifest/read';
import { UserError } from '../values/user-error';
import { buildWorld, loadTraffic, readScenarioFile, type Scenario, type WorldVariant } from './scenario';
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
  const { scenario, folder } = typeof options.scenario === 'object' ? { scenario: options.scenario, folder: undefined } : readScenarioFile(options.scenario);
  const { manifests, problems, sources } = await readManifests(paths);
  if (problems.length > 0) throw new UserError(problems.map(describeProblem).join('\n'));
  const traffic = await loadTraffic(scenario, trace, { folder });
  return buildWorld({ manifests, sources, scenario, traffic, kubernetes }, { load, seed });
}
