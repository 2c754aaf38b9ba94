import { type Node, type Pod } from './pod';

/** Age by powers of two, in nanoseconds as the API server's clock has them; whole seconds are what the API writes down. */
function ageClass(since: number, now: number): number {
  const age = (now - Math.floor(since)) * 1e9;
  return age > 0 ? Math.floor(Math.log2(age)) : -1;
}

/** Younger classes first; within one it is the UID that decides, which says nothing about age. Equal times decide nothing. */
function compareAges(one: Pod, other: Pod, since: (pod: Pod) => number, now: number): number {
  if (Math.floor(since(one)) === Math.floor(since(other))) return 0;
  return ageClass(since(one), now) - ageClass(since(other), now) || one.uid - other.uid;
}

function phaseOf({ phase, startTime }: Pod): number {
  return phase === 'Running' ? 2 : startTime !== undefined ? 1 : 0;
}

/**
 * The order in which the ReplicaSet controller deletes pods (ActivePodsWithRanks of pkg/controller/controller_utils.go): what does not run or is not Ready,
 * then pods that share their node with more of their kind, then what became Ready later. Ages are compared by their powers of two alone (LogarithmicScaleDown,
 * the default since Kubernetes 1.22), so that among pods of like age it is anyone's turn.
 *
 * @param pods that are not being deleted
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
    // Upstream leaves the rest to its sort, in which none comes first for a reason.
    || one.uid - other.uid);
}
