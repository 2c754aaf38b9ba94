import { dirname } from 'node:path';
import { projectFiles, textOf } from '../support/project-files';

const LONGEST = 400;
const all = projectFiles();
const sources = all.filter((file) => /^(lib|examples|test|bench|scripts)\/.*\.ts$/.test(file));
const library = sources.filter((file) => file.startsWith('lib/'));

/** Names that others fix: the golden file of a chart is called as the chart is, a snapshot as its test, GitHub's own files as GitHub wants them. */
const NAMED_BY_OTHERS = /(^|\/)(README|LICENSE|CHANGELOG|CONTRIBUTING|API|NOTICE|Dockerfile)(\.md)?$|^\.|\/__snapshots__\/|^test\/golden\/|\.d\.ts$/;

function lines(file: string): string[] {
  return (textOf(file) ?? '').split('\n');
}

/** Where a pattern occurs, one line each. */
function occurrences(pattern: RegExp, files: string[]): string[] {
  return files.flatMap((file) => lines(file).flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim().slice(0, 120)}`] : [])));
}

describe('a source file', () => {
  test('holds one idea, and has at most 400 lines', () => {
    const long = sources.map((file) => ({ file, count: lines(file).length - 1 })).filter(({ count }) => count > LONGEST);
    expect(long.map(({ file, count }) => `${file} has ${count} lines: make two of it`)).toEqual([]);
  });

  test('has a name in kebab-case, as its folders have', () => {
    const misnamed = all.filter((file) => !NAMED_BY_OTHERS.test(file) && !/^([a-z0-9]+([-.][a-z0-9]+)*\/?)+$/.test(file));
    expect(misnamed.map((file) => `${file}: use lower-case words with '-' between them`)).toEqual([]);
  });

  test('is named as it is in one place only: no helpers, utils, common or misc', () => {
    const vague = library.filter((file) => /(^|\/)(helpers?|utils?|common|misc|shared|private)(\/|\.ts$)/.test(file));
    expect(vague.map((file) => `${file}: name what it holds`)).toEqual([]);
  });
});

describe('a test', () => {
  test('lies where its source lies', () => {
    const mirrored = sources.filter((file) => /^test\/(?!project\/|e2e\/|integration\/|support\/|golden\/).*\.test\.ts$/.test(file));
    const folders = new Set(sources.filter((file) => /^(lib|scripts)\//.test(file)).map((file) => dirname(file)));
    const homeOf = (file: string): string => dirname(file).replace(/^test\/(?!scripts(\/|$))/, 'lib/').replace(/^test\//, '').replace(/^test$/, 'lib');
    const lost = mirrored.filter((file) => !folders.has(homeOf(file)));
    expect(lost.map((file) => `${file}: there is no ${homeOf(file)}/`)).toEqual([]);
  });

  test('is never skipped, and never the only one, unless it takes more than Node to run', () => {
    const unit = sources.filter((file) => !/^test\/(integration|e2e)\/|^test\/project\/files/.test(file));
    expect(occurrences(/\b(test|it|describe)\.(skip|only|todo)\b|\bx(test|it|describe)\(|\bf(it|describe)\(/, unit)).toEqual([]);
  });
});

describe('the project', () => {
  const written = all.filter((file) => file !== 'test/project/files.test.ts');

  test('has no notes to its authors', () => {
    expect(occurrences(/\b(TODO|FIXME|XXX|HACK)\b/, written.filter((file) => file !== 'package-lock.json'))).toEqual([]);
  });

  test('does not print by console', () => {
    expect(occurrences(/\bconsole\.(log|error|warn|info|debug)\(/, written.filter((file) => /\.(ts|js|mjs)$/.test(file)))).toEqual([]);
  });

  test('names no package registry', () => {
    expect(occurrences(/registry\.(npmjs|yarnpkg)|npmjs\.(org|com)\/|"resolved": "http|verdaccio|artifactory/i, written)).toEqual([]);
  });

  test('names no folder of the machine that it was written on', () => {
    expect(occurrences(/(^|[\s'"`(=:])(\/work\/|\/root\/|\/Users\/|\/home\/[a-z]+\/|\/tmp\/bash|[A-Z]:\\Users)/, written)).toEqual([]);
  });

  test('passes no type error by', () => {
    expect(occurrences(/@ts-(ignore|nocheck)|eslint-disable(?!(-next-line)? @?[a-z/-]+)/, written.filter((file) => /\.(ts|js|mjs)$/.test(file)))).toEqual([]);
  });
});
