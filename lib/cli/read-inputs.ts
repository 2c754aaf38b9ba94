import { describeProblem } from '../manifest/parse';
import { type ReadResult, readManifests, STDIN } from '../manifest/read';
import { loadTraffic, readScenarioFile, type Scenario, type WorldInput } from '../simulator/scenario';
import { UserError } from '../values/user-error';
import { type Io } from './io';

/** Options that every command that simulates has. */
export interface InputOptions {
  readonly scenario?: string;
  readonly trace?: string;
  readonly kubernetes?: string;
}

/**
 * Reads manifests and warns of what in them cannot be read.
 *
 * @throws UserError where nothing can be.
 */
export async function readFiles(paths: readonly string[], io: Io): Promise<ReadResult> {
  const result = await readManifests(paths, { stdin: io.stdin });
  if (result.manifests.length === 0) {
    const [problem] = result.problems;
    const where = paths.map((path) => path === STDIN ? 'standard input' : path).join(', ');
    throw new UserError(`there is no Kubernetes object in ${where}${problem ? `; ${describeProblem(problem)}` : ''}`);
  }
  for (const problem of result.problems) io.stderr.write(`warning: ${describeProblem(problem)}\n`);
  return result;
}

/** So many seeds, from the scenario's own upwards. */
export function seedsFrom({ seed = 1 }: Scenario, count: number): number[] {
  return Array.from({ length: count }, (_, i) => seed + i);
}

/** Manifests, scenario and traffic, ready to build worlds of. */
export async function readInputs(paths: readonly string[], options: InputOptions, io: Io): Promise<WorldInput> {
  const { scenario, folder } = readScenarioFile(options.scenario);
  const { manifests, sources } = await readFiles(paths, io);
  const traffic = await loadTraffic(scenario, options.trace, { env: io.env, folder });
  return { manifests, sources, scenario, traffic, kubernetes: options.kubernetes };
}
