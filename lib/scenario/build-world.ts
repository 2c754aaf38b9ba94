import { type Manifest, ManifestIndex } from '../manifest';
import { type ManifestSource } from '../manifest/parse';
import { KubernetesVersion } from '../values/kubernetes-version';
import { UserError } from '../values/user-error';
import { defaultFeatureGates } from '../hpa';
import { FIRST_MONDAY } from '../traffic/generate';
import { workloadOrder } from '../simulator/engine/plan';
import { type ServiceModel, type Workload, type World } from '../simulator/world/world';
import { suggestion } from '../values/nearest';
import { Assumptions } from './assumptions';
import { type PlannedFlow, planFlows } from './build-flows';
import { buildWorkload, toSlo, type WorkloadContext } from './build-workload';
import { type Candidate, findCandidates, pickCandidate } from './candidates';
import { goesByTheClock, scheduleRemark } from './clock-schedules';
import { toControllerFlags, toMetricsPipeline, toNodePool } from './cluster';
import { DEFAULT_KUBERNETES } from './cluster-support';
import { type Promotions } from './argo-rollout';
import { toFault } from './fault';
import { metricsRead, withoutEffect } from './fault-effect';
import { kedaVersionOf } from './keda-acceptance';
import { toEpoch } from './instant';
import { type Scenario } from './scenario';
import { type LoadedTraffic } from './trace-source';
import { durationText, toSeconds } from './units';
import { type Settings, settingsById } from './workload-settings';

/** Input for building simulated clusters, reusable for every load and seed. */
export interface WorldInput {
  /** Manifests to simulate. */
  readonly manifests: readonly Manifest[];
  /** Source position of each manifest, for errors. */
  readonly sources?: ReadonlyMap<Manifest, ManifestSource>;
  /** Settings beyond the manifests. */
  readonly scenario: Scenario;
  /** Traffic of the flows. */
  readonly traffic: LoadedTraffic;
  /** Kubernetes version; overrides the scenario's. */
  readonly kubernetes?: string;
  /** KEDA version. @default - the newest known version */
  readonly keda?: string;
  /** Autoscaler to simulate if a workload has several. @default - two autoscalers of one workload are an error */
  readonly autoscaler?: string;
  /** Simulation method; overrides the scenario's. */
  readonly method?: NonNullable<Scenario['limits']>['method'];
  /**
   * Assumed service models by workload id, shared by all policies of a comparison.
   * @default - each is sized by its own requests
   */
  readonly assumedServices?: ReadonlyMap<string, ServiceModel>;
  /**
   * Ids of the workloads that receive traffic if the scenario has no flows: those common to all compared policies.
   * @default - every autoscaled one
   */
  readonly receivers?: ReadonlySet<string>;
}

/** Variant of a simulated cluster with the same manifests and scenario. */
export interface WorldVariant {
  /** Load factor of the traffic. @default 1 */
  readonly load?: number;
  /** Seed of the random draws. @default - the scenario's, else 1 */
  readonly seed?: number;
}

const DEFAULT_MAX_REQUEST_STAGES = 50_000_000;
const DEFAULT_MAX_SERIES_POINTS = 5_000;
const LONGEST_DURATION_SECONDS = 366 * 86_400;

/**
 * Builds the simulated cluster from manifests, a scenario and traffic. Its assumptions list the defaults.
 *
 * @throws UserError if the input contradicts itself, has an unknown name, or would be rejected by the API server.
 */
