import { demandOf } from '../../../lib/studies/backtest/demand';
import { loadTraffic } from '../../../lib/scenario';
import { TestFolder } from '../../cli/cli';

let folder: TestFolder;

beforeAll(() => {
  folder = new TestFolder();
});
afterAll(() => folder.remove());

async function demandIn(name: string, text: string): ReturnType<typeof load> {
  return load(folder.write(name, text));
}

async function load(trace: string): Promise<ReturnType<typeof demandOf>> {
  return demandOf(await loadTraffic({}, trace), 1);
}

test('steps shorter than a minute are put together', async () => {
  const demand = await demandIn('short.csv', 'seconds,requests\n0,30\n30,90\n60,60\n90,0\n');
  expect([demand.stepSeconds, ...demand.perSecond]).toEqual([60, 2, 1]);
});

test('longer steps stay, and a part of a step at the end does not count', async () => {
  const demand = await demandIn('long.csv', 'seconds,requests\n0,600\n300,1200\n');
  expect([demand.stepSeconds, ...demand.perSecond]).toEqual([300, 2, 4]);
  const uneven = await demandIn('uneven.csv', 'seconds,requests\n0,40\n40,40\n80,40\n');
  expect([uneven.stepSeconds, ...uneven.perSecond]).toEqual([80, 1]);
});

test('single requests are counted', async () => {
  const demand = await demandIn('requests.csv', `timestamp,input_tokens,output_tokens\n${[0, 1, 59, 61, 119].map((at) => `${at},1,1`).join('\n')}\n`);
  expect([...demand.perSecond]).toEqual([3 / 60, 2 / 60]);
});

test('less than a step is refused', async () => {
  await expect(demandIn('tiny.csv', 'seconds,requests\n0,1\n10,1\n')).rejects.toThrow('the traffic is 20 s long, less than one step of 60 s; use at least a few days');
});

test('of several traffics, one must be named', async () => {
  const flow = { stages: ['a'], traffic: { generator: 'flash-sale' as const } };
  const traffic = await loadTraffic({ flows: { chat: flow, search: flow } }, undefined);
  expect(() => demandOf(traffic, 1)).toThrow('the scenario has 2 traffics, of chat, search; look at one at a time, by a scenario with one or by --trace');
});
