import { ServerTable } from '../../../../lib/simulator/engine/requests/server-table';

describe('ServerTable', () => {
  test('integrates how busy each pod is, and all together', () => {
    const servers = new ServerTable(4);
    const [one, other] = [servers.add(), servers.add()];
    servers.occupy(one, 1);
    servers.occupy(one, 2);
    servers.occupy(other, 2);
    servers.vacate(one, 5);
    expect([servers.busySeconds(one, 10), servers.busySeconds(other, 10), servers.totalBusySeconds(10)]).toEqual([3 + 9, 8, 20]);
    servers.vacate(one, 11);
    expect([servers.activeSeconds(one, 20), servers.activeSeconds(other, 20)]).toEqual([10, 18]);
  });

  test('resets a pod, also under a reused number', () => {
    const servers = new ServerTable(1);
    const pods = Array.from({ length: 50 }, () => servers.add());
    expect(new Set(pods).size).toBe(50);
    expect(servers.rows).toBe(51);
    const incarnation = servers.incarnation[pods[7]];
    servers.occupy(pods[7], 1);
    servers.vacate(pods[7], 3);
    servers.answered[pods[7]] = 5;
    servers.remove(pods[7]);
    expect(servers.add()).toBe(pods[7]);
    expect([servers.busySeconds(pods[7], 9), servers.answered[pods[7]], servers.head[pods[7]]]).toEqual([0, 0, -1]);
    expect(servers.incarnation[pods[7]]).toBeGreaterThan(incarnation);
    expect(servers.totalBusySeconds(9)).toBe(2);
  });

  test('lists pods with a slot in service now or since the last call', () => {
    const servers = new ServerTable(2);
    const [quick, long, idle] = [servers.add(), servers.add(), servers.add()];
    servers.occupy(quick, 1);
    servers.vacate(quick, 2);
    servers.occupy(quick, 3);
    servers.vacate(quick, 4);
    servers.occupy(long, 1);
    expect(servers.takeTouched()).toEqual([quick, long]);
    servers.vacate(long, 6);
    expect(servers.takeTouched()).toEqual([long]);
    expect(servers.takeTouched()).toEqual([]);
    expect(servers.busyAt(idle)).toBe(0);
  });
});
