import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../test/support/imports';
import { jsiiModule } from '../jsii-module';
import { type TypeScriptBlock } from './page';

/** Part of jsii-rosetta that is used here. */
interface Rosetta {
  readonly Translator: new (includeCompilerDiagnostics: boolean) => {
    readonly diagnostics: readonly { readonly formattedMessage: string }[];
    translateSnippets(snippets: readonly object[], languages: readonly string[]): { get(language: string): { readonly source: string } | undefined }[];
  };
  readonly TargetLanguage: { readonly PYTHON: string };
}

/** The jsii-rosetta that jsii-pacmak brings, so that pages and docstrings are translated alike. */
const { Translator, TargetLanguage }: Rosetta = createRequire(createRequire(join(ROOT, 'package.json')).resolve('jsii-pacmak/package.json'))('jsii-rosetta');

const WORK = join(ROOT, '.cache/python-blocks');
const PEERS = ['cdk8s', 'cdk8s-plus-28', 'constructs'];
/** Declarations for a block of a page, beside the blocks above it. */
const GIVEN = "declare const app: import('cdk8s').App;\ndeclare const chart: import('cdk8s').Chart;\n";
/** Parameters that are reserved words in Python, which the bindings end with an underscore. */
const RESERVED = /(?<=[(,]\s*|^\s*)(and|as|assert|class|def|del|except|finally|for|from|global|if|import|in|is|lambda|not|or|pass|raise|return|try|while|with|yield)=/gm;

/** Translates the TypeScript blocks of a page into Python, by the types of the package and its peers. */
export function toPython(page: string, blocks: readonly TypeScriptBlock[]): string[] {
  linkPackages();
  const translator = new Translator(false);
  const snippets = blocks.map(({ code, line, above }) => ({
    visibleSource: code,
    completeSource: ['/// !hide', GIVEN, ...above, '/// !show', code].join('\n'),
    location: { api: { api: 'file', fileName: page }, field: { field: 'markdown', line } },
    parameters: { $directory: WORK },
  }));
  const translated = translator.translateSnippets(snippets, [TargetLanguage.PYTHON]);
  const [problem] = translator.diagnostics;
  if (problem !== undefined) throw new Error(`${page} has TypeScript that jsii-rosetta does not translate: ${problem.formattedMessage}`);
  return translated.map((each) => tidy(each.get(TargetLanguage.PYTHON)!.source));
}

/** Folder in which the names of the packages lead to jsii modules. */
function linkPackages(): void {
  const folders = [['cdk8s-kotaemon', jsiiModule().folder], ...PEERS.map((peer) => [peer, join(ROOT, 'node_modules', peer)])];
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(join(WORK, 'node_modules'), { recursive: true });
  for (const [name, folder] of folders) symlinkSync(folder, join(WORK, 'node_modules', name), 'junction');
}

/** Merges the imports of a module: structs that a block only implies come with lines of their own. */
function tidy(python: string): string {
  const imports = new Map<string, Set<string>>();
  const rest = python.split('\n').filter((line) => {
    const [, from, names] = /^from (\S+) import (.+)$/.exec(line) ?? [];
    if (names === undefined) return true;
    imports.set(from, new Set([...imports.get(from) ?? [], ...names.split(', ')]));
    return false;
  });
  const lines = [...imports].sort(([a], [b]) => a < b ? -1 : 1).map(([from, names]) => importLine(from, [...names].sort()));
  return [...lines, '', rest.join('\n').trim()].join('\n').trim().replace(RESERVED, '$1_=');
}

function importLine(from: string, names: readonly string[]): string {
  const line = `from ${from} import ${names.join(', ')}`;
  return line.length <= 100 ? line : `from ${from} import (\n${names.map((name) => `    ${name},\n`).join('')})`;
}
