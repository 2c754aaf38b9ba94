import { REPRESENTATIVES, RequestPool } from '../../../../lib/simulator/engine/requests/request-pool';

describe('RequestPool', () => {
  test('reuses the row of a finished request', () => {
    const pool = new RequestPool(false, false);
    const [one, two] = [pool.add(0, 7, 1, -1, -1), pool.add(1, 7, 1, -1, -1)];
    pool.release(one);
    expect(pool.add(2, 8, 1, -1, -1)).toBe(one);
    expect([pool.birth[one], pool.birth[two], pool.route[one], pool.route[two]]).toEqual([2, 1, 8, 7]);
  });

  test('begins with a batch whose requests have not been served yet, in a row used before as well', () => {
    const pool = new RequestPool(true, false);
    const id = pool.add(0, 0, 40, -1, -1);
    pool.served.fill(5, id * REPRESENTATIVES, (id + 1) * REPRESENTATIVES);
    pool.release(id);
    expect(pool.add(1, 0, 40, -1, -1)).toBe(id);
    expect([...pool.served.subarray(id * REPRESENTATIVES, (id + 1) * REPRESENTATIVES)]).toEqual([0, 0, 0, 0]);
  });

  test('grows without losing anything', () => {
    const pool = new RequestPool(true, true);
    const ids = Array.from({ length: 1000 }, (_, row) => {
      const id = pool.add(-row, row, row + 1, 2 * row, 3 * row);
      pool.served[id * REPRESENTATIVES + 1] = row / 2;
      return id;
    });
    for (const [row, id] of ids.entries()) {
      expect([pool.birth[id] + row, pool.route[id], pool.weight[id], pool.inputTokens[id], pool.outputTokens[id]])
        .toEqual([0, row, row + 1, 2 * row, 3 * row]);
      expect(pool.served[id * REPRESENTATIVES + 1]).toBe(row / 2);
    }
  });
});
