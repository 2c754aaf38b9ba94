import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifests } from '../../lib/manifest/parse';
import { filesIn } from '../../lib/cli/package-files';
import { type Json } from './api-client';
import { installCustomResources } from './custom-resources';
import { inDefault, isComparable, oursRefuse, serverRefuses } from './refusals';
import { client } from './running';

const FOLDERS = (process.env.MANIFESTS_OF_OTHERS ?? '').split('\n').filter(Boolean);
const AT_ONCE = 16;
/** A template, of Helm or of a shell, is no manifest yet. */
const TEMPLATE = /\{\{|\$\{\w+\}/;

/** The objects of a built-in kind in all files of a project. */
function objectsOf(folder: string): Json[] {
  return filesIn(folder).filter((file) => /\.(ya?ml|json)$/.test(file)).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    if (!text.includes('apiVersion') || TEMPLATE.test(text)) return [];
    return parseManifests(text, file).manifests.map(({ manifest }) => inDefault(manifest)).filter(isComparable).map((object) => ({ file, object }));
  });
}

beforeAll(() => installCustomResources(client), 180_000);

describe('the checks refuse no manifest of other projects that the server accepts', () => {
  test.each(FOLDERS.map((folder) => [folder.replace(/^.*\/pkg\/mod\//, ''), folder]))('%s', async (_name, folder) => {
    const objects = objectsOf(folder);
    const wrong: string[] = [];
    for (let i = 0; i < objects.length; i += AT_ONCE) {
      await Promise.all(objects.slice(i, i + AT_ONCE).map(async ({ file, object }) => {
        const ours = oursRefuse(object);
        if (ours.length > 0 && await serverRefuses(object) === undefined) wrong.push(`${file}: ${object.kind} ${object.metadata.name}: ${ours.join('; ')}`);
      }));
    }
    expect(wrong).toEqual([]);
    expect(objects.length).toBeGreaterThan(0);
  }, 120_000);
});
