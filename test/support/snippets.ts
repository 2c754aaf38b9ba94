import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { filesBelow, importsOf, ROOT } from './imports';
import { projectFiles } from './project-files';

/** A fenced block of a page. */
export interface Snippet {
  readonly file: string;
  /** The line of its first line of code, counted from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a Markdown page, or of the docstrings of a source file. */
export function snippetsOf(file: string, text = readFileSync(join(ROOT, file), 'utf8')): Snippet[] {
  const lines = text.split('\n').map(file.endsWith('.ts') ? docstringLine : (line) => line);
  const found: Snippet[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, indent, fence, language] = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)/.exec(lines[at]) ?? [];
    if (fence === undefined) continue;
    const end = lines.findIndex((line, i) => i > at && line.trim() === fence);
    if (end < 0) throw new Error(`${file}:${at + 1}: the block is never closed`);
    const code = lines.slice(at + 1, end).map((line) => line.slice(Math.min(indent.length, line.length - line.trimStart().length)));
    found.push({ file, line: at + 2, language, code: code.join('\n') });
    at = end;
  }
  return found;
}

/** Docstring text of a line of source code; empty outside of docstrings. */
function docstringLine(line: string): string {
  return /^\s*\*(?: |$)(.*)/.exec(line)?.[1] ?? '';
}

/** A page's TypeScript as one module, and the way back from a line of it to the page. */
export interface Module {
  readonly name: string;
  readonly text: string;
  readonly origin: readonly (string | undefined)[];
}

const MODULE_MODIFIERS = [ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword, ts.SyntaxKind.DeclareKeyword];
const CHART = "import('cdk8s').Chart";

/**
 * Makes one module of the TypeScript blocks of a page, read as a reader reads them: what a block imports or declares is
 * known to those below it, which may declare it anew.
 *
 * Beyond that a block is given only `this`, `chart` (a Chart) and `app` (an App).
 */
export function moduleOf(name: string, snippets: readonly Snippet[], given: readonly string[] = []): Module {
  const text: string[] = [`async function page(this: ${CHART}, chart: ${CHART}, app: import('cdk8s').App): Promise<void> {`];
  const origin: (string | undefined)[] = [undefined];
  const imports = new Map<string, string | undefined>(given.map((statement) => [statement, undefined]));
  const emit = (line: string, from?: string): void => {
    text.push(line);
    origin.push(from);
  };
  for (const { file, line, code } of snippets) {
    emit('{');
    const body = withoutModuleSyntax(code, (statement, at) => imports.set(statement, `${file}:${line + at}`));
    body.split('\n').forEach((each, i) => emit(each, `${file}:${line + i}`));
  }
  emit(`${snippets.map(() => '}').join(' ')} }`);
  emit('void page;');
  imports.forEach((from, statement) => emit(statement, from));
  return { name, text: text.join('\n'), origin };
}

/**
 * Hands over the imports one name at a time, so that a name imported twice on a page is imported once, and rewrites
 * what only a module may hold.
 */
function withoutModuleSyntax(code: string, onImport: (statement: string, line: number) => void): string {
  const source = ts.createSourceFile('snippet.ts', code, ts.ScriptTarget.ES2022, true);
  const edits: { from: number; to: number; text: string }[] = [];
  const blank = (node: ts.Node): void => {
    edits.push({ from: node.getStart(), to: node.end, text: node.getText().replace(/[^\n]/g, ' ') });
  };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { line } = source.getLineAndCharacterOfPosition(statement.getStart());
      singleImports(statement).forEach((single) => onImport(single, line));
      blank(statement);
    } else if (ts.canHaveModifiers(statement)) {
      const modifiers = ts.getModifiers(statement) ?? [];
      modifiers.filter(({ kind }) => MODULE_MODIFIERS.includes(kind)).forEach(blank);
      if (ts.isVariableStatement(statement) && modifiers.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) {
        statement.declarationList.declarations.forEach(({ end }) => edits.push({ from: end, to: end, text: ' = null as any' }));
      }
    }
  }
  return edits.sort((a, b) => b.from - a.from).reduce((body, { from, to, text }) => body.slice(0, from) + text + body.slice(to), code);
}

function singleImports(statement: ts.ImportDeclaration): string[] {
  const { importClause, moduleSpecifier } = statement;
  const bindings = importClause?.namedBindings;
  if (!importClause || importClause.name || !bindings || !ts.isNamedImports(bindings)) return [statement.getText().replace(/\s+/g, ' ')];
  return bindings.elements.map((element) => `import { ${element.getText()} } from ${moduleSpecifier.getText().replace(/"/g, "'")};`);
}

/** Exports of the package root. */
export function rootExports(index = 'lib/index.ts'): string[] {
  const lines = readFileSync(join(ROOT, index), 'utf8').split('\n');
  const exported = importsOf(index).filter(({ line }) => lines[line - 1].startsWith('export'));
  return exported.flatMap(({ to, names }) => (names[0] === '*' ? rootExports(to) : names));
}

/** The TypeScript of all pages, a module each, and that of the docstrings of each file of the library. */
export function documentationModules(): Module[] {
  const given = [
    ...rootExports().map((name) => `import { ${name} } from 'cdk8s-kotaemon';`),
    ...['ApiObject', 'Duration', 'Size'].map((name) => `import { ${name} } from 'cdk8s';`),
    'declare const retriever: { readonly deployment: ApiObject };',
  ];
  const modules = (files: readonly string[], knownNames: readonly string[]): Module[] => files.flatMap((file) => {
    const snippets = snippetsOf(file).filter(({ language }) => language === 'ts');
    return snippets.length > 0 ? [moduleOf(file, snippets, knownNames)] : [];
  });
  return [...modules(documentationPages(), []), ...modules(filesBelow('lib'), given)];
}

/** Pages that people write; docs/api is generated from the docstrings, whose examples are compiled where they stand. */
export function documentationPages(): string[] {
  return projectFiles().filter((file) => file.endsWith('.md') && !file.startsWith('docs/api/'));
}
