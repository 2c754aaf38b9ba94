import { RULES, runChecks } from '../../../lib/checks';
import { type CheckReport } from '../../../lib/checks/report/check-report';
import { explain } from '../../../lib/checks/report/explain';
import { formatGithub } from '../../../lib/checks/report/github';
import { formatHuman } from '../../../lib/checks/report/human';
import { formatJson } from '../../../lib/checks/report/json';
import { formatJunit } from '../../../lib/checks/report/junit';
import { formatSarif } from '../../../lib/checks/report/sarif';
import { names, parseSelection, selects } from '../../../lib/checks/report/selection';
import { parseManifests } from '../../../lib/manifest/parse';
import { webContainer, webHpa, webService } from '../../support/manifests';

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

describe('the terminal report', () => {
  test('groups by topic and workload, lists suppressed findings last, and sums up', () => {
    expect(formatHuman(report('a.yaml')).split('\n')).toEqual([
      'Autoscaling',
      '  HorizontalPodAutoscaler shop/web',
      '    a.yaml:1: error KSC012 HorizontalPodAutoscaler shop/web: spec.maxReplicas must be at least minReplicas (4), got 3',
      '',
      'Correctness',
      '  Service web',
      '    a.yaml:8: warning KSC056 Service web: selects app=web, which matches no pod among the manifests; use labels that the pods have',
      '',
      'Suppressed',
      '  a.yaml:1: suppressed (seen elsewhere) KSC008 HorizontalPodAutoscaler shop/web: scaleTargetRef names Deployment web, which is not among the manifests, so that its requests, replicas and disruption budget are not checked',
      '',
      '1 error, 1 warning, 1 suppressed, 1 in the baseline in 3 objects',
      '',
    ]);
    expect(formatHuman({ findings: [], problems: [], objects: 1 })).toBe('0 errors, 0 warnings in 1 object\n');
  });

  test('puts the findings of an autoscaler and a Service below their workload, errors first', () => {
    const manifests = [webContainer({}, {}, { replicas: 2 }), webHpa({ minReplicas: 1 }), webService()];
    const findings = runChecks(manifests).map((finding) => ({ finding, isOld: false }));
    const lines = formatHuman({ findings, problems: [], objects: 3, manifests }).split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'Autoscaling',
      '  Deployment web',
      expect.stringMatching(/^ {4}error KSC002 HorizontalPodAutoscaler web: /),
      expect.stringMatching(/^ {4}error KSC004 Deployment web: /),
      expect.stringMatching(/^ {4}warning KSC068 HorizontalPodAutoscaler web: /),
    ]);
    expect(lines.filter((line) => /^ {2}\S/.test(line) && !/^ {2} *\d/.test(line))).toEqual(['  Deployment web', '  Deployment web']);
  });

  test('counts practice warnings by rule, and lists them on request', () => {
    const findings = runChecks([webContainer(), webContainer()]).filter(({ rule }) => rule.topic === 'practice').map((finding) => ({ finding, isOld: false }));
    const text = formatHuman({ findings, problems: [], objects: 2 });
    expect(text).toMatch(/^Practice: \d+ warnings; list them with --only practice\n {5}2 {2}KSC042|^Practice: \d+ warnings; list them with --only practice\n {5}\d {2}KSC0/);
    expect(text).not.toContain('Deployment web');
    expect(formatHuman({ findings, problems: [], objects: 2 }, { showsPractice: true })).toContain('Practice\n  Deployment web\n    warning KSC');
  });

  test('names kinds that the input references and does not contain', () => {
    expect(formatHuman({ findings: [], problems: [], objects: 1, unseenKinds: new Map([['ConfigMap', 2], ['Service', 1]]) }))
      .toContain('References not checked, since the input has no object of the kind: ConfigMap (2 references), Service (1 reference)\n');
  });
});

describe('JUnit', () => {
  test('has a failure for each error, output for a warning, and skips what is suppressed or old', () => {
    const xml = formatJunit(report('a&b.yaml'));
    expect(xml).toContain('<testsuite name="cdk8s-kotaemon check" tests="6" failures="1" errors="1" skipped="2">');
    expect(xml).toContain('<failure type="KSC012" message="spec.maxReplicas must be at least minReplicas (4), got 3">a&amp;b.yaml:1: spec.maxReplicas');
    expect(xml.match(/<system-out>/g)).toHaveLength(1);
    expect(xml).toContain('<skipped message="seen elsewhere"/>');
    expect(xml).toContain('<skipped message="in the baseline"/>');
    expect(xml).toContain('name="3 objects checked"/>');
  });

  test('escapes characters that an XML attribute does not allow', () => {
    const [finding] = runChecks([webService()]);
    const xml = formatJunit({ findings: [{ finding: { ...finding, message: '<"\u0007&\n>' }, isOld: false }], problems: [], objects: 1 });
    expect(xml).toContain('&lt;&quot;\ufffd&amp;&#10;&gt;');
  });
});

describe('GitHub annotations', () => {
  test('are one command each, errors first, without suppressed and old findings', () => {
    expect(formatGithub(report('a,b:c.yaml')).split('\n')).toEqual([
      expect.stringMatching(/^::error file=a%2Cb%3Ac\.yaml,line=\d+,title=cannot be read::/),
      '::error file=a%2Cb%3Ac.yaml,line=1,title=KSC012%3A API server accepts the HorizontalPodAutoscaler::HorizontalPodAutoscaler shop/web: spec.maxReplicas must be at least minReplicas (4), got 3',
      '::warning file=a%2Cb%3Ac.yaml,line=8,title=KSC056%3A Service selects pods::Service web: selects app=web, which matches no pod among the manifests; use labels that the pods have',
      '',
    ]);
  });

  test('escape line ends, so that a message cannot become a command of its own', () => {
    const [finding] = runChecks([webService()]);
    expect(formatGithub({ findings: [{ finding: { ...finding, message: 'a\n::error::b 100%' }, isOld: false }], problems: [], objects: 1 })).toContain('a%0A::error::b 100%25\n');
  });
});

describe('selection', () => {
  const findings = runChecks([webContainer({}, {}, { replicas: 2 }), webHpa()]);
  const ids = (only: string[], skip: string[] = []): string[] => [...new Set(findings
    .filter((each) => selects(parseSelection(only, '--only', RULES), each) && !names(parseSelection(skip, '--skip', RULES), each)).map(({ rule }) => rule.id))];

  test('takes rules, topics and severities; topic and severity together narrow', () => {
    expect(ids(['ksc004'])).toEqual(['KSC004']);
    expect(ids(['autoscaling'])).toEqual(expect.arrayContaining(['KSC002', 'KSC004']));
    expect(ids(['autoscaling,errors'])).toEqual(['KSC002', 'KSC004']);
    expect(ids(['KSC004', 'practice'])).toEqual(expect.arrayContaining(['KSC004', 'KSC046']));
    expect(ids([], ['practice', 'correctness', 'KSC002', 'warning'])).toEqual(['KSC004']);
  });

  test('refuses other names, and suggests the nearest', () => {
    expect(() => parseSelection(['autoscalling'], '--only', RULES)).toThrow("--only is 'autoscalling', and takes rule ids as KSC001, topics and severities; did you mean autoscaling?");
    expect(() => parseSelection(['KSC999'], '--skip', RULES)).toThrow("--skip has no rule 'KSC999'; name one from KSC001 to");
  });
});

test('writes a JSON report for programs', () => {
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

  test('has a result for every finding, with rule, level, location, suppression and baseline state', () => {
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
