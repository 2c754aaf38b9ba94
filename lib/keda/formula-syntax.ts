import jsep, { type Expression } from 'jsep';

// As in expr-lang, whose words and whose power operator jsep does not have.
jsep.addBinaryOp('or', 1);
jsep.addBinaryOp('and', 2);
jsep.addBinaryOp('^', 11, true);
jsep.addBinaryOp('??', 12);
jsep.addUnaryOp('not');
jsep.hooks.add('gobble-token', function grouping(this: TokenReader, env: { node?: unknown }) {
  if (this.code !== OPENING_PARENTHESIS) return;
  const node = this.gobbleGroup();
  if (node) node.grouped = true;
  env.node = this.gobbleTokenProperty(node);
});

/** What a hook of jsep can call, and jsep's types do not tell. */
interface TokenReader {
  readonly code: number;
  gobbleGroup(): Expression | false;
  gobbleTokenProperty(node: Expression | false): Expression;
}

const OPENING_PARENTHESIS = 40;

/** What binds tighter than a sign does. */
const TIGHTER_THAN_SIGN = ['**', '^', '??'];

/**
 * The tree of a formula as expr-lang reads it.
 *
 * @throws Error that says what is wrong with it.
 */
export function formulaTree(text: string): Expression {
  return bound(jsep(text));
}

/** To jsep a sign belongs to what stands next to it; in expr-lang powers and ?? go before it, so that -a ** 2 is -(a ** 2). */
function bound(tree: Expression): Expression {
  const node = withParts(tree, bound);
  if (node.type !== 'BinaryExpression') return node;
  const left = node.left as Expression;
  const operator = node.operator as string;
  if (left.type === 'UnaryExpression' && !left.grouped && TIGHTER_THAN_SIGN.includes(operator)) {
    return { ...left, argument: bound({ ...node, left: left.argument as Expression, grouped: false }), grouped: node.grouped };
  }
  if (left.type === 'BinaryExpression' && left.operator === '??' && !left.grouped && operator !== '??') {
    throw new Error(`?? and ${operator} cannot stand side by side; put one of them into parentheses`);
  }
  return node;
}

function withParts(node: Expression, change: (part: Expression) => Expression): Expression {
  const changed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(changed);
    return typeof value === 'object' && value !== null && 'type' in value ? change(value as Expression) : value;
  };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, changed(value)])) as unknown as Expression;
}
