import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { filesBelow, ROOT } from '../support/imports';
import { projectFiles, textOf } from '../support/project-files';
import { moduleOf, rootExports, type Snippet, snippetsOf, typeErrors } from '../support/snippets';

/** Generated from the docstrings, whose examples are compiled where they stand. */
const GENERATED = 'docs/api/';
const LANGUAGES = ['ts', 'yaml', 'sh', 'json', 'csv', 'text', 'mermaid', 'md', 'diff', 'promql', 'python'];

const pages = projectFiles().filter((file) => file.endsWith('.md') && !file.startsWith(GENERATED));
const blocks = pages.flatMap((file) => snippetsOf(file));
const docstrings = filesBelow('lib').flatMap((file) => snippetsOf(file));

function inLanguage(language: string, among = blocks): Snippet[] {
  return among.filter((block) => block.language === language);
}

/** Text that a reader would type: the lines of shell blocks, and code within a sentence. */
const typed = [
  ...inLanguage('sh').flatMap(({ file, line, code }) => code.split('\n').map((each, i) => ({ at: `${file}:${line + i}`, line: each }))),
  ...pages.flatMap((file) => (textOf(file) ?? '').split('\n').flatMap((text, i) => [...text.matchAll(/`([^`]+)`/g)].map(([, line]) => ({ at: `${file}:${i + 1}`, line })))),
];

/** The files that a page links to, relative to it. */
function links(page: string): string[] {
  return [...page.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, link]) => link);
}

function byFile(snippets: Snippet[]): [string, Snippet[]][] {
  return [...new Set(snippets.map(({ file }) => file))].map((file) => [file, snippets.filter((snippet) => snippet.file === file)]);
}

describe('a code block of the documentation', () => {
  test('names its language', () => {
    const unnamed = [...blocks, ...docstrings].filter(({ language }) => !LANGUAGES.includes(language));
    expect(unnamed.map(({ file, line, language }) => `${file}:${line - 1}: '${language}' is not one of ${LANGUAGES.join(', ')}`)).toEqual([]);
  });

  test('compiles, if it is TypeScript', () => {
    const given = [
      ...rootExports().map((name) => `import { ${name} } from 'cdk8s-kotaemon';`),
      ...['ApiObject', 'Duration', 'Size'].map((name) => `import { ${name} } from 'cdk8s';`),
      'declare const retriever: { readonly deployment: ApiObject };',
    ];
    const modules = [
      ...byFile(inLanguage('ts')).map(([file, snippets]) => moduleOf(file, snippets)),
      ...byFile(inLanguage('ts', docstrings)).map(([file, snippets]) => moduleOf(file, snippets, given)),
    ];
    expect(typeErrors(modules)).toEqual([]);
  });

  test('has an example of every public construct in its docstring', () => {
    const classes = filesBelow('lib').flatMap((file) => [...(textOf(file) ?? '').matchAll(/(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n(?:@\w+\n)?)?export (abstract )?class (\w+) extends (\w+)/g)]);
    const parents = new Map(classes.map(([, , , name, parent]) => [name, parent]));
    const isConstruct = (name?: string): boolean => name === 'Construct' || name !== undefined && isConstruct(parents.get(name));
    const exported = new Set(rootExports());
    const constructs = classes.filter(([, , isAbstract, name]) => !isAbstract && exported.has(name) && isConstruct(name));
    expect(constructs.length).toBeGreaterThan(15);
    expect(constructs.filter(([, docstring]) => !docstring?.includes('```ts')).map(([, , , name]) => name)).toEqual([]);
  });

  test('parses, if it is YAML or JSON', () => {
    const wrong = [...inLanguage('yaml'), ...inLanguage('json')].flatMap(({ file, line, code }) =>
      parseAllDocuments(code).flatMap(({ errors }) => errors.map(({ message }) => `${file}:${line}: ${message}`)));
    expect(wrong).toEqual([]);
  });

  test('names scripts and commands that exist, if it is to be typed', () => {
    const scripts = Object.keys(JSON.parse(textOf('package.json') ?? '').scripts);
    const commands = filesBelow('lib/cli').flatMap((file) => [...(textOf(file) ?? '').matchAll(/\bcommand\('([a-z-]+)/g)].map(([, name]) => name));
    const wrong = typed.flatMap(({ at, line }) => [
      ...[...line.matchAll(/\bnpm run (?:--[\w-]+ )*([\w:-]+)/g)].filter(([, name]) => !scripts.includes(name)),
      ...[...line.matchAll(/(?:^|npx |[|;&] ?)cdk8s-kotaemon ([a-z][\w-]*)/g)].filter(([, name]) => !commands.includes(name)),
    ].map(([missing]) => `${at}: there is no ${missing}`));
    expect(wrong).toEqual([]);
  });

  test('links to existing files', () => {
    const dead = pages.flatMap((file) => links(textOf(file) ?? '').filter((link) => !existsSync(join(ROOT, dirname(file), link))).map((link) => `${file}: there is no ${link}`));
    expect(dead).toEqual([]);
  });
});

describe('the compiler of snippets', () => {
  const page = (...codes: string[]): string[] => {
    const text = codes.map((code) => `\`\`\`ts\n${code}\n\`\`\`\n`).join('\ntext\n');
    return typeErrors([moduleOf('page.md', snippetsOf('page.md', text))]);
  };

  test('knows what an earlier block imported or declared, and lets it be declared anew', () => {
    expect(page(
      "import { Chart, Duration } from 'cdk8s';\ndeclare const other: Chart | undefined, text: string;\nexport class Web extends Chart {}\nconst wait = Duration.seconds(1);",
      "import { Duration } from 'cdk8s';\nconst wait: number = Duration.seconds(2).toSeconds();\nnew Web(app, 'web');",
      'const twice = wait * 2;\nif (other) other.node.addDependency(this, chart);',
    )).toEqual([]);
  });

  test('names the line of the page that is wrong', () => {
    expect(page('const a = 1;', 'const b: string = a;\nDuration.seconds(1);')).toEqual([
      "page.md:7: Type 'number' is not assignable to type 'string'.",
      "page.md:8: Cannot find name 'Duration'.",
    ]);
  });

  test('reads indented blocks and docstrings', () => {
    expect(snippetsOf('a.md', '- x\n  ```yaml\n  a:\n    b: 1\n  ```').map(({ line, code }) => [line, code])).toEqual([[3, 'a:\n  b: 1']]);
    expect(snippetsOf('a.ts', '/**\n * Text.\n *\n * ```ts\n * if (a) {\n *   b();\n * }\n * ```\n */\nconst c = `x`;').map(({ line, code }) => [line, code]))
      .toEqual([[5, 'if (a) {\n  b();\n}']]);
  });
});
