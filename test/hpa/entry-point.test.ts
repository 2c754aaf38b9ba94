import * as hpa from 'cdk8s-kotaemon/hpa';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, ROOT } from '../support/imports';

test('exports the algorithm, the defaults and the constants', () => {
  expect(hpa.setDefaultsHorizontalPodAutoscaler({ maxReplicas: 10 })).toMatchObject({
    minReplicas: 1, metrics: [{ resource: 'cpu', target: { averageUtilization: hpa.DEFAULT_CPU_UTILIZATION } }],
  });
  const parameters = hpa.controllerParameters(34);
  expect(parameters).toMatchObject({ tolerance: hpa.DEFAULT_TOLERANCE, syncPeriod: 1000 * hpa.SYNC_PERIOD_SECONDS });
  expect([1.08, 1.11].map((ratio) => hpa.isWithin(ratio, hpa.tolerancesForHpa(undefined, parameters)))).toEqual([true, false]);
});

test('is declared in package.json for every module resolution', () => {
  const { exports, typesVersions } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(exports['./hpa'].default).toBe('./build/hpa/index.js');
  expect(typesVersions['*'].hpa).toEqual(['build/hpa/index.d.ts']);
  expect(readdirSync(join(ROOT, 'lib/hpa'))).toContain('index.ts');
});

test("the controller's tolerance and CPU target stand in one file", () => {
  const again = filesBelow('lib').filter((file) => file !== 'lib/hpa/constants.ts' && /const \w*(?:TOLERANCE|CPU_UTILIZATION) = [\d.]/.test(readFileSync(join(ROOT, file), 'utf8')));
  expect(again).toEqual([]);
});
