import { App, Testing } from 'cdk8s';
import { type ScalingPolicyOptions } from '../../lib';
import { type Manifest } from '../../lib/manifest';
import { simulate, summarize, type Summary } from '../../lib/entry/simulator';
import { buildWorld, loadTraffic, readScenarioFile } from '../../lib/scenario';
import { findingsOf } from '../../test/support/charts';
import { ForecastChart, FORESEEING, REACTIVE } from './chart';

const chartOf = (scaling: ScalingPolicyOptions): ForecastChart => new ForecastChart(new App(), 'forecast', { scaling });

async function tuesdayOf(scaling: ScalingPolicyOptions): Promise<Summary> {
  const { scenario, folder } = readScenarioFile(`${__dirname}/tuesday.yaml`);
  const manifests = Testing.synth(chartOf(scaling)) as Manifest[];
  return summarize(simulate(buildWorld({ manifests, scenario, traffic: await loadTraffic(scenario, undefined, { folder }) })));
}

test('the forecast from Monday keeps most requests of Tuesday in time that would be late without it, for less than a fifth more replica hours', async () => {
  const [reactive, foreseeing] = [await tuesdayOf(REACTIVE), await tuesdayOf(FORESEEING)];
  const late = ({ flows: [{ slo }] }: Summary): number => 1 - slo!.attainmentByRequest!;
  expect(late(foreseeing)).toBeLessThan(late(reactive) / 2);
  expect(foreseeing.workloads[0].replicaHours).toBeLessThan(1.2 * reactive.workloads[0].replicaHours);
}, 30_000);

test('the checks report nothing', () => {
  expect(findingsOf(chartOf(FORESEEING))).toEqual([]);
});

test('matches the snapshot', () => {
  expect(Testing.synth(chartOf(FORESEEING))).toMatchSnapshot();
});
