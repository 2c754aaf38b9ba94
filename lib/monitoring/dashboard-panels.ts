import { type WatchedPolicy } from '../scaling/policies';
import { matchers } from '../scaling/promql';
import { WANTED } from '../scaling/wanted-replicas';
import { hpaSeries, signalOf, withoutTemplate } from './policy-alerts';

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const WIDTH = 12;
const HEIGHT = 8;

interface Query {
  readonly expr: string;
  readonly legend: string;
}

/**
 * Returns a dashboard row of a policy: its replicas, the replicas that each metric proposes, and its guards with their
 * limits.
 */
export function policyPanels(policy: WatchedPolicy, index: number): object[] {
  const { name, context } = policy;
  const top = index * (1 + 2 * HEIGHT);
  const title = [context.target.namespace, name].filter((part) => part !== undefined).join('/');
  const [totals, ratios] = (['total', 'ratio'] as const).map((kind) => policy.metrics.flatMap((metric): Query[] => {
    const signal = signalOf(policy, metric);
    if (signal?.kind !== kind) return [];
    return [{ expr: signal.target === 1 ? signal.query : `(${signal.query}) / ${signal.target}`, legend: withoutTemplate(metric._definition.name) }];
  }));
  const panels = [
    { title: 'Replicas', queries: replicaQueries(policy), limit: undefined },
    { title: 'Replicas that each metric asks for', queries: totals, limit: undefined },
    { title: 'Guards: 1 is the limit', queries: ratios, limit: 1 },
  ].filter(({ queries }) => queries.length > 0);
  return [
    { id: index * 10 + 1, type: 'row', title, collapsed: false, gridPos: { h: 1, w: 2 * WIDTH, x: 0, y: top }, panels: [] },
    ...panels.map((panel, i) => timeSeries(index * 10 + 2 + i, panel, { x: (i % 2) * WIDTH, y: top + 1 + Math.floor(i / 2) * HEIGHT })),
  ];
}

function replicaQueries(policy: WatchedPolicy): Query[] {
  const { name, hpa, context: { target } } = policy;
  if (hpa === undefined) return [{ expr: `${WANTED}{${matchers({ policy: name, namespace: target.namespace ?? '' })}}`, legend: 'would be wanted' }];
  return [
    { expr: hpaSeries(policy, 'status_current_replicas'), legend: 'current' },
    { expr: hpaSeries(policy, 'status_desired_replicas'), legend: 'desired' },
    { expr: hpaSeries(policy, 'spec_min_replicas'), legend: 'min' },
    { expr: hpaSeries(policy, 'spec_max_replicas'), legend: 'max' },
  ];
}

function timeSeries(id: number, { title, queries, limit }: { title: string; queries: readonly Query[]; limit?: number }, at: { x: number; y: number }): object {
  const steps = [{ color: 'green', value: null }, ...(limit === undefined ? [] : [{ color: 'red', value: limit }])];
  return {
    id,
    type: 'timeseries',
    title,
    datasource: DATASOURCE,
    gridPos: { h: HEIGHT, w: WIDTH, ...at },
    fieldConfig: {
      defaults: { min: 0, custom: { thresholdsStyle: { mode: limit === undefined ? 'off' : 'line' } }, thresholds: { mode: 'absolute', steps } },
      overrides: [],
    },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: queries.map(({ expr, legend }, i) => ({ refId: String.fromCharCode(65 + i), datasource: DATASOURCE, expr, legendFormat: legend })),
  };
}
