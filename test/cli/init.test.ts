import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { filesIn } from '../../lib/cli/package-files';
import { installedFrom } from '../../lib/cli/package-source';
import { classNameOf, packagesOf, repositoryFiles, TEMPLATES, type TemplateName } from '../../lib/cli/template';
import { actionIn } from '../support/composite-action';
import { ROOT } from '../support/imports';
import { cli, TestFolder } from './cli';

const templates = Object.keys(TEMPLATES) as TemplateName[];
const ours = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
let folder: TestFolder;
let before: string;

beforeEach(() => {
  folder = new TestFolder();
  before = process.cwd();
  process.chdir(folder.path);
});

afterEach(() => {
  process.chdir(before);
  folder.remove();
});

describe('a new repository', () => {
  test.each(templates)('contains every file of the template %s under the given name', async (template) => {
    const { status, stdout, stderr } = await cli(['init', 'shop-search', '--template', template]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const files = filesIn('shop-search');
    expect(files).toEqual(expect.arrayContaining(['.gitignore', '.github/workflows/shop-search.yaml', 'README.md', 'cdk8s.yaml', 'chart.test.ts', 'chart.ts', 'package.json']));
    expect(files.filter((file) => !stdout.includes(`wrote shop-search/${file}\n`))).toEqual([]);
    const texts = files.map((file) => readFileSync(join('shop-search', file), 'utf8')).join('\n');
    expect(texts).not.toContain(TEMPLATES[template].name);
    expect(texts).not.toContain(TEMPLATES[template].className);
    expect(texts).toContain('ShopSearchChart');
    expect(stdout).toContain('npm run synth');
  });

  test('may be written into an empty folder', async () => {
    mkdirSync('shop');
    expect((await cli(['init', 'shop'])).status).toBe(0);
  });

  test.each(['a file', 'a folder with something in it'])('is rejected when %s of that name exists', async (what) => {
    if (what === 'a file') folder.write('shop', '');
    else folder.write('shop/notes.txt', '');
    const { status, stdout, stderr } = await cli(['init', 'shop']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe("error: folder 'shop' exists and is not empty; choose another name, or add to a repository with --into\n");
  });
});

describe('an addition', () => {
  test('is one folder and one workflow with paths relative to the repository', async () => {
    folder.write('README.md', 'mine');
    const { status, stdout } = await cli(['init', 'shop', '--into', '.']);
    expect(status).toBe(0);
    expect(filesIn('.')).toEqual([
      '.github/workflows/shop.yaml', 'README.md', 'shop/chart.test.ts', 'shop/chart.ts', 'shop/policy.ts', 'shop/scenario.yaml', 'shop/traffic.csv',
    ]);
    expect(readFileSync('README.md', 'utf8')).toBe('mine');
    expect(parse(readFileSync('.github/workflows/shop.yaml', 'utf8')).env).toEqual({ SCENARIO: 'shop/scenario.yaml' });
    expect(readFileSync('shop/scenario.yaml', 'utf8')).toContain('$schema=../node_modules/');
    expect(stdout).toContain("import { ShopChart } from './shop/chart'; and, before app.synth(): new ShopChart(app, 'shop');");
  });

  test('says what its test needs where the repository has no jest, and not where it has', async () => {
    const { stdout } = await cli(['init', 'shop', '--into', '.']);
    expect(stdout).toContain('  npm install --save-dev @swc/core @swc/jest @types/jest jest typescript@~5.9.3\n  in package.json: "scripts": { "test": "jest" }, "jest": {"testMatch":');
    folder.write('package.json', '{ "devDependencies": { "jest": "^30" } }');
    expect((await cli(['init', 'other', '--into', '.'])).stdout).not.toContain('--save-dev');
  });

  test('with guardrails says that they apply to existing applications', async () => {
    expect((await cli(['init', 'shop', '--template', 'platform', '--into', '.'])).stdout).toContain('the guardrails apply to the whole app');
  });

  test('checks the folder that the app of the repository writes', async () => {
    await cli(['init', 'shop', '--template', 'platform', '--into', '.']);
    const workflow = readFileSync('.github/workflows/shop.yaml', 'utf8');
    expect(workflow).toContain('check dist/shop.k8s.yaml');
    expect(workflow).not.toContain('production');
  });

  test('is called rag by default', async () => {
    expect((await cli(['init', '--into', '.'])).status).toBe(0);
    expect(readdirSync('.').sort()).toEqual(['.github', 'rag']);
  });

  test('overwrites nothing: if one file exists, none is written', async () => {
    folder.write('.github/workflows/shop.yaml', 'mine');
    const { status, stderr } = await cli(['init', 'shop', '--into', '.']);
    expect(status).toBe(2);
    expect(stderr).toBe('error: .github/workflows/shop.yaml would be overwritten, so nothing was written; choose another name\n');
    expect(existsSync('shop')).toBe(false);
  });

  test('accepts a target folder', async () => {
    expect((await cli(['init', 'shop', '--into', 'nowhere'])).stderr).toBe("error: there is no folder 'nowhere'; name the folder of a repository, as in --into .\n");
  });

  test('follows a link to a folder, and rejects a broken link or a file', async () => {
    mkdirSync(join(folder.path, 'real'));
    symlinkSync('real', join(folder.path, 'linked'));
    expect((await cli(['init', 'shop', '--into', join(folder.path, 'linked')])).status).toBe(0);
    expect(existsSync(join(folder.path, 'real/shop/chart.ts'))).toBe(true);
    mkdirSync(join(folder.path, 'other/shop'), { recursive: true });
    symlinkSync('nowhere', join(folder.path, 'other/shop/chart.ts'));
    expect((await cli(['init', 'shop', '--into', join(folder.path, 'other')])).stderr).toContain('shop/chart.ts would be overwritten, so nothing was written');
    folder.write('third/.github', 'a file');
    expect((await cli(['init', 'shop', '--into', join(folder.path, 'third')])).stderr).toContain("third/.github' is not a folder; name a folder that can be written");
    expect(readdirSync(join(folder.path, 'third'))).toEqual(['.github']);
  });

  test('says what cannot be written', async () => {
    folder.write('shop', 'a file');
    expect((await cli(['init', 'shop', '--into', '.'])).stderr).toMatch(/^error: cannot write 'shop\/chart\.test\.ts': E\w+: .*; name a folder that can be written\n$/);
  });
});

describe('the package that is not published yet', () => {
  /** A tarball with one file, as npm pack writes it. */
  const packed = (manifest: object, path = 'package/package.json'): Buffer => {
    const text = JSON.stringify(manifest);
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write(text.length.toString(8).padStart(11, '0'), 124);
    return gzipSync(Buffer.concat([header, Buffer.from(text.padEnd(512, '\0')), Buffer.alloc(1024)]));
  };
  const own = { name: ours.name, version: ours.version };

  test('is taken from the tarball of --package, which is copied into the repository', async () => {
    writeFileSync("it's packed.tgz", packed(own));
    const { status, stdout } = await cli(['init', 'shop', '--package', "it's packed.tgz"]);
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync('shop/package.json', 'utf8')).dependencies[ours.name]).toBe(`file:${ours.name}-${ours.version}.tgz`);
    expect(readFileSync(`shop/${ours.name}-${ours.version}.tgz`)).toEqual(readFileSync("it's packed.tgz"));
    expect(stdout).toContain(`\nnote: ${ours.name} is installed from ${ours.name}-${ours.version}.tgz, not from the registry; `
      + `once version ${ours.version} is published, run npm install ${ours.name}@^${ours.version} and remove the file\n`);
  });

  test('is taken from the tarball that npm pack left in the working folder', async () => {
    writeFileSync(`${ours.name}-${ours.version}.tgz`, packed(own));
    expect((await cli(['init', 'shop'])).status).toBe(0);
    expect(JSON.parse(readFileSync('shop/package.json', 'utf8')).dependencies[ours.name]).toBe(`file:${ours.name}-${ours.version}.tgz`);
  });

  test('is installed by its path into a repository that there is already', async () => {
    writeFileSync("it's.tgz", packed(own));
    mkdirSync('repository');
    const { stdout } = await cli(['init', 'shop', '--into', 'repository', '--package', "it's.tgz"]);
    expect(stdout).toContain("  npm install '../it'\\''s.tgz' cdk8s cdk8s-plus-28 constructs\n");
    expect(existsSync('repository/package.json')).toBe(false);
  });

  test('is reported where a checkout has no tarball', async () => {
    expect((await cli(['init', 'shop'])).stdout).toContain(`note: ${ours.name} may not be published yet; if npm does not find it, run npm pack in its checkout and pass the file with --package\n`);
    expect(JSON.parse(readFileSync('shop/package.json', 'utf8')).dependencies[ours.name]).toBe(`^${ours.version}`);
  });

  test('is found where npm installed it from', () => {
    const lock = (resolved: string): void => {
      folder.write('node_modules/.package-lock.json', JSON.stringify({ packages: { [`node_modules/${ours.name}`]: { resolved } } }));
    };
    const installed = join(folder.path, 'node_modules', ours.name);
    expect(installedFrom(installed)).toBeUndefined();
    lock('file:packed.tgz');
    expect(installedFrom(installed)).toBeUndefined();
    folder.write('packed.tgz', '');
    expect(installedFrom(installed)).toBe(join(folder.path, 'packed.tgz'));
    lock('https://registry.example/packed.tgz');
    expect(installedFrom(installed)).toBeUndefined();
    expect(installedFrom(folder.path)).toBeUndefined();
  });

  test.each<[string, Buffer | undefined, string]>([
    ['none.tgz', undefined, "cannot read 'none.tgz': there is no such file"],
    ['text.tgz', Buffer.from('text'), "'text.tgz' is not a tarball of cdk8s-kotaemon"],
    ['other.tgz', packed({ name: 'other', version: '1.0.0' }), "'other.tgz' is not a tarball of cdk8s-kotaemon"],
    ['empty.tgz', packed(own, 'package/README.md'), "'empty.tgz' is not a tarball of cdk8s-kotaemon"],
    ['version.tgz', packed({ ...own, version: '../x' }), "'version.tgz' is not a tarball of cdk8s-kotaemon"],
    ['.', undefined, "'.' is not a file"],
  ])('cannot be %s, and nothing is written', async (path, content, message) => {
    if (content) writeFileSync(path, content);
    expect(await cli(['init', 'shop', '--package', path])).toEqual({
      status: 2, stdout: '', stderr: `error: ${message}; name a tarball of cdk8s-kotaemon, as npm pack writes it\n`,
    });
    expect(existsSync('shop')).toBe(false);
  });
});

