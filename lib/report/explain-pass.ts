import { type Pass } from '../simulator/engine/autoscalers/hpa';
import { type MetricProposal, type MetricSpec, type MetricStatus, type PodGroup, type PolicyLimit, type ScalingPolicyRule } from '../hpa/types';
import { type ControllerFlags } from '../simulator/world/world';
import { formatNumber } from '../results/format';

/** Row of an explanation: label and text. */
export type Row = readonly [label: string, text: string];

/** Explains the input, computation and decision of one HPA sync, in the controller's order. */
export function explainPass(pass: Pass, flags: ControllerFlags): Row[] {
  const { trace } = pass.result;
  return [
    ['saw', describePods(pass)],
    ...(trace.metrics ? trace.metrics.map((proposal, i): Row => ['metric', describeMetric(pass, proposal, i)]) : [['metric', notRead(pass)] as Row]),
    ...(trace.recommendation === undefined ? [] : decision(pass, flags)),
    ['result', describeResult(pass)],
    ...pass.result.status.conditions.map(({ type, status, reason }): Row => ['condition', `${type}=${status} ${reason}`]),
  ];
}

function describePods({ observation, spec }: Pass): string {
  const count = (matches: (group: PodGroup) => boolean): number => observation.pods.filter(matches).reduce((sum, group) => sum + group.count, 0);
  const ready = count((group) => group.ready === 'True' && !group.deleting);
  const deleting = count((group) => group.deleting === true);
  const others = count((group) => group.ready !== 'True' && !group.deleting);
  const parts = [`${ready} ready`, ...(others > 0 ? [`${others} not ready`] : []), ...(deleting > 0 ? [`${deleting} being deleted`] : [])];
  return `spec.replicas ${observation.specReplicas} within ${spec.minReplicas} to ${spec.maxReplicas}; pods: ${parts.join(', ')}`;
}

function notRead({ observation, spec }: Pass): string {
  const { specReplicas } = observation;
  if (specReplicas > spec.maxReplicas) return `none was read: ${specReplicas} is above maxReplicas ${spec.maxReplicas}`;
  if (specReplicas === 0) return 'none was read: replicas were set to 0 manually, which disables the HPA';
  if (specReplicas < spec.minReplicas) return `none was read: ${specReplicas} is below minReplicas ${spec.minReplicas}`;
  return 'none was read';
}

function describeMetric({ spec, result }: Pass, proposal: MetricProposal, index: number): string {
  const metric = spec.metrics[index];
  const name = nameOf(metric);
  if (proposal.error) return `${name} failed: ${proposal.error.message} (${proposal.error.reason})`;
  const deciding = result.trace.decidingMetric === index && result.trace.metrics!.length > 1 ? ', the highest' : '';
  const ratios = [proposal.usageRatio, proposal.rebalancedRatio].flatMap((ratio) => (ratio === undefined ? [] : [ratio.toFixed(3)]));
  const notes = [
    ...(ratios.length > 0 ? [`usage is ${ratios.join(', then with missing and unready pods ')} of the target`] : []),
    ...(proposal.withinTolerance ? ['within the tolerance'] : []),
    ...podsLeftOut(proposal),
  ];
  return `${name}: ${readingOf(metric, result.status.currentMetrics?.[index])} proposes ${proposal.replicas}${deciding}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
}

function podsLeftOut({ unreadyPods = 0, missingPods = 0, ignoredPods = 0 }: MetricProposal): string[] {
  const left = [[unreadyPods, 'unready'], [missingPods, 'without a reading'], [ignoredPods, 'ending']].filter(([count]) => Number(count) > 0);
  return left.length > 0 ? [`pods left out: ${left.map(([count, why]) => `${count} ${why}`).join(', ')}`] : [];
}

function readingOf({ target }: MetricSpec, status: MetricStatus | undefined): string {
  if (target.averageUtilization !== undefined) return `${status?.averageUtilization ?? '?'} %, target ${target.averageUtilization} %,`;
  const whole = (milli: number | bigint | undefined): string => (milli === undefined ? '?' : formatNumber(Number(milli) / 1000));
  if (target.averageValueMilli !== undefined) return `${whole(status?.averageValueMilli)} a pod, target ${whole(target.averageValueMilli)},`;
  return `${whole(status?.valueMilli)}, target ${whole(target.valueMilli)},`;
}

function decision({ spec, observation, result: { trace } }: Pass, flags: ControllerFlags): Row[] {
  const recommendation = trace.recommendation!;
  const stabilized = trace.stabilized ?? recommendation;
  const limited = trace.limited ?? stabilized;
  const down = spec.behavior?.scaleDown.stabilizationWindowSeconds ?? flags.downscaleStabilizationSeconds;
  const up = spec.behavior?.scaleUp.stabilizationWindowSeconds ?? 0;
  const window = stabilized > recommendation ? `scale-down window of ${down} s, which holds a higher proposal` : `scale-up window of ${up} s, which holds a lower proposal`;
  return [
    ['window', stabilized === recommendation ? `left ${recommendation} unchanged` : `${recommendation} became ${stabilized}: the ${window}`],
    ['limit', describeLimit(stabilized, limited, trace.limitReason, trace.policyLimit, observation.specReplicas, spec)],
  ];
}

function describeLimit(
  asked: number, limited: number, reason: string | undefined, policy: PolicyLimit | undefined, current: number,
  { minReplicas, maxReplicas, behavior }: Pass['spec'],
): string {
  if (asked === limited) return `none applied to ${asked}`;
  switch (reason) {
    case 'TooManyReplicas': return `${asked} became ${limited}: maxReplicas is ${maxReplicas}`;
    case 'TooFewReplicas': return `${asked} became ${limited}: minReplicas is ${minReplicas}`;
    default: return `${asked} became ${limited}: ${policy ? describePolicy(policy, behavior?.[policy.direction].selectPolicy) : `without behavior at most ${Math.max(2 * current, 4)}`}`;
  }
}

function describePolicy({ direction, policy, periodStartReplicas }: PolicyLimit, select: string | undefined): string {
  if (!policy) return `${direction} is Disabled`;
  const from = periodStartReplicas === undefined ? '' : `, counted from ${periodStartReplicas} at the start of that period`;
  return `${direction} policy ${stepOf(policy)} in ${policy.periodSeconds} s${from} (selectPolicy ${select ?? 'Max'})`;
}

function stepOf({ type, value }: ScalingPolicyRule): string {
  return type === 'Percent' ? `${value} %` : `${value} pods`;
}

function describeResult({ observation: { specReplicas }, result: { replicas, rescaleReason, error, scaleUpdated } }: Pass): string {
  const outcome = scaleUpdated ? `${specReplicas} → ${replicas}, "${rescaleReason ?? ''}"` : `stays at ${specReplicas}`;
  return error === undefined ? outcome : `${outcome}; ${error}`;
}

function nameOf({ type, resource, container, name, describedKind }: MetricSpec): string {
  switch (type) {
    case 'Resource': return `${resource}`;
    case 'ContainerResource': return `${resource} of container ${container}`;
    case 'Object': return `${name} of ${describedKind ?? 'an object'}`;
    default: return `${name}`;
  }
}
