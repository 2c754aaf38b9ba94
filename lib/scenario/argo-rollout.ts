import { fieldsAt, type Fields, fieldsListAt, groupOf, type Manifest, numberAt, textAt, valueAt } from '../manifest';
import { type BlueGreen, type Canary, type CanaryStep, type Progression } from '../simulator/world/world';
import { type Assumptions } from './assumptions';
import { type DurationValue, durationText, toSeconds } from './units';

/** Default of scaleDownDelaySeconds, behind a traffic router and for blue-green. */
const SCALE_DOWN_DELAY = 30;

/** Returns the steps in which an Argo Rollout delivers a revision; undefined if it replaces all pods at once. */
export function progressionOf(manifest: Manifest | undefined): Progression | undefined {
  if (!isRollout(manifest)) return undefined;
  const [canary, blueGreen] = ['canary', 'blueGreen'].map((name) => fieldsAt(manifest, 'spec', 'strategy', name));
  if (blueGreen) return blueGreenOf(blueGreen);
  return canary && (fieldsListAt(canary, 'steps').length > 0 || fieldsAt(canary, 'trafficRouting')) ? canaryOf(canary) : undefined;
}

function isRollout(manifest: Manifest | undefined): boolean {
  return manifest?.kind === 'Rollout' && groupOf(manifest.apiVersion) === 'argoproj.io';
}

function canaryOf(canary: Fields): Canary {
  const routing = fieldsAt(canary, 'trafficRouting');
  const most = numberAt(routing, 'maxTrafficWeight') ?? 100;
  return {
    kind: 'canary',
    steps: fieldsListAt(canary, 'steps').flatMap((step) => stepOf(step, most, routing !== undefined)),
    ...(routing && {
      routing: {
        dynamicStableScale: valueAt(canary, 'dynamicStableScale') === true, scaleDownDelaySeconds: numberAt(canary, 'scaleDownDelaySeconds') ?? SCALE_DOWN_DELAY,
        minPods: numberAt(canary, 'minPodsPerReplicaSet') ?? 1,
      },
    }),
  };
}

function stepOf(step: Fields, most: number, isRouted: boolean): CanaryStep[] {
  const percent = (weight: number): number => Math.min(100, (weight / most) * 100);
  const weight = numberAt(step, 'setWeight');
  if (weight !== undefined) return [{ kind: 'weight', percent: percent(weight) }];
  if ('pause' in step) return [{ kind: 'pause', seconds: secondsOf(valueAt(step, 'pause', 'duration')) ?? Infinity }];
  const scale = fieldsAt(step, 'setCanaryScale');
  // Argo Rollouts ignores the scale without a traffic router.
  if (!scale || !isRouted) return [];
  const [replicas, share] = [numberAt(scale, 'replicas'), numberAt(scale, 'weight')];
  if (scale.matchTrafficWeight === true) return [{ kind: 'scale' }];
  return [{ kind: 'scale', ...(replicas !== undefined ? { replicas } : share !== undefined && { percent: percent(share) }) }];
}

const UNITS: Readonly<Record<string, number>> = { '': 1, 's': 1, 'm': 60, 'h': 3600 };

/** Parses the duration of a pause: seconds, or text such as 30s, 10m or 1h. */
function secondsOf(value: unknown): number | undefined {
  const [, amount, unit] = /^(\d+)([smh]?)$/.exec(String(value ?? '')) ?? [];
  return amount === undefined ? undefined : Number(amount) * UNITS[unit];
}

function blueGreenOf(blueGreen: Fields): BlueGreen {
  const previewReplicas = numberAt(blueGreen, 'previewReplicaCount');
  const wait = numberAt(blueGreen, 'autoPromotionSeconds') ?? 0;
  return {
    kind: 'blue-green', ...(previewReplicas !== undefined && { previewReplicas }),
    promotionSeconds: wait > 0 ? wait : valueAt(blueGreen, 'autoPromotionEnabled') === false ? Infinity : 0,
    scaleDownDelaySeconds: numberAt(blueGreen, 'scaleDownDelaySeconds') ?? SCALE_DOWN_DELAY,
  };
}

/** Time until manual promotion for each rollout of a workload; undefined without promotion. */
export type Promotions = ReadonlyArray<DurationValue | undefined>;

/** Simulated kinds of steps. */
const PLAYED = ['setWeight', 'pause', 'setCanaryScale'];

/**
 * Warns of parts of an Argo Rollout's strategy that are not simulated.
 *
 * @param promotions promoteAfter of the scenario's rollouts of the workload.
 */
