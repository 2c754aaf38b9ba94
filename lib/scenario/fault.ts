import { UserError } from '../values/user-error';
import { type Fault, type MetricDistortion } from '../simulator/world/world';
import { suggestion } from '../values/nearest';
import { type FaultScenario, type MetricFaultScenario } from './scenario';
import { type DurationValue, toSeconds } from './units';

/** Targets of a scenario's faults. */
export interface FaultTargets {
  /** Returns the workload's id; throws for one that is not simulated. */
  readonly workloadId: (name: string, path: string) => string;
  readonly workloadIds: readonly string[];
  readonly nodePools: readonly string[];
  /**
   * Metrics of a workload that a fault can affect: those that its autoscaler reads and those that the scenario defines.
   */
  readonly metricsOf: (workloadId: string) => readonly string[];
}

const ALL_METRICS = '*';
/** The node controller's --node-monitor-grace-period, 50 s from Kubernetes 1.32 on and 40 s before. */
const DETECTION_SECONDS = 50;
/** Default tolerationSeconds for an unreachable node (admission plugin DefaultTolerationSeconds). */
const EVICTION_SECONDS = 300;

/**
 * Converts a scenario's fault.
 *
 * @throws UserError if a fault ends before it begins, an effect lacks its parameter, or a name is not known.
 */
export function toFault(fault: FaultScenario, path: string, targets: FaultTargets): Fault {
  const workload = (): string => pickWorkload('workload' in fault ? fault.workload : undefined, path, targets);
  const nodePool = (): string => pickNodePool('nodePool' in fault ? fault.nodePool : undefined, path, targets);
  switch (fault.kind) {
    case 'metric': return { kind: 'metric', ...pickMetric(fault.metric, workload(), path, targets), distortion: distortion(fault, path), ...interval(fault, path) };
    case 'prometheus-outage': return { kind: 'prometheus-outage', ...interval(fault, path) };
    case 'controller-restart': return { kind: 'controller-restart', at: toSeconds(fault.at), downSeconds: seconds(fault.down, 30) };
    case 'pod-crash': return { kind: 'pod-crash', workload: workload(), at: toSeconds(fault.at), pods: fault.pods ?? 1, backoffSeconds: seconds(fault.backoff, 10) };
    case 'node-loss': return {
      kind: 'node-loss', nodePool: nodePool(), at: toSeconds(fault.at), nodes: fault.nodes ?? 1,
      detectionSeconds: seconds(fault.detection, DETECTION_SECONDS), evictionSeconds: seconds(fault.eviction, EVICTION_SECONDS),
    };
    case 'no-nodes': return { kind: 'no-nodes', nodePool: nodePool(), ...interval(fault, path) };
    case 'rollout': return {
      kind: 'rollout', workload: workload(), at: toSeconds(fault.at), ...(fault.promoteAfter !== undefined && { promoteSeconds: toSeconds(fault.promoteAfter) }),
    };
    case 'scale': return { kind: 'scale', workload: workload(), at: toSeconds(fault.at), replicas: fault.replicas };
    case 'slow-service': return { kind: 'slow-service', workload: workload(), factor: fault.factor, ...interval(fault, path) };
    case 'slow-start': return { kind: 'slow-start', workload: workload(), factor: fault.factor, ...interval(fault, path) };
  }
}

function seconds(value: DurationValue | undefined, otherwise: number): number {
  return value === undefined ? otherwise : toSeconds(value);
}

function interval(fault: { readonly from?: DurationValue; readonly until?: DurationValue }, path: string): { from: number; until: number } {
  const { from, until } = { from: seconds(fault.from, 0), until: seconds(fault.until, Infinity) };
  if (until <= from) throw new UserError(`${path}.until is ${String(fault.until)}, which is not after from; give a later time or leave it out`);
  return { from, until };
}

function pickWorkload(name: string | undefined, path: string, { workloadId, workloadIds }: FaultTargets): string {
  if (name !== undefined) return workloadId(name, `${path}.workload`);
  if (workloadIds.length !== 1) throw new UserError(`${path} needs workload, since there are several: ${workloadIds.join(', ')}`);
  return workloadIds[0];
}

function pickMetric(name: string | undefined, workload: string, path: string, { metricsOf }: FaultTargets): { workload: string; metric: string } {
  if (name === undefined || name === ALL_METRICS) return { workload, metric: ALL_METRICS };
  const known = metricsOf(workload);
  if (!known.includes(name)) throw new UserError(`${path}.metric is '${name}', which ${workload} does not have; ${suggestion(name, known)}`);
  return { workload, metric: name };
}

function pickNodePool(name: string | undefined, path: string, { nodePools }: FaultTargets): string {
  if (name === undefined && nodePools.length === 1) return nodePools[0];
  if (name !== undefined && nodePools.includes(name)) return name;
  if (nodePools.length === 0) throw new UserError(`${path} needs a node pool and the scenario has none; add one under cluster.nodePools`);
  throw new UserError(name === undefined ? `${path} needs nodePool, since there are several: ${nodePools.join(', ')}` : `${path}.nodePool is '${name}'; ${suggestion(name, nodePools)}`);
}

function distortion(fault: MetricFaultScenario, path: string): MetricDistortion {
  const effect = fault.effect ?? 'missing';
  const parameter = ({ multiply: 'factor', delayed: 'delay', 'missing-for-pods': 'share' } as const)[effect as 'multiply' | 'delayed' | 'missing-for-pods'];
  const stray = (['factor', 'delay', 'share'] as const).find((field) => field !== parameter && fault[field] !== undefined);
  if (stray) throw new UserError(`${path}.${stray} does not belong to the effect ${effect}; remove it`);
  if (parameter && fault[parameter] === undefined) throw new UserError(`${path} has the effect ${effect} and needs ${parameter}; add it`);
  switch (effect) {
    case 'multiply': return { kind: 'multiply', factor: fault.factor ?? 1 };
    case 'delayed': return { kind: 'delayed', seconds: toSeconds(fault.delay ?? 0) };
    case 'missing-for-pods': return { kind: 'missing-for-pods', share: fault.share ?? 0 };
    default: return { kind: effect };
  }
}
