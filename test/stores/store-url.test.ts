import { parseStoreUrl } from '../../lib/stores/store-url';

const SCHEMES = { 'redis': 6379, 'valkeys': 6379, 'postgresql': 5432, 'redis+cluster': 6379 };

test.each([
  ['redis://h', [['h', 6379]]], ['valkeys://h:1', [['h', 1]]], ['postgresql://db.example.com/sessions?sslmode=require', [['db.example.com', 5432]]],
  ['redis+cluster://a:1,b:2', [['a', 1], ['b', 2]]], ['redis://[2001:db8::1],[2001:db8::2]:7000/0', [['2001:db8::1', 6379], ['2001:db8::2', 7000]]],
])('%s names its hosts', (text, hosts) => {
  expect(parseStoreUrl(text, 'store', SCHEMES).hosts.map(({ host, port }) => [host, port])).toEqual(hosts);
});
