import { type Scenario } from '../../../lib/entry/simulator';
import { RETRIEVER } from '../chart';
import { type Claim } from './claim';
import { RETRIEVER_MODEL, runArticle, worst } from './run-article';

/** For ten minutes the CPU metric is a hundred times too high. */
const SCENARIO: Scenario = {
  kubernetes: '1.35',
  traffic: { generator: { name: 'flat-noise', duration: '20m', rate: 100, noise: 0 } },
  workloads: { retriever: { ...RETRIEVER_MODEL, replicas: 2 } },
  flows: { query: { stages: ['retriever'] } },
  faults: [{ kind: 'metric', workload: 'retriever', metric: 'cpu', from: '2m', until: '12m', effect: 'multiply', factor: 100 }],
};
const MOST = 20;
const WITHOUT = 400;

/** "A maximum of 20 keeps a wrong metric from exhausting the cluster." */
export const boundsAWrongMetric: Claim = async (seeds) => {
  const bounded = await peakWith(seeds, MOST);
  const unbounded = await peakWith(seeds, WITHOUT);
  return {
    claim: 'a maximum of 20 keeps a wrong metric from exhausting the cluster',
    measured: `at most ${bounded} replicas; ${unbounded} with a maximum of ${WITHOUT}`,
    holds: bounded <= MOST && unbounded > MOST,
    assumptions: ['two replicas suffice; for ten minutes the CPU metric is a hundred times too high'],
  };
};

async function peakWith(seeds: readonly number[], maxReplicas: number): Promise<number> {
  const runs = await runArticle(seeds, SCENARIO, { retriever: { ...RETRIEVER, maxReplicas }, maxReplicas });
  return worst(runs, ({ workloads: [{ peakReplicas }] }) => peakReplicas);
}
