import { type Node, type Pod } from './pod';

/** Returns the age class: powers of two of nanoseconds; API timestamps have whole seconds. */
function ageClass(since: number, now: number): number {
  const age = (now - Math.floor(since)) * 1e9;
  return age > 0 ? Math.floor(Math.log2(age)) : -1;
}

/** Orders younger classes first; within a class the UID decides, which is independent of age. Equal times are ties. */
function compareAges(one: Pod, other: Pod, since: (pod: Pod) => number, now: number): number {
  if (Math.floor(since(one)) === Math.floor(since(other))) return 0;
  return ageClass(since(one), now) - ageClass(since(other), now) || one.uid - other.uid;
}

function phaseOf({ phase, startTime }: Pod): number {
  return phase === 'Running' ? 2 : startTime !== undefined ? 1 : 0;
}

/**
 * Returns pods in the deletion order of the ReplicaSet controller (ActivePodsWithRanks of
 * pkg/controller/controller_utils.go): pods that are not Ready, then pods on nodes with more pods of the workload, then
 * pods that became Ready later. Ages are compared by powers of two (LogarithmicScaleDown, the default since Kubernetes
 * 1.22), so that the order among pods of similar age is arbitrary.
 *
 * @param pods pods that are not being deleted
 */
export function deletionOrder(pods: readonly Pod[], now: number): Pod[] {
  const onNode = new Map<Node, number>();
  for (const { node } of pods) if (node) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  const neighbours = ({ node }: Pod): number => (node ? onNode.get(node)! : 0);
  return [...pods].sort((one, other) => phaseOf(one) - phaseOf(other)
    || Number(one.ready) - Number(other.ready)
    || neighbours(other) - neighbours(one)
    || (one.ready && other.ready ? compareAges(one, other, ({ readyTransition }) => readyTransition!, now) : 0)
    || other.starts - one.starts
    || compareAges(one, other, ({ createdAt }) => createdAt, now)
    // Upstream leaves the order of ties to its sort.
    || one.uid - other.uid);
}
