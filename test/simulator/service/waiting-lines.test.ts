import { RequestPool } from '../../../lib/simulator/service/request-pool';
import { ServerTable } from '../../../lib/simulator/service/server-table';
import { SHARED_LINE, WaitingLines } from '../../../lib/simulator/service/waiting-lines';

/** Requests that arrived at the seconds given, in lines with a timeout. */
function setUp(timeout: number, ...arrivals: number[]) {
  const pool = new RequestPool(false, false);
  const ids = arrivals.map((time) => {
    const id = pool.add(time, 0, 1, -1, -1);
    pool.arrivedAt[id] = time;
    return id;
  });
  const servers = new ServerTable(1);
  return { lines: new WaitingLines(pool, servers, timeout), ids, pod: servers.add() };
}

describe('WaitingLines', () => {
  test('keeps the order of every line', () => {
    const { lines, ids: [one, two, three], pod } = setUp(Infinity, 0, 1, 2);
    lines.append(one, SHARED_LINE, 0);
    lines.append(two, pod, 1);
    lines.append(three, SHARED_LINE, 2);
    expect(lines.queued).toBe(3);
    expect([lines.take(SHARED_LINE, 5), lines.take(SHARED_LINE, 6), lines.take(SHARED_LINE, 7), lines.take(pod, 8)]).toEqual([one, three, -1, two]);
    expect(lines.queuedSeconds(100)).toBe(5 + 4 + 7);
  });

  test('remembers the most that waited at once, in all lines together', () => {
    const { lines, ids: [one, two, three], pod } = setUp(Infinity, 0, 1, 2);
    lines.append(one, SHARED_LINE, 0);
    lines.append(two, pod, 1);
    lines.take(SHARED_LINE, 2);
    lines.prepend(three, SHARED_LINE, 2);
    lines.take(pod, 3);
    expect([lines.queued, lines.peak]).toEqual([1, 2]);
  });

  test('gives expired requests out as of their deadline', () => {
    const { lines, ids: [one, two] } = setUp(10, 0, 3);
    lines.append(one, SHARED_LINE, 0);
    lines.append(two, SHARED_LINE, 3);
    expect([lines.takeExpired(SHARED_LINE, 9.9), lines.takeExpired(SHARED_LINE, 12), lines.takeExpired(SHARED_LINE, 12)]).toEqual([-1, one, -1]);
    expect(lines.queuedSeconds(12)).toBe(10 + 9);
    expect([lines.take(SHARED_LINE, 12), lines.takeExpired(SHARED_LINE, 99)]).toEqual([two, -1]);
  });
});
