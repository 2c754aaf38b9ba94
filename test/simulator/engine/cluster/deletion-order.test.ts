import { deletionOrder } from '../../../../lib/simulator/engine/cluster/deletion-order';
import { type Node, Pod } from '../../../../lib/simulator/engine/cluster/pod';

const NOW = 1000;

function pod(ordinal: number, fields: Partial<Pod> = {}): Pod {
  const { createdAt = 0, uid = ordinal / 10 } = fields;
  return Object.assign(new Pod(ordinal, createdAt, 0, 0, uid), { phase: 'Running', startTime: createdAt, ready: true, readyTransition: createdAt + 5, starts: 1 }, fields);
}

function order(...pods: readonly Pod[]): number[] {
  return deletionOrder(pods, NOW).map(({ ordinal }) => ordinal);
}

const node = (): Node => ({ cpuFree: 0, memoryFree: 0, placesFree: 0, pods: new Set(), images: new Set(), timesEmptied: 0 });

describe('the ReplicaSet controller deletes first', () => {
  test('unscheduled pods, then pending pods, then pods that are not Ready, at any age', () => {
    expect(order(
      pod(0), pod(1, { ready: false }), pod(2, { ready: false, phase: 'Pending' }), pod(3, { ready: false, phase: 'Pending', startTime: undefined }),
    )).toEqual([3, 2, 1, 0]);
  });

  test('pods that share a node with more of their kind, whatever their age', () => {
    const [shared, alone] = [node(), node()];
    const pods = [pod(0, { node: alone, createdAt: 990 }), pod(1, { node: shared, createdAt: 100 }), pod(2, { node: shared, createdAt: 900 })];
    expect(order(...pods)).toEqual([2, 1, 0]);
  });

  test('pods that became Ready later, where the ages differ by a power of two', () => {
    expect(order(pod(0, { readyTransition: 100 }), pod(1, { readyTransition: 990 }), pod(2, { readyTransition: 800 }))).toEqual([1, 2, 0]);
  });

  test('the lower UID among pods of the same age bucket', () => {
    const ages = { younger: { readyTransition: 800, uid: 0.9 }, older: { readyTransition: 750, uid: 0.1 } };
    expect(order(pod(0, ages.younger), pod(1, ages.older))).toEqual([1, 0]);
    // 2^37 ns lie between 137 and 138 s.
    expect(order(pod(0, { readyTransition: NOW - 137, uid: 0.9 }), pod(1, { readyTransition: NOW - 138, uid: 0.1 }))).toEqual([0, 1]);
  });

  test('pods that became Ready in this second', () => {
    expect(order(pod(0, { readyTransition: 999, uid: 0.1 }), pod(1, { readyTransition: NOW, uid: 0.9 }))).toEqual([1, 0]);
  });

  test('pods with more restarts, then younger ones, where they became Ready in the same second', () => {
    const together = { readyTransition: 990.2 };
    expect(order(pod(0, { ...together }), pod(1, { ...together, readyTransition: 990.9, starts: 3 }))).toEqual([1, 0]);
    expect(order(pod(0, { ...together, createdAt: 100 }), pod(1, { ...together, createdAt: 980 }))).toEqual([1, 0]);
    expect(order(pod(0, together), pod(1, together))).toEqual([0, 1]);
  });

  test('younger pods, among those that are not Ready', () => {
    expect(order(pod(0, { ready: false, createdAt: 100 }), pod(1, { ready: false, createdAt: 980, readyTransition: 100 }))).toEqual([1, 0]);
  });
});
