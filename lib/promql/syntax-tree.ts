import { type SyntaxNode, type Tree } from '@lezer/common';
import { type LRParser } from '@lezer/lr';
import { invalid } from './syntax-error';

// the package has CommonJS, but its types say that it has modules alone
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { parser } = require('@prometheus-io/lezer-promql') as { readonly parser: LRParser };

/**
 * The tree of an expression, and the text that its positions are of.
 *
 * The grammar is made for editors: it lets an offset follow a sum, where Prometheus has it follow the last selector of
 * the sum. What belongs together is put into parentheses first.
 *
 * @throws UserError where the text is no PromQL.
 */
export function syntaxTree(text: string): { readonly text: string; readonly top: SyntaxNode } {
  const bound = bindOffsets(text, parseText(text));
  return { text: bound, top: parseText(bound).topNode };
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

function parseText(text: string): Tree {
  const tree = parser.parse(text);
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError) throw invalid(text, text.length > from ? `unexpected '${text.slice(from, from + 20)}'` : 'unexpected end of input');
    },
  });
  return tree;
}

function bindOffsets(text: string, tree: Tree): string {
  const insertions: Array<{ readonly at: number; readonly text: string }> = [];
  tree.iterate({
    enter: ({ node }) => {
      if (node.name !== 'OffsetExpr') return;
      const selected = lastOperand(node.firstChild!);
      if (selected.from === node.from) return;
      // Parentheses after group_left hold a list of labels: where it has none, it gets an empty one.
      const opening = /\bgroup_(left|right)\s*$/i.test(text.slice(node.from, selected.from)) ? '() (' : '(';
      insertions.push({ at: selected.from, text: opening }, { at: node.to, text: ')' });
    },
  });
  return insertions.sort((a, b) => b.at - a.at).reduce((result, { at, text: inserted }) => result.slice(0, at) + inserted + result.slice(at), text);
}

function lastOperand(node: SyntaxNode): SyntaxNode {
  return node.name === 'BinaryExpr' || node.name === 'UnaryExpr' ? lastOperand(node.lastChild!) : node;
}
