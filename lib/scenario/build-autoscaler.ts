import { describeManifest, type Manifest, type ManifestIndex, nameOf, numberAt, partitionsRead } from '../manifest';
import { UserError } from '../values/user-error';
import { controllerParameters, setDefaultsHorizontalPodAutoscaler, type HorizontalPodAutoscalerSpec, type MetricSpec } from '../hpa';
import { shouldComputeMetricsForZeroReplicas } from '../hpa/scale-to-zero';
import { type Autoscaler } from '../simulator/world/world';
import { adapterQuery } from './adapter-rules';
import { type Assumptions } from './assumptions';
import { readAutoscalerSpec } from './autoscaler-manifest';
import { type Candidate } from './candidates';
import { type ClusterFeatures, requireZeroSupport, sayUnreadTolerance, withPassedOnTolerance } from './cluster-support';
import { cronHpaJobsOf, warnOfCronHpasBesideKeda } from './cron-hpa-manifest';
import { patchesOf } from './cron-job-patches';
import { requireAccepted } from './keda-acceptance';
import { kedaMetrics } from './keda-metrics';
import { measureQuery, type QuerySubject, type ReadQuery, type Unserved } from './measured-queries';
import { type AskedMetric, hpaMetrics } from './metric-mappings';
import { describeOverlap, selectorOverlap } from './overlapping-selectors';
import { withProtocol } from './rabbit-protocol';
import { readScaledObject } from './scaled-object-manifest';
import { floorOf } from './schedule-mechanisms';
import { type WorkloadScenario } from './scenario';
import { type Metadata } from './trigger-types';
import { toSeconds } from './units';

export interface BuiltAutoscaler {
  readonly autoscaler: Autoscaler;
  /** Metrics required from a metrics API. */
  readonly asked: readonly AskedMetric[];
  /** Replicas at time 0. */
  readonly replicas: number;
}

interface AutoscalerContext {
  readonly index: ManifestIndex;
  readonly candidates: readonly Candidate[];
  readonly placeOf: (manifest: Manifest) => string | undefined;
  readonly assumptions: Assumptions;
  readonly cluster: ClusterFeatures;
  /** Time zone of the CronHorizontalPodAutoscaler controller, if the scenario sets it. */
  readonly cronHpaTimeZone?: string;
}

/** Builds the autoscaler of a workload from its manifests and the scenario. */
export function buildAutoscaler(candidate: Candidate, path: string, scenario: WorkloadScenario, context: AutoscalerContext): BuiltAutoscaler {
  const { hpa, scaledObject, name } = candidate;
  for (const each of candidate.leftOut ?? []) context.assumptions.warn(name, `${describeManifest(each)} scales it as well and is left out; in a cluster both write its replica count.`);
  if (scenario.fixed === undefined && scaledObject) return buildKeda(candidate, scaledObject, path, scenario, context);
  const spec = hpa && scenario.fixed === undefined ? readAccepted(hpa, name, context) : undefined;
  const replicas = initialReplicas(candidate, scenario, path, () => sayStart(spec, name, context.assumptions));
  if (spec && replicas === 0) sayStartAtZero(spec, name, context);
  if (!spec || !hpa) return { autoscaler: { kind: 'fixed', replicas }, asked: [], replicas };
  const floor = floorOf(context.index, hpa);
  const cronJobs = cronHpaJobsOf(hpa, name, context);
  const patches = patchesOf(hpa, name, context);
  const schedules = { ...(floor && { floor }), ...(cronJobs.length > 0 && { cronJobs }), ...(patches.length > 0 && { patches }) };
  return {
    autoscaler: { kind: 'hpa', name: hpa.metadata.name ?? name, spec, ...schedules, ...overlapProblem(candidate, context), ...firstPass(scenario) },
    asked: hpaMetrics(spec, (metric) => servedQuery(metric, candidate, context)), replicas,
  };
}

/** Returns the spec of an HPA after validation by the cluster's API server. */
function readAccepted(hpa: Manifest, name: string, { placeOf, cluster, assumptions }: AutoscalerContext): HorizontalPodAutoscalerSpec {
  const spec = readAutoscalerSpec(hpa, placeOf(hpa));
  requireZeroSupport(spec, hpa, cluster, placeOf(hpa));
  sayUnreadTolerance(spec, name, cluster, assumptions);
  return spec;
}

