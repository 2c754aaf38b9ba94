import {
  calcPlainMetricReplicas, type CalculationResult, type ControllerParameters, controllerParameters, getContainerMetrics, getExternalMetricReplicas,
  getExternalPerPodMetricReplicas, getObjectMetricReplicas, getObjectPerPodMetricReplicas, getPodMetrics, getResourceReplicas, type Milli,
  type PodGroup, type PodMetrics, type PodsReading, type Tolerances,
} from '../../../lib/hpa';
import { add } from '../../../lib/hpa/integers';
import { difference, type Difference, differences } from '../difference';
import { milliseconds, type Seconds, type TablePod, tablePods } from '../pods';

export interface PodMetricsRow {
  readonly pod: string;
  readonly timestamp: Seconds;
  readonly windowSeconds: number;
  readonly containers: ReadonlyArray<{ readonly name: string; readonly milli: Milli | null }>;
}

interface ReplicaCalculatorCase {
  readonly fn: string;
  readonly currentReplicas: number;
  readonly tolerance: { readonly scaleDown: number; readonly scaleUp: number };
  readonly pods: readonly TablePod[];
  readonly resource: string;
  readonly container: string;
  readonly targetUtilization: number;
  readonly targetMilli: Milli;
  readonly podMetrics?: readonly PodMetricsRow[];
  readonly valuesMilli: readonly Milli[];
  readonly notIn?: readonly string[];
  readonly expect: {
    readonly error?: string; readonly replicas?: number; readonly utilization?: number; readonly rawMilliAverage?: Milli; readonly usageMilli?: Milli;
  };
}

/** Tables of 1.28 hold for later versions too, save for what they name themselves. */
export function replicaCalculator(testCase: ReplicaCalculatorCase, _meta: unknown, file: string): Difference[] {
  const minors = file.includes('v1.33plus') ? [37] : testCase.notIn?.includes('1.33+') ? [28] : [28, 33, 37];
  return minors.flatMap((minor) => compare(testCase, calculate(testCase, minor), `1.${minor} `));
}

function compare({ expect }: ReplicaCalculatorCase, result: CalculationResult, where: string): Difference[] {
  if ('error' in result) {
    return expect.error !== undefined && (result.error.includes(expect.error) || expect.error.includes(result.error))
      ? []
      : difference(`${where}error`, expect.error, result.error);
  }
  const { averageUtilization, averageValueMilli, valueMilli } = result.status;
  const usage = averageValueMilli ?? valueMilli;
  return differences(where, { ...expect }, { replicas: result.replicas, utilization: averageUtilization, rawMilliAverage: usage, usageMilli: usage });
}

function calculate(testCase: ReplicaCalculatorCase, minor: number): CalculationResult {
  const parameters = controllerParameters(minor, { cpuInitializationPeriod: 120_000, initialReadinessDelay: 10_000 });
  const { fn, currentReplicas, targetMilli, valuesMilli, resource, container, targetUtilization } = testCase;
  const tolerances = { ...testCase.tolerance, byDistance: minor < 33 };
  const pods = tablePods(testCase.pods);
  switch (fn) {
    case 'GetResourceReplicas': {
      const reading = resourceReading(testCase.podMetrics ?? [], testCase.pods, container, minor);
      if ('error' in reading) return reading;
      return getResourceReplicas(currentReplicas, targetUtilization, resource, container || undefined, pods, reading, tolerances, 0, parameters);
    }
    case 'GetMetricReplicas':
      return plain(currentReplicas, targetMilli, valuesMilli, pods, tolerances, parameters);
    case 'GetObjectMetricReplicas':
      return getObjectMetricReplicas(currentReplicas, targetMilli, valuesMilli[0], pods, tolerances, minor);
    case 'GetObjectPerPodMetricReplicas':
      return getObjectPerPodMetricReplicas(currentReplicas, targetMilli, valuesMilli[0], tolerances);
    case 'GetExternalMetricReplicas':
      return getExternalMetricReplicas(currentReplicas, targetMilli, valuesMilli, pods, tolerances, minor);
    case 'GetExternalPerPodMetricReplicas':
      return getExternalPerPodMetricReplicas(currentReplicas, targetMilli, valuesMilli, tolerances, minor);
    default:
      return { error: `unknown function ${fn}` };
  }
}

function plain(
  currentReplicas: number, targetMilli: Milli, valuesMilli: readonly Milli[], pods: readonly PodGroup[], tolerances: Tolerances,
  parameters: ControllerParameters,
): CalculationResult {
  const samples = pods.map((_, i) => (valuesMilli[i] === undefined ? undefined : { totalMilli: valuesMilli[i], timestamp: 0, window: 60_000 }));
  return calcPlainMetricReplicas(currentReplicas, targetMilli, undefined, pods, { samples }, tolerances, 0, parameters);
}

/** Reading that the controller's metrics client makes of the rows of the resource metrics API. */
export function resourceReading(
  rows: readonly PodMetricsRow[], pods: ReadonlyArray<{ readonly name: string }>, container: string, kubernetesMinor: number,
): PodsReading | { readonly error: string } {
  if (rows.length === 0) return { error: 'no metrics returned from resource metrics API' };
  const samples: Array<PodsReading['samples'][number]> = pods.map(() => undefined);
  const strays: { count: number; totalMilli: Milli } = { count: 0, totalMilli: 0 };
  for (const row of rows) {
    const sample = container ? getContainerMetrics(metricsOf(row), container, kubernetesMinor) : getPodMetrics(metricsOf(row));
    if (!sample) continue;
    if ('error' in sample) return sample;
    const index = pods.findIndex(({ name }) => name === row.pod);
    if (index >= 0) samples[index] = sample;
    else {
      strays.count++;
      strays.totalMilli = add(strays.totalMilli, sample.totalMilli);
    }
  }
  return { samples, strays };
}

function metricsOf({ timestamp, windowSeconds, containers }: PodMetricsRow): PodMetrics {
  return {
    timestamp: milliseconds(timestamp),
    window: windowSeconds * 1000,
    containers: containers.map(({ name, milli }) => ({ name, usageMilli: milli ?? undefined })),
  };
}
