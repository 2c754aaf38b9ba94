import { App, Testing } from 'cdk8s';
import { type Scenario } from '../../../lib/entry/simulator';
import { ArticleChart } from '../chart';
import { type Claim } from './claim';
import { runArticle, worst } from './run-article';

/** One of the pods that serve sessions crashes during conversations. */
const SCENARIO: Scenario = {
  kubernetes: '1.35',
  traffic: { generator: { name: 'flat-noise', duration: '10m', rate: 40, noise: 0 } },
  workloads: { state: { replicas: 3, service: { time: { mean: '50ms', cv: 0.5 }, concurrency: 16, timeout: '5s' }, startUp: { boot: '10s' } } },
  flows: { turn: { stages: ['state'] } },
  faults: [{ kind: 'pod-crash', workload: 'state', at: '5m', pods: 1 }],
};

/** "A new instance takes over the session." */
export const handsSessionsOver: Claim = async (seeds) => {
  const runs = await runArticle(seeds, SCENARIO);
  const lost = worst(runs, ({ flows: [{ counters }] }) => counters.killed + counters.refused + counters.timedOut);
  const arrived = Math.min(...runs.map(({ flows: [{ counters }] }) => counters.arrived));
  const outside = keepsNothing();
  return {
    claim: 'a new instance takes over the session',
    measured: `${outside ? 'pods store no sessions' : 'pods store sessions'}; the crash of one lost ${lost} of ${arrived} requests`,
    holds: outside && lost / arrived < 0.01,
    assumptions: [
      'npm run test:integration tests the takeover with a real Valkey: it kills the instance between the turns of 1000 conversations',
      'requests in flight on the crashed pod are lost, and the client has to repeat them',
    ],
  };
};

/** True where the manifests keep sessions in the store only. */
function keepsNothing(): boolean {
  const manifests = Testing.synth(new ArticleChart(new App(), 'article'));
  const { spec } = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'state').spec.template;
  const own = spec.volumes.filter(({ name }: { name: string }) => name !== 'tmp');
  return own.length === 0 && spec.containers[0].env.some(({ name }: { name: string }) => name === 'SESSION_STORE_URL');
}
