import { App, Testing } from 'cdk8s';
import { findingsOf } from '../../test/support/charts';
import { verdictsOn } from '../../test/support/verdicts';
import { ArticleChart } from './chart';
import { CLAIMS } from './claims';

const chart = new ArticleChart(new App(), 'article');
const manifests = Testing.synth(chart);
const autoscalers = manifests.filter(({ kind }) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(kind));

test('each of the five modules has an autoscaler of its own, and no store has one', () => {
  expect(autoscalers.map(({ spec }) => spec.scaleTargetRef.name).sort()).toEqual(['generator', 'input', 'retriever', 'state', 'tools']);
});

test('the retriever scales on a resource metric, a business metric, schedules and a forecast', () => {
  const { spec } = autoscalers.find(({ metadata }) => metadata.name === 'retriever');
  expect(spec.triggers.map(({ type }: { type: string }) => type)).toEqual(expect.arrayContaining(['cpu', 'prometheus', 'cron']));
  expect(spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp).toEqual({
    stabilizationWindowSeconds: 30, policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  });
});

test('the checks report nothing', () => {
  expect(findingsOf(chart)).toEqual([]);
});

test('a claim is judged as the page says, and measured the same every time', async () => {
  const [, , , , bounds] = CLAIMS;
  const verdict = await bounds([1]);
  const listed = verdictsOn('examples/article/README.md');
  expect(listed).toHaveLength(CLAIMS.length);
  expect(listed[4]).toEqual([verdict.claim, verdict.holds]);
  expect(await bounds([1])).toEqual(verdict);
}, 60_000);
