import {
  type Condition, controllerParameters, type HPAScalingRules, type MetricReading, type MetricSpec, type MetricTarget, newControllerState, type Observation,
  reconcileAutoscaler, RecommendationWindow, setDefaultsHorizontalPodAutoscaler,
} from '../../../lib/hpa';
import { difference, type Difference, differences } from '../difference';
import { milliseconds, type Seconds, type TablePod, tablePods } from '../pods';
import { resourceReading } from './replica-calculator';

interface ReconcileCase {
  readonly hpa: {
    readonly minReplicas: number | null; readonly maxReplicas: number;
    readonly behavior: { readonly scaleUp?: HPAScalingRules; readonly scaleDown?: HPAScalingRules } | null;
    readonly metrics: ReadonlyArray<{ readonly type: MetricSpec['type']; readonly resource?: string; readonly container?: string; readonly target?: MetricTarget }>;
  };
  readonly scale: { readonly specReplicas: number; readonly statusReplicas: number };
  readonly pods: readonly TablePod[];
  readonly reportedLevels: readonly number[];
  readonly recommendations: ReadonlyArray<{ readonly replicas: number; readonly time: Seconds }> | null;
  readonly inject?: {
    readonly scaleSelector?: string; readonly otherHpas?: ReadonlyArray<{ readonly selector: Readonly<Record<string, string>> }>;
    readonly extraPodLabels?: Readonly<Record<string, string>>; readonly getScaleError?: boolean; readonly updateScaleError?: boolean;
    readonly externalMetricsError?: boolean; readonly allMetricsError?: boolean;
  };
  readonly initialConditions?: ReadonlyArray<Pick<Condition, 'type' | 'status' | 'reason'>> | null;
  readonly featureGates?: { readonly HPAScaleToZero?: boolean; readonly HPAConfigurableTolerance?: boolean };
  readonly containerResourceMetricsEnabled?: boolean;
  readonly notIn?: readonly string[];
  readonly expect: {
    readonly desiredReplicas: number; readonly scaleUpdated: boolean; readonly conditions: unknown[]; readonly action?: string; readonly error?: string;
    readonly metricActions?: Readonly<Record<string, string>>; readonly metricErrors?: Readonly<Record<string, string>>; readonly cpuUtilization?: number;
  };
}

/** The label that the tests give every pod. */
const POD_LABELS = { name: 'test-pod' };

/** Tables of 1.28 hold for later versions too, save for what they name themselves. */
export function controllerReconcile(testCase: ReconcileCase, _meta: unknown, file: string): Difference[] {
  const minors = file.includes('v1.37') ? [37] : testCase.notIn?.includes('1.33+') ? [28] : [28, 33];
  return minors.flatMap((minor) => reconcileOnce(testCase, minor));
}