export function buildWorld(input: WorldInput, variant: WorldVariant = {}): World {
  const { scenario } = input;
  const assumptions = new Assumptions();
  const load = variant.load ?? 1;
  const seed = variant.seed ?? scenario.seed ?? 1;
  const kubernetesMinor = versionOf(input, assumptions);
  const index = new ManifestIndex(input.manifests);
  const candidates = findCandidates(index, scenario, input.autoscaler);
  const settings = settingsById(scenario, candidates);
  const plans = planFlows(scenario, candidates, settings, input.traffic, { load, seed }, assumptions, input.receivers);
  const featureGates = knownGates(scenario, kubernetesMinor);
  const cluster = { kubernetesMinor, kedaVersion: kedaVersionOf(input), featureGates: { ...defaultFeatureGates(kubernetesMinor), ...featureGates } };
  const workloads = buildWorkloads(plans, candidates, settings, index, input, { cluster, assumptions });
  const byId = new Map(workloads.map((workload) => [workload.id, workload]));
  const flows = plans.map(({ name, stages, planned, slo, retries }) => {
    const services = stages.map(({ workload }) => (byId.get(workload.id) as Workload).service);
    const flowSlo = toSlo(slo, services);
    if (slo.latency === undefined) assumptions.about(name, `requests are late when they take longer than ${durationText(flowSlo.latencySeconds)}; set slo.`);
    assumptions.add(...planned.remarks);
    const passed = stages.map(({ workload, ...stage }) => ({ workload: workload.id, ...stage }));
    return { name, stages: passed, traffic: planned.traffic, slo: flowSlo, ...(retries && { retries }) };
  });
  workloadOrder(flows, workloads.map(({ id }) => id));
  const nodePools = buildNodePools(scenario, workloads);
  for (const { name, minNodes, maxNodes } of nodePools) {
    if (maxNodes > minNodes) assumptions.add(`Nodes of ${name} are removed when they hold no pods; a cluster autoscaler that also drains underused nodes needs fewer.`);
  }
  if (load !== 1) assumptions.add(`The traffic is multiplied by ${load}.`);
  const targets = {
    workloadIds: workloads.map(({ id }) => id),
    nodePools: nodePools.map(({ name }) => name),
    workloadId: (name: string, path: string): string => simulatedId(name, path, candidates, byId),
    metricsOf: (id: string): string[] => {
      const given = Object.keys(settings.get(id)?.workload.metrics ?? {});
      return [...new Set(['cpu', 'memory', ...metricsRead(byId.get(id) as Workload), ...given])];
    },
  };
  const durationSeconds = durationOf(scenario, plans);
  const faults = (scenario.faults ?? []).map((fault, i) => toFault(fault, `faults[${i}]`, targets));
  faults.forEach((fault, i) => assumptions.add(...[withoutEffect(fault, `faults[${i}]`, durationSeconds, workloads)].filter((sentence) => sentence !== undefined)));
  const start = startOf(scenario, plans, workloads, assumptions);
  for (const workload of workloads) {
    const remark = start.startEpochSeconds === undefined ? undefined : scheduleRemark(workload, start.startEpochSeconds, durationSeconds);
    if (remark !== undefined) assumptions.about(workload.name, remark);
  }
  const method = input.method ?? scenario.limits?.method ?? 'auto';
  return {
    durationSeconds,
    seed,
    ...start,
    kubernetesMinor,
    featureGates,
    controller: toControllerFlags(scenario.controller),
    metrics: toMetricsPipeline(scenario.pipeline),
    nodePools,
    workloads,
    flows,
    faults,
    limits: {
      maxRequestStages: scenario.limits?.maxRequestStages ?? DEFAULT_MAX_REQUEST_STAGES,
      maxSeriesPoints: scenario.limits?.maxSeriesPoints ?? DEFAULT_MAX_SERIES_POINTS,
    },
    ...(method !== 'auto' && { method }),
    assumptions: assumptions.list(),
  };
}