export function sayUnplayedRollout(manifest: Manifest | undefined, name: string, promotions: Promotions, assumptions: Assumptions): void {
  const progression = progressionOf(manifest);
  if (!isRollout(manifest)) return sayPromotion(progression, manifest, name, promotions, assumptions);
  const [canary, blueGreen] = ['canary', 'blueGreen'].map((strategy) => fieldsAt(manifest, 'spec', 'strategy', strategy));
  const unplayed = [...(canary ? unplayedOfCanary(canary) : []), ...(blueGreen ? unplayedOfBlueGreen(blueGreen) : [])];
  if (unplayed.length > 0) assumptions.warn(name, `PARTS OF THE ROLLOUT ARE NOT SIMULATED: ${unplayed.join(', ')}; the rollout goes on as if each had succeeded at once.`);
  if (progression) assumptions.about(name, `a fault of kind rollout goes through ${describeProgression(progression)}.`);
  sayPromotion(progression, manifest, name, promotions, assumptions);
  if (progression?.kind === 'canary' && progression.routing && !progression.routing.dynamicStableScale) {
    assumptions.about(name, 'while its canary has a part of the traffic, each pod gets the same share of the requests, not the weight that the traffic router gives to its revision.');
  }
}

function sayPromotion(
  progression: Progression | undefined, manifest: Manifest | undefined, name: string, promotions: Promotions, assumptions: Assumptions,
): void {
  const given = promotions.flatMap((after) => after ?? []);
  if (!progression || !waitsForPromotion(progression)) {
    if (given.length > 0) assumptions.warn(name, 'promoteAfter HAS NO EFFECT: no step of its rollout waits for a promotion; remove it from the fault.');
    return;
  }
  for (const after of given) assumptions.about(name, `the rollout is promoted ${durationText(toSeconds(after))} after it begins to wait ${waitsAt(manifest)}.`);
  if (given.length > 0 && given.length === promotions.length) return;
  assumptions.warn(name, `THE ROLLOUT WAITS FOR A PROMOTION by hand, which does not come in the simulation: it stays ${waitsAt(manifest)}; set promoteAfter of the fault.`);
}

function describeProgression(progression: Progression): string {
  if (progression.kind === 'blue-green') return 'its preview, promotion and delay, as Argo Rollouts does';
  const steps = progression.steps.map((step) => {
    if (step.kind === 'pause') return step.seconds === Infinity ? 'pause' : `pause ${durationText(step.seconds)}`;
    return step.kind === 'weight' ? `weight ${step.percent} %` : 'scale';
  });
  return steps.length === 0 ? 'a canary of 100 %' : `its canary steps, as Argo Rollouts does: ${steps.join(', ')}`;
}

function waitsForPromotion(progression: Progression): boolean {
  return progression.kind === 'canary' ? progression.steps.some((step) => step.kind === 'pause' && step.seconds === Infinity) : progression.promotionSeconds === Infinity;
}

function waitsAt(manifest: Manifest | undefined): string {
  const steps = fieldsListAt(manifest, 'spec', 'strategy', 'canary', 'steps');
  const pause = steps.findIndex((step) => 'pause' in step && secondsOf(valueAt(step, 'pause', 'duration')) === undefined);
  return pause < 0 ? 'with its preview beside the active pods' : `at step ${pause + 1}, a pause without a duration`;
}

function unplayedOfCanary(canary: Fields): string[] {
  const kinds = new Set(fieldsListAt(canary, 'steps').flatMap((step) => Object.keys(step)).filter((kind) => !PLAYED.includes(kind)));
  const templates = fieldsListAt(canary, 'steps').flatMap((step) => templatesOf(fieldsAt(step, 'analysis')));
  return [
    ...[...kinds].map((kind) => (kind === 'analysis' ? `its analysis steps${named(templates)}` : `its steps ${kind}`)),
    ...(valueAt(canary, 'analysis') === undefined ? [] : [`its background analysis${named(templatesOf(fieldsAt(canary, 'analysis')))}`]),
  ];
}

function unplayedOfBlueGreen(blueGreen: Fields): string[] {
  return ['prePromotionAnalysis', 'postPromotionAnalysis'].filter((field) => valueAt(blueGreen, field) !== undefined).map((field) => `${field}${named(templatesOf(fieldsAt(blueGreen, field)))}`);
}

function templatesOf(analysis: Fields | undefined): string[] {
  return fieldsListAt(analysis, 'templates').flatMap((template) => textAt(template, 'templateName') ?? []);
}

function named(templates: readonly string[]): string {
  return templates.length === 0 ? '' : ` (${[...new Set(templates)].join(', ')})`;
}