describe('a name', () => {
  test('is needed for a new repository', async () => {
    expect(await cli(['init'])).toEqual({ status: 2, stdout: '', stderr: 'error: name the repository, as in: cdk8s-kotaemon init shop-search\n' });
  });

  test.each(['', 'Shop', '1shop', 'shop-', '../shop', 'a/b', "a';rm", '$(id)', 'shöp', 'a b', 'a\nb', 'x'.repeat(64), '.', 'node_modules'])('%j is refused', async (name) => {
    const { status, stderr } = await cli(['init', '--', name]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: '[^]*' is not a valid name; use lower-case letters/);
    expect(readdirSync('.')).toEqual([]);
  });

  test('of a package that the repository needs is refused, since npm would not install it', async () => {
    expect((await cli(['init', 'jest'])).stderr).toBe("error: 'jest' is the name of a package that the repository needs; choose another\n");
  });

  test('becomes a class name', () => {
    expect(['shop', 'shop-search-2', 'a--b'].map(classNameOf)).toEqual(['Shop', 'ShopSearch2', 'AB']);
  });
});

describe.each(templates)('the template %s', (template) => {
  const text = (path: string): string => repositoryFiles(template, 'shop').find((file) => file.path === path)!.content;
  const { dependencies, devDependencies, scripts } = JSON.parse(text('package.json'));

  test('names packages as this one is tested with', () => {
    const { 'cdk8s-kotaemon': itself, ...others } = { ...dependencies, ...devDependencies };
    expect(itself).toBe(`^${ours.version}`);
    expect(others).toEqual(Object.fromEntries(Object.keys(others).map((name) => [name, { ...ours.dependencies, ...ours.devDependencies }[name]])));
    expect(packagesOf(template)).toEqual(expect.arrayContaining([...Object.keys(ours.peerDependencies), 'cdk8s-cli', 'jest', 'typescript']));
    expect(scripts.test).toBeDefined();
  });

  test('has a workflow with shell that parses, no text of others in it, and the action of the package', () => {
    const { jobs } = parse(text('.github/workflows/shop.yaml'));
    const steps: { run?: string; uses?: string; with?: Record<string, string> }[] = Object.values<any>(jobs).flatMap((job) => job.steps);
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts.length).toBeGreaterThan(4);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
    expect(jobs.test.strategy.matrix).toEqual({ node: [22, 24] });
    expect(scripts.map((script) => spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr)).toEqual(scripts.map(() => ''));
    const { with: given } = steps.find(({ uses }) => uses === './node_modules/cdk8s-kotaemon')!;
    expect(Object.keys(given!).filter((name) => !(name in actionIn(ROOT).inputs))).toEqual([]);
    expect(ours.files).toEqual(expect.arrayContaining(['action.yml', 'integrations/github']));
  });
});