function reconcileOnce(testCase: ReconcileCase, minor: number): Difference[] {
  const { expect, scale } = testCase;
  const parameters = controllerParameters(minor, {
    cpuInitializationPeriod: 120_000,
    initialReadinessDelay: 10_000,
    scaleUpLimitFactor: 8,
    featureGates: { HPAScaleToZero: false, ...testCase.featureGates, HPAContainerMetrics: testCase.containerResourceMetricsEnabled ?? false },
  });
  const metrics = testCase.hpa.metrics.map((metric): MetricSpec => ({ ...metric, name: 'metric', target: metric.target ?? { type: 'Value' } }));
  const state = newControllerState();
  state.status = {
    ...state.status,
    currentReplicas: scale.specReplicas,
    desiredReplicas: scale.specReplicas,
    conditions: (testCase.initialConditions ?? []).map((condition) => ({ ...condition, lastTransitionTime: 0 })),
  };
  if (testCase.recommendations) {
    state.memory.recommendations = RecommendationWindow.of(
      testCase.recommendations.map(({ replicas, time }) => ({ recommendation: replicas, timestamp: milliseconds(time) })),
    );
  }
  const spec = setDefaultsHorizontalPodAutoscaler({ ...testCase.hpa, metrics });
  const result = reconcileAutoscaler(spec, state, observationOf(testCase, metrics, minor), parameters);

  const where = `1.${minor} `;
  const conditions = result.status.conditions.map(({ type, status, reason }) => ({ type, status, reason }));
  const proposals = result.trace.metrics ?? [];
  const labels = {
    action: result.scaleUpdated ? actionOf(result.replicas, scale.specReplicas) : 'None',
    metricActions: Object.fromEntries(proposals.map(({ replicas }, i) => [metrics[i].type, actionOf(replicas, scale.specReplicas)])),
    cpuUtilization: result.status.currentMetrics?.find(({ averageUtilization }) => averageUtilization !== undefined)?.averageUtilization,
  };
  const failed = proposals.map(({ error }, i) => [metrics[i].type, error !== undefined]);
  const { desiredReplicas, scaleUpdated } = expect;
  const { action, metricActions, cpuUtilization } = expect;
  return [
    ...differences(where, { desiredReplicas, scaleUpdated, conditions: expect.conditions }, {
      desiredReplicas: result.status.desiredReplicas, scaleUpdated: result.scaleUpdated, conditions,
    }),
    ...differences(where, defined({ action, metricActions: nonEmpty(metricActions), cpuUtilization }), labels),
    ...expect.error === undefined ? [] : difference(`${where}error`, expect.error !== 'None', result.error !== undefined),
    ...Object.keys(expect.metricErrors ?? {}).length === 0
      ? []
      : difference(`${where}metricErrors`, Object.fromEntries(Object.entries(expect.metricErrors!).map(([type, e]) => [type, e !== 'None'])), Object.fromEntries(failed)),
  ];
}

function observationOf(testCase: ReconcileCase, metrics: readonly MetricSpec[], minor: number): Observation {
  const { inject = {}, scale, pods } = testCase;
  return {
    now: 0,
    ...scale,
    pods: tablePods(pods),
    metrics: metrics.map((metric) => readingOf(metric, testCase, minor)),
    selectorProblem: selectorProblemOf(inject),
    getScaleError: inject.getScaleError,
    updateScaleError: inject.updateScaleError,
  };
}

function readingOf({ type, container = '' }: MetricSpec, { reportedLevels, pods, inject = {} }: ReconcileCase, minor: number): MetricReading {
  if (inject.allMetricsError || (type === 'External' && inject.externalMetricsError)) return { error: 'something went wrong' };
  switch (type) {
    case 'Object':
      return { valueMilli: reportedLevels[0] };
    case 'External':
      return { samplesMilli: reportedLevels };
    case 'Pods':
      return { samples: pods.map((_, i) => (reportedLevels[i] === undefined ? undefined : { totalMilli: reportedLevels[i], timestamp: 0, window: 60_000 })) };
    default: {
      const halves = (level: number): Array<{ name: string; milli: number }> => ['container1', 'container2'].map((name) => ({ name, milli: level >> 1 }));
      const rows = reportedLevels.map((level, i) => ({ pod: `test-pod-${i}`, timestamp: 0, windowSeconds: 60, containers: halves(level) }));
      return resourceReading(rows, pods, container, minor);
    }
  }
}

function selectorProblemOf({ scaleSelector, otherHpas = [], extraPodLabels }: NonNullable<ReconcileCase['inject']>): Observation['selectorProblem'] {
  if (scaleSelector !== undefined) return scaleSelector === '' ? 'missing' : 'unparsable';
  const labels: Record<string, string> = { ...POD_LABELS, ...extraPodLabels };
  const overlaps = otherHpas.some(({ selector }) => Object.entries(selector).every(([key, value]) => labels[key] === value));
  return overlaps ? 'ambiguous' : undefined;
}

function actionOf(replicas: number | undefined, currentReplicas: number): string {
  if (replicas === undefined || replicas === currentReplicas) return 'None';
  return replicas > currentReplicas ? 'ScaleUp' : 'ScaleDown';
}

function nonEmpty<T extends object>(value: T | undefined): T | undefined {
  return value && Object.keys(value).length > 0 ? value : undefined;
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
