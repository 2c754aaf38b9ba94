import { type Manifest, ManifestIndex } from '../manifest';
import { UserError } from '../values/user-error';
import { defaultWorkloads } from './build-flows';
import { type Candidate, findCandidates } from './candidates';
import { type Scenario } from './scenario';
import { settingsById } from './workload-settings';

/** Scenario restricted to the common workloads of several sets of manifests. */
export interface CommonScenario {
  readonly scenario: Scenario;
  /** Names in the scenario that are missing from some set, and therefore left out. */
  readonly leftOut: readonly string[];
  /**
   * Ids of the workloads that receive the traffic if the scenario has no flows; undefined if it has flows, or if the
   * sets have no workload in common.
   */
  readonly receivers?: ReadonlySet<string>;
  /** Ids of the workloads of each set that are missing from some other set. */
  readonly own: ReadonlyArray<readonly string[]>;
}

/**
 * Returns the scenario of the common workloads of several sets of manifests. Stages, settings and faults of other
 * workloads are left out, so that a branch that adds a module can be compared with one without it.
 *
 * @throws UserError if nothing is left of the flows.
 */
export function commonScenario(scenario: Scenario, sets: ReadonlyArray<readonly Manifest[]>): CommonScenario {
  const candidates = sets.map((manifests) => findCandidates(new ManifestIndex(manifests), scenario));
  const leftOut = new Set<string>();
  // A name outside all candidates is reported when a simulated cluster is built.
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
  const ids = candidates.map((each) => new Set(each.map(({ id }) => id)));
  const receivers = flows === undefined || flows.length === 0 ? commonReceivers(scenario, candidates) : undefined;
  return {
    scenario: { ...scenario, ...(flows && { flows: Object.fromEntries(flows) }), ...(workloads && { workloads }), ...(faults && { faults }) },
    leftOut: [...leftOut],
    ...(receivers && { receivers }),
    own: ids.map((each) => [...each].filter((id) => !ids.every((other) => other.has(id)))),
  };
}

function commonReceivers(scenario: Scenario, sets: ReadonlyArray<readonly Candidate[]>): ReadonlySet<string> | undefined {
  const [first, ...others] = sets.map((candidates) => defaultWorkloads(candidates, settingsOf(scenario, candidates)).map(({ id }) => id));
  const common = (first ?? []).filter((id) => others.every((each) => each.includes(id)));
  return common.length > 0 ? new Set(common) : undefined;
}

/** Returns the settings of a set's workloads. */
function settingsOf(scenario: Scenario, candidates: readonly Candidate[]): ReturnType<typeof settingsById> {
  const workloads = Object.entries(scenario.workloads ?? {}).filter(([name]) => candidates.some((one) => isCalled(one, name)));
  return settingsById({ ...scenario, workloads: Object.fromEntries(workloads) }, candidates);
}

function isCalled({ id, namespace, kind, name }: Candidate, called: string): boolean {
  return [name, id, `${namespace}/${name}`, `${kind}/${name}`].includes(called);
}
