import {
  calculateScaleDownLimitWithBehaviors, calculateScaleUpLimitWithScalingRules, controllerParameters, convertDesiredReplicasWithBehaviorRate,
  convertDesiredReplicasWithRules, generateHPAScaleDownRules, generateHPAScaleUpRules, getReplicasChangePerPeriod, type HPAScalingRules, RecommendationLog,
  ScaleEventLog, stabilizeRecommendation, stabilizeRecommendationWithBehaviors, storeScaleEvent,
} from '../../../lib/simulator/controller';
import { difference, type Difference, differences } from '../difference';
import { milliseconds, type Seconds } from '../pods';

interface Recommendation { readonly replicas: number; readonly time: Seconds }
interface ScaleEvent { readonly replicaChange: number; readonly time: Seconds; readonly outdated?: boolean }
interface Answer { readonly replicas: number; readonly reason?: string }

const NOW = 0;

export function behaviorDefaults(testCase: { direction: 'scaleUp' | 'scaleDown'; rules: HPAScalingRules; expect: Record<string, unknown> }): Difference[] {
  const { stabilizationWindowSeconds = null, selectPolicy, policies } = testCase.direction === 'scaleUp'
    ? generateHPAScaleUpRules(testCase.rules)
    : generateHPAScaleDownRules(testCase.rules);
  return difference('rules', testCase.expect, { stabilizationWindowSeconds, selectPolicy, policies });
}

export function behaviorRateLimits(testCase: {
  scaleUpEvents: ScaleEvent[]; scaleDownEvents: ScaleEvent[]; scaleUp: HPAScalingRules | null; scaleDown: HPAScalingRules | null;
  minReplicas: number; maxReplicas: number; currentReplicas: number; desiredReplicas: number; expect: Answer;
}): Difference[] {
  const { currentReplicas, desiredReplicas, minReplicas, maxReplicas } = testCase;
  const behavior = { scaleUp: generateHPAScaleUpRules(testCase.scaleUp), scaleDown: generateHPAScaleDownRules(testCase.scaleDown) };
  const { replicas, reason } = convertDesiredReplicasWithBehaviorRate(
    currentReplicas, desiredReplicas, minReplicas, maxReplicas, behavior, events(testCase.scaleUpEvents), events(testCase.scaleDownEvents), NOW,
  );
  return differences('', { ...testCase.expect }, { replicas, reason });
}

export function stabilizationWithBehavior(testCase: {
  recommendations: Recommendation[]; currentReplicas: number; desiredReplicas: number; scaleUpWindowSeconds: number; scaleDownWindowSeconds: number;
  expect: { replicas: number; recommendations: number[] | null };
}): Difference[] {
  const log = recommendationLog(testCase.recommendations);
  const windows = { up: testCase.scaleUpWindowSeconds * 1000, down: testCase.scaleDownWindowSeconds * 1000, edgeCounts: false };
  const replicas = stabilizeRecommendationWithBehaviors(log, testCase.currentReplicas, testCase.desiredReplicas, NOW, windows);
  const { recommendations } = testCase.expect;
  return [
    ...difference('replicas', testCase.expect.replicas, replicas),
    ...recommendations ? difference('recommendations', recommendations, log.entries().map(({ recommendation }) => recommendation)) : [],
  ];
}

export function stabilizationLegacy(
  testCase: { recommendations: Recommendation[]; desiredReplicas: number; expect: { replicas: number; logLength: number } },
  meta: { downscaleStabilizationSeconds?: number },
): Difference[] {
  const log = recommendationLog(testCase.recommendations);
  const replicas = stabilizeRecommendation(log, testCase.desiredReplicas, NOW, (meta.downscaleStabilizationSeconds ?? 300) * 1000);
  return differences('', testCase.expect, { replicas, logLength: log.entries().length });
}

export function storeScaleEvents(testCase: {
  replicaChange: number; prevEvents: ScaleEvent[]; rules: HPAScalingRules | null;
  expect: { changeInLast60s: number; events: Array<{ replicaChange: number; outdated: boolean }> };
}): Difference[] {
  const { replicaChange, prevEvents, rules } = testCase;
  return (['scaleUp', 'scaleDown'] as const).flatMap((direction) => {
    const log = events(prevEvents);
    const changeInLast60s = getReplicasChangePerPeriod(60, log, NOW);
    const behavior = rules ? { scaleUp: generateHPAScaleUpRules(rules), scaleDown: generateHPAScaleDownRules(rules) } : undefined;
    const [up, down] = direction === 'scaleUp' ? [log, new ScaleEventLog()] : [new ScaleEventLog(), log];
    storeScaleEvent(behavior, up, down, 10, direction === 'scaleUp' ? 10 + replicaChange : 10 - replicaChange, NOW);
    const stored = log.entries().map(({ replicaChange: change, outdated }) => ({ replicaChange: change, outdated }));
    return differences(`${direction} `, testCase.expect, { changeInLast60s, events: stored });
  });
}

export function convertLegacy(
  testCase: { currentReplicas: number; desiredReplicas: number; minReplicas: number; maxReplicas: number; expect: Answer },
  meta: { scaleUpLimitFactorInTests?: number; scaleUpLimitMinimum?: number },
): Difference[] {
  const { currentReplicas, desiredReplicas, minReplicas, maxReplicas } = testCase;
  const { scaleUpLimitFactorInTests: scaleUpLimitFactor = 2, scaleUpLimitMinimum = 4 } = meta;
  const parameters = controllerParameters(28, { scaleUpLimitFactor, scaleUpLimitMinimum });
  return differences('', { ...testCase.expect }, { ...convertDesiredReplicasWithRules(currentReplicas, desiredReplicas, minReplicas, maxReplicas, parameters) });
}

export function policyLimits(testCase: { fn: string; currentReplicas: number; rules: HPAScalingRules; expect: Answer }): Difference[] {
  const none = new ScaleEventLog();
  const { limit } = testCase.fn === 'calculateScaleUpLimitWithScalingRules'
    ? calculateScaleUpLimitWithScalingRules(testCase.currentReplicas, none, none, generateHPAScaleUpRules(testCase.rules), NOW)
    : calculateScaleDownLimitWithBehaviors(testCase.currentReplicas, none, none, generateHPAScaleDownRules(testCase.rules), NOW);
  return difference('replicas', testCase.expect.replicas, limit);
}

function recommendationLog(recommendations: readonly Recommendation[]): RecommendationLog {
  return RecommendationLog.of(recommendations.map(({ replicas, time }) => ({ recommendation: replicas, timestamp: milliseconds(time) })));
}

function events(list: readonly ScaleEvent[]): ScaleEventLog {
  return ScaleEventLog.of(list.map(({ replicaChange, time, outdated = false }) => ({ replicaChange, timestamp: milliseconds(time), outdated })));
}
