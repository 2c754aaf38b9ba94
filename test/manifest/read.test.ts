import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { readManifests } from '../../lib/manifest/read';
import { UserError } from '../../lib/values/user-error';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifests-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Buffer = `apiVersion: v1\nkind: Service\nmetadata: {name: ${name.replace(/\W/g, '')}}\n`): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function names(...paths: string[]): Promise<unknown[]> {
  return (await readManifests(paths)).manifests.map(({ metadata }) => metadata.name);
}

test('a FIFO in a folder is a problem, and the files beside it are read', async () => {
  write('b.yaml');
  execFileSync('mkfifo', [join(folder, 'a.yaml')]);
  symlinkSync('missing', join(folder, 'notes'));
  const { manifests, problems } = await readManifests([folder]);
  expect(manifests).toHaveLength(1);
  expect(problems.map(({ message }) => message)).toEqual(['a FIFO, which is read only where it is named itself; name it, or remove it from the folder']);
});

test('a folder is read to its depth, in the order of names, and only where manifests can be', async () => {
  ['b.yaml', 'a.yml', 'sub/c.json', 'notes.txt', '.git/d.yaml', 'node_modules/e.yaml'].forEach((name) => write(name));
  expect(await names(folder)).toEqual(['ayml', 'byaml', 'subcjson']);
});

test('a file is read whatever its name', async () => {
  expect(await names(write('manifest.txt'))).toEqual(['manifesttxt']);
});

test('a file named twice, or through its folder as well, is read once', async () => {
  const path = write('a.yaml');
  expect(await names(path, folder, path)).toEqual(['ayaml']);
});

test('a folder that links back to itself is read once', async () => {
  write('a.yaml');
  symlinkSync(folder, join(folder, 'loop'));
  expect(await names(folder)).toEqual(['ayaml']);
});

test('a linked file and a linked folder are read', async () => {
  const other = write('other/a.yaml');
  mkdirSync(join(folder, 'given'));
  symlinkSync(other, join(folder, 'given/link.yaml'));
  symlinkSync(dirname(other), join(folder, 'given/linked'));
  expect(await names(join(folder, 'given'))).toEqual(['otherayaml']);
});

test('- reads standard input', async () => {
  const { manifests, sources } = await readManifests(['-'], { stdin: Readable.from(['apiVersion: v1\nkind: ', 'Service\nmetadata: {name: é}\n']) });
  expect(manifests[0].metadata.name).toBe('é');
  expect(sources.get(manifests[0])).toEqual({ file: 'stdin', document: 1, line: 1 });
});

test('decodes characters that are split between chunks', async () => {
  const bytes = Buffer.from('apiVersion: v1\nkind: Service\nmetadata: {name: "é"}\n');
  const cut = bytes.indexOf(0xc3) + 1;
  const { manifests } = await readManifests(['-'], { stdin: Readable.from([bytes.subarray(0, cut), bytes.subarray(cut)]) });
  expect(manifests[0].metadata.name).toBe('é');
});

test('names broken documents with their file, and reads the rest', async () => {
  const bad = write('a.yaml', 'a: [');
  write('b.yaml');
  const { manifests, problems } = await readManifests([folder]);
  expect(manifests).toHaveLength(1);
  expect(problems[0]).toMatchObject({ file: bad, document: 1, line: 1 });
});

test('reports a file that is not UTF-8', async () => {
  const path = write('a.yaml', Buffer.from([0xff, 0xfe, 0x00, 0x41]));
  expect((await readManifests([path])).problems).toEqual([{ file: path, document: 1, line: 1, message: 'not UTF-8 text; save the file as UTF-8' }]);
});

describe('unreadable input is rejected', () => {
  async function refusal(...paths: string[]): Promise<string> {
    const error = await readManifests(paths).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }

  test('a path that does not exist', async () => {
    expect(await refusal(join(folder, 'none'))).toBe(`cannot read '${folder}/none': there is no such file or folder`);
  });

  test('a path through a file', async () => {
    const path = join(write('a.yaml'), 'b.yaml');
    expect(await refusal(path)).toBe(`cannot read '${path}': a part of the path is a file, not a folder`);
  });

  test('a folder without manifests', async () => {
    expect(await refusal(folder)).toBe(`folder '${folder}' holds no *.yaml, *.yml or *.json file; name the folder that the manifests were written to`);
  });

  test('a link to nothing', async () => {
    symlinkSync(join(folder, 'gone'), join(folder, 'a.yaml'));
    expect(await refusal(folder)).toBe(`cannot read '${folder}/a.yaml': there is no such file or folder`);
  });

  test('a link to itself', async () => {
    symlinkSync(join(folder, 'a.yaml'), join(folder, 'a.yaml'));
    expect(await refusal(join(folder, 'a.yaml'))).toBe(`cannot read '${folder}/a.yaml': its symbolic links form a loop`);
  });

  test('a link to itself within a folder', async () => {
    symlinkSync(join(folder, 'a.yaml'), join(folder, 'a.yaml'));
    expect(await refusal(folder)).toBe(`cannot read '${folder}/a.yaml': its symbolic links form a loop`);
  });

  test('standard input where there is none', async () => {
    expect(await refusal('-')).toBe("'-' stands for standard input, which is not readable here; name a file or a folder");
  });
});
