import { RULES, runChecks } from '../../../lib/checks';
import { type CheckReport } from '../../../lib/checks/report/check-report';
import { explain } from '../../../lib/checks/report/explain';
import { formatHuman } from '../../../lib/checks/report/human';
import { formatJson } from '../../../lib/checks/report/json';
import { formatSarif } from '../../../lib/checks/report/sarif';
import { parseManifests } from '../../../lib/manifest/parse';

const TEXT = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop, annotations: {cdk8s-kotaemon/suppress-KSC008: seen elsewhere}}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3, minReplicas: 4}
---
a: [
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: old}
spec: {selector: {app: old}, ports: [{port: 80}]}
`;

function report(file = 'dist/a b#1.yaml'): CheckReport {
  const { manifests, problems } = parseManifests(TEXT, file);
  const sources = new Map(manifests.map(({ manifest, source }) => [manifest, source]));
  const findings = runChecks(sources.keys()).map((finding) => ({ finding, source: sources.get(finding.manifest), isOld: finding.manifest.metadata.name === 'old' }));
  return { findings, problems, objects: manifests.length };
}

test('for people: errors first, then warnings, then what is suppressed, and the sums', () => {
  expect(formatHuman(report('a.yaml')).split('\n')).toEqual([
    'a.yaml:1: error KSC012 HorizontalPodAutoscaler shop/web: spec.maxReplicas must be at least minReplicas (4), got 3',
    'a.yaml:8: warning KSC056 Service web: selects app=web, which no pod here has; use labels that the pods have',
    'a.yaml:1: suppressed (seen elsewhere) KSC008 HorizontalPodAutoscaler shop/web: Deployment web is not among the manifests: its requests, replicas and disruption budget were not seen',
    '1 error, 1 warning, 1 suppressed, 1 in the baseline in 3 objects',
    '',
  ]);
  expect(formatHuman({ findings: [], problems: [], objects: 1 })).toBe('0 errors, 0 warnings in 1 object\n');
});

test('for programs', () => {
  const { findings, problems, summary } = JSON.parse(formatJson(report('a.yaml')));
  expect(findings[1]).toEqual({
    rule: 'KSC012',
    severity: 'error',
    message: 'spec.maxReplicas must be at least minReplicas (4), got 3',
    object: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web' },
    file: 'a.yaml',
    document: 1,
    line: 1,
  });
  expect(findings[0].suppression).toBe('seen elsewhere');
  expect(findings[3].baseline).toBe(true);
  expect(problems).toEqual([expect.objectContaining({ file: 'a.yaml', document: 2 })]);
  expect(summary).toEqual({ errors: 1, warnings: 1, suppressed: 1, old: 1, problems: 1, objects: 3 });
});

describe('SARIF', () => {
  const sarif = (file?: string) => JSON.parse(formatSarif(report(file), { version: '1.2.3', rules: RULES }));

  test('is a log of version 2.1.0 with one run of this tool and its rules', () => {
    const { $schema, version, runs } = sarif();
    expect([$schema, version, runs.length]).toEqual(['https://json.schemastore.org/sarif-2.1.0.json', '2.1.0', 1]);
    const { name, version: toolVersion, rules } = runs[0].tool.driver;
    expect([name, toolVersion, rules.length]).toEqual(['cdk8s-kotaemon', '1.2.3', RULES.length]);
    expect(rules[11]).toMatchObject({ id: 'KSC012', shortDescription: { text: RULES[11].title }, fullDescription: { text: RULES[11].reason }, defaultConfiguration: { level: 'error' } });
    expect(runs[0].invocations).toEqual([{ executionSuccessful: false, toolExecutionNotifications: [expect.objectContaining({ level: 'error' })] }]);
  });

  test('has a result for every finding, with rule, level, place, suppression and whether it is new', () => {
    const { results, tool } = sarif().runs[0];
    expect(results).toHaveLength(4);
    for (const { ruleId, ruleIndex, level, message, locations, partialFingerprints } of results) {
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(['error', 'warning']).toContain(level);
      expect(message.text).toMatch(/^\w+ .*: ./);
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe('dist/a%20b%231.yaml');
      expect(locations[0].physicalLocation.region.startLine).toBeGreaterThanOrEqual(1);
      expect(Object.values(partialFingerprints)).toEqual([expect.stringContaining(ruleId)]);
    }
    expect(results[0].suppressions).toEqual([{ kind: 'inSource', justification: 'seen elsewhere' }]);
    expect(results[1]).not.toHaveProperty('suppressions');
    expect(results.map(({ baselineState }: { baselineState: string }) => baselineState)).toEqual(['new', 'new', 'new', 'unchanged']);
    expect(results[2].locations).toEqual([{
      physicalLocation: { artifactLocation: { uri: 'dist/a%20b%231.yaml' }, region: { startLine: 8 } },
      logicalLocations: [{ fullyQualifiedName: 'Service web', kind: 'object' }],
    }]);
  });

  test.each([['/srv/a.yaml', 'file:///srv/a.yaml'], ['./a.yaml', 'a.yaml'], ['C:\\a.yaml', 'file:///C:/a.yaml'], ['stdin', 'stdin']])('names the file %s as %s', (file, uri) => {
    expect(sarif(file).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });
});

test('a rule is explained with severity, reason, remedy, source, and how to accept it', () => {
  const rule = RULES.find(({ id }) => id === 'KSC008')!;
  expect(explain(rule).split('\n')).toEqual([
    'KSC008: target of an autoscaler is among the manifests',
    '',
    'Severity   error; a warning unless --complete says that the whole cluster is there',
    `Reason     ${rule.reason}`,
    `To change  ${rule.whatToChange}`,
    `Source     ${rule.source}`,
    "Accepted   cdk8s-kotaemon/suppress-KSC008: 'the reason', as an annotation on the object",
    '',
  ]);
});
