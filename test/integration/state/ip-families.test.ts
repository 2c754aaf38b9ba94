import { Size } from 'cdk8s';
import { IpFamilies } from '../../../lib';
import { FLAVOURS, missing, StoreOnLoopback } from './store-on-loopback';

jest.setTimeout(60_000);

describe.each(FLAVOURS)('%s', (flavour) => {
  const absent = missing(flavour);
  if (absent) {
    test(`is installed: ${absent}`, () => expect(absent).toBeUndefined());
    return;
  }

  test.each(Object.values(IpFamilies))('of a cluster with %s starts, is ready by its own probes, and keeps what it is sent', async (ipFamilies) => {
    const store = await StoreOnLoopback.create(flavour, { ipFamilies, memory: Size.mebibytes(64) });
    try {
      await store.start();
      expect([store.probe('ready.sh'), store.probe('alive.sh')]).toEqual([true, true]);
      const client = await store.client();
      expect(await client.send('SET', 'session:1', 'here')).toBe('OK');
      expect(await client.send('GET', 'session:1')).toBe('here');
      client.close();
    } finally {
      await store.remove();
    }
  });

  test('takes further lines of configuration, and keeps its own', async () => {
    const store = await StoreOnLoopback.create(flavour, { memory: Size.mebibytes(64), extraConfig: ['notify-keyspace-events Ex', 'client-output-buffer-limit normal 32mb 16mb 60', 'hz 20'] });
    try {
      await store.start();
      const client = await store.client();
      const value = async (name: string): Promise<unknown> => (await client.send('CONFIG', 'GET', name) as string[])[1];
      expect(String(await value('notify-keyspace-events')).split('').sort().join('')).toBe('Ex'.split('').sort().join(''));
      expect(await value('hz')).toBe('20');
      expect(await value('client-output-buffer-limit')).toContain('normal 33554432 16777216 60');
      expect([await value('appendonly'), await value('appendfsync'), await value('maxmemory-policy')]).toEqual(['yes', 'always', 'noeviction']);
      client.close();
    } finally {
      await store.remove();
    }
  });
});
