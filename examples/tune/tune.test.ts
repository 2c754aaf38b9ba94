import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifests } from '../../lib/manifest/parse';
import { readScenarioFile } from '../../lib/scenario';

const [, command] = /npx cdk8s-kotaemon (tune .+)$/m.exec(readFileSync(join(__dirname, 'README.md'), 'utf8'))!;
const [manifests, scenario] = command.split(' ').filter((word) => word.endsWith('.yaml')).map((name) => join(__dirname, name));

/** An integration test runs the command. */
test('the command of the README names an autoscaler, and a scenario with limits of a proposal', () => {
  expect(parseManifests(readFileSync(manifests, 'utf8'), manifests).manifests.map(({ manifest }) => manifest.kind)).toContain('HorizontalPodAutoscaler');
  expect(readScenarioFile(scenario).scenario.tune).toEqual({ minReplicas: 2, only: ['bounds'], mostChange: '50%', freeze: ['Fri 16:00 to Mon 08:00'] });
});
