import { describeManifest, type Manifest, type ManifestIndex, type PodTemplate } from '../manifest';
import { hpaOf } from '../simulator/world/replica-bounds';
import { type HorizontalPodAutoscalerSpec } from '../hpa/types';
import { type Container, type DemandHistory, isOfTokens, type MetricMapping, type ServiceModel, type ServiceState, type Slo, type Workload } from '../simulator/world/world';
import { coresPerSlot, loadLimitCores, throttleFactor } from '../simulator/engine/requests/cpu-limit';
import { assumeService } from './assumed-service';
import { type Assumptions } from './assumptions';
import { assumeBalancer, waitingOf } from './assumed-balancer';
import { stateOfGiven } from './calibration-state';
import { buildAutoscaler } from './build-autoscaler';
import { type Candidate } from './candidates';
import { type ClusterFeatures } from './cluster-support';
import { toContainers } from './containers';
import { toMetricMappings } from './metric-mappings';
import { containersOf, lifecycleOf, podLevelCpuLimitOf, podLevelRequestsOf, rolloutOf } from './pod-manifest';
import { progressionOf, type Promotions, sayUnplayedRollout } from './argo-rollout';
import { type ServiceScenario, type SloScenario, type WorkloadScenario } from './scenario';
import { CALLER_TIMEOUT, meanServiceSeconds, toBalancer, toServiceModel, type Waiting } from './service-model';
import { toDrain, toProbes, toRollout, toStartUp } from './start-and-end';
import { engineSentences } from './token-service';
import { durationText, toSeconds } from './units';
import { type EngineArguments, engineArgumentsOf } from './vllm-arguments';

/** Context for building a workload. */
export interface WorkloadContext {
  readonly index: ManifestIndex;
  /** All workloads of the manifests and the scenario. */
  readonly candidates: readonly Candidate[];
  /** Source position of a manifest, for errors. */
  readonly placeOf: (manifest: Manifest) => string | undefined;
  /** Returns the id of a workload by its name in the scenario; throws for an unknown name. */
  readonly workloadId: (name: string, path: string) => string;
  /** Requests per second of the busiest minute that reaches the workload. */
  readonly peakPerSecond: number;
  /** Traffic before the run. */
  readonly history?: DemandHistory;
  /** Time until manual promotion of each rollout, if the scenario sets it. */
  readonly promotions?: Promotions;
  /** Default service model if the scenario sets none. */
  readonly assumedService?: ServiceModel;
  /** Time zone of the CronHorizontalPodAutoscaler controller. */
  readonly cronHpaTimeZone?: string;
  readonly cluster: ClusterFeatures;
  readonly assumptions: Assumptions;
}

/** Default objective of an SLO, as a share of the requests. */
export const DEFAULT_OBJECTIVE = 0.99;
const PATIENT_SLO_SECONDS = 30;
const ASSUMED_POD_CPU_MILLI = 1000;

/** Builds one workload from its manifests and the scenario; records defaults as assumptions. */
export function buildWorkload(candidate: Candidate, key: string, scenario: WorkloadScenario, context: WorkloadContext): Workload {
  const { manifest, name } = candidate;
  const { assumptions } = context;
  const path = `workloads.${key}`;
  const template = manifest && context.index.podTemplateOf(manifest);
  const where = manifest ? describeManifest(manifest) : name;
  const lifecycle = manifest && template ? lifecycleOf(manifest, template, where) : undefined;
  const { autoscaler, asked, replicas } = buildAutoscaler(candidate, path, scenario, context);
  const spec = hpaOf(autoscaler)?.spec;
  const metrics = spec ? toMetricMappings(asked, scenario.metrics ?? {}, { name, path }, context.workloadId, assumptions) : [];
  sayHistory(metrics, context.history, name, assumptions);
  const containers = buildContainers(template, where, scenario, { name, path, spec }, assumptions);
  const podLevelRequests = template && podLevelRequestsOf(template, where);
  const balancer = scenario.balancer ? toBalancer(scenario.balancer, `${path}.balancer`) : assumeBalancer(autoscaler, metrics, name, assumptions);
  const waiting = waitingOf(balancer, autoscaler, metrics);
  const cpuRequestMilli = podLevelRequests?.cpuMilli || cpuOf(containers);
  const engine = template && engineArgumentsOf(template, where);
  const { service, serviceState } = buildService(scenario, metrics, cpuRequestMilli, waiting, { name, path, engine }, context);
  sayMissingTokens(metrics, service, name, assumptions);
  const podLevelCpuLimitMilli = template && podLevelCpuLimitOf(template, where);
  const probes = toProbes(scenario.probes, lifecycle);
  const startUp = toStartUp(scenario, lifecycle, name, path, assumptions);
  sayCpuLimit({ service, startUp, containers, ...(podLevelCpuLimitMilli !== undefined && { podLevelCpuLimitMilli }) }, name, assumptions);
  sayUnplayedRollout(manifest, name, context.promotions ?? [], assumptions);
  const progression = progressionOf(manifest);
  return {
    id: candidate.id,
    namespace: candidate.namespace,
    kind: candidate.kind,
    name,
    replicas,
    containers,
    ...(podLevelRequests && { podLevelRequests }),
    ...(podLevelCpuLimitMilli !== undefined && { podLevelCpuLimitMilli }),
    ...(probes && { probes }),
    startUp,
    drain: toDrain(scenario, lifecycle, name, assumptions),
    rollout: toRollout(scenario, { ...rolloutOf(manifest), ...(progression && { progression }) }),
    ...(scenario.nodePool !== undefined && { nodePool: scenario.nodePool }),
    autoscaler,
    service,
    serviceState,
    balancer,
    metrics,
    ...(scenario.slo && { slo: toSlo(scenario.slo, [service]) }),
    pricePerReplicaHour: scenario.price ?? 0,
    ...(context.history && { history: context.history }),
  };
}

