import { ExternalEndpoint } from '../../lib';

describe('something outside the cluster', () => {
  test('is reached at 443 unless another port is named', () => {
    expect(ExternalEndpoint.of('api.example.com').toString()).toBe('api.example.com:443');
    expect(ExternalEndpoint.of('db.example.com', { port: 5432 }).toString()).toBe('db.example.com:5432');
    expect(ExternalEndpoint.of('203.0.113.7').host).toBe('203.0.113.7');
  });

  test.each(['https://api.example.com', 'api.example.com/v1', 'api.example.com:443', ''])("is named by its host, not '%s'", (host) => {
    expect(() => ExternalEndpoint.of(host)).toThrow(`'${host}' is not a host; leave out the scheme, the port and the path, as in 'api.openai.com'`);
  });

  test('has a possible port and possible addresses', () => {
    expect(() => ExternalEndpoint.of('a', { port: 70000 })).toThrow('the port of a must be a whole number from 1 to 65535, got 70000');
    expect(() => ExternalEndpoint.of('a', { cidrs: [] })).toThrow('a has an empty list of cidrs; name at least one, or leave the list out for every public address');
    expect(() => ExternalEndpoint.of('a', { cidrs: ['10.0.0.1'] })).toThrow("'10.0.0.1' is not a range of addresses");
  });
});
