import { type Run, type Scenario } from '../../../lib/entry/simulator';
import { type Claim } from './claim';
import { RETRIEVER_MODEL, runArticle } from './run-article';

/** Two hours of a Tuesday: questions, and documents during a third of the time. */
const scenario = (documents: number): Scenario => ({
  kubernetes: '1.35',
  start: '2026-01-06T13:00:00+01:00',
  traffic: { generator: { name: 'ramp', duration: '2h', from: 1, to: 3 } },
  workloads: {
    retriever: { ...RETRIEVER_MODEL, replicas: 2 },
    input: { replicas: 2, service: { time: { mean: '20s', cv: 0.8 }, concurrency: 1, timeout: 'never' }, balancer: { partitions: 20 } },
    generator: { replicas: 2, service: { tokens: { input: { mean: 1500, cv: 0.5 }, output: { mean: 200, cv: 1 } } }, startUp: { boot: '120s' } },
  },
  flows: {
    chat: { stages: ['retriever', 'generator'] },
    documents: { stages: ['input'], traffic: { generator: { name: 'flash-sale', duration: '2h', base: 0.05, peak: documents, at: '20m', rise: '5m', hold: '40m' } } },
  },
});

const LESS = 0.4;
/** Documents per second during forty minutes. */
const NONE = 0.05;
const RATES = [0.1, 0.15, 0.2, 0.3, 0.6];

/** "Compared with a monolith, in which every module scales together, the GPUs cost 40 % less." */
export const costsLessThanAMonolith: Claim = async (seeds) => {
  const chatAlone = await savingWith(seeds, NONE);
  const holds = chatAlone >= LESS;
  return {
    claim: 'GPU cost 40 % below the monolith where every module scales together',
    measured: `${percent(chatAlone)} less with chat only`,
    holds,
    ...(!holds && { nearest: [await nearest(seeds)] }),
    assumptions: [
      'a pod of the monolith contains every module and a GPU; the module that needs the most replicas sets their number',
      'chat: 1 to 3 questions per second over two hours, 1500 input and 200 output tokens; documents arrive during forty minutes, and each takes 20 s',
      'only GPU time is compared, which is 90 % of the cost of a generator at the prices of the chart',
    ],
  };
};

/**
 * Lowest document rate with which the claim holds. Modules save the replicas that the busiest of the others needs
 * beyond those of the generator.
 */
async function nearest(seeds: readonly number[]): Promise<string> {
  for (const rate of RATES) {
    const saved = await savingWith(seeds, rate);
    if (saved >= LESS) return `with ${rate} documents per second to index: ${percent(saved)} less`;
  }
  return `none up to ${RATES[RATES.length - 1]} documents per second`;
}

async function savingWith(seeds: readonly number[], documents: number): Promise<number> {
  return Math.min(...(await runArticle(seeds, scenario(documents))).map(saving));
}

/** Share of the monolith's GPU time that the modules save. */
function saving({ workloads }: Run): number {
  const generator = workloads.find(({ id }) => id.endsWith('/generator'))!;
  const steps = Array.from({ length: generator.series.length }, (_, step) => step);
  const together = steps.reduce((sum, step) => sum + Math.max(...workloads.map(({ series }) => series.current[step])), 0);
  const alone = steps.reduce((sum, step) => sum + generator.series.current[step], 0);
  return 1 - alone / together;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
