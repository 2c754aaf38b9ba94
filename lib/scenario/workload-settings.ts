import { UserError } from '../values/user-error';
import { type Candidate, pickCandidate } from './candidates';
import { type Scenario, type WorkloadScenario } from './scenario';

/** Settings of a workload in a scenario, with its name there. */
export interface Settings {
  readonly key: string;
  readonly workload: WorkloadScenario;
}

/**
 * Returns the scenario's settings of each workload, by id.
 *
 * @throws UserError if a name is unknown or given twice, or if an external workload has no replicas.
 */
export function settingsById(scenario: Scenario, candidates: readonly Candidate[]): Map<string, Settings> {
  const settings = new Map<string, Settings>();
  for (const [key, workload] of Object.entries(scenario.workloads ?? {})) {
    const { id } = pickCandidate(key, candidates, 'workloads');
    const other = settings.get(id);
    if (other) throw new UserError(`workloads.${other.key} and workloads.${key} are both ${id}; keep one`);
    if (workload.external === true && workload.fixed === undefined) throw new UserError(`workloads.${key} is external and needs fixed, its number of replicas`);
    settings.set(id, { key, workload });
  }
  return settings;
}
