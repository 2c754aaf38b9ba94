import { setDefaultsHorizontalPodAutoscaler } from '../../hpa/defaults';
import { type HorizontalPodAutoscalerSpec, type MetricTarget } from '../../hpa/types';
import { type CauseKind } from '../../results/conclusion/cause';
import { type FlowConclusion } from '../../results/conclusion/conclusion';
import { type Run } from '../../simulator/run/run';
import { hpaOf, replicaBounds } from '../../simulator/world/replica-bounds';
import { type Autoscaler, type Workload, type World } from '../../simulator/world/world';
import { WorkloadTimeline } from '../../results/conclusion/timeline';

/** Single change of a policy, with the simulated cluster that includes it. */
export interface PolicyChange {
  readonly workload: string;
  /** Name of the field: 'maxReplicas'. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly world: World;
}

/** Change without a simulated cluster. */
interface Edit {
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly workload: Workload;
}

/** Pod utilization at the peak for which proposals are sized. */
const BUSY_SHARE = 0.7;
const LOWER_TARGET = 0.75;
const MOST_GROWTH = 5;
const LARGEST_REPLICAS = 10_000;
const WINDOW_SECONDS = 60;

/** Causes outside the policy. */
const OUTSIDE: readonly CauseKind[] = ['slow-requests', 'throttled', 'contended', 'node-capacity', 'partitions', 'removed-pods', 'no-metric'];
/** Edits to try for each cause, most likely first; others follow. */
const EDITS: Readonly<Partial<Record<CauseKind, readonly EditName[]>>> = {
  'max-replicas': ['max'], starting: ['min', 'target'], window: ['window'], rates: ['rates'], 'metric-delay': ['target', 'min'], target: ['target'],
  asleep: ['min'], fixed: ['fixed'], 'node-start': ['min'], fault: ['min'], uneven: ['target'],
};

type EditName = 'max' | 'min' | 'target' | 'window' | 'rates' | 'fixed';

/**
 * Returns the changes that may help a flow most, by its causes: at most `most`, all of the workload with the most
 * misses. None if the causes lie outside the policy.
 */
export function policyChanges(run: Run, { causes }: FlowConclusion, most: number): PolicyChange[] {
  const blame = new Map<string, number>();
  for (const { workload, share } of causes) blame.set(workload, (blame.get(workload) ?? 0) + share);
  const [worst] = [...blame].sort(([, one], [, other]) => other - one);
  if (!worst) return [];
  const index = run.world.workloads.findIndex(({ id }) => id === worst[0]);
  const own = causes.filter(({ workload }) => workload === worst[0]);
  if (OUTSIDE.includes(own[0].kind)) return [];
  const names = [...new Set([...own.flatMap(({ kind }) => EDITS[kind] ?? []), 'target', 'min', 'max'] as EditName[])];
  const edits = names.flatMap((name) => editOf(name, run, index) ?? []).slice(0, most);
  return edits.map(({ workload, ...change }) => ({
    ...change,
    workload: workload.name,
    world: { ...run.world, workloads: run.world.workloads.map((each, i) => (i === index ? workload : each)) },
  }));
}

function editOf(name: EditName, run: Run, index: number): Edit | undefined {
  const workload = run.world.workloads[index];
  const { autoscaler } = workload;
  const needed = Math.max(1, Math.ceil(loadInPods(run, index) / BUSY_SHARE));
  const spec = hpaOf(autoscaler)?.spec;
  if (!spec) {
    const more = Math.min(needed, workload.replicas * MOST_GROWTH);
    return name !== 'fixed' || more <= workload.replicas ? undefined
      : { field: 'replicas', before: String(workload.replicas), after: String(more), workload: { ...workload, replicas: more, autoscaler: { kind: 'fixed', replicas: more } } };
  }
  const isKeda = autoscaler.kind === 'keda';
  const { minReplicas, maxReplicas } = replicaBounds(workload);
  switch (name) {
    case 'max': {
      const after = Math.min(Math.max(needed, maxReplicas + 1), maxReplicas * MOST_GROWTH, LARGEST_REPLICAS);
      return { field: isKeda ? 'maxReplicaCount' : 'maxReplicas', before: String(maxReplicas), after: String(after), workload: withSpec(workload, { ...spec, maxReplicas: after }) };
    }
    case 'min': {
      const after = Math.min(maxReplicas, Math.max(needed, minReplicas + 1));
      return after <= minReplicas ? undefined
        : { field: isKeda ? 'minReplicaCount' : 'minReplicas', before: String(minReplicas), after: String(after), workload: withMinimum(workload, after) };
    }
    case 'target': return lowerTarget(workload, spec);
    case 'window': {
      const before = spec.behavior?.scaleUp?.stabilizationWindowSeconds ?? 0;
      return before === 0 ? undefined : {
        field: 'behavior.scaleUp.stabilizationWindowSeconds', before: String(before), after: '0',
        workload: withSpec(workload, { ...spec, behavior: { ...spec.behavior, scaleUp: { ...spec.behavior?.scaleUp, stabilizationWindowSeconds: 0 } } }),
      };
    }
    case 'rates': {
      if (!spec.behavior?.scaleUp) return undefined;
      const others = { ...spec.behavior.scaleUp, policies: null, selectPolicy: null };
      return {
        field: 'behavior.scaleUp.policies', before: 'as they are', after: "Kubernetes' default (4 pods or 100 % in 15 s)",
        workload: withSpec(workload, { ...spec, behavior: { ...spec.behavior, scaleUp: others } }),
      };
    }
    case 'fixed': return undefined;
  }
}

function lowerTarget(workload: Workload, spec: HorizontalPodAutoscalerSpec): Edit | undefined {
  const { metrics } = setDefaultsHorizontalPodAutoscaler(spec);
  const index = metrics.findIndex(({ target }) => target.averageUtilization !== undefined || target.averageValueMilli !== undefined);
  if (index < 0) return undefined;
  const { target, resource, name } = metrics[index];
  const [lower, before, after] = loweredTarget(target);
  return {
    field: `${resource ?? name ?? 'metric'} target`, before, after,
    workload: withSpec(workload, { ...spec, metrics: metrics.map((metric, i) => (i === index ? { ...metric, target: lower } : metric)) }),
  };
}

function loweredTarget(target: MetricTarget): [MetricTarget, string, string] {
  if (target.averageUtilization !== undefined) {
    const after = Math.max(1, Math.round(target.averageUtilization * LOWER_TARGET));
    return [{ ...target, averageUtilization: after }, `${target.averageUtilization} %`, `${after} %`];
  }
  const milli = Number(target.averageValueMilli);
  const after = Math.max(1, Math.round(milli * LOWER_TARGET));
  return [{ ...target, averageValueMilli: after }, String(milli / 1000), String(after / 1000)];
}

function withSpec(workload: Workload, spec: HorizontalPodAutoscalerSpec): Workload {
  const { autoscaler } = workload;
  const changed = (autoscaler.kind === 'keda' ? { ...autoscaler, hpa: { ...autoscaler.hpa, spec } } : { ...autoscaler, spec }) as Autoscaler;
  return { ...workload, autoscaler: changed };
}

/** Raises the minimum and the initial replicas. */
function withMinimum(workload: Workload, minReplicas: number): Workload {
  const changed = withSpec(workload, { ...hpaOf(workload.autoscaler)!.spec, minReplicas });
  const { autoscaler } = changed;
  const replicas = Math.max(changed.replicas, minReplicas);
  if (autoscaler.kind !== 'keda') return { ...changed, replicas };
  const scaledObject = { ...autoscaler.scaledObject, minReplicas, idleReplicas: undefined };
  return { ...changed, replicas, autoscaler: { ...autoscaler, scaledObject } };
}

/** Returns the pods that the busiest minute of a workload keeps fully busy; 0 if no pod was ever ready. */
function loadInPods(run: Run, workload: number): number {
  const timeline = new WorkloadTimeline(run, workload);
  if (timeline.perReplica === 0) return 0;
  const blocks = Math.max(1, Math.round(WINDOW_SECONDS / timeline.blockSeconds));
  let [sum, most] = [0, 0];
  for (let block = 0; block < timeline.blocks; block++) {
    sum += timeline.demand(block) - (block >= blocks ? timeline.demand(block - blocks) : 0);
    most = Math.max(most, sum / Math.min(blocks, block + 1));
  }
  return most / timeline.perReplica;
}
