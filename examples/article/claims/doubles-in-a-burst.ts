import { Duration } from 'cdk8s';
import { type ModuleScaling, ScalingMetric } from '../../../lib';
import { type Run, type Scenario } from '../../../lib/entry/simulator';
import { RETRIEVER } from '../chart';
import { type Claim } from './claim';
import { RETRIEVER_ASSUMPTIONS, RETRIEVER_MODEL, runArticle, seconds, worst } from './run-article';

const BURST_AT = 300;
const FEW = 4;
const WITHIN = 30;

/** 320 requests per second on four replicas; then 800 within one second. */
const SCENARIO = {
  kubernetes: '1.35',
  traffic: { generator: { name: 'flash-sale', duration: '8m', base: 320, peak: 800, at: `${BURST_AT}s`, rise: '1s', hold: '3m', noise: 0 } },
  workloads: { retriever: { ...RETRIEVER_MODEL, replicas: FEW } },
  flows: { query: { stages: ['retriever'] } },
} as const;

/** Changes of the article's policy; each step includes the one before. */
const FASTER: readonly { readonly what: string; readonly policy: ModuleScaling; readonly controller?: Scenario['controller'] }[] = (() => {
  const atOnce: ModuleScaling = { ...RETRIEVER, scaleUp: { ...RETRIEVER.scaleUp, stabilizationWindow: Duration.seconds(0) } };
  const freshMetrics = [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(100, { window: Duration.seconds(20) })];
  const fresh: ModuleScaling = { ...atOnce, scrapeInterval: Duration.seconds(5), metrics: freshMetrics };
  return [
    { what: 'with a stabilization window of 0 s', policy: atOnce },
    { what: 'also with a scrape interval of 5 s and a rate over 20 s', policy: fresh },
    { what: 'also with a controller sync period of 5 s', policy: fresh, controller: { syncPeriod: '5s' } },
  ];
})();

/** "Replicas double within 30 s of a burst." */
export const doublesInABurst: Claim = async (seeds) => {
  const [asked, ready] = await timesOf(seeds, RETRIEVER);
  const holds = asked <= WITHIN;
  return {
    claim: 'replicas double within 30 s of a burst',
    measured: `requested after ${seconds(asked)}, Ready after ${seconds(ready)}`,
    holds,
    ...(!holds && { nearest: await nearest(seeds) }),
    assumptions: [...RETRIEVER_ASSUMPTIONS, '320 requests per second become 800 within one second; the scrape interval and the sync period are 15 s'],
  };
};

async function nearest(seeds: readonly number[]): Promise<string[]> {
  const tried: string[] = [];
  for (const { what, policy, controller } of FASTER) {
    const [asked, ready] = await timesOf(seeds, policy, controller);
    tried.push(`${what}: requested after ${seconds(asked)}, Ready after ${seconds(ready)}`);
    if (asked <= WITHIN) break;
  }
  return tried;
}

async function timesOf(seeds: readonly number[], policy: ModuleScaling, controller?: Scenario['controller']): Promise<[asked: number, ready: number]> {
  const runs = await runArticle(seeds, { ...SCENARIO, ...(controller && { controller }) }, { retriever: policy });
  return [worst(runs, askedFor), worst(runs, readyAfter)];
}

function askedFor({ workloads: [{ events }] }: Run): number {
  const doubling = events.find(({ seconds: at, to }) => at >= BURST_AT && to >= 2 * FEW);
  return doubling ? doubling.seconds - BURST_AT : Infinity;
}

function readyAfter({ seriesStepSeconds, workloads: [{ series }] }: Run): number {
  const from = Math.floor(BURST_AT / seriesStepSeconds);
  const step = series.ready.subarray(from).findIndex((ready) => ready >= 2 * FEW);
  return step < 0 ? Infinity : (from + step + 1) * seriesStepSeconds - BURST_AT;
}
