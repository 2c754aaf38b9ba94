import { type LoadedTraffic, loadTraffic, readScenarioFile, requireAllAccepted, type Scenario, type ScenarioFile, type WorldInput } from '../scenario';
import { type Io } from './io';
import { readFiles } from './read-files';
import { warnOfUnreadFields } from './unread-fields';

/** Options that every command that simulates has. */
export interface InputOptions {
  readonly scenario?: string;
  readonly trace?: string;
  readonly kubernetes?: string;
  readonly keda?: string;
  /** Name of the autoscaler to play where a workload has several. */
  readonly autoscaler?: string;
  readonly method?: WorldInput['method'];
}

/** So many seeds, from the scenario's own upwards. */
export function seedsFrom({ seed = 1 }: Scenario, count: number): number[] {
  return Array.from({ length: count }, (_, i) => seed + i);
}

/** Manifests, scenario and traffic, ready to build worlds of. */
export async function readInputs(paths: readonly string[], options: InputOptions, io: Io): Promise<WorldInput> {
  const { scenario, folder } = readScenarioFile(options.scenario);
  const { manifests, sources } = await readFiles(paths, io);
  warnOfUnreadFields({ manifests, sources }, io);
  const traffic = await readTraffic([{ manifests, sources }], { scenario, folder }, options, io);
  return { manifests, sources, scenario, traffic, kubernetes: options.kubernetes, keda: options.keda, autoscaler: options.autoscaler, method: options.method };
}

/**
 * Reads the traffic of a scenario.
 *
 * @param policies whose manifests it is for: where KEDA refuses one of them, no traffic can be replayed, and that is
 * told first.
 * @throws UserError where there is no traffic, or it cannot be read.
 */
export async function readTraffic(
  policies: ReadonlyArray<Pick<WorldInput, 'manifests' | 'sources'>>, { scenario, folder }: ScenarioFile, options: InputOptions, io: Io,
): Promise<LoadedTraffic> {
  try {
    return await loadTraffic(scenario, options.trace, { env: io.env, folder });
  } catch (error) {
    const { keda, kubernetes, autoscaler } = options;
    for (const policy of policies) requireAllAccepted({ ...policy, scenario, keda, kubernetes, autoscaler });
    throw error;
  }
}
