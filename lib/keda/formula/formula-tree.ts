/** Node of a formula, as expr-lang parses it. */
export type FormulaNode =
  | { readonly kind: 'number'; readonly value: number; readonly isInteger: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'nil' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: FormulaNode }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: FormulaNode; readonly right: FormulaNode }
  | { readonly kind: 'conditional'; readonly test: FormulaNode; readonly yes: FormulaNode; readonly no: FormulaNode }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly FormulaNode[] }
  | { readonly kind: 'list'; readonly items: readonly FormulaNode[] }
  | { readonly kind: 'let'; readonly name: string; readonly value: FormulaNode; readonly body: FormulaNode }
  | { readonly kind: 'sequence'; readonly nodes: readonly FormulaNode[] }
  /** Expressions that are parsed but not checked: members, mappings, slices, predicates. */
  | { readonly kind: 'other'; readonly what: string; readonly parts: readonly FormulaNode[] };

interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'operator' | 'bracket' | 'end';
  readonly text: string;
}

const WORDS: ReadonlySet<string> = new Set(['in', 'or', 'and', 'matches', 'contains', 'startsWith', 'endsWith', 'let', 'not']);
/** Keywords of expr-lang 1.17, which KEDA has since 2.17. */
const CONDITION_WORDS: ReadonlySet<string> = new Set(['if', 'else']);

const BINARY: Readonly<Record<string, readonly [precedence: number, fromRight?: boolean]>> = {
  '|': [0], or: [10], '||': [10], and: [15], '&&': [15], '==': [20], '!=': [20], '<': [20], '>': [20], '>=': [20], '<=': [20], in: [20], matches: [20],
  contains: [20], startsWith: [20], endsWith: [20], '..': [25], '+': [30], '-': [30], '*': [60], '/': [60], '%': [60], '**': [100, true], '^': [100, true], '??': [500],
};
const UNARY: Readonly<Record<string, number>> = { not: 50, '!': 50, '-': 90, '+': 90 };
const COMPARISONS: ReadonlySet<string> = new Set(['<', '>', '<=', '>=']);
const NEGATED: ReadonlySet<string> = new Set(['in', 'matches', 'contains', 'startsWith', 'endsWith']);
/** Functions whose last argument is a predicate, evaluated for each item of a list. */
const PREDICATES: ReadonlySet<string> = new Set([
  'all', 'none', 'any', 'one', 'filter', 'map', 'count', 'sum', 'find', 'findIndex', 'findLast', 'findLastIndex', 'groupBy', 'sortBy', 'reduce',
]);

