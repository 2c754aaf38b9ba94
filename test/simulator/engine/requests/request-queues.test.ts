import { RequestPool } from '../../../../lib/simulator/engine/requests/request-pool';
import { ServerTable } from '../../../../lib/simulator/engine/requests/server-table';
import { RequestQueues, SHARED_QUEUE } from '../../../../lib/simulator/engine/requests/request-queues';

/** Requests that arrived at the seconds given, and queues with a timeout. */
function setUp(timeout: number, ...arrivals: number[]) {
  const pool = new RequestPool(false, false);
  const ids = arrivals.map((time) => {
    const id = pool.add(time, 0, 1, -1, -1);
    pool.arrivedAt[id] = time;
    return id;
  });
  const servers = new ServerTable(1);
  const expired: number[] = [];
  return { queues: new RequestQueues(pool, servers, timeout, (id) => expired.push(id)), expired, ids, pod: servers.add() };
}

describe('RequestQueues', () => {
  test('keeps the order of every queue', () => {
    const { queues, ids: [one, two, three], pod } = setUp(Infinity, 0, 1, 2);
    queues.append(one, SHARED_QUEUE, 0);
    queues.append(two, pod, 1);
    queues.append(three, SHARED_QUEUE, 2);
    expect(queues.queued).toBe(3);
    expect([queues.take(SHARED_QUEUE, 5), queues.take(SHARED_QUEUE, 6), queues.take(SHARED_QUEUE, 7), queues.take(pod, 8)]).toEqual([one, three, -1, two]);
    expect(queues.queuedSeconds(100)).toBe(5 + 4 + 7);
  });

  test('records the most requests that waited at once, in all queues together', () => {
    const { queues, ids: [one, two, three], pod } = setUp(Infinity, 0, 1, 2);
    queues.append(one, SHARED_QUEUE, 0);
    queues.append(two, pod, 1);
    queues.take(SHARED_QUEUE, 2);
    queues.prepend(three, SHARED_QUEUE, 2);
    queues.take(pod, 3);
    expect([queues.queued, queues.peak]).toEqual([1, 2]);
  });

  test('removes expired requests as of their deadline', () => {
    const { queues, expired, ids: [one, two] } = setUp(10, 0, 3);
    queues.append(one, SHARED_QUEUE, 0);
    queues.append(two, SHARED_QUEUE, 3);
    queues.expire(SHARED_QUEUE, 9.9);
    expect(expired).toEqual([]);
    queues.expireAll(1, 12);
    expect(expired).toEqual([one]);
    expect(queues.queuedSeconds(12)).toBe(10 + 9);
    expect(queues.take(SHARED_QUEUE, 12)).toBe(two);
    expect(queues.take(SHARED_QUEUE, 99)).toBe(-1);
  });

  test('returns no request whose caller has timed out', () => {
    const { queues, expired, ids: [one, two] } = setUp(10, 0, 3);
    queues.append(one, SHARED_QUEUE, 0);
    queues.append(two, SHARED_QUEUE, 3);
    expect(queues.take(SHARED_QUEUE, 11)).toBe(two);
    expect(expired).toEqual([one]);
  });
});
