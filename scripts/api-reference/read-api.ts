import { join, relative } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../test/support/imports';
import { type Declaration, type Docs, type Member, type Part } from './api';
import { type EntryPoint } from './entry-points';

const KINDS = new Map<ts.SyntaxKind, Declaration['kind']>([
  [ts.SyntaxKind.ClassDeclaration, 'class'],
  [ts.SyntaxKind.InterfaceDeclaration, 'interface'],
  [ts.SyntaxKind.EnumDeclaration, 'enum'],
  [ts.SyntaxKind.FunctionDeclaration, 'function'],
  [ts.SyntaxKind.TypeAliasDeclaration, 'type'],
  [ts.SyntaxKind.VariableDeclaration, 'constant'],
]);

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  types: [],
  noLib: true,
  experimentalDecorators: true,
};

type Described = ts.ClassDeclaration | ts.InterfaceDeclaration;

/**
 * Reads the exported declarations of entry points, with their docstrings, ordered as each entry point exports them.
 *
 * Inherited members are left out, unless what declares them is not exported. Signatures are those of the source: types
 * of other packages are not resolved, which makes it quick.
 */
export function readApi(entries: readonly EntryPoint[]): Map<EntryPoint, Declaration[]> {
  return new ApiReader(entries).read();
}

class ApiReader {
  private readonly checker: ts.TypeChecker;
  private readonly program: ts.Program;
  private readonly exported = new Set<ts.Symbol>();

  constructor(private readonly entries: readonly EntryPoint[]) {
    const host = ts.createCompilerHost(OPTIONS);
    const ownFile = (path: string): boolean => path.startsWith(ROOT) && !path.includes('/node_modules/');
    host.fileExists = (path) => ownFile(path) && ts.sys.fileExists(path);
    this.program = ts.createProgram(entries.map(({ file }) => join(ROOT, file)), OPTIONS, host);
    this.checker = this.program.getTypeChecker();
  }

  public read(): Map<EntryPoint, Declaration[]> {
    const symbols = new Map(this.entries.map((entry) => [entry, this.exportsOf(entry)] as const));
    symbols.forEach((found) => found.forEach(({ symbol }) => this.exported.add(symbol)));
    return new Map([...symbols].map(([entry, found]) => [entry, found.flatMap(({ name, symbol }) => this.declaration(name, symbol))]));
  }

