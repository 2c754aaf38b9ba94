import {
  calculateRequests, controllerParameters, getMetricUsageRatio, getResourceUtilizationRatio, groupPods, type Milli, type PodGroup, type PodGroupSample,
  type PodPhase,
} from '../../../lib/hpa';
import { difference, type Difference, differences } from '../difference';
import { milliseconds, type Seconds } from '../pods';

interface GroupPodsCase {
  readonly resource: string;
  readonly cpuInitializationPeriodSeconds: number;
  readonly initialReadinessDelaySeconds: number;
  readonly pods: ReadonlyArray<{
    readonly name: string; readonly phase: PodPhase; readonly deleting: boolean; readonly startTime: Seconds | null;
    readonly readyCondition: { readonly status: 'True' | 'False'; readonly lastTransitionTime: Seconds } | null;
  }>;
  readonly metrics: Readonly<Record<string, { readonly milli: Milli; readonly timestamp: Seconds; readonly windowSeconds: number }>>;
  readonly expect: { readonly readyPodCount: number; readonly unready: string[]; readonly missing: string[]; readonly ignored: string[] };
}

export function groupPodsCase(testCase: GroupPodsCase): Difference[] {
  const pods = testCase.pods.map(({ phase, deleting, startTime, readyCondition }): PodGroup => ({
    count: 1,
    phase,
    deleting,
    startTime: startTime === null ? undefined : milliseconds(startTime),
    ready: readyCondition?.status,
    readyTransitionTime: readyCondition ? milliseconds(readyCondition.lastTransitionTime) : undefined,
    requests: { containers: [] },
  }));
  const samples = testCase.pods.map(({ name }): PodGroupSample | undefined => {
    const metric = testCase.metrics[name];
    return metric && { totalMilli: metric.milli, timestamp: milliseconds(metric.timestamp), window: metric.windowSeconds * 1000 };
  });
  const parameters = controllerParameters(28, {
    cpuInitializationPeriod: testCase.cpuInitializationPeriodSeconds * 1000,
    initialReadinessDelay: testCase.initialReadinessDelaySeconds * 1000,
  });
  const { readyPodCount, classes } = groupPods(pods, samples, testCase.resource, 0, parameters);
  const named = (podClass: string): string[] => testCase.pods.filter((_, i) => classes[i] === podClass).map(({ name }) => name).sort();
  const sorted = { unready: [...testCase.expect.unready].sort(), missing: [...testCase.expect.missing].sort(), ignored: [...testCase.expect.ignored].sort() };
  const actual = { readyPodCount, unready: named('unready'), missing: named('missing'), ignored: named('ignored') };
  return differences('', { ...testCase.expect, ...sorted }, actual);
}

interface UtilizationRatioCase {
  readonly fn: 'GetResourceUtilizationRatio' | 'GetMetricUsageRatio';
  readonly metricsMilli: Readonly<Record<string, number>>;
  readonly requestsMilli: Readonly<Record<string, number>>;
  readonly targetUtilization: number;
  readonly targetMilli: number;
  readonly expect: Record<string, unknown>;
}

export function utilizationRatio(testCase: UtilizationRatioCase): Difference[] {
  const { metricsMilli, requestsMilli, targetUtilization, targetMilli, expect } = testCase;
  if (testCase.fn === 'GetMetricUsageRatio') {
    const { ratio, usage } = getMetricUsageRatio(sum(Object.values(metricsMilli)), Object.keys(metricsMilli).length, targetMilli);
    return differences('', expect, { ratio, usageMilli: usage });
  }
  const known = Object.keys(metricsMilli).filter((pod) => requestsMilli[pod] !== undefined);
  const usage = sum(known.map((pod) => metricsMilli[pod]));
  const result = getResourceUtilizationRatio(usage, sum(known.map((pod) => requestsMilli[pod])), known.length, targetUtilization);
  if (!result) return difference('error', expect.error, 'no metrics returned matched known pods');
  return differences('', expect, { ratio: result.ratio, utilization: result.utilization, rawAverage: result.average });
}

interface CalculateRequestsCase {
  readonly pod: {
    readonly containers: ReadonlyArray<{ readonly name: string; readonly requestMilli: Milli | null }>;
    readonly initContainers: ReadonlyArray<{ readonly name: string; readonly requestMilli: Milli | null; readonly restartPolicy: string | null }>;
    readonly podLevelRequestMilli: Milli | null;
  } | null;
  readonly container: string;
  readonly podLevelResourcesGate: boolean;
  readonly expect: { readonly requestMilli?: Milli | null; readonly error?: string };
}

/** A case without a pod has no requests to compute. */
export function calculateRequestsCase({ pod, container, podLevelResourcesGate, expect }: CalculateRequestsCase): Difference[] {
  if (!pod) return difference('requestMilli', expect.requestMilli, null);
  const cpu = (milli: Milli | null): Record<string, Milli> => (milli === null ? {} : { cpu: milli });
  const requests = {
    containers: [
      ...pod.containers.map(({ name, requestMilli }) => ({ name, requestsMilli: cpu(requestMilli) })),
      ...pod.initContainers.map(({ name, requestMilli, restartPolicy }) => {
        return { name, requestsMilli: cpu(requestMilli), kind: restartPolicy === 'Always' ? 'sidecar' as const : 'init' as const };
      }),
    ],
    podLevelMilli: pod.podLevelRequestMilli === null ? undefined : { cpu: pod.podLevelRequestMilli },
  };
  const parameters = controllerParameters(37, { featureGates: { PodLevelResources: podLevelResourcesGate } });
  const result = calculateRequests(requests, container || undefined, 'cpu', parameters);
  if (typeof result !== 'object') return difference('requestMilli', expect.requestMilli, result);
  return difference('error', expect.error?.replace(/ (in|of) Pod [\w-]+$/, ''), result.error);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