function buildKeda(
  candidate: Candidate, scaledObject: Manifest, path: string, scenario: WorkloadScenario, context: AutoscalerContext,
): BuiltAutoscaler {
  const { index, placeOf, assumptions, cluster } = context;
  const { name } = candidate;
  const place = placeOf(scaledObject);
  requireAccepted(scaledObject, place, index, cluster);
  const given = typeof scenario.balancer === 'object' ? scenario.balancer.partitions : undefined;
  const read = readScaledObject(scaledObject, (metadata, maxReplicas) => {
    const partitions = given ?? partitionsRead(index, metadata);
    if (partitions !== undefined) return partitions;
    assumptions.about(name, `its topic is assumed to have as many partitions as maxReplicaCount allows replicas, ${maxReplicas}; set balancer.`);
    return maxReplicas;
  }, place);
  const replicas = initialReplicas(candidate, scenario, path, () => {
    assumptions.about(name, `starts with minReplicaCount, ${read.spec.minReplicas}.`);
    return read.spec.minReplicas;
  });
  if (read.paused) {
    const kept = read.paused.replicas ?? replicas;
    assumptions.warn(name, `KEDA IS PAUSED: an annotation of ${describeManifest(scaledObject)} holds it at ${kept} replicas.`);
    return { autoscaler: { kind: 'fixed', replicas: kept }, asked: [], replicas: kept };
  }
  const metadata = read.metadata.map((each, position) => metadataOf(scaledObject, position, each, name, context));
  warnOfCronHpasBesideKeda(read.hpa, scaledObject, name, { index, assumptions });
  const hpa = { name: nameOf(read.hpa), spec: withPassedOnTolerance(readAutoscalerSpec(read.hpa, place), name, cluster, assumptions) };
  sayUnreadTolerance(hpa.spec, name, cluster, assumptions);
  const firstPoll = scenario.firstPoll === undefined ? {} : { firstPollSeconds: toSeconds(scenario.firstPoll) };
  const autoscaler = { kind: 'keda' as const, name: nameOf(scaledObject), scaledObject: read.spec, hpa, ...overlapProblem(candidate, context), ...firstPass(scenario), ...firstPoll };
  return { autoscaler, asked: kedaMetrics({ ...read, metadata }, (query) => measureQuery(query, index, subjectOf(candidate))), replicas };
}

/** Returns the metadata of a trigger, merged with its authentication and the environment. */
function metadataOf(scaledObject: Manifest, position: number, given: Metadata, name: string, context: AutoscalerContext): Metadata {
  const { index, cluster, assumptions } = context;
  const { metadata, isUnknown } = withProtocol(scaledObject, position, given, index, cluster.kedaVersion.minor);
  if (isUnknown) {
    assumptions.warn(name, 'THE PROTOCOL of its rabbitmq trigger IS UNKNOWN: it follows a URL that is in no manifest,'
      + ' and amqp is assumed, over which KEDA counts ready messages alone; set protocol.');
  }
  return metadata;
}

/**
 * Warns if the target's selector matches pods of other workloads. If these have an autoscaler as well, the controller
 * does not decide.
 */
function overlapProblem(candidate: Candidate, { candidates, index, assumptions }: AutoscalerContext): { selectorProblem?: 'ambiguous' } {
  const overlap = candidate.manifest && selectorOverlap(candidate, candidates, index);
  if (!overlap) return {};
  assumptions.warn(candidate.name, describeOverlap(overlap, `${candidate.kind} ${candidate.name}`));
  return overlap.autoscalers.length > 0 ? { selectorProblem: 'ambiguous' } : {};
}

/** Returns the query with which the adapter serves a metric. */
function servedQuery({ type, name = '' }: MetricSpec, candidate: Candidate, { index }: AutoscalerContext): ReadQuery | Unserved | undefined {
  const subject = subjectOf(candidate);
  const query = adapterQuery(index, type === 'External' ? 'externalRules' : 'rules', name, subject);
  return query && measureQuery(query.text, index, subject, query.podLabel);
}

function subjectOf({ namespace, kind, name }: Candidate): QuerySubject {
  return { namespace, workload: name, isStatefulSet: kind === 'StatefulSet' };
}

function firstPass({ firstPass: at }: WorkloadScenario): { firstPassSeconds?: number } {
  return at === undefined ? {} : { firstPassSeconds: toSeconds(at) };
}

function initialReplicas({ manifest }: Candidate, scenario: WorkloadScenario, path: string, otherwise: () => number): number {
  const given = scenario.replicas ?? scenario.fixed;
  if (scenario.replicas !== undefined && scenario.fixed !== undefined && scenario.replicas !== scenario.fixed) {
    throw new UserError(`${path} starts with ${scenario.replicas} replicas and is fixed at ${scenario.fixed}; leave replicas out`);
  }
  return given ?? numberAt(manifest, 'spec', 'replicas') ?? otherwise();
}

/** Records the initial replicas: the API server sets spec.replicas to 1 if it is missing, regardless of minReplicas. */
function sayStart(spec: HorizontalPodAutoscalerSpec | undefined, name: string, assumptions: Assumptions): number {
  const minReplicas = spec?.minReplicas ?? 1;
  const replicas = Math.max(1, minReplicas);
  if (!spec) assumptions.about(name, `nothing scales it and no count is given, so that it keeps ${replicas} replica; set fixed.`);
  else if (minReplicas === 0) assumptions.about(name, 'starts with 1 replica, the default of a workload without a count; the HPA may take it to minReplicas, 0.');
  else assumptions.about(name, `starts with minReplicas, ${replicas}.`);
  return replicas;
}

/** Records the effect of 0 initial replicas, which may disable the HPA. */
function sayStartAtZero(spec: HorizontalPodAutoscalerSpec, name: string, { cluster, assumptions }: AutoscalerContext): void {
  const parameters = controllerParameters(cluster.kubernetesMinor, { featureGates: cluster.featureGates });
  if (shouldComputeMetricsForZeroReplicas(setDefaultsHorizontalPodAutoscaler(spec), [], parameters)) return;
  assumptions.warn(name, 'THE HPA IS DISABLED: the workload starts at 0 replicas, which this HPA did not set, so that it stays there until it is scaled by hand; start with 1.');
}
