import { ExternalEndpoint } from '../../lib';

const caller = { name: 'agent', podLabels: { app: 'agent' } };

function rangesOf(host: string, cidrs?: string[]): (string | undefined)[] {
  return ExternalEndpoint.of(host, { cidrs }).acceptFrom(caller).routes.flatMap(({ peers }) => peers.map(({ cidr }) => cidr));
}

describe('an external endpoint', () => {
  test('is reached at 443 unless another port is named', () => {
    expect(ExternalEndpoint.of('api.example.com').toString()).toBe('api.example.com:443');
    expect(ExternalEndpoint.of('db.example.com', { port: 5432 }).toString()).toBe('db.example.com:5432');
    expect(ExternalEndpoint.of('203.0.113.7').host).toBe('203.0.113.7');
  });

  test.each(['https://api.example.com', 'api.example.com/v1', 'api.example.com:443', ''])("is named by its host, not '%s'", (host) => {
    expect(() => ExternalEndpoint.of(host)).toThrow(`'${host}' is not a host; write it without scheme, port and path, as in 'api.openai.com'`);
  });

  test('is a single address when named by it, even a private one', () => {
    expect(rangesOf('10.1.2.3')).toEqual(['10.1.2.3/32']);
    expect(rangesOf('2001:db8::7')).toEqual(['2001:db8::7/128']);
  });

  test('is at the named ranges with any host name', () => {
    expect(rangesOf('minio.models.svc', ['10.96.0.9/32'])).toEqual(['10.96.0.9/32']);
    expect(rangesOf('10.1.2.3', ['10.1.0.0/16'])).toEqual(['10.1.0.0/16']);
  });

  test('is at a public address when only the name is known', () => {
    const [{ peers }] = ExternalEndpoint.of('api.example.com').acceptFrom(caller).routes;
    expect(peers).toEqual([
      { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8'] },
      { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] },
    ]);
  });

  test.each(['minio', 'minio.', 'minio.models.svc', 'minio.models.svc.cluster.local', 'minio.models.svc.cluster.local.'])(
    "rejects cluster hosts such as '%s' without ranges", (host) => {
      expect(() => ExternalEndpoint.of(host)).toThrow(`'${host}' is a name inside the cluster without a public address; set its pods (pods of a store, otherwise ClusterEndpoint.of), or its cidrs`);
    });

  test('has a possible port and possible addresses', () => {
    expect(() => ExternalEndpoint.of('a', { port: 70000 })).toThrow('the port of a must be a whole number from 1 to 65535, got 70000');
    expect(() => ExternalEndpoint.of('a', { cidrs: [] })).toThrow('cidrs of a is an empty list; add at least one, or remove it for every public address');
    expect(() => ExternalEndpoint.of('a', { cidrs: ['10.0.0.1'] })).toThrow("'10.0.0.1' is not a CIDR; write it as in '203.0.113.0/24' or '2001:db8::/32'");
  });
});
