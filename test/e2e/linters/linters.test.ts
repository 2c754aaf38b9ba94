import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { installCustomResources } from '../custom-resources';
import { exampleOutputs } from '../example-outputs';
import { client, MINOR } from '../running';
import { Throwaway } from '../throwaway';
import { checkov, kubeconform, kubeScore, type LinterFinding } from './linters';
import { writeSchemas } from './schema-folder';
import { isSuppressed, SUPPRESSIONS } from './suppressions';

const place = new Throwaway('linters');
const schemas = place.path('schemas');
const outputs = exampleOutputs();
const examples = outputs.map(({ name }) => name);
const filesOf: Record<string, string[]> = {};
const found: { output: string; finding: LinterFinding }[] = [];

beforeAll(async () => {
  for (const { name, files } of outputs) {
    filesOf[name] = Object.entries(files).map(([file, text]) => {
      const path = place.path(`examples/${name}/${basename(file)}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    });
  }
  await installCustomResources(client);
  await writeSchemas(client, schemas);
}, 240_000);
afterAll(() => place.end());

describe('kubeconform, kube-score and checkov find nothing in the examples beyond listed exceptions', () => {
  test.each(examples)('%s: kubeconform', async (example) => {
    expect(left(example, await kubeconform(filesOf[example], schemas))).toEqual([]);
  }, 60_000);

  test.each(examples)('%s: kube-score', async (example) => {
    expect(left(example, await kubeScore(filesOf[example], MINOR))).toEqual([]);
  }, 60_000);

  test.each(examples)('%s: checkov', async (example) => {
    expect(left(example, await checkov(filesOf[example]))).toEqual([]);
  }, 180_000);

  test('every listed exception is needed', () => {
    expect(SUPPRESSIONS.filter((suppression) => !found.some(({ output, finding }) => isSuppressed(finding, output, [suppression])))).toEqual([]);
  });
});

test('the linters find planted problems', async () => {
  const file = place.write('wrong.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {container: [], containers: [{name: web, image: "web:latest", imagePullPolicy: Never}]}\n');
  expect(await kubeconform([file], schemas)).toEqual([expect.objectContaining({ check: 'statusInvalid', message: expect.stringMatching(/'?container'? not allowed/) })]);
  expect((await kubeScore([file], MINOR)).map(({ check }) => check)).toContain('container-image-tag');
  expect((await checkov([file])).map(({ check }) => check)).toContain('CKV_K8S_14');
}, 180_000);

function left(output: string, findings: readonly LinterFinding[]): string[] {
  found.push(...findings.map((finding) => ({ output, finding })));
  return findings.filter((finding) => !isSuppressed(finding, output, SUPPRESSIONS)).map(({ check, kind, name, message }) => `${check} ${kind} ${name}: ${message}`);
}
