import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifests } from '../../lib/checks';
import { parseManifests } from '../../lib/manifest/parse';
import { KubernetesVersion } from '../../lib/values/kubernetes-version';

/** Rules that speak of most of these inputs, whose subject they are not. */
const GENERAL = ['KSC006', 'KSC008', 'KSC018', 'KSC029', 'KSC030', 'KSC056', 'KSC060'];

/** An input that an API server accepts or that looks right, with the severity and the rule of each finding. */
const cases = readFileSync(join(__dirname, 'variants.yaml'), 'utf8').split(/^#### /m).slice(1).map((part): [string, string, string] => {
  const [head] = part.split('\n');
  const [title, expected] = head.split(' | ');
  return [title, expected, part.slice(head.length + 1)];
});

test.each(cases)('%s: %s', (_title, expected, text) => {
  const manifests = parseManifests(text, 'input.yaml').manifests.map(({ manifest }) => manifest);
  const { findings } = checkManifests(manifests, { clusterOf: () => ({ kubernetesVersion: KubernetesVersion.of('1.34'), featureGates: [] }) });
  const found = findings.filter(({ rule }) => rule.topic !== 'practice' && !GENERAL.includes(rule.id)).map(({ severity, rule }) => `${severity} ${rule.id}`);
  expect(found.join(', ') || 'none').toBe(expected);
});
