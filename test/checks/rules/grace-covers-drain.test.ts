import { graceCoversDrain } from '../../../lib/checks/rules/grace-covers-drain';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const draining = (preStop: unknown, terminationGracePeriodSeconds?: number) => webContainer({ lifecycle: { preStop } }, { terminationGracePeriodSeconds });
const command = (...words: string[]) => ({ exec: { command: words } });

test.each([
  ['a drain below the default', draining({ sleep: { seconds: 15 } })],
  ['a long drain in a longer period', draining(command('sleep', '60'), 120)],
  ['a command of unknown length', draining(command('/app/drain'), 5)],
  ['no drain', draining(undefined, 5)],
  ['a script that may choose the shorter of two', draining(command('sh', '-c', 'if pgrep worker; then sleep 25; else sleep 10; fi'))],
])('compliant: %s', (_name, deployment) => {
  expect(verdict(graceCoversDrain, deployment)).toEqual([]);
});

test.each([
  ['the sleep action', { sleep: { seconds: 30 } }],
  ['the command', command('sleep', '30')],
  ['a shell', command('sh', '-c', 'sleep 20 && nginx -s quit; sleep 10s')],
])('non-compliant: %s takes the whole period', (_name, preStop) => {
  expect(verdict(graceCoversDrain, draining(preStop))).toEqual(["container 'main' drains for 30 s and is killed after 30 s; raise terminationGracePeriodSeconds above 30"]);
});
