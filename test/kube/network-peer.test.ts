import { type NetworkPeer } from '../../lib';
import { peerManifest } from '../../lib/kube/network-peer';

describe('a network peer', () => {
  test('is pods, namespaces or both', () => {
    expect(peerManifest({ podLabels: { app: 'a' } })).toEqual({ podSelector: { matchLabels: { app: 'a' } } });
    expect(peerManifest({ namespaceLabels: { team: 'a' } })).toEqual({ namespaceSelector: { matchLabels: { team: 'a' } } });
    expect(peerManifest({ podLabels: { app: 'a' }, namespaceLabels: { team: 'b' } })).toEqual({
      podSelector: { matchLabels: { app: 'a' } }, namespaceSelector: { matchLabels: { team: 'b' } },
    });
  });

  test('is addresses, with exceptions or without', () => {
    expect(peerManifest({ cidr: '2001:db8::/32' })).toEqual({ ipBlock: { cidr: '2001:db8::/32' } });
    expect(peerManifest({ cidr: '::/0', except: ['fe80::/10', '2001:DB8::/32'] })).toEqual({ ipBlock: { cidr: '::/0', except: ['fe80::/10', '2001:DB8::/32'] } });
    expect(peerManifest({ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] })).toEqual({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } });
  });

  test.each<[NetworkPeer, string]>([
    [{}, 'a network peer is empty; set podLabels, namespaceLabels or cidr'],
    [{ podLabels: {} }, 'a network peer is empty'],
    [{ cidr: '10.0.0.0/8', podLabels: { app: 'a' } }, 'a network peer has both the cidr 10.0.0.0/8 and labels; split it into two peers'],
    [{ podLabels: { app: 'a b' } }, "label app has the value 'a b'"],
    [{ namespaceLabels: { '': 'a' } }, "label key '' is not valid"],
    ...['10.0.0.0', '10.0.0.0/33', '256.0.0.0/8', '10.0.0/8', '2001:db8::/129', 'example.com/8', '10.0.0.0/8/8',
      '010.0.0.0/24', '10.0.0.0/08', '10.0.0.0/', ':::/0', '1::2::3/64', 'fe80::1%eth0/64', '/8'].map((cidr): [NetworkPeer, string] =>
      [{ cidr }, `'${cidr}' is not a CIDR; write it as in '203.0.113.0/24'`]),
    [{ cidr: '10.0.0.0/8', except: ['x'] }, "'x' is not a CIDR; write it as in '203.0.113.0/24' or '2001:db8::/32'"],
    ...[['10.0.0.0/8', '11.0.0.0/16'], ['10.0.0.0/8', '10.0.0.0/8'], ['10.1.0.0/16', '10.0.0.0/8'], ['0.0.0.0/0', 'fe80::/10'], ['::/0', '10.0.0.0/8'], ['fc00::/7', '2001:db8::/32']]
      .map(([cidr, part]): [NetworkPeer, string] => [{ cidr, except: [part] }, `except '${part}' is not within the CIDR '${cidr}'; remove it, or set a smaller range`]),
  ])('is refused: %j', (peer, message) => {
    expect(() => peerManifest(peer)).toThrow(message);
  });
});