const TOKEN = /\s*(?:(?<comment>\/\/.*|\/\*[\s\S]*?\*\/)|(?<number>(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*(?:\.(?!\.)[\d_]*)?(?:[eE][+-]?\d+)?|\.\d[\d_]*(?:[eE][+-]?\d+)?)(?![\w$]))|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?<operator>\?\?|\?\.|\.\.|\*\*|&&|\|\||==|!=|<=|>=|::|[-+*/%^<>!?:,;.|#=])|(?<bracket>[()[\]{}]))/uy;

function tokensOf(text: string, hasIf: boolean): Token[] {
  const tokens: Token[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(trimmed)?.groups;
    if (!groups) throw new SyntaxError(`unexpected '${trimmed.slice(at).trim().slice(0, 10)}'`);
    if (groups.comment !== undefined) continue;
    const [kind, found] = Object.entries(groups).find(([, value]) => value !== undefined) as [Token['kind'], string];
    const isWord = kind === 'name' && (WORDS.has(found) || (hasIf && CONDITION_WORDS.has(found)));
    tokens.push({ kind: isWord ? 'operator' : kind, text: found });
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

/**
 * Parses a formula into a tree as expr-lang does.
 *
 * @param hasIf whether this version supports `if … {} else {}`.
 * @throws SyntaxError that states the problem.
 */
export function formulaTree(text: string, hasIf = true): FormulaNode {
  const reader = new Reader(tokensOf(text, hasIf));
  const node = reader.sequence();
  reader.end();
  return node;
}

class Reader {
  private at = 0;
  private depth = 0;

  public constructor(private readonly tokens: readonly Token[]) {}

  private get current(): Token {
    return this.tokens[this.at];
  }

  private is(text: string, kind: Token['kind'] = 'operator'): boolean {
    return this.current.kind === kind && this.current.text === text;
  }

  private next(): Token {
    return this.tokens[this.at++];
  }

  private expect(text: string, kind: Token['kind'] = 'operator'): void {
    if (!this.is(text, kind)) throw new SyntaxError(`'${text}' is missing before ${this.shown()}`);
    this.at++;
  }

  private shown(): string {
    return this.current.kind === 'end' ? 'the end' : `'${this.current.text}'`;
  }

  private name(): string {
    if (this.current.kind !== 'name') throw new SyntaxError(`a name is missing before ${this.shown()}`);
    return this.next().text;
  }

  public end(): void {
    if (this.current.kind !== 'end') throw new SyntaxError(`unexpected ${this.shown()}`);
  }

  public sequence(): FormulaNode {
    const nodes = [this.expression(0)];
    while (this.is(';')) {
      this.next();
      if (this.current.kind === 'end') break;
      nodes.push(this.expression(0));
    }
    return nodes.length === 1 ? nodes[0] : { kind: 'sequence', nodes };
  }

  private expression(precedence: number): FormulaNode {
    if (precedence === 0 && this.is('let')) return this.declaration();
    if (precedence === 0 && this.is('if')) return this.condition();
    let left = this.primary();
    let previous = '';
    for (;;) {
      const negate = this.is('not');
      if (negate && !NEGATED.has(this.tokens[this.at + 1].text)) throw new SyntaxError(`unexpected ${this.shown()}`);
      const operator = this.tokens[this.at + (negate ? 1 : 0)];
      const [binds, fromRight] = operator.kind === 'operator' && Object.hasOwn(BINARY, operator.text) ? BINARY[operator.text] : [-1];
      if (binds < precedence) break;
      this.at += negate ? 2 : 1;
      if (operator.text === '|') left = this.call(this.name(), [left]);
      else {
        if (previous === '??' && operator.text !== '??') throw new SyntaxError(`?? and ${operator.text} cannot stand side by side; put one of them into parentheses`);
        left = COMPARISONS.has(operator.text) ? this.comparison(left, operator.text, binds)
          : { kind: 'binary', operator: operator.text, left, right: this.expression(fromRight ? binds : binds + 1) };
        if (negate) left = { kind: 'unary', operator: 'not', operand: left };
      }
      previous = operator.text;
    }
    return precedence === 0 ? this.ternary(left) : left;
  }

  private declaration(): FormulaNode {
    this.next();
    const name = this.name();
    this.expect('=');
    const value = this.expression(0);
    this.expect(';');
    return { kind: 'let', name, value, body: this.sequence() };
  }

  private condition(): FormulaNode {
    this.next();
    const test = this.expression(0);
    const yes = this.block();
    this.expect('else');
    return { kind: 'conditional', test, yes, no: this.is('if') ? this.condition() : this.block() };
  }

  private block(): FormulaNode {
    this.expect('{', 'bracket');
    const node = this.sequence();
    this.expect('}', 'bracket');
    return node;
  }

  private ternary(test: FormulaNode): FormulaNode {
    let node = test;
    while (this.is('?')) {
      this.next();
      const yes = this.is(':') ? node : this.expression(0);
      this.expect(':');
      node = { kind: 'conditional', test: node, yes, no: this.expression(0) };
    }
    return node;
  }

  /** Parses chained comparisons: `1 < a < 3` means `1 < a && a < 3`. */
  private comparison(first: FormulaNode, operator: string, precedence: number): FormulaNode {
    let [left, sign, whole] = [first, operator, undefined as FormulaNode | undefined];
    for (;;) {
      const right = this.expression(precedence + 1);
      const one: FormulaNode = { kind: 'binary', operator: sign, left, right };
      whole = whole ? { kind: 'binary', operator: '&&', left: whole, right: one } : one;
      if (this.current.kind !== 'operator' || !COMPARISONS.has(this.current.text)) return whole;
      [left, sign] = [right, this.next().text];
    }
  }

  private primary(): FormulaNode {
    const token = this.current;
    if (token.kind === 'operator' && Object.hasOwn(UNARY, token.text)) {
      this.next();
      return this.postfix({ kind: 'unary', operator: token.text, operand: this.expression(UNARY[token.text]) });
    }
    if (this.is('(', 'bracket')) {
      this.next();
      const node = this.sequence();
      this.expect(')', 'bracket');
      return this.postfix(node);
    }
    if (this.depth > 0 && (this.is('#') || this.is('.'))) {
      if (this.is('#')) this.next();
      if (this.current.kind === 'name') this.next();
      return this.postfix({ kind: 'other', what: '#', parts: [] });
    }
    return this.secondary();
  }

  private secondary(): FormulaNode {
    const token = this.next();
    switch (token.kind) {
      case 'number': return numberNode(token.text);
      case 'string': return this.postfix({ kind: 'string', value: token.text.slice(1, -1) });
      case 'name':
        if (token.text === 'true' || token.text === 'false') return { kind: 'boolean', value: token.text === 'true' };
        if (token.text === 'nil') return { kind: 'nil' };
        return this.postfix(this.is('(', 'bracket') ? this.call(token.text, []) : { kind: 'name', name: token.text });
      case 'bracket':
        if (token.text === '[') return this.postfix({ kind: 'list', items: this.items(']') });
        if (token.text === '{') return this.postfix(this.mapping());
    }
    this.at--;
    throw new SyntaxError(`unexpected ${this.shown()}`);
  }

  private items(closing: string): FormulaNode[] {
    const items: FormulaNode[] = [];
    while (!this.is(closing, 'bracket')) {
      if (items.length > 0) this.expect(',');
      if (items.length > 0 && this.is(closing, 'bracket')) break;
      items.push(this.expression(0));
    }
    this.next();
    return items;
  }

  private mapping(): FormulaNode {
    const parts: FormulaNode[] = [];
    while (!this.is('}', 'bracket')) {
      if (parts.length > 0) this.expect(',');
      if (this.is('}', 'bracket')) break;
      if (this.is('(', 'bracket')) parts.push(this.primary());
      else this.next();
      this.expect(':');
      parts.push(this.expression(0));
    }
    this.next();
    return { kind: 'other', what: 'a mapping', parts };
  }

  private call(name: string, given: readonly FormulaNode[]): FormulaNode {
    this.expect('(', 'bracket');
    if (!PREDICATES.has(name)) return { kind: 'call', name, args: [...given, ...this.items(')')] };
    const args = [...given];
    while (!this.is(')', 'bracket')) {
      if (args.length > given.length) this.expect(',');
      if (this.is(')', 'bracket')) break;
      if (args.length === 0) args.push(this.expression(0));
      else {
        this.depth++;
        const braced = this.is('{', 'bracket');
        const body = braced ? this.block() : this.expression(0);
        args.push({ kind: 'other', what: 'a predicate', parts: [body] });
        this.depth--;
      }
    }
    this.next();
    return { kind: 'call', name, args };
  }

  private postfix(first: FormulaNode): FormulaNode {
    let node = first;
    for (;;) {
      if (this.is('.') || this.is('?.')) {
        this.next();
        if (!this.is('[', 'bracket')) {
          this.next();
          const args = this.is('(', 'bracket') ? (this.next(), this.items(')')) : [];
          node = { kind: 'other', what: 'a member', parts: [node, ...args] };
          continue;
        }
      }
      if (!this.is('[', 'bracket')) return node;
      this.next();
      const parts = [node];
      while (!this.is(']', 'bracket')) {
        if (this.is(':')) this.next();
        else parts.push(this.expression(0));
      }
      this.next();
      node = { kind: 'other', what: 'an index', parts };
    }
  }
}

function numberNode(text: string): FormulaNode {
  const plain = text.replaceAll('_', '');
  const isInteger = /^(?:0[xXbBoO]|\d+$)/.test(plain);
  const value = Number(plain);
  if (!Number.isFinite(value) || (isInteger && BigInt(plain) >= 2n ** 63n)) throw new SyntaxError(`'${text}' is not a number`);
  return { kind: 'number', value, isInteger };
}
