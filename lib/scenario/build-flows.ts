import { UserError } from '../values/user-error';
import { type PlannedTraffic } from '../traffic/to-traffic';
import { type Retries } from '../simulator/world/world';
import { type Assumptions } from './assumptions';
import { type Candidate, pickCandidate } from './candidates';
import { type FlowScenario, type RetriesScenario, type Scenario } from './scenario';
import { toSeconds } from './units';
import { historyOf, type LoadedTraffic, peakPerSecond, planTraffic } from './trace-source';
import { type Settings } from './workload-settings';

/** Flow before its workloads are built. */
export interface PlannedFlow {
  readonly name: string;
  readonly stages: readonly { readonly workload: Candidate; readonly probability?: number }[];
  readonly planned: PlannedTraffic;
  /** Requests per second of the busiest minute at load 1, which sizes an assumed service model. */
  readonly peakPerSecond: number;
  readonly slo: NonNullable<FlowScenario['slo']>;
  readonly retries?: Retries;
  /** Traffic before the run, in requests per second of each minute: the part that `skip` removes. */
  readonly history?: Float64Array;
}

/**
 * Returns the flows of a scenario, otherwise one flow with the whole traffic per autoscaled workload.
 *
 * @param receivers ids of the only workloads that receive traffic if the scenario has no flows. @default - every
 * autoscaled one
 * @throws UserError if there is nothing to simulate.
 */
export function planFlows(
  scenario: Scenario, candidates: readonly Candidate[], settings: ReadonlyMap<string, Settings>, traffic: LoadedTraffic,
  variant: { load: number; seed: number }, assumptions: Assumptions, receivers?: ReadonlySet<string>,
): PlannedFlow[] {
  const flows = Object.entries(scenario.flows ?? {});
  const possible = receivers ? candidates.filter(({ id }) => receivers.has(id)) : candidates;
  const ways = flows.length > 0 ? flows : defaultFlows(scenario, possible, settings, assumptions);
  if (flows.length > 0) sayLeftOut(flows, candidates, settings, assumptions);
  return ways.map(([name, flow]) => {
    const source = traffic.flows.get(name) ?? traffic.shared;
    if (!source) throw new UserError(`flow ${name} has no traffic; set traffic of the scenario or of the flow`);
    const share = flow.share ?? 1;
    const planned = planTraffic(source, variant.load * share, variant.seed);
    const atLoadOne = variant.load === 1 ? planned : planTraffic(source, share, variant.seed);
    const retries = flow.retries ?? scenario.retries;
    const history = historyOf(source, variant.load * share, variant.seed);
    return {
      name, stages: toStages(flow, `flows.${name}.stages`, candidates), planned, peakPerSecond: peakPerSecond(atLoadOne), slo: flow.slo ?? scenario.slo ?? {},
      ...(history && { history }),
      ...(retries && { retries: toRetries(retries) }),
    };
  });
}

function toRetries({ attempts = 3, backoff = '100ms', maxBackoff = '10s', jitter = 1, budget }: RetriesScenario): Retries {
  return { attempts, backoffSeconds: toSeconds(backoff), maxBackoffSeconds: toSeconds(maxBackoff), jitter, ...(budget !== undefined && { budget }) };
}

/** Reports workloads with an autoscaler or settings that are not simulated because no flow visits them. */
function sayLeftOut(
  flows: readonly [string, FlowScenario][], candidates: readonly Candidate[], settings: ReadonlyMap<string, Settings>, assumptions: Assumptions,
): void {
  const passed = new Set(flows.flatMap(([name, flow]) => toStages(flow, `flows.${name}.stages`, candidates).map(({ workload }) => workload.id)));
  const left = candidates.filter(({ id, hpa, scaledObject }) => !passed.has(id) && (hpa !== undefined || scaledObject !== undefined || settings.has(id)));
  for (const { id, name } of left) {
    const label = candidates.filter((candidate) => candidate.name === name).length > 1 ? id : name;
    assumptions.warn(label, 'not simulated: no flow passes it; add it to the stages of a flow.');
  }
}

function toStages(flow: FlowScenario, path: string, candidates: readonly Candidate[]): PlannedFlow['stages'] {
  return flow.stages.map((stage, i) => {
    const { workload, probability } = typeof stage === 'string' ? { workload: stage } : stage;
    return { workload: pickCandidate(workload, candidates, `${path}[${i}]`), ...(probability !== undefined && { probability }) };
  });
}

/**
 * Returns the workloads that receive traffic if a scenario has no flows: the autoscaled ones and those in the scenario,
 * otherwise all.
 */
export function defaultWorkloads(candidates: readonly Candidate[], settings: ReadonlyMap<string, Settings>): readonly Candidate[] {
  const scaled = candidates.filter(({ hpa, scaledObject, id }) => hpa !== undefined || scaledObject !== undefined || settings.has(id));
  return scaled.length > 0 ? scaled : candidates;
}

function defaultFlows(
  scenario: Scenario, candidates: readonly Candidate[], settings: ReadonlyMap<string, Settings>, assumptions: Assumptions,
): [string, FlowScenario][] {
  const chosen = defaultWorkloads(candidates, settings);
  if (chosen.length === 0) {
    throw new UserError('the manifests hold neither an autoscaler nor a workload; give at least a HorizontalPodAutoscaler or a Deployment');
  }
  if (chosen.length > 1) {
    assumptions.add(`All of the traffic is assumed to reach each of ${chosen.map(({ name }) => name).join(', ')} on its own; set flows to chain them.`);
  }
  const names = new Set(chosen.map(({ name }) => name));
  return chosen.map(({ id, name }) => {
    // Requests of a single workload use the timeout of its SLO.
    const slo = settings.get(id)?.workload.slo;
    return [names.size === chosen.length ? name : id, { stages: [id], ...(slo && { slo: { ...scenario.slo, ...slo } }) }];
  });
}
