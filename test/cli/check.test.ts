import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../../lib/cli/run';

const BROKEN = '{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: -1}}\n';
const SERVICE = '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}\n';
const TOLERANT = BROKEN.replace('maxReplicas: -1', "maxReplicas: 3, behavior: {scaleUp: {tolerance: '0.05'}}");
const LIST = `{apiVersion: v1, kind: List, items: [${BROKEN.trim()}, ${SERVICE.trim()}]}\n`;

const folder = mkdtempSync(join(tmpdir(), 'check-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function check(args: string[], stdin = ''): Promise<{ status: number; out: string; err: string }> {
  const [out, err]: string[][] = [[], []];
  const sink = (texts: string[]) => ({ write: (text: string) => texts.push(text) });
  const status = await run(['check', ...args], { stdin: Readable.from([stdin]), stdout: sink(out), stderr: sink(err), env: {} });
  return { status, out: out.join(''), err: err.join('') };
}

test('warnings do not fail, errors do', async () => {
  const service = await check([file('service.yaml', SERVICE)]);
  expect([service.status, service.out]).toEqual([0, expect.stringMatching(/service\.yaml:1: warning KSC056 Service web: .*\n\n0 errors, 1 warning in 1 object\n$/)]);
  const broken = await check([file('broken.yaml', BROKEN)]);
  expect([broken.status, broken.out]).toEqual([1, expect.stringContaining('error KSC012 HorizontalPodAutoscaler web: spec.maxReplicas must be set and at least 1, got -1')]);
});

test('reads the output of kubectl from standard input', async () => {
  const { status, out } = await check(['-'], LIST);
  expect(status).toBe(1);
  expect(out).toMatch(/stdin:1: error KSC012 HorizontalPodAutoscaler web/);
  expect(out).toMatch(/in 2 objects\n$/);
});

test('--complete reports missing objects as errors', async () => {
  expect((await check([file('service.yaml', SERVICE), '--complete'])).status).toBe(1);
});

test('--kubernetes and --feature-gates say what the cluster has', async () => {
  const path = file('tolerant.yaml', TOLERANT);
  expect((await check([path])).out).toContain('warning KSC065');
  expect((await check([path, '--kubernetes', '1.34'])).out).toContain('error KSC065');
  expect((await check([path, '--kubernetes', '1.35'])).out).not.toContain('KSC065');
  expect((await check([path, '--kubernetes', '1.33', '--feature-gates', 'HPAConfigurableTolerance,HPAScaleToZero'])).out).not.toContain('KSC065');
});

test('a document that cannot be read is named, the rest is checked, and the status says so', async () => {
  const { status, out, err } = await check([file('half.yaml', `a: [\n---\n${SERVICE}`)]);
  expect(status).toBe(2);
  expect(err).toMatch(/^error: .*half\.yaml:\d+: \(document 1\) /);
  expect(out).toContain('warning KSC056 Service web');
});

test('distinguishes kustomize sources from built manifests', async () => {
  const { err } = await check([file('kustomization.yaml', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml]\n')]);
  expect(err).toMatch(/^note: \S*kustomization\.yaml is a source of kustomize; check its output instead: kubectl kustomize FOLDER \| npx cdk8s-kotaemon check -\n$/);
});

test('JSON and SARIF are all that is on standard output', async () => {
  const path = file('half.yaml', `a: [\n---\n${BROKEN}`);
  const json = await check([path, '--output', 'json']);
  expect(JSON.parse(json.out).summary).toMatchObject({ errors: 2, problems: 1 });
  const sarif = await check([path, '--output', 'sarif']);
  expect(JSON.parse(sarif.out).runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('KSC012');
  expect([json.status, sarif.status]).toEqual([1, 1]);
});

test('a baseline accepts old findings and fails for new ones', async () => {
  const path = file('old.yaml', BROKEN);
  const baseline = join(folder, 'checks.json');
  expect((await check([path, '--baseline', baseline])).err).toBe(`error: there is no baseline '${baseline}'; create it with --update-baseline\n`);
  expect(existsSync(baseline)).toBe(false);
  expect((await check([path, '--baseline', baseline, '--update-baseline'])).status).toBe(0);
  expect(JSON.parse(readFileSync(baseline, 'utf8')).findings).toContain('KSC012 HorizontalPodAutoscaler web: spec.maxReplicas must be set and at least 1, got -1');
  const again = await check([path, '--baseline', baseline]);
  expect([again.status, again.out]).toEqual([0, '0 errors, 0 warnings, 3 in the baseline in 1 object\n']);
  expect((await check([path, file('new.yaml', BROKEN.replaceAll('name: web}', 'name: new}')), '--baseline', baseline])).status).toBe(1);
  expect((await check([file('service.yaml', SERVICE), '--baseline', baseline])).err).toBe('note: 3 of the baseline are fixed; remove them with --update-baseline\n');
});

test('--explain describes a rule', async () => {
  const { status, out } = await check(['--explain', 'ksc012']);
  expect([status, out]).toEqual([0, expect.stringMatching(/^KSC012: API server accepts the HorizontalPodAutoscaler\n\nSeverity {3}error\n/)]);
});

test.each([
  ['nothing to check', [], /^error: name the files or folders to check, or '-' for standard input/],
  ['a file that is not there', ['nowhere.yaml'], /^error: cannot read 'nowhere\.yaml': there is no such file or folder\n$/],
  ['an unknown rule', ['--explain', 'KSC999'], /^error: there is no rule 'KSC999'; use one from KSC001 to KSC\d+\n$/],
  ['an unknown format', ['x', '--output', 'xml'], /argument 'xml' is invalid\. Allowed choices are human, json, sarif, junit, github\./],
  ['an unknown version', ['x', '--kubernetes', '1.27'], /Kubernetes version '1\.27' is not supported/],
  ['an unknown gate', [file('service.yaml', SERVICE), '--feature-gates', 'HPAScaleToZero,Nonsense'], /^error: feature gate 'Nonsense' is not known for Kubernetes 1\.28/],
  ['no file for the baseline', ['x', '--update-baseline'], /^error: --update-baseline needs a file to write; add --baseline\n$/],
])('bad input has the status 2 and says what to do: %s', async (_name, args, message) => {
  const { status, out, err } = await check(args);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(message);
});

const FIXABLE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    canary: true # on purpose
spec:
  replicas: 3
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web, tier: 1 }
    spec:
      containers:
        - name: web
          image: registry.example/web:1.4.2
          resources:
            requests: { cpu: 250m }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 4
`;

describe('--fix', () => {
  test('writes a patch to standard output, the report beside it, and changes no file', async () => {
    const path = file('fixable.yaml', FIXABLE);
    const { status, out, err } = await check([path, '--fix']);
    expect(status).toBe(1);
    expect(out.split('\n').slice(2)).toEqual([
      '@@ -3,14 +3,13 @@', ' metadata:', '   name: web', '   labels:', '-    canary: true # on purpose', "+    canary: 'true' # on purpose", ' spec:', '-  replicas: 3', '   selector:',
      '     matchLabels: { app: web }', '   template:', '     metadata:', '-      labels: { app: web, tier: 1 }', "+      labels: { app: web, tier: '1' }", '     spec:', '       containers:', '         - name: web', '',
    ]);
    expect(err).toContain('error KSC004 Deployment web');
    expect(err).toMatch(/note: 3 findings have a fix; apply the patch with git apply\n$/);
    expect(readFileSync(path, 'utf8')).toBe(FIXABLE);
  });

  test('writes a patch to a file that patch applies', async () => {
    const path = file('patched.yaml', FIXABLE);
    const patch = join(folder, 'fix.patch');
    expect((await check([path, '--fix', patch])).err).toContain(`a fix; apply the patch: git apply ${patch}\n`);
    execFileSync('patch', ['-p0', path], { input: readFileSync(patch, 'utf8') });
    expect((await check([path, '--only', 'KSC004,KSC036'])).status).toBe(0);
  });

  test('--fix-in-place changes the files and keeps comments', async () => {
    const path = file('in-place.yaml', FIXABLE);
    await check([path, '--fix-in-place']);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain("    canary: 'true' # on purpose\n");
    expect(text).not.toContain('replicas: 3');
    expect((await check([path, '--only', 'KSC004,KSC036'])).status).toBe(0);
  });

  test('edits one-line mappings and JSON', async () => {
    const line = '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2}}\n---\n' + BROKEN.replace('-1', '3');
    const { out, err } = await check([file('one-line.yaml', line), '--fix']);
    expect(out.split('\n').slice(3, 5)).toEqual([expect.stringContaining('-{apiVersion: apps/v1'), '+{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {}}']);
    expect(err).toMatch(/note: 1 finding has a fix; apply the patch with git apply\n$/);
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', labels: { canary: true, app: 'web' } } }, null, 2);
    expect((await check([file('labels.json', json), '--fix'])).out).toContain('-      "canary": true,\n+      "canary": "true",\n');
  });

  test('keeps the quotes of the file, and removes them where a number or a boolean is required', async () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { version: 1.10 } }
spec:
  paused: "false"
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      terminationGracePeriodSeconds: '30'
      containers:
        - name: web
          image: registry.example/web:1.4.2
          env:
            - { name: A, value: 010 }
            - { name: B, value: yes } # a text
`;
    const path = file('types.yaml', text);
    await check([path, '--fix-in-place']);
    expect(readFileSync(path, 'utf8')).toBe(text.replace('1.10 }', "'1.10' }").replace('"false"', 'false').replace("'30'", '30').replace('010', "'010'").replace('yes', "'yes'"));
    expect((await check([path, '--only', 'KSC036,KSC092'])).status).toBe(0);
  });

  test('moves an object to the version that has the same fields, and no other', async () => {
    const fixed = async (name: string, text: string): Promise<string> => (await check([file(`${name}.yaml`, text), '--fix'])).out;
    expect(await fixed('cron', 'apiVersion: batch/v1beta1 # old\nkind: CronJob\nmetadata: { name: a }\n')).toContain('-apiVersion: batch/v1beta1 # old\n+apiVersion: batch/v1 # old\n');
    const pdb = (selector: string): string => `apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: a }\nspec: { minAvailable: 1, selector: ${selector} }\n`;
    expect(await fixed('pdb', pdb('{ matchLabels: { app: web } }'))).toContain('+apiVersion: policy/v1\n');
    expect(await fixed('all', pdb('{}'))).toBe('');
    expect(await fixed('ingress', 'apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: { name: a }\n')).toBe('');
  });

  test('leaves standard input and fields of a merge key unchanged', async () => {
    expect((await check(['-', '--fix'], FIXABLE)).out).toBe('');
    const merged = `base: &base { replicas: 2 }\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  <<: *base\n---\n${BROKEN.replace('-1', '3')}`;
    const { out, err } = await check([file('merged.yaml', merged), '--fix']);
    expect(out).toBe('');
    expect(err).toMatch(/note: 0 findings have a fix; 1 more cannot be edited/);
  });
});

test('--only and --skip choose rules, topics and severities, for the report and the exit status', async () => {
  const path = file('selected.yaml', FIXABLE);
  expect((await check([path, '--only', 'practice'])).out).toMatch(/^Practice\n {2}Deployment web\n/);
  expect((await check([path, '--skip', 'error'])).status).toBe(0);
  expect((await check([path, '--only', 'autoscaling', '--skip', 'KSC004'])).out).not.toContain('KSC004');
  expect((await check([path, '--only', 'autoscalin'])).err).toContain('did you mean autoscaling?');
});

test('--output junit and --output github are all that is on standard output', async () => {
  const path = file('formats.yaml', FIXABLE);
  expect((await check([path, '--output', 'junit'])).out).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites /);
  expect((await check([path, '--output', 'github'])).out).toMatch(/^::error file=\S*formats\.yaml,line=8,title=KSC004/);
});
