import { App, Testing } from 'cdk8s';
import { loadWorld, type Run, type Scenario, simulate } from '../../../lib/entry/simulator';
import { ArticleChart, type ArticleProps } from '../chart';

/**
 * One query: 40 ms on average, eight at a time, 4 ms of CPU. A pod takes 14 s to start, with the image and the model on
 * its node.
 */
export const RETRIEVER_MODEL = {
  service: { time: { mean: '40ms', cv: 0.8 }, concurrency: 8, cpuSeconds: 0.004, timeout: '5s' },
  startUp: { schedule: '1s', warmPull: '1s', init: '1s', boot: '11s' },
} as const;

export const RETRIEVER_ASSUMPTIONS = ['a query takes 40 ms on average (cv 0.8); a pod serves 8 at a time', 'a new pod takes 14 s to start, then waits for its next probe'];

/** Runs the synthesized manifests of the article once for each seed; `props` override the chart's. */
export async function runArticle(seeds: readonly number[], scenario: Scenario, props: ArticleProps = {}): Promise<Run[]> {
  const manifests = Testing.synth(new ArticleChart(new App(), 'article', props));
  return Promise.all(seeds.map(async (seed) => simulate(await loadWorld({ manifests, scenario, seed }))));
}

/** Highest figure of several seeds: a claim has to hold with each. */
export function worst(runs: readonly Run[], figure: (run: Run) => number): number {
  return Math.max(...runs.map(figure));
}

export function seconds(value: number): string {
  return Number.isFinite(value) ? `${value < 1 ? `${Math.round(value * 1000)} m` : `${Math.round(value * 10) / 10} `}s` : 'never';
}