  private exportsOf({ file }: EntryPoint): { name: string; symbol: ts.Symbol }[] {
    const source = this.program.getSourceFile(join(ROOT, file));
    const module = source && this.checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${file}, which package.json exports, is not a module`);
    return this.checker.getExportsOfModule(module).map((each) => ({ name: each.name, symbol: this.resolved(each) }));
  }

  private resolved(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  private declaration(name: string, symbol: ts.Symbol): Declaration[] {
    const node = symbol.declarations?.find((each) => KINDS.has(each.kind));
    if (!node) throw new Error(`${name} is exported, and is nothing that the reference knows to describe`);
    const docs = docsOf(ts.isVariableDeclaration(node) ? node.parent.parent : node);
    if (isInternal(node)) return [];
    const kind = KINDS.get(node.kind)!;
    const file = relative(ROOT, node.getSourceFile().fileName);
    return [{ name, kind, file, signature: this.declared(name, node), docs, members: this.members(node), identity: symbol }];
  }

  private declared(name: string, node: ts.Declaration): Part[] {
    if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) {
      const abstract = ts.isClassDeclaration(node) && hasModifier(node, ts.SyntaxKind.AbstractKeyword) ? 'abstract ' : '';
      const head = `${abstract}${ts.isClassDeclaration(node) ? 'class' : 'interface'} ${name}${typeParameters(node)}`;
      return [{ text: head }, ...(node.heritageClauses ?? []).flatMap((clause) => [{ text: ' ' }, ...this.parts(clause)])];
    }
    if (ts.isEnumDeclaration(node)) return [{ text: `enum ${name}` }];
    if (ts.isFunctionDeclaration(node)) return [{ text: `function ${name}` }, ...this.callable(node)];
    if (ts.isTypeAliasDeclaration(node)) return [{ text: `type ${name}${typeParameters(node)} = ` }, ...this.parts(node.type)];
    const { type, initializer } = node as ts.VariableDeclaration;
    if (type) return [{ text: `const ${name}: ` }, ...this.parts(type)];
    const literal = initializer && (ts.isLiteralExpression(initializer) || ts.isPrefixUnaryExpression(initializer)) ? initializer.getText() : undefined;
    return [{ text: literal === undefined ? `const ${name}` : `const ${name} = ${literal}` }];
  }

  private members(node: ts.Declaration): Member[] {
    if (ts.isEnumDeclaration(node)) return node.members.map((member) => this.member(member, 'value', [{ text: member.name.getText() }]));
    if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) return [];
    const own = [...node.members].flatMap((member) => (isPublic(member) ? this.membersOf(member, node) : []));
    return [...this.membersOfHiddenBases(node), ...own];
  }

  /** Members of bases that no entry point exports: nothing else describes them. */
  private membersOfHiddenBases(node: Described): Member[] {
    return this.bases(node).filter((base) => !this.exported.has(base)).flatMap((base) => (base.declarations ?? []).flatMap((each) => this.members(each)));
  }

  private bases(node: Described): ts.Symbol[] {
    return this.heritage(node, (token) => ts.isInterfaceDeclaration(node) || token === ts.SyntaxKind.ExtendsKeyword);
  }

  private heritage(node: Described, isWanted: (token: ts.SyntaxKind) => boolean = () => true): ts.Symbol[] {
    const types = (node.heritageClauses ?? []).filter(({ token }) => isWanted(token)).flatMap((clause) => [...clause.types]);
    return types.flatMap(({ expression }) => this.checker.getSymbolAtLocation(expression) ?? []).map((symbol) => this.resolved(symbol));
  }

  private membersOf(member: ts.ClassElement | ts.TypeElement, owner: Described): Member[] {
    if (ts.isConstructorDeclaration(member)) {
      const fields = member.parameters.filter((parameter) => hasModifier(parameter, ts.SyntaxKind.PublicKeyword) && isPublic(parameter))
        .map((parameter) => this.field(parameter, docsOf(member)));
      const isPrivate = isHidden(member) || isInternal(member);
      return [...isPrivate ? [] : [this.member(member, 'constructor', [{ text: `new ${owner.name?.text}` }, ...this.callable(member)])], ...fields];
    }
    if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) {
      if (this.repeats(member, owner)) return [];
      return [this.member(member, 'method', [{ text: member.name.getText() }, ...this.callable(member)])];
    }
    const isProperty = ts.isPropertyDeclaration(member) || ts.isPropertySignature(member) || ts.isGetAccessor(member);
    return isProperty && !this.repeats(member, owner) ? [this.property(member)] : [];
  }

  /** True of a member without a docstring that an exported class or interface above describes. */
  private repeats(member: ts.ClassElement | ts.TypeElement, owner: Described): boolean {
    if (docsOf(member).text !== '') return false;
    const name = member.name!.getText();
    const describes = (node: ts.Declaration): boolean =>
      (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) && (node.members.some((each) => each.name?.getText() === name) || above(node));
    const above = (node: Described): boolean => this.heritage(node).some(({ declarations }) => declarations?.some(describes));
    return above(owner);
  }

  private property(node: ts.ParameterDeclaration | ts.PropertyDeclaration | ts.PropertySignature | ts.GetAccessorDeclaration): Member {
    const made = !node.type && 'initializer' in node && node.initializer && ts.isNewExpression(node.initializer) ? node.initializer.expression : undefined;
    const type = node.type ?? made;
    const optional = isOptional(node) ? '?' : '';
    return this.member(node, 'property', [{ text: `${node.name.getText()}${optional}` }, ...type ? [{ text: ': ' }, ...this.parts(type)] : []]);
  }

  /** Property that a parameter of the constructor declares, described at the parameter or by the constructor's tag. */
  private field(parameter: ts.ParameterDeclaration, { params }: Docs): Member {
    const field = this.property(parameter);
    return field.docs.text === '' ? { ...field, docs: { ...field.docs, text: params[field.name] ?? '' } } : field;
  }

  private member(node: ts.Declaration, kind: Member['kind'], signature: Part[]): Member {
    const name = kind === 'constructor' ? 'constructor' : ts.getNameOfDeclaration(node)!.getText();
    return { name, kind, isStatic: hasModifier(node, ts.SyntaxKind.StaticKeyword), isOptional: isOptional(node), signature, docs: docsOf(node) };
  }

  private callable(node: ts.SignatureDeclaration): Part[] {
    const parameters = node.parameters.flatMap((parameter, i): Part[] => {
      const optional = parameter.questionToken || parameter.initializer ? '?' : '';
      const name = ts.isIdentifier(parameter.name) ? parameter.name.text.replace(/^_/, '') : nameOfPattern(parameter);
      const rest = parameter.dotDotDotToken ? '...' : '';
      const type = parameter.type ? [{ text: ': ' }, ...this.parts(parameter.type)] : typeOfDefault(parameter);
      return [{ text: `${i > 0 ? ', ' : ''}${rest}${name}${optional}` }, ...type];
    });
    return [{ text: `${typeParameters(node)}(` }, ...parameters, { text: ')' }, ...node.type ? [{ text: ': ' }, ...this.parts(node.type)] : []];
  }

  /** Text of a node, in which the names of exported declarations are parts of their own. */
  private parts(node: ts.Node): Part[] {
    const source = node.getSourceFile().text;
    const found: Part[] = [];
    let at = node.getStart();
    const add = (text: string, target?: object): void => {
      const tidy = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ' ').replace(/\s+/g, ' ');
      if (tidy !== '') found.push({ text: tidy, target });
    };
    const visit = (child: ts.Node): void => {
      if (ts.isIdentifier(child) && namesType(child.parent)) {
        const symbol = this.checker.getSymbolAtLocation(child);
        const target = symbol && this.resolved(symbol);
        if (target && this.exported.has(target)) {
          add(source.slice(at, child.getStart()));
          add(child.text, target);
          at = child.getEnd();
        }
      }
      ts.forEachChild(child, visit);
    };
    visit(node);
    add(source.slice(at, node.getEnd()));
    return found;
  }
}

function docsOf(node: ts.Node): Docs {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  const tags = doc?.tags ?? [];
  const textsOf = (name: string): string[] => tags.filter(({ tagName }) => tagName.text === name).map(({ comment }) => ts.getTextOfJSDocComment(comment)?.trim() ?? '');
  const urlsOf = (tag: ts.JSDocTag): string => tag.getText().replace(/^@see\s+|[\s*]+$/g, '');
  return {
    text: ts.getTextOfJSDocComment(doc?.comment)?.trim() ?? '',
    params: Object.fromEntries(tags.flatMap((tag) => (ts.isJSDocParameterTag(tag) ? [[tag.name.getText().replace(/^_/, ''), textOf(tag)]] : []))),
    returns: tags.filter(ts.isJSDocReturnTag).map(({ comment }) => ts.getTextOfJSDocComment(comment))[0],
    throws: tags.filter(ts.isJSDocThrowsTag).map((tag) => tag.getText().replace(/^@throws\s+/, '').replace(/\n\s*\*\s?/g, '\n').trim())[0],
    default: textsOf('default')[0],
    see: tags.filter(({ tagName }) => tagName.text === 'see').map(urlsOf),
  };
}

function textOf({ comment }: ts.JSDocTag): string {
  return (ts.getTextOfJSDocComment(comment) ?? '').replace(/^-\s*/, '');
}

/** True of a node whose identifier is the name of a type. */
function namesType(node: ts.Node): boolean {
  return ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node) || ts.isNewExpression(node);
}

function isHidden(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.PrivateKeyword) || hasModifier(node, ts.SyntaxKind.ProtectedKeyword);
}

function isPublic(node: ts.ClassElement | ts.TypeElement | ts.ParameterDeclaration): boolean {
  return ts.isConstructorDeclaration(node) || (!isHidden(node) && !isInternal(node) && !node.name?.getText().startsWith('_'));
}

function isInternal(node: ts.Node): boolean {
  return ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');
}

function isOptional(node: ts.Node): boolean {
  return 'questionToken' in node && node.questionToken !== undefined;
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}

function typeParameters({ typeParameters: parameters }: { readonly typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> }): string {
  return parameters ? `<${parameters.map((parameter) => parameter.getText()).join(', ')}>` : '';
}

/** Name of a parameter that its function takes apart: the last word of its type, as in `options` for CheckOptions. */
function nameOfPattern({ type }: ts.ParameterDeclaration): string {
  const [name = 'Values'] = (type?.getText() ?? '').match(/\b(?!Pick|Omit|Partial|Readonly)[A-Z]\w*/) ?? [];
  return /[A-Z][a-z0-9]*$/.exec(name)![0].toLowerCase();
}

/** Type of a parameter that only has a default. */
function typeOfDefault({ initializer }: ts.ParameterDeclaration): Part[] {
  if (initializer === undefined) return [];
  if (ts.isNumericLiteral(initializer)) return [{ text: ': number' }];
  if (ts.isStringLiteralLike(initializer)) return [{ text: ': string' }];
  return [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword].includes(initializer.kind) ? [{ text: ': boolean' }] : [];
}
