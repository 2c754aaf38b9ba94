import { type ConnectionRoute, PodIdentity } from '../../lib';

function routesOf(identity: PodIdentity): ConnectionRoute[] {
  return identity.acceptFrom({ name: 'reader', podLabels: { app: 'reader' } }).routes;
}

test('roles for service accounts need the token service, wherever it is', () => {
  expect(routesOf(PodIdentity.irsa()).map(({ peers, ports }) => [peers.map(({ cidr }) => cidr), ports])).toEqual([[['0.0.0.0/0', '::/0'], [443]]]);
  expect(routesOf(PodIdentity.irsa({ cidrs: ['10.0.3.7/32'] }))).toEqual([{ peers: [{ cidr: '10.0.3.7/32' }], ports: [443] }]);
});

test('identities that the node issues need one address and one port, in either family', () => {
  expect(routesOf(PodIdentity.eksPodIdentity())).toEqual([{ peers: [{ cidr: '169.254.170.23/32' }, { cidr: 'fd00:ec2::23/128' }], ports: [80] }]);
  expect(routesOf(PodIdentity.gkeWorkloadIdentity())).toEqual([
    { peers: [{ cidr: '169.254.169.254/32' }], ports: [80] }, { peers: [{ cidr: '169.254.169.252/32' }], ports: [988] },
  ]);
});

test('any other mechanism says what its pods have to reach', () => {
  const routes = [{ peers: [{ podLabels: { app: 'vault-agent' } }], ports: [8200] }];
  expect(PodIdentity.custom('vault', routes).acceptFrom({ name: 'reader', podLabels: {} })).toEqual({ name: 'vault', routes });
  expect(() => PodIdentity.custom('vault', [])).toThrow("the pod identity 'vault' has no routes; set at least one peer and port that issues credentials");
});