function versionOf({ kubernetes, scenario }: WorldInput, assumptions: Assumptions): number {
  const text = kubernetes ?? scenario.kubernetes;
  if (text === undefined) assumptions.add(`Kubernetes ${DEFAULT_KUBERNETES} is assumed; name another with --kubernetes or in the scenario.`);
  try {
    return KubernetesVersion.of(text ?? DEFAULT_KUBERNETES).minor;
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

function buildWorkloads(
  plans: readonly PlannedFlow[], candidates: readonly Candidate[], settings: ReadonlyMap<string, Settings>, index: ManifestIndex, input: WorldInput,
  shared: Pick<WorkloadContext, 'cluster' | 'assumptions'>,
): Workload[] {
  const chosen = new Map<string, { candidate: Candidate; peak: number; history?: Float64Array }>();
  for (const { stages, peakPerSecond, history } of plans) {
    for (const { workload: candidate, probability = 1 } of stages) {
      const { peak = 0, history: others } = chosen.get(candidate.id) ?? {};
      const own = history?.map((rate) => rate * probability);
      chosen.set(candidate.id, { candidate, peak: peak + peakPerSecond * probability, history: addedUp(own, others) });
    }
  }
  const placeOf = (manifest: Manifest): string | undefined => {
    const source = input.sources?.get(manifest);
    return source && `${source.file}:${source.line}`;
  };
  const workloadId = (name: string, path: string): string => simulatedId(name, path, candidates, chosen);
  return UserError.each([...chosen.values()], ({ candidate, peak, history }) => {
    const { key, workload } = settings.get(candidate.id) ?? { key: candidate.name, workload: {} };
    const assumedService = input.assumedServices?.get(candidate.id);
    return buildWorkload(candidate, key, workload, {
      index, placeOf, candidates, ...shared,
      peakPerSecond: peak,
      ...(history && { history: { stepSeconds: 60, perSecond: history } }),
      workloadId,
      ...(assumedService && { assumedService }),
      promotions: promotionsOf(candidate, input.scenario, workloadId),
      ...(input.scenario.cronHpa?.timezone !== undefined && { cronHpaTimeZone: input.scenario.cronHpa.timezone }),
    });
  });
}

function promotionsOf({ id }: Candidate, { faults = [] }: Scenario, idOf: (name: string, path: string) => string): Promotions {
  return faults.flatMap((fault, i) => (fault.kind === 'rollout' && (fault.workload === undefined || idOf(fault.workload, `faults[${i}].workload`) === id) ? [fault.promoteAfter] : []));
}

/** Returns the sum of two traffic histories over their common time; both end when the run begins. */
function addedUp(one: Float64Array | undefined, other: Float64Array | undefined): Float64Array | undefined {
  if (!one || !other) return one ?? other;
  const length = Math.min(one.length, other.length);
  const [first, second] = [one, other].map((each) => each.subarray(each.length - length));
  return first.map((rate, i) => rate + second[i]);
}

function simulatedId(name: string, path: string, candidates: readonly Candidate[], simulated: ReadonlyMap<string, unknown>): string {
  const { id } = pickCandidate(name, candidates, path);
  if (!simulated.has(id)) throw new UserError(`${path} names '${name}', which no flow passes; add it to the stages of one`);
  return id;
}

function buildNodePools(scenario: Scenario, workloads: readonly Workload[]): World['nodePools'] {
  const pools = scenario.cluster?.nodePools ?? {};
  for (const { nodePool, name } of workloads) {
    if (nodePool !== undefined && !Object.hasOwn(pools, nodePool)) throw new UserError(`workload ${name} runs on node pool '${nodePool}'; ${suggestion(nodePool, Object.keys(pools))}`);
  }
  return Object.entries(pools).map(([name, pool]) => toNodePool(name, pool, workloads));
}

function startOf(scenario: Scenario, plans: readonly PlannedFlow[], workloads: readonly Workload[], assumptions: Assumptions): Pick<World, 'startEpochSeconds'> {
  const recorded = plans.map(({ planned }) => planned.startEpochSeconds).find((seconds) => seconds !== undefined);
  const start = scenario.start !== undefined ? toEpoch(scenario.start, 'start') : recorded;
  if (start !== undefined) return { startEpochSeconds: start };
  if (!workloads.some(goesByTheClock)) return {};
  assumptions.add('The run is assumed to begin on Monday 2024-01-01 at 00:00 UTC, since schedules go by the clock; set start.');
  return { startEpochSeconds: FIRST_MONDAY };
}

function durationOf(scenario: Scenario, plans: readonly PlannedFlow[]): number {
  if (scenario.duration === undefined) return Math.max(...plans.map(({ planned }) => planned.durationSeconds));
  const seconds = toSeconds(scenario.duration);
  if (!(seconds > 0 && seconds <= LONGEST_DURATION_SECONDS)) throw new UserError(`duration is ${scenario.duration}; use more than 0 and at most 366d`);
  return seconds;
}

function knownGates({ featureGates = {} }: Scenario, kubernetesMinor: number): World['featureGates'] {
  const known = Object.keys(defaultFeatureGates(kubernetesMinor));
  const stray = Object.keys(featureGates).find((gate) => !known.includes(gate));
  if (stray !== undefined) throw new UserError(`featureGates.${stray} is not known to the autoscaler's controller; ${suggestion(stray, known)}`);
  return featureGates;
}
