import { CPU_INITIALIZATION_SECONDS, DEFAULT_TOLERANCE, DOWNSCALE_STABILIZATION_SECONDS, INITIAL_READINESS_DELAY_SECONDS, SYNC_PERIOD_SECONDS } from '../hpa/constants';
import { UserError } from '../values/user-error';
import { type Container, type ControllerFlags, type MetricsPipeline, type NodePool, type Workload } from '../simulator/world/world';
import { type CustomPipelineScenario, type NodePoolScenario, type Scenario } from './scenario';
import { durations } from './service-model';
import { type DurationValue, toBytes, toMilliCores, toSeconds } from './units';

function seconds(value: DurationValue | undefined, otherwise: number): number {
  return value === undefined ? otherwise : toSeconds(value);
}

/** Returns the flags of kube-controller-manager, with its defaults. */
export function toControllerFlags(controller: Scenario['controller'] = {}): ControllerFlags {
  return {
    syncPeriodSeconds: seconds(controller.syncPeriod, SYNC_PERIOD_SECONDS),
    downscaleStabilizationSeconds: seconds(controller.downscaleStabilization, DOWNSCALE_STABILIZATION_SECONDS),
    tolerance: controller.tolerance ?? DEFAULT_TOLERANCE,
    cpuInitializationPeriodSeconds: seconds(controller.cpuInitializationPeriod, CPU_INITIALIZATION_SECONDS),
    initialReadinessDelaySeconds: seconds(controller.initialReadinessDelay, INITIAL_READINESS_DELAY_SECONDS),
  };
}

/**
 * Returns the metrics pipeline. Defaults: metrics-server's manifest scrapes every 15 s (kubernetes#117121), and
 * cAdvisor reads every 10 s. Prometheus Operator scrapes every 30 s, a rate() spans four scrapes, and the adapter's
 * chart relists every minute. Prometheus forwards new targets every 5 s (discovery/manager.go), and reloads them every
 * 5 s (discovery_reload_interval).
 */
export function toMetricsPipeline(pipeline: Scenario['pipeline'] = {}): MetricsPipeline {
  return {
    resource: { resolutionSeconds: seconds(pipeline.resource?.resolution, 15), kubeletSeconds: seconds(pipeline.resource?.kubelet, 10) },
    custom: {
      scrapeSeconds: 30, rateWindowSeconds: 120, discoverySeconds: 10, relistSeconds: 60, cacheSeconds: 0, nanBecomes: 'zero', ...toCustomPipeline(pipeline.custom),
    },
  };
}

/** Returns the settings of the custom metrics pipeline that a scenario gives, without defaults. */
export function toCustomPipeline(custom: CustomPipelineScenario = {}): Partial<MetricsPipeline['custom']> {
  return {
    ...(custom.scrape !== undefined && { scrapeSeconds: toSeconds(custom.scrape) }),
    ...(custom.rateWindow !== undefined && { rateWindowSeconds: toSeconds(custom.rateWindow) }),
    ...(custom.discovery !== undefined && { discoverySeconds: toSeconds(custom.discovery) }),
    ...(custom.relist !== undefined && { relistSeconds: toSeconds(custom.relist) }),
    ...(custom.cache !== undefined && { cacheSeconds: toSeconds(custom.cache) }),
    ...(custom.nan !== undefined && { nanBecomes: custom.nan }),
  };
}

/** Builds a node pool whose initial nodes fit the initial replicas of its workloads. */
export function toNodePool(name: string, pool: NodePoolScenario, workloads: readonly Workload[]): NodePool {
  const [minNodes, maxNodes] = [pool.min ?? 0, pool.max ?? 10];
  const path = `cluster.nodePools.${name}`;
  if (minNodes > maxNodes) throw new UserError(`${path}.min is ${minNodes}, above max, ${maxNodes}; lower it or raise max`);
  if (pool.initial !== undefined && pool.initial > maxNodes) throw new UserError(`${path}.initial is ${pool.initial}, above max, ${maxNodes}; lower it or raise max`);
  const shape = {
    name,
    cpuMilli: toMilliCores(pool.cpu ?? 4),
    memoryBytes: toBytes(pool.memory ?? '16Gi'),
    podsPerNode: pool.podsPerNode ?? 110,
  };
  return {
    ...shape,
    initialNodes: pool.initial ?? Math.min(maxNodes, Math.max(minNodes, nodesNeeded(shape, workloads.filter(({ nodePool }) => nodePool === name)))),
    minNodes,
    maxNodes,
    provisioning: durations(pool.provisioning ?? '90s', `${path}.provisioning`),
    scanSeconds: seconds(pool.scan, 10),
    removeEmptyAfterSeconds: seconds(pool.removeEmptyAfter, 600),
    pricePerNodeHour: pool.price ?? 0,
  };
}

/**
 * Returns the nodes for the initial replicas, with separate nodes for each workload: at most one more per workload than
 * bin packing.
 */
function nodesNeeded(node: { cpuMilli: number; memoryBytes: number; podsPerNode: number }, workloads: readonly Workload[]): number {
  return workloads.reduce((nodes, workload) => {
    const cpu = sumOf(workload.containers, 'cpuRequestMilli');
    const memory = sumOf(workload.containers, 'memoryRequestBytes');
    const fit = Math.min(node.podsPerNode, cpu > 0 ? Math.floor(node.cpuMilli / cpu) : Infinity, memory > 0 ? Math.floor(node.memoryBytes / memory) : Infinity);
    return nodes + (fit >= 1 ? Math.ceil(workload.replicas / fit) : 0);
  }, 0);
}

function sumOf(containers: readonly Container[], field: 'cpuRequestMilli' | 'memoryRequestBytes'): number {
  return containers.filter(({ kind }) => kind !== 'init').reduce((sum, container) => sum + (container[field] ?? 0), 0);
}
