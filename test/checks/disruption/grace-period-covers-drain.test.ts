import { runChecks } from '../../../lib/checks';
import { gracePeriodCoversDrain } from '../../../lib/checks/disruption/grace-period-covers-drain';
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
  expect(verdict(gracePeriodCoversDrain, deployment)).toEqual([]);
});

test.each([
  ['the sleep action', { sleep: { seconds: 30 } }],
  ['the command', command('sleep', '30')],
  ['a shell', command('sh', '-c', 'sleep 20 && nginx -s quit; sleep 10s')],
])('non-compliant: %s takes the whole period', (_name, preStop) => {
  expect(verdict(gracePeriodCoversDrain, draining(preStop))).toEqual(["the preStop hook of container 'main' takes 30 s and terminationGracePeriodSeconds is 30, which leaves 2 s after SIGTERM; raise it above 30"]);
});

test.each([
  ['in the background', 'sleep 60 & exec nginx -s quit'], ['that something else ends', 'timeout 20 sleep 60'],
])('compliant: a pause %s', (_name, script) => {
  expect(verdict(gracePeriodCoversDrain, draining(command('sh', '-c', script)))).toEqual([]);
});

test('a drain as long as the grace period leaves 2 s and is a warning', () => {
  const severityOf = (seconds: number) => runChecks([draining({ sleep: { seconds } })], { rules: [gracePeriodCoversDrain] }).map(({ severity }) => severity);
  expect([29, 30, 31].map(severityOf)).toEqual([[], ['warning'], ['error']]);
});
