import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(__dirname, '../..');

/** One import or re-export, as it stands in a source file. */
export interface Import {
  /** The importing file, relative to the project, with slashes. */
  readonly from: string;
  /** The imported file, relative to the project; for a package, its specifier. */
  readonly to: string;
  readonly isPackage: boolean;
  /** True where it is absent from the compiled file. */
  readonly typeOnly: boolean;
  /** Imported names; `*` for the whole module. */
  readonly names: readonly string[];
  readonly line: number;
}

/** Every file below a folder of the project whose name ends so, relative to the project. */
export function filesBelow(folder: string, extension = '.ts'): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => posix(join(folder, name)))
    .sort();
}

/** The imports of one source file. */
export function importsOf(file: string, text = readFileSync(join(ROOT, file), 'utf8')): Import[] {
  const source = ts.createSourceFile(file, upToLastImport(text), ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean, names: string[]): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.push({ from: file, ...target(file, specifier.text), typeOnly, names, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node, node.moduleSpecifier, isTypeOnlyImport(node.importClause), importedNames(node.importClause));
    } else if (ts.isExportDeclaration(node)) {
      add(node, node.moduleSpecifier, isTypeOnlyExport(node), exportedNames(node.exportClause));
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node, node.moduleReference.expression, node.isTypeOnly, ['*']);
    } else if (ts.isImportTypeNode(node)) {
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true, [node.qualifier?.getText() ?? '*']);
    } else if (ts.isCallExpression(node) && isDynamicImport(node)) {
      add(node, node.arguments[0], false, ['*']);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Text that ends with the line of its last import: parsing the rest takes most of the time. */
function upToLastImport(text: string): string {
  const last = [...text.matchAll(/\bfrom ['"]|\b(?:import|require)\b/g)].at(-1);
  if (last === undefined) return '';
  const end = text.indexOf('\n', last.index);
  return end < 0 ? text : text.slice(0, end);
}

function target(file: string, specifier: string): { to: string; isPackage: boolean } {
  if (!specifier.startsWith('.')) return { to: specifier, isPackage: true };
  const path = resolve(ROOT, dirname(file), specifier);
  const candidates = [`${path}.ts`, join(path, 'index.ts'), path.replace(/\.js$/, '.ts'), path];
  return { to: posix(relative(ROOT, candidates.find(existsSync) ?? path)), isPackage: false };
}

function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  return !name && namedBindings !== undefined && ts.isNamedImports(namedBindings) && namedBindings.elements.every((element) => element.isTypeOnly);
}

function isTypeOnlyExport({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  return isTypeOnly || (exportClause !== undefined && ts.isNamedExports(exportClause) && exportClause.elements.every((element) => element.isTypeOnly));
}

function importedNames(clause: ts.ImportClause | undefined): string[] {
  const { name, namedBindings } = clause ?? {};
  if (namedBindings && ts.isNamedImports(namedBindings)) return namedBindings.elements.map((element) => (element.propertyName ?? element.name).text);
  return name || namedBindings ? ['*'] : [];
}

function exportedNames(clause: ts.NamedExportBindings | undefined): string[] {
  return clause && ts.isNamedExports(clause) ? clause.elements.map((element) => (element.propertyName ?? element.name).text) : ['*'];
}

function isDynamicImport({ expression }: ts.CallExpression): boolean {
  return expression.kind === ts.SyntaxKind.ImportKeyword || ['require', 'require.resolve'].includes(expression.getText());
}

function posix(path: string): string {
  return path.split(sep).join('/');
}
