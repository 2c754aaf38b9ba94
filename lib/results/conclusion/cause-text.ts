import { hpaOf, replicaBounds } from '../../simulator/world/replica-bounds';
import { type Fault } from '../../simulator/world/faults';
import { type Run } from '../../simulator/run/run';
import { setDefaultsHorizontalPodAutoscaler } from '../../hpa/defaults';
import { formatNumber, formatSeconds } from '../format';
import { type Cause } from './cause';
import { shortClock } from './clock';

/** Returns a short description of a cause: 'at maxReplicas 10'. */
export function causeText(run: Run, { workload: id, kind, fault }: Cause): string {
  const { world } = run;
  const index = world.workloads.findIndex((each) => each.id === id);
  const workload = world.workloads[index];
  const { autoscaler, balancer, nodePool } = workload;
  const spec = hpaOf(autoscaler)?.spec;
  switch (kind) {
    case 'max-replicas': return `at ${autoscaler.kind === 'keda' ? 'maxReplicaCount' : 'maxReplicas'} ${replicaBounds(workload).maxReplicas}`;
    case 'starting': return `pods still starting${startText(run.workloads[index].pods.startUp.mean)}`;
    case 'window': return `held by the scale-up stabilization window of ${formatSeconds(spec?.behavior?.scaleUp?.stabilizationWindowSeconds ?? 0)}`;
    case 'rates': return `bounded by the scale-up policies${spec ? policiesText(spec) : ''}`;
    case 'metric-delay': return 'metric delay';
    case 'target': return 'the metrics asked for no more pods than there were';
    case 'no-metric': return 'the HPA could not decide';
    case 'asleep': return `at zero replicas until a poll of KEDA${autoscaler.kind === 'keda' ? ` (every ${formatSeconds(autoscaler.scaledObject.pollingIntervalSeconds)})` : ''}`;
    case 'fixed': return `fixed at ${formatNumber(workload.replicas)} replica${workload.replicas === 1 ? '' : 's'}`;
    case 'node-capacity': return `node pool ${nodePool} full with ${world.nodePools.find(({ name }) => name === nodePool)!.maxNodes} nodes`;
    case 'node-start': return `waiting for new nodes of ${nodePool}`;
    case 'partitions': return `pods without a partition${balancer.kind === 'partitions' ? ` (there are ${balancer.partitions})` : ''}`;
    case 'fault': return `fault: ${faultText(world.faults[fault!], run)}`;
    case 'removed-pods': return 'lost with pods that were removed';
    case 'slow-requests': return 'slower than the SLO without any waiting';
    case 'throttled': return 'throttled by the CPU limit';
    case 'contended': return 'short of CPU on their nodes';
    case 'uneven': return 'queued at busy pods while others had room';
  }
}

function startText(meanSeconds: number): string {
  return Number.isFinite(meanSeconds) ? ` (${formatSeconds(meanSeconds)} each)` : '';
}

function policiesText(spec: Parameters<typeof setDefaultsHorizontalPodAutoscaler>[0]): string {
  const { behavior } = setDefaultsHorizontalPodAutoscaler(spec);
  if (!behavior) return '';
  const { selectPolicy, policies } = behavior.scaleUp;
  if (selectPolicy === 'Disabled') return ' (Disabled)';
  return ` (${policies.map(({ type, value, periodSeconds }) => `${value} ${type === 'Percent' ? '%' : value === 1 ? 'pod' : 'pods'} in ${periodSeconds} s`).join(', ')})`;
}

function faultText(fault: Fault, run: Run): string {
  const at = shortClock(run.world, 'at' in fault ? fault.at : fault.from);
  switch (fault.kind) {
    case 'metric': return `metric ${fault.metric} ${fault.distortion.kind} from ${at}`;
    case 'pod-crash': return `${fault.pods} pod${fault.pods === 1 ? '' : 's'} crashed at ${at}`;
    case 'node-loss': return `${fault.nodes} node${fault.nodes === 1 ? '' : 's'} lost at ${at}`;
    case 'no-nodes': return `no nodes delivered from ${at}`;
    case 'scale': return `scaled to ${fault.replicas} manually at ${at}`;
    case 'controller-restart': return `controller down from ${at}`;
    case 'prometheus-outage': return `Prometheus down from ${at}`;
    case 'rollout': return `rollout at ${at}`;
    case 'slow-service': return `requests ${formatNumber(fault.factor)} times as slow from ${at}`;
    case 'slow-start': return `pods start ${formatNumber(fault.factor)} times as slowly from ${at}`;
  }
}
