import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifests } from '../../lib/checks';
import { parseManifests } from '../../lib/manifest/parse';
import { KubernetesVersion } from '../../lib/values/kubernetes-version';

/** Rules that speak of most of these inputs, whose subject they are not. */
const GENERAL = ['KSC006', 'KSC008', 'KSC029', 'KSC030', 'KSC031', 'KSC056', 'KSC060'];

/** An input that an API server accepts or that looks right, with the severity and the rule of each finding. */
function casesOf(file: string): [title: string, expected: string, text: string][] {
  return readFileSync(join(__dirname, file), 'utf8').split(/^#### /m).slice(1).map((part) => {
    const [head] = part.split('\n');
    const [title, expected] = head.split(' | ');
    return [title, expected, part.slice(head.length + 1)];
  });
}

function findingsIn(text: string, general: readonly string[]): string {
  const manifests = parseManifests(text, 'input.yaml').manifests.map(({ manifest }) => manifest);
  const { findings } = checkManifests(manifests, { clusterOf: () => ({ kubernetesVersion: KubernetesVersion.of('1.34'), featureGates: [] }) });
  const found = findings.filter(({ rule }) => rule.topic !== 'practice' && !general.includes(rule.id)).map(({ severity, rule }) => `${severity} ${rule.id}`);
  return found.join(', ') || 'none';
}

test.each(casesOf('variants.yaml'))('%s: %s', (_title, expected, text) => {
  expect(findingsIn(text, [...GENERAL.filter((id) => id !== 'KSC031'), 'KSC018'])).toBe(expected);
});

// after public reports, whose address stands behind the expectation
test.each(casesOf('reports.yaml'))('report %s: %s', (_title, expected, text) => {
  expect(findingsIn(text, GENERAL)).toBe(expected);
});
