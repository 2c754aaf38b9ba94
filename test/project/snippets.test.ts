import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { filesBelow, ROOT } from '../support/imports';
import { textOf } from '../support/project-files';
import { documentationPages, type Module, moduleOf, rootExports, type Snippet, snippetsOf } from '../support/snippets';
import { typeErrors } from '../support/type-errors';

const LANGUAGES = ['ts', 'yaml', 'sh', 'json', 'csv', 'text', 'mermaid', 'md', 'diff', 'promql', 'python'];

const pages = documentationPages();
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

describe('a code block of the documentation', () => {
  test('names its language', () => {
    const unnamed = [...blocks, ...docstrings].filter(({ language }) => !LANGUAGES.includes(language));
    expect(unnamed.map(({ file, line, language }) => `${file}:${line - 1}: '${language}' is not one of ${LANGUAGES.join(', ')}`)).toEqual([]);
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

  test('parses if it is YAML or JSON', () => {
    const wrong = [...inLanguage('yaml'), ...inLanguage('json')].flatMap(({ file, line, code }) =>
      parseAllDocuments(code).flatMap(({ errors }) => errors.map(({ message }) => `${file}:${line}: ${message}`)));
    expect(wrong).toEqual([]);
  });

  test('names existing scripts and commands if it is a shell block', () => {
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
  const page = (name: string, ...codes: string[]): Module => {
    const text = codes.map((code) => `\`\`\`ts\n${code}\n\`\`\`\n`).join('\ntext\n');
    return moduleOf(name, snippetsOf(name, text));
  };

  test('knows what an earlier block imported or declared, lets it be declared anew, and names the line of a page that is wrong', () => {
    expect(typeErrors([
      page(
        'right.md',
        "import { Chart, Duration } from 'cdk8s';\ndeclare const other: Chart | undefined, text: string;\nexport class Web extends Chart {}\nconst wait = Duration.seconds(1);",
        "import { Duration } from 'cdk8s';\nconst wait: number = Duration.seconds(2).toSeconds();\nnew Web(app, 'web');",
        'const twice = wait * 2;\nif (other) other.node.addDependency(this, chart);',
      ),
      page('wrong.md', 'const a = 1;', 'const b: string = a;\nDuration.seconds(1);'),
    ])).toEqual([
      "wrong.md:7: Type 'number' is not assignable to type 'string'.",
      "wrong.md:8: Cannot find name 'Duration'.",
    ]);
  });

  test('reads indented blocks and docstrings', () => {
    expect(snippetsOf('a.md', '- x\n  ```yaml\n  a:\n    b: 1\n  ```').map(({ line, code }) => [line, code])).toEqual([[3, 'a:\n  b: 1']]);
    expect(snippetsOf('a.ts', '/**\n * Text.\n *\n * ```ts\n * if (a) {\n *   b();\n * }\n * ```\n */\nconst c = `x`;').map(({ line, code }) => [line, code]))
      .toEqual([[5, 'if (a) {\n  b();\n}']]);
  });
});
