import { type ModuleScaling } from '../../../lib';
import { AHEAD, RETRIEVER } from '../chart';
import { type Claim } from './claim';
import { RETRIEVER_ASSUMPTIONS, RETRIEVER_MODEL, runArticle, seconds, worst } from './run-article';

/** Monday, 8:40 to 9:10 in Berlin, with the peak at nine. */
const SCENARIO = {
  kubernetes: '1.35',
  start: '2026-01-05T08:40:00+01:00',
  traffic: { generator: { name: 'monday-morning', duration: '30m', base: 40, peak: 800, settled: 400, at: '18m', rise: '2m', settle: '5m' } },
  slo: { latency: '300ms', objective: 0.99 },
  workloads: { retriever: { ...RETRIEVER_MODEL, replicas: 2 } },
  flows: { query: { stages: ['retriever'] } },
} as const;

/** "P99 stays under 300 ms through the Monday peak." */
export const holdsP99OnMonday: Claim = async (seeds) => {
  const whole = await p99Of(seeds, { ...RETRIEVER, ...AHEAD });
  const alone = await p99Of(seeds, RETRIEVER);
  return {
    claim: 'P99 under 300 ms through the Monday peak',
    measured: `retrieval: P99 ${seconds(whole)} with schedule and forecast; ${seconds(alone)} without them`,
    holds: whole < 0.3,
    assumptions: [
      ...RETRIEVER_ASSUMPTIONS,
      'the latency is that of retrieval; the language model takes seconds more',
      '40 requests per second become 800 within two minutes, at nine; without history, the forecast is the current demand',
    ],
  };
};

async function p99Of(seeds: readonly number[], policy: ModuleScaling): Promise<number> {
  return worst(await runArticle(seeds, SCENARIO, { retriever: policy }), ({ flows: [{ latency }] }) => latency.quantile(0.99));
}
