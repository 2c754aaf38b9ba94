import { App, Testing } from 'cdk8s';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf } from '../../test/support/charts';
import { ArticleChart } from './chart';
import { CLAIMS } from './claims';

const chart = new ArticleChart(new App(), 'article');
const manifests = Testing.synth(chart);
const autoscalers = manifests.filter(({ kind }) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(kind));

test('each of the five modules has an autoscaler of its own, and no store has one', () => {
  expect(autoscalers.map(({ spec }) => spec.scaleTargetRef.name).sort()).toEqual(['generator', 'input', 'retriever', 'state', 'tools']);
});

test('the retriever is scaled on what guards, senses and foresees', () => {
  const { spec } = autoscalers.find(({ metadata }) => metadata.name === 'retriever');
  expect(spec.triggers.map(({ type }: { type: string }) => type)).toEqual(expect.arrayContaining(['cpu', 'prometheus', 'cron']));
  expect(spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp).toEqual({
    stabilizationWindowSeconds: 30, policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  });
});

test('nothing is found', () => {
  expect(findingsOf(chart)).toEqual([]);
});

test('the claims of the article are judged as the page says', async () => {
  const verdicts = [];
  for (const claim of CLAIMS) verdicts.push(await claim([1]));
  const page = readFileSync(join(__dirname, 'README.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (?!claim|-)([^|]+) \| (holds|\*\*does not hold\*\*) \|/gm)].map(([, claim, verdict]) => [claim, verdict === 'holds']);
  expect(verdicts.map(({ claim, holds }) => [claim, holds])).toEqual(rows);
  expect(rows).toHaveLength(CLAIMS.length);
  expect(verdicts.filter(({ holds, nearest }) => !holds && nearest === undefined)).toEqual([]);
}, 120_000);

test('what is measured is the same every time', async () => {
  const [, , , , bounds] = CLAIMS;
  expect(await bounds([1])).toEqual(await bounds([1]));
}, 60_000);
