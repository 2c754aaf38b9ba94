import type { MetricTarget, MetricType, Milli, ScalingPolicyRule } from '../../lib/hpa';
import type { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import type { Rules, TrajectorySetting } from '../conformance/kinds/controller-trajectory';
import { chance, pick } from './draws';

type Hpa = TrajectorySetting['hpa'];
export type Metric = NonNullable<Hpa['metrics']>[number];

const TYPES: readonly MetricType[] = ['Resource', 'Resource', 'Resource', 'ContainerResource', 'Pods', 'Pods', 'Object', 'External', 'External'];
const UTILIZATIONS = [1, 3, 50, 60, 70, 80, 100, 150, 250];
const TARGETS: readonly Milli[] = [1, 7, 100, 333, 500, 999, 1000, 2500, 10_000, 100_000, 12_345_678];
/** Targets whose products and sums exceed a double, an int32 or an int64. */
const LARGE_TARGETS: readonly Milli[] = [2_147_483_647, 2_147_483_648_000, 2n ** 53n + 1n, 2n ** 62n];

/** An object and the flags of a controller, such that the API server of the version would accept the object. */
export function randomSetting(random: RandomStream, minor: number): TrajectorySetting {
  const hpaScaleToZero = chance(random, minor >= 37 ? 0.8 : 0.3);
  const metrics = randomMetrics(random);
  const maxReplicas = chance(random, 0.93) ? 1 + random.below(12) : pick(random, [20, 50, 100, 1000]);
  const wakes = metrics?.some(({ type }) => type === 'Object' || type === 'External');
  const least = hpaScaleToZero && wakes && chance(random, 0.5) ? 0 : 1 + random.below(Math.min(maxReplicas, 5));
  return {
    hpa: { minReplicas: chance(random, 0.2) ? undefined : least, maxReplicas, metrics, behavior: randomBehavior(random) },
    parameters: {
      tolerance: pick(random, [0.1, 0.1, 0.1, 0.1, 0, 0.01, 0.05, 0.2, 0.5]),
      downscaleStabilizationSeconds: pick(random, [300, 300, 0, 15, 60, 120]),
      cpuInitializationPeriodSeconds: pick(random, [300, 120, 60, 0]),
      initialReadinessDelaySeconds: pick(random, [30, 30, 10, 60, 0]),
      hpaScaleToZero,
      podLevelResources: minor >= 34 ? chance(random, 0.85) : undefined,
      // From 1.37 on the gate is locked.
      hpaConfigurableTolerance: minor >= 37 || (minor >= 33 && chance(random, 0.7)),
    },
  };
}

/** No two that the metrics APIs could not tell apart; undefined for none, which the API server fills. */
function randomMetrics(random: RandomStream): Metric[] | undefined {
  if (chance(random, 0.05)) return undefined;
  const metrics = new Map<string, Metric>();
  const targets = chance(random, 0.03) ? LARGE_TARGETS : TARGETS;
  for (let i = pick(random, [1, 1, 1, 2, 2, 3, 4]); i > 0; i--) {
    const type = pick(random, TYPES);
    const resource = type.endsWith('Resource') ? pick(random, ['cpu', 'cpu', 'memory']) : undefined;
    const name = resource ? undefined : `m${i}`;
    const container = type === 'ContainerResource' ? 'main' : undefined;
    metrics.set([type, resource, name].join(), { type, name, resource, container, target: randomTarget(random, type, targets) });
  }
  return [...metrics.values()];
}

function randomTarget(random: RandomStream, type: MetricType, targets: readonly Milli[]): MetricTarget {
  if (type.endsWith('Resource') && chance(random, 0.7)) return { type: 'Utilization', averageUtilization: pick(random, UTILIZATIONS) };
  if ((type === 'Object' || type === 'External') && chance(random, 0.5)) return { type: 'Value', valueMilli: pick(random, targets) };
  return { type: 'AverageValue', averageValueMilli: pick(random, targets) };
}

function randomBehavior(random: RandomStream): Hpa['behavior'] {
  if (chance(random, 0.4)) return undefined;
  return { scaleUp: randomRules(random), scaleDown: randomRules(random) };
}

function randomRules(random: RandomStream): Rules | undefined {
  if (chance(random, 0.2)) return undefined;
  return {
    stabilizationWindowSeconds: pick(random, [undefined, 0, 15, 30, 60, 120, 300, 3600]),
    selectPolicy: pick(random, [undefined, undefined, 'Max', 'Max', 'Min', 'Min', 'Disabled'] as const),
    policies: chance(random, 0.3) ? undefined : Array.from({ length: 1 + random.below(3) }, () => randomPolicy(random)),
    toleranceMilli: pick(random, [undefined, undefined, undefined, 0, 1, 50, 100, 200, 333, 1000]),
  };
}

function randomPolicy(random: RandomStream): ScalingPolicyRule {
  const type = pick(random, ['Pods', 'Percent'] as const);
  const value = type === 'Pods' ? pick(random, [1, 1, 2, 3, 4, 10, 100]) : pick(random, [1, 10, 33, 50, 100, 100, 150, 400, 900]);
  return { type, value, periodSeconds: pick(random, [1, 10, 15, 15, 30, 45, 60, 60, 120, 300, 1800]) };
}
