import { fieldsListAt, type Manifest } from '../../manifest';
import { textAt, valueAt } from '../../values/fields';
import { Quantity } from '../../values/quantity';
import { DEFAULT_CPU_UTILIZATION } from '../../hpa/constants';
import { type Draft, setAt } from './policy-draft';
import { behaviorKnobs, type BehaviorContext } from './behavior-knobs';
import { boundsKnobs, type ReplicaLimits } from './bounds-knobs';
import { type Knob, numberKnob } from './knob';
import { RESOURCE_METRICS } from './resource-metrics';

/** Target utilizations of CPU or memory to try, in percent. */
export const UTILIZATIONS = [30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];
/** Factors to try for a target other than a utilization. */
export const TARGET_FACTORS = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
const SOURCES = ['resource', 'containerResource', 'pods', 'object', 'external'] as const;

/** Settings of a HorizontalPodAutoscaler. */
export function hpaKnobs(workload: string, hpa: Manifest, context: BehaviorContext & { readonly limits: ReplicaLimits }): Knob[] {
  const bounds = boundsKnobs(workload, hpa, { min: ['spec', 'minReplicas'], max: ['spec', 'maxReplicas'] }, { min: 1, max: 1 }, context.limits);
  if (hpa.apiVersion === 'autoscaling/v1') {
    return [...bounds, numberKnob(workload, hpa, {
      kind: 'target', label: 'cpu target', path: ['spec', 'targetCPUUtilizationPercentage'], otherwise: DEFAULT_CPU_UTILIZATION, tried: UTILIZATIONS, textOf: (value) => `${value} %`,
    })];
  }
  const metrics = fieldsListAt(hpa, 'spec', 'metrics');
  return [
    ...bounds,
    ...(metrics.length === 0 ? [defaultTargetKnob(workload, hpa)] : metrics.flatMap((_, i) => targetKnob(workload, hpa, i))),
    ...metricsKnob(workload, hpa),
    ...behaviorKnobs(workload, hpa, ['spec', 'behavior'], context),
  ];
}

/** Returns the target of an HPA without metrics, for which the API server adds a cpu metric. */
function defaultTargetKnob(workload: string, hpa: Manifest): Knob {
  return numberKnob(workload, hpa, {
    kind: 'target', label: 'cpu target', path: ['spec', 'metrics'], otherwise: DEFAULT_CPU_UTILIZATION, tried: UTILIZATIONS, textOf: (value) => `${value} %`,
    read: () => DEFAULT_CPU_UTILIZATION,
    writtenAs: (averageUtilization) => [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }],
  });
}

function targetKnob(workload: string, hpa: Manifest, index: number): Knob[] {
  const metric = valueAt(hpa, 'spec', 'metrics', index);
  const source = SOURCES.find((each) => valueAt(metric, each) !== undefined);
  if (source === undefined) return [];
  const label = `${metricName(metric)} target`;
  const path = ['spec', 'metrics', index, source, 'target'];
  const utilization = valueAt(metric, source, 'target', 'averageUtilization');
  if (typeof utilization === 'number') {
    return [numberKnob(workload, hpa, {
      kind: 'target', label, path: [...path, 'averageUtilization'], otherwise: utilization, tried: UTILIZATIONS, textOf: (value) => `${value} %`,
    })];
  }
  const field = ['averageValue', 'value'].find((each) => valueAt(metric, source, 'target', each) !== undefined);
  if (field === undefined) return [];
  const written = String(valueAt(metric, source, 'target', field));
  const given = Quantity.tryParse(written)?.toNumber();
  if (given === undefined || !(given > 0)) return [];
  return [numberKnob(workload, hpa, {
    kind: 'target', label, path: [...path, field], otherwise: given, tried: TARGET_FACTORS.map((factor) => rounded(given * factor)), read: () => given,
    writtenAs: (value) => Quantity.ofNumber(value).toString(),
  })];
}

/** Rounds a value in thousandths to two digits. */
export function rounded(value: number): number {
  return Math.max(0.001, Number(value.toPrecision(2)));
}

function metricName(metric: unknown): string {
  const source = SOURCES.find((each) => valueAt(metric, each) !== undefined) ?? 'resource';
  return textAt(metric, source, 'metric', 'name') ?? textAt(metric, source, 'name') ?? source;
}

/** Returns the choice of metrics: all of them, or all but one. */
function metricsKnob(workload: string, hpa: Manifest): Knob[] {
  const metrics = fieldsListAt(hpa, 'spec', 'metrics');
  if (metrics.length < 2) return [];
  const without = metrics.map((metric, i) => ({
    text: `without ${metricName(metric)}`,
    write: (draft: Draft) => setAt(draft, ['spec', 'metrics'], (valueAt(draft, 'spec', 'metrics') as unknown[]).filter((_, k) => k !== i)),
  }));
  const resources = metrics.filter((metric) => RESOURCE_METRICS.includes(textAt(metric, 'type') ?? ''));
  // With one other metric, leaving it out is the same setting.
  const alone = resources.length > 0 && metrics.length - resources.length > 1 ? [{
    text: 'resources alone',
    write: (draft: Draft) => setAt(draft, ['spec', 'metrics'], (valueAt(draft, 'spec', 'metrics') as unknown[]).filter((metric) => RESOURCE_METRICS.includes(textAt(metric, 'type') ?? ''))),
  }] : [];
  return [{ kind: 'metrics', workload, label: 'metrics', object: hpa, values: [{ text: 'all', write: () => undefined }, ...without, ...alone], current: 0 }];
}
