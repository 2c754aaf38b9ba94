import { type Manifest, ManifestIndex } from '../manifest';
import { UserError } from '../values/user-error';
import { type Candidate, findCandidates } from './candidates';
import { type Scenario } from './scenario';

/**
 * Scenario of the workloads that all of several sets of manifests have: stages, settings and faults of the others are left out, so that a branch that adds
 * a module can be compared with the one that lacks it.
 *
 * @returns the scenario, and the workloads of it that some set lacks.
 * @throws UserError if nothing is left of the flows.
 */
export function commonScenario(scenario: Scenario, sets: ReadonlyArray<readonly Manifest[]>): { scenario: Scenario; leftOut: readonly string[] } {
  const candidates = sets.map((manifests) => findCandidates(new ManifestIndex(manifests), scenario));
  const leftOut = new Set<string>();
  // What no set has is a mistake, which is told when a world is built.
  const isCommon = (name: string): boolean => {
    const having = candidates.filter((each) => each.some((one) => isCalled(one, name))).length;
    if (having === 0 || having === candidates.length) return true;
    leftOut.add(name);
    return false;
  };
  const flows = scenario.flows && Object.entries(scenario.flows)
    .map(([name, flow]) => [name, { ...flow, stages: flow.stages.filter((stage) => isCommon(typeof stage === 'string' ? stage : stage.workload)) }] as const)
    .filter(([, { stages }]) => stages.length > 0);
  if (flows?.length === 0 && leftOut.size > 0) {
    throw new UserError(`no flow of the scenario has a workload that all policies have; only some have ${[...leftOut].join(', ')}`);
  }
  const workloads = scenario.workloads && Object.fromEntries(Object.entries(scenario.workloads).filter(([name]) => isCommon(name)));
  const faults = scenario.faults?.filter((fault) => !('workload' in fault) || fault.workload === undefined || isCommon(fault.workload));
  return {
    scenario: { ...scenario, ...(flows && { flows: Object.fromEntries(flows) }), ...(workloads && { workloads }), ...(faults && { faults }) },
    leftOut: [...leftOut],
  };
}

function isCalled({ id, namespace, kind, name }: Candidate, called: string): boolean {
  return [name, id, `${namespace}/${name}`, `${kind}/${name}`].includes(called);
}