/** Reports a service model that a CPU limit slows down. */
function sayCpuLimit(workload: Pick<Workload, 'service' | 'startUp' | 'containers' | 'podLevelCpuLimitMilli'>, name: string, assumptions: Assumptions): void {
  const limit = loadLimitCores(workload);
  const { service, startUp } = workload;
  if (limit === Infinity) return;
  const text = (cores: number): string => `${Number(cores.toPrecision(3))} ${cores === 1 ? 'core' : 'cores'}`;
  if (startUp.cpuCores > limit) {
    assumptions.about(name, `startUp.cpu is ${text(startUp.cpuCores)}, and the CPU limit leaves ${text(limit)}: startUp.boot takes ${Number(throttleFactor(workload, startUp.cpuCores).toPrecision(2))} times as long.`);
  }
  if (service.kind === 'tokens') {
    if (service.cpuCoresWhenBusy > limit) {
      assumptions.warn(name, `service.tokens.cpu is ${text(service.cpuCoresWhenBusy)}, above what the CPU limit leaves to requests, ${text(limit)}: each step takes ${Number(throttleFactor(workload, service.cpuCoresWhenBusy).toPrecision(2))} times as long.`);
    }
    return;
  }
  const perRequest = coresPerSlot({ service });
  if (perRequest > limit) {
    const least = durationText(Number((service.cpuSecondsPerRequest / limit).toPrecision(3)));
    assumptions.warn(name, `service.cpuSeconds of ${Number(service.cpuSecondsPerRequest.toPrecision(3))} in service.time of ${durationText(Number(meanServiceSeconds(service).toPrecision(3)))} `
      + `needs ${text(perRequest)}, which the CPU limit makes impossible: it leaves ${text(limit)} to requests, so that one alone takes about ${least}; raise the limit or lower cpuSeconds.`);
  } else if (perRequest * service.concurrency > limit) {
    assumptions.about(name, `${service.concurrency} requests at a time want ${text(perRequest * service.concurrency)}, and the CPU limit leaves ${text(limit)} to them: a busy pod is throttled.`);
  }
}

/** Warns of series of a language model server in queries of a service without tokens: they stay at 0. */
function sayMissingTokens(metrics: readonly MetricMapping[], service: ServiceModel, name: string, assumptions: Assumptions): void {
  if (service.kind === 'tokens') return;
  for (const { metric, query } of metrics) {
    const silent = (query?.series ?? []).filter(({ content }) => isOfTokens(content)).map((series) => series.name);
    if (silent.length > 0) assumptions.warn(name, `NO TOKENS: the query of metric ${metric} reads ${silent.join(', ')}, which stays at 0, since its service has no tokens; set service.tokens, or set the signal of the metric.`);
  }
}

