import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../../lib/cli/run';
import { MIN, proposed, SHOP, TARGET } from '../report/change/sample-change';

const folder = mkdtempSync(join(tmpdir(), 'change-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function change(args: string[], stdin = ''): Promise<{ status: number; out: string; err: string }> {
  const [out, err]: string[][] = [[], []];
  const sink = (texts: string[]) => ({ write: (text: string) => texts.push(text) });
  const status = await run(['change', ...args], { stdin: Readable.from([stdin]), stdout: sink(out), stderr: sink(err), env: {} });
  return { status, out: out.join(''), err: err.join('') };
}

const CHANGE = file('change.json', proposed([MIN, TARGET], { slo: { latencySeconds: 0.3, objective: 0.999 } }));
const read = (path: string): string => readFileSync(path, 'utf8');

test('writes the folder and leaves the sources as they are, unless asked to change them', async () => {
  const [source, out] = [file('web.yaml', SHOP), join(folder, 'out')];
  expect(await change([CHANGE, source, '--out', out])).toEqual({ status: 0, out: `2 edits written into ${out}; 1 source file to patch\n`, err: '' });
  expect(read(join(out, 'change.patch'))).toContain('+  minReplicas: 3 # two zones\n');
  expect(read(source)).toBe(SHOP);
  expect((await change([CHANGE, source, '--out', out, '--in-place', '--histogram', 'shop_seconds'])).out).toMatch(/1 source file changed\n$/);
  expect(read(source)).toContain('minReplicas: 3 # two zones');
  expect(read(join(out, 'rollback-alert.yaml'))).toContain('shop_seconds_bucket');
});

test('changes values of a chart, and tells why it writes a JSON patch', async () => {
  const [values, out] = [file('values.yaml', 'autoscaling:\n  minReplicas: 2\n  targetCPUUtilizationPercentage: 70\n'), join(folder, 'chart')];
  await change([CHANGE, '-', '--values', values, '--out', out], SHOP);
  expect(read(join(out, 'change.patch'))).toContain('-  minReplicas: 2\n-  targetCPUUtilizationPercentage: 70\n+  minReplicas: 3\n+  targetCPUUtilizationPercentage: 55\n');
  const { err } = await change([CHANGE, '-', '--values', file('other.yaml', 'a: 1\n'), '--out', join(folder, 'unsure')], SHOP);
  expect(err).toBe('note: a JSON patch, since no value is named like spec.minReplicas and is 2\n');
});

test('compares rendered manifests with the wanted ones', async () => {
  const source = file('before.yaml', SHOP);
  const wanted = SHOP.replace('minReplicas: 2', 'minReplicas: 3').replace('Utilization: 70', 'Utilization: 55');
  expect(await change([CHANGE, source, '--compare', '-'], wanted)).toMatchObject({ status: 0, out: 'the rendered manifests have every value of the change and no other difference\n' });
  const other = wanted.replace('minReplicas: 3', 'minReplicas: 4').replace('kind: Service', 'kind: ConfigMap');
  expect(await change([CHANGE, source, '--compare', '-'], other)).toMatchObject({
    status: 1, out: 'spec.minReplicas of HorizontalPodAutoscaler shop/web is 4, wanted: 3\nService shop/web is missing\nConfigMap shop/web is new\n',
  });
});

test('keeps files that it did not write', async () => {
  const out = join(folder, 'mine');
  mkdirSync(join(out, 'a'), { recursive: true });
  writeFileSync(join(out, 'a/notes.md'), 'mine');
  const { status, err } = await change([CHANGE, file('kept.yaml', SHOP), '--out', out]);
  expect([status, err]).toEqual([2, expect.stringContaining(`folder '${out}' contains 'a/notes.md', which this command does not write; name an empty folder, or remove the file`)]);
  expect((await change([CHANGE, file('kept.yaml', SHOP), '--out', CHANGE])).err).toContain('it is a file; name a folder');
});

test.each<[string, string | object, string]>([
  ['no JSON', '{', 'is not JSON'],
  ['no edits', {}, 'edits of CHANGE is missing; it must be a list'],
  ['an edit without an object', { edits: [{ path: ['a'] }] }, 'edits[0].object of CHANGE is missing; it must be apiVersion, kind and name of an object'],
  ['an edit without a path', { edits: [{ ...MIN, path: [] }] }, "edits[0].path of CHANGE is []; it must be keys and list positions, as in ['spec', 'minReplicas']"],
  ['a stage that is no list', { edits: [MIN], stages: [3] }, 'stages[0] of CHANGE is'],
  ['an SLO without a latency', { edits: [MIN], slo: { objective: 0.9 } }, 'slo.latencySeconds of CHANGE is missing; it must be a number of seconds above 0'],
  ['an objective in percent', { edits: [MIN], slo: { latencySeconds: 1, objective: 99.9 } }, 'slo.objective of CHANGE is 99.9; it must be a share between 0 and 1, as in 0.999'],
  ['evidence that is no text', { edits: [MIN], evidence: [1] }, 'evidence[0] of CHANGE is 1; it must be a sentence'],
])('refuses %s', async (_, content, message) => {
  const path = file('wrong.json', content);
  const { status, err } = await change([path, file('some.yaml', SHOP)]);
  expect([status, err]).toEqual([2, expect.stringContaining(message.replace('CHANGE', path))]);
});

test('names what is missing on the command line', async () => {
  expect((await change([CHANGE])).err).toContain('name the manifests that the change is for');
  expect((await change([join(folder, 'none.json'), CHANGE])).err).toContain('there is no such file');
});
