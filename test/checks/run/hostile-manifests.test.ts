import fc from 'fast-check';
import { RULES, runChecks } from '../../../lib/checks';
import { formatHuman } from '../../../lib/checks/report/human';
import { formatJson } from '../../../lib/checks/report/json';
import { formatSarif } from '../../../lib/checks/report/sarif';
import { type Manifest } from '../../../lib/manifest/manifest';
import { foreignKinds, wellKept } from '../../support/cluster-manifests';

type Path = (string | number)[];

const HOSTILE = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, 0, -1, 1.5, 1e308, NaN, '', 'x', '__proto__', '100%', '9'.repeat(400), 'a'.repeat(300), '5m', '[', '(((', '$&', [], {}, [null], [[]], [{}], { a: null }, [1, 'x']),
  fc.jsonValue({ maxDepth: 3 }),
);

const kinds = [...wellKept(), ...foreignKinds()];

function pathsOf(value: unknown, here: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [[...here, key], ...pathsOf(each, [...here, key])]);
}

function withValue(value: any, [key, ...rest]: Path, hostile: unknown): unknown {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = rest.length === 0 ? hostile : withValue(copy[key], rest, hostile);
  return copy;
}

/**
 * Manifests that the reader accepts: apiVersion and kind are texts, metadata is an object, the name is a text if there
 * is one.
 */
const spoiled = fc.tuple(fc.array(fc.tuple(fc.nat(), fc.nat(), HOSTILE), { minLength: 1, maxLength: 6 }), fc.boolean()).map(([changes, live]) => {
  const manifests: Manifest[] = structuredClone(kinds);
  for (const [which, where, hostile] of changes) {
    const i = which % manifests.length;
    const paths = pathsOf(manifests[i]).filter((path) => !['apiVersion', 'kind'].includes(String(path[0])) && path.join('.') !== 'metadata' && path.join('.') !== 'metadata.name');
    manifests[i] = withValue(manifests[i], paths[where % paths.length], hostile) as Manifest;
    if (live) manifests[i] = { ...manifests[i], metadata: { ...manifests[i].metadata, uid: '1', ownerReferences: hostile } };
  }
  return manifests;
});

test('no rule and no report throws on any manifest', () => {
  fc.assert(fc.property(spoiled, fc.boolean(), (manifests, complete) => {
    const findings = runChecks(manifests, { complete }).map((finding) => ({ finding, isOld: false }));
    const report = { findings, problems: [], objects: manifests.length };
    [formatHuman(report), formatJson(report), formatSarif(report, { version: '1', rules: RULES })].forEach((text) => expect(typeof text).toBe('string'));
  }), { numRuns: 80, seed: 1 });
});

test('no rule throws on any value in place of metadata, spec and status', () => {
  const part = fc.oneof(HOSTILE, fc.dictionary(fc.constantFrom('spec', 'template', 'selector', 'metrics', 'triggers', 'containers', 'rules', 'labels'), HOSTILE));
  const objects = fc.record({ kind: fc.constantFrom(...kinds), metadata: fc.dictionary(fc.constantFrom('labels', 'annotations', 'namespace', 'ownerReferences', 'uid'), HOSTILE), spec: part, data: part, rules: part });
  fc.assert(fc.property(fc.array(objects, { maxLength: 5 }), (drawn) => {
    const manifests = drawn.map(({ kind: { apiVersion, kind }, ...fields }): Manifest => ({ apiVersion, kind, ...fields }) as Manifest);
    expect(Array.isArray(runChecks(manifests))).toBe(true);
  }), { numRuns: 150, seed: 2 });
});

test('the unmodified application has no findings', () => {
  expect(runChecks(wellKept(), { complete: true })).toEqual([]);
  expect(runChecks(foreignKinds()).map(({ rule }) => rule.id)).toEqual(['KSC008']);
});
