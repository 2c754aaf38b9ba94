import { InvalidArgumentError } from 'commander';
import { parseBaselines, parseHorizons, parseKubernetes, parseLoads, parsePositive, parseReplicas, parseReserved, parseSeeds, parseSpot, parseWindows } from '../../lib/cli/options';

test('values are read', () => {
  expect(parseLoads('1, 2.5,3e1')).toEqual([1, 2.5, 30]);
  expect(parseHorizons('10m, 1h,1h30m')).toEqual([600, 3600, 5400]);
  expect(parseSeeds('10')).toBe(10);
  expect([parseReplicas('3'), parseWindows('20'), parsePositive('0.5')]).toEqual([3, 20, 0.5]);
  expect(parseKubernetes('v1.35.4')).toBe('1.35');
  expect(parseBaselines('default-hpa, fixed,fixed=5')).toEqual([{ kind: 'default-hpa' }, { kind: 'fixed' }, { kind: 'fixed', replicas: 5 }]);
  expect(parseBaselines('none')).toEqual([]);
});

test('reserved and spot nodes are read, one option after the other', () => {
  expect(parseReserved('gpu=2@1.5', parseReserved('general=3@0.05'))).toEqual([
    { nodePool: 'general', nodes: 3, pricePerNodeHour: 0.05 }, { nodePool: 'gpu', nodes: 2, pricePerNodeHour: 1.5 },
  ]);
  expect(parseSpot('gpu=0.25@1', parseSpot('general=50%@0.03'))).toEqual([
    { nodePool: 'general', share: 0.5, pricePerNodeHour: 0.03 }, { nodePool: 'gpu', share: 0.25, pricePerNodeHour: 1 },
  ]);
});

test.each([
  [parseLoads, ''], [parseLoads, '1,'], [parseLoads, '-1'], [parseLoads, 'Infinity'], [parseLoads, 'NaN'], [parseLoads, Array(101).fill(1).join()],
  [parseReplicas, '0'], [parseReplicas, '1.5'], [parseWindows, '21'], [parseWindows, ''], [parsePositive, '0'], [parsePositive, ''], [parsePositive, 'Infinity'],
  [parseHorizons, ''], [parseHorizons, '10'], [parseHorizons, '0m'], [parseHorizons, Array(21).fill('1m').join()], [parseSeeds, '0'], [parseSeeds, '1001'], [parseSeeds, ''], [parseSeeds, 'x'], [parseKubernetes, '2.0'],
  [parseReserved, ''], [parseReserved, 'general=3'], [parseReserved, 'general=x@1'], [parseSpot, 'general=50%'], [parseSpot, 'general=150%@1'],
  [parseBaselines, ''], [parseBaselines, 'hpa'], [parseBaselines, 'fixed=-1'], [parseBaselines, 'default-hpa=2'], [parseBaselines, 'none,fixed'],
])('%p refuses %j', (parse, text) => {
  expect(() => parse(text)).toThrow(InvalidArgumentError);
});
