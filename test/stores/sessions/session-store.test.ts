import { SecretKey, SessionStore } from '../../../lib';

const caller = { name: 'agent', podLabels: { app: 'agent' } };

test('a managed redis is reached at its addresses, with the password by reference', () => {
  const store = SessionStore.external({
    url: 'rediss://cache.example.com:6380/0', user: 'agent', password: SecretKey.of('cache', 'password'), cidrs: ['10.20.0.0/16'],
  });
  const endpoint = store.acceptFrom(caller);
  expect(endpoint.address?._manifest('URL')).toEqual({ name: 'URL', value: 'rediss://cache.example.com:6380/0' });
  expect(endpoint).toMatchObject({ name: 'cache.example.com', addressVariable: 'SESSION_STORE_URL', routes: [{ peers: [{ cidr: '10.20.0.0/16' }], ports: [6380] }] });
  expect(Object.keys(endpoint.environment ?? {})).toEqual(['SESSION_STORE_USER']);
  expect(endpoint.secrets).toEqual({ SESSION_STORE_PASSWORD: SecretKey.of('cache', 'password') });
});

test('sentinels in the cluster are reached as pods', () => {
  const pods = [{ podLabels: { app: 'sentinel' } }];
  const endpoint = SessionStore.external({ url: 'redis+sentinel://one,two,three:26380/mymaster', pods }).acceptFrom(caller);
  expect(endpoint.routes).toEqual([{ peers: pods, ports: [26379, 26380, 6379] }]);
  expect([endpoint.environment, endpoint.secrets]).toEqual([{}, {}]);
});

test('the servers that sentinels name are reached at their own port, too', () => {
  const url = 'redis+sentinel://10.1.0.1,10.1.0.2:26380/mymaster';
  expect(SessionStore.external({ url }).acceptFrom(caller).routes).toEqual([
    { peers: [{ cidr: '10.1.0.1/32' }], ports: [26379, 6379] }, { peers: [{ cidr: '10.1.0.2/32' }], ports: [26380, 6379] },
  ]);
  const [{ ports }] = SessionStore.external({ url, cidrs: ['10.1.0.0/16'], dataPorts: [6380] }).acceptFrom(caller).routes;
  expect(ports).toEqual([26379, 6380]);
});

test.each(['redis+sentinel://a.example.com', 'redis+sentinel://a.example.com/', 'redis+sentinel://a.example.com?db=0'])('%s names no master', (url) => {
  expect(() => SessionStore.external({ url })).toThrow(`'${url}' has no master name for the sentinels; add it after the hosts, as in 'redis+sentinel://one:26379,two:26379/mymaster'`);
});

test.each(['', 'a b', '$(SESSION_STORE_PASSWORD)', 'a\nb', "it's"])('the user %j is refused', (user) => {
  expect(() => SessionStore.external({ url: 'redis://h.example.com', user })).toThrow(`the user of session store 'h.example.com' is ${JSON.stringify(user)}; use letters, digits`);
});

test('no further port is opened without referrals', () => {
  const [{ ports }] = SessionStore.external({ url: 'redis+cluster://a.example.com:7000' }).acceptFrom(caller).routes;
  expect(ports).toEqual([7000]);
});

test('an address of the newer family is reached like one of the older', () => {
  const endpoint = SessionStore.external({ url: 'redis://[2001:db8::1]:6380/0' }).acceptFrom(caller);
  expect(endpoint.routes).toEqual([{ peers: [{ cidr: '2001:db8::1/128' }], ports: [6380] }]);
  expect(() => SessionStore.external({ url: 'redis://[::1::2]' })).toThrow("'[::1::2]' in the url of a session store is not a host");
});

test('rejects an invalid data port', () => {
  expect(() => SessionStore.external({ url: 'redis://10.1.0.1', dataPorts: [0] })).toThrow('a data port of 10.1.0.1 must be a whole number from 1 to 65535, got 0');
});

test('a host that only the cluster knows needs its pods or cidrs', () => {
  expect(() => SessionStore.external({ url: 'redis://cache.rag.svc' })).toThrow("'cache.rag.svc' is a name inside the cluster without a public address; set its pods (pods of a store, otherwise ClusterEndpoint.of), or its cidrs");
});

test.each([
  ['redis://user:secret@h', 'the url of a session store contains a user or a password; remove them, and pass the credentials as a SecretKey'],
  ['http://h', "'http://h' is not a url of a session store; write scheme://host"],
  ['constructor://h', 'is not a url of a session store; write scheme://host[:port]'],
  ['h:6379', 'is not a url of a session store; write scheme://host[:port]'],
  ['redis://h/0#x', 'is not a url of a session store; write scheme://host[:port]'],
  ['redis://h, i', "' i' in the url of a session store is not a host"],
  ['redis://h:port', "'h:port' in the url of a session store is not a host"],
  ['redis://h:70000', 'the port of h must be a whole number from 1 to 65535, got 70000'],
  ['redis://$(id)', "'$(id)' in the url of a session store is not a host"],
])('%s is refused', (text, message) => {
  expect(() => SessionStore.external({ url: text })).toThrow(message);
});

test('a store is either outside the cluster or pods of it', () => {
  expect(() => SessionStore.external({ url: 'redis://h', cidrs: [], pods: [] })).toThrow('a session store has both cidrs and pods; set one of the two');
});
