import { App, Testing } from 'cdk8s';
import { type Manifest } from '../../lib/manifest';
import { simulate, type World } from '../../lib/entry/simulator';
import { buildWorld, loadTraffic, readScenarioFile } from '../../lib/scenario';
import '../../lib/entry/jest';
import { type ScalingPolicyOptions } from '../../lib';
import { findingsOf } from '../../test/support/charts';
import { CPU_ALONE, LAYERED, MondayMorningChart } from './chart';

const chartOf = (scaling: ScalingPolicyOptions): MondayMorningChart => new MondayMorningChart(new App(), 'monday-morning', { scaling });

async function mondayOf(scaling: ScalingPolicyOptions): Promise<World> {
  const { scenario, folder } = readScenarioFile(`${__dirname}/monday.yaml`);
  const manifests = Testing.synth(chartOf(scaling)) as Manifest[];
  return buildWorld({ manifests, scenario, traffic: await loadTraffic(scenario, undefined, { folder }) });
}

test('with the layered policy, P99 stays under 300 ms through the Monday peak', async () => {
  const run = simulate(await mondayOf(LAYERED));
  expect(run).toMeet('p99 < 300ms, timed-out = 0, killed = 0, refused = 0');
}, 30_000);

test('with CPU alone P99 exceeds 300 ms at the same bounds and traffic', async () => {
  const run = simulate(await mondayOf(CPU_ALONE));
  expect(() => expect(run).toMeet('p99 < 300ms')).toThrow('p99');
}, 30_000);

test('the checks report nothing', () => {
  expect(findingsOf(chartOf(LAYERED))).toEqual([]);
});

test('matches the snapshot', () => {
  expect(Testing.synth(chartOf(LAYERED))).toMatchSnapshot();
});
