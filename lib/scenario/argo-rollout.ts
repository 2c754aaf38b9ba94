import { fieldsAt, type Fields, fieldsListAt, groupOf, type Manifest, textAt, valueAt } from '../manifest';
import { type Assumptions } from './assumptions';

/** Warns of what an Argo Rollout's strategy does in a cluster and not in the simulation. */
export function sayUnplayedRollout(manifest: Manifest | undefined, name: string, assumptions: Assumptions): void {
  if (manifest?.kind !== 'Rollout' || groupOf(manifest.apiVersion) !== 'argoproj.io') return;
  const canary = fieldsAt(manifest, 'spec', 'strategy', 'canary');
  const blueGreen = fieldsAt(manifest, 'spec', 'strategy', 'blueGreen');
  const unplayed = canary ? unplayedOfCanary(canary) : blueGreen ? unplayedOfBlueGreen(blueGreen) : [];
  if (unplayed.length === 0) return;
  const instead = canary
    ? 'a rollout in the simulation replaces all pods at once within maxSurge and maxUnavailable'
    : 'a rollout in the simulation starts all new pods beside the old ones and removes the old ones as the new ones get ready';
  assumptions.warn(name, `PARTS OF THE ROLLOUT ARE NOT SIMULATED: ${unplayed.join(', ')}; ${instead}.`);
}

function unplayedOfCanary(canary: Fields): string[] {
  const steps = fieldsListAt(canary, 'steps');
  const kinds = [...new Set(steps.flatMap((step) => Object.keys(step)))];
  return [
    ...(steps.length > 0 ? [`its ${steps.length} canary steps (${kinds.map((kind) => describeStep(kind, steps)).join(', ')})`] : []),
    ...(valueAt(canary, 'analysis') === undefined ? [] : ['its background analysis template']),
    ...(valueAt(canary, 'trafficRouting') === undefined ? [] : ['traffic routing, which keeps the stable pods at full scale']),
    ...(valueAt(canary, 'dynamicStableScale') === true ? ['dynamicStableScale'] : []),
  ];
}

function describeStep(kind: string, steps: readonly Fields[]): string {
  const values = steps.flatMap((step) => {
    const value = kind === 'pause' ? textAt(step, 'pause', 'duration') ?? valueAt(step, 'pause', 'duration') : valueAt(step, kind);
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  });
  return [kind, ...values].join(' ');
}

function unplayedOfBlueGreen(blueGreen: Fields): string[] {
  return [
    ...(valueAt(blueGreen, 'autoPromotionEnabled') === false ? ['the wait for a manual promotion'] : []),
    ...['autoPromotionSeconds', 'scaleDownDelaySeconds', 'previewReplicaCount'].filter((field) => valueAt(blueGreen, field) !== undefined),
    ...['prePromotionAnalysis', 'postPromotionAnalysis'].filter((field) => valueAt(blueGreen, field) !== undefined).map((field) => `the analysis templates of ${field}`),
  ];
}
