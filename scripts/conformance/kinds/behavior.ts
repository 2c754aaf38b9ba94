import {
  calculateScaleDownLimitWithBehaviors, calculateScaleUpLimitWithScalingRules, controllerParameters, convertDesiredReplicasWithBehaviorRate,
  convertDesiredReplicasWithRules, generateHPAScaleDownRules, generateHPAScaleUpRules, getReplicasChangePerPeriod, type HPAScalingRules,
  type Recommendations, RecommendationWindow, ScaleEventLog, stabilizeRecommendation, stabilizeRecommendationWithBehaviors, storeScaleEvent,
} from '../../../lib/hpa';
import { difference, type Difference, differences } from '../difference';
import { milliseconds, type Seconds } from '../pods';
import { RecommendationList } from '../recommendation-list';

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
  const { recommendations: before, currentReplicas, desiredReplicas, expect } = testCase;
  const windows = { up: testCase.scaleUpWindowSeconds * 1000, down: testCase.scaleDownWindowSeconds * 1000, edgeCounts: false };
  return inBothDefinition(before, (recommendations) => {
    const replicas = stabilizeRecommendationWithBehaviors(recommendations, currentReplicas, desiredReplicas, NOW, windows);
    const listed = recommendations instanceof RecommendationList ? recommendations.entries.map(({ recommendation }) => recommendation) : undefined;
    return [
      ...difference('replicas', expect.replicas, replicas),
      ...expect.recommendations && listed ? difference('recommendations', expect.recommendations, listed) : [],
    ];
  });
}

export function stabilizationLegacy(
  testCase: { recommendations: Recommendation[]; desiredReplicas: number; expect: { replicas: number; logLength: number } },
  meta: { downscaleStabilizationSeconds?: number },
): Difference[] {
  const { recommendations: before, desiredReplicas, expect } = testCase;
  return inBothDefinition(before, (recommendations) => {
    const replicas = stabilizeRecommendation(recommendations, desiredReplicas, NOW, (meta.downscaleStabilizationSeconds ?? 300) * 1000);
    return [
      ...difference('replicas', expect.replicas, replicas),
      ...recommendations instanceof RecommendationList ? difference('logLength', expect.logLength, recommendations.entries.length) : [],
    ];
  });
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

/** The form that the simulator keeps must answer as upstream's does; only upstream's can be compared entry by entry. */
function inBothDefinition(before: readonly Recommendation[], check: (recommendations: Recommendations) => Difference[]): Difference[] {
  const entries = before.map(({ replicas, time }) => ({ recommendation: replicas, timestamp: milliseconds(time) }));
  return [RecommendationWindow.of(entries), new RecommendationList(entries)].flatMap(check);
}

function events(list: readonly ScaleEvent[]): ScaleEventLog {
  return ScaleEventLog.of(list.map(({ replicaChange, time, outdated = false }) => ({ replicaChange, timestamp: milliseconds(time), outdated })));
}