/** Records the assumption about the history of recording rules before the run. */
function sayHistory(metrics: readonly MetricMapping[], history: DemandHistory | undefined, name: string, assumptions: Assumptions): void {
  if (!metrics.some(({ query }) => query && query.rules.length > 0)) return;
  assumptions.about(name, history
    ? `its recording rules have ${durationText(history.perSecond.length * history.stepSeconds)} of history, the traffic before the run that skip leaves out.`
    : 'its recording rules have no history before the run; set skip of the traffic to give them one.');
}

function buildContainers(
  template: PodTemplate | undefined,
  where: string,
  scenario: WorkloadScenario,
  { name, path, spec }: { name: string; path: string; spec?: HorizontalPodAutoscalerSpec },
  assumptions: Assumptions,
): Container[] {
  const assumedName = spec?.metrics?.find(({ container }) => container !== undefined)?.container ?? 'app';
  return toContainers(template && containersOf(template, where), scenario.containers ?? {}, { name, path, assumedName }, assumptions);
}

/** Returns the CPU request of a running pod, or a default without one. */
function cpuOf(containers: readonly Container[]): number {
  return containers.filter(({ kind }) => kind !== 'init').reduce((sum, { cpuRequestMilli }) => sum + (cpuRequestMilli ?? 0), 0) || ASSUMED_POD_CPU_MILLI;
}

function buildService(
  scenario: WorkloadScenario,
  metrics: readonly MetricMapping[],
  cpuRequestMilli: number,
  waiting: Waiting,
  { name, path, engine }: { name: string; path: string; engine?: EngineArguments },
  context: WorkloadContext,
): { service: ServiceModel; serviceState: ServiceState } {
  const given = toServiceModel(scenario.service, cpuRequestMilli, waiting, `${path}.service`, engine);
  const { peakPerSecond, assumptions } = context;
  if (given) {
    sayServiceDefaults(scenario.service ?? {}, given, waiting, name, assumptions);
    sayEngine(scenario.service ?? {}, given, engine, name, assumptions);
    const { state, sentence } = stateOfGiven(scenario);
    if (sentence !== undefined) assumptions.warn(name, sentence);
    return { service: given, serviceState: state };
  }
  const assumed = assumeService({ metrics, cpuRequestMilli, peakPerSecond, service: scenario.service ?? {}, waiting, path: `${path}.service`, ...(engine && { engine }) });
  assumptions.warn(name, context.assumedService
    ? 'unknown service: the same one is assumed for all policies; relative figures only: set service for absolute figures.'
    : assumed.sentence);
  const service = context.assumedService ?? assumed.service;
  sayEngine(scenario.service ?? {}, service, engine, name, assumptions);
  return { service, serviceState: 'assumed' };
}

/** Records the defaults of the service model other than the service time. */
function sayServiceDefaults(said: ServiceScenario, service: ServiceModel, waiting: Waiting, name: string, assumptions: Assumptions): void {
  if (said.timeout === undefined) {
    assumptions.about(name, waiting === 'message'
      ? 'messages are assumed to wait in their queue however long; set service.timeout.'
      : `callers are assumed to give up after ${CALLER_TIMEOUT[service.kind]} s; set service.timeout.`);
  }
  if (service.kind !== 'slots') return;
  if (said.concurrency === undefined) assumptions.about(name, `a pod is assumed to serve ${service.concurrency} requests at a time; set service.concurrency.`);
  if (said.cpuSeconds === undefined) assumptions.about(name, 'a fully busy pod is assumed to use the CPU that it requests; set service.cpuSeconds.');
}

function sayEngine(said: ServiceScenario, service: ServiceModel, engine: EngineArguments | undefined, name: string, assumptions: Assumptions): void {
  if (service.kind !== 'tokens') return;
  for (const sentence of engineSentences(said.tokens ?? {}, service, engine)) assumptions.about(name, sentence);
}

/**
 * Returns an SLO with defaults: 99 % of requests within five times the mean service time, at least 1 s; within 30 s for
 * language models.
 *
 * @param services service models of the stages of a request.
 */
export function toSlo(slo: SloScenario, services: readonly ServiceModel[]): Slo {
  return { latencySeconds: slo.latency !== undefined ? toSeconds(slo.latency) : defaultLatency(services), objective: slo.objective ?? DEFAULT_OBJECTIVE };
}

function defaultLatency(services: readonly ServiceModel[]): number {
  if (services.some(({ kind }) => kind === 'tokens')) return PATIENT_SLO_SECONDS;
  return Math.max(1, 5 * services.reduce((sum, service) => sum + meanServiceSeconds(service), 0));
}
