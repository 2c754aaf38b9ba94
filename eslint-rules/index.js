/** ESLint rules for the language of comments, and for the order of imports. */
const OPENINGS = ['What', 'Whether', 'Who', 'Whose', 'Where', 'How', 'Of'];
const LONGEST_LINE = 120;
/** Words that the field does not use for what is meant here, and the field's term. */
const WORDS = {
  agenda: 'event queue',
  dearer: 'more expensive',
  duty: 'role',
  'for people': 'as text',
  'held against': 'compared with',
  nobody: 'the component that does not',
  reckon: 'compute',
  reckoned: 'computed',
  riddle: 'question',
  somebody: 'the component, or by hand',
  strand: 'mark the node as lost',
  stranded: 'lost',
  surroundings: 'context',
  'waiting line': 'queue',
  'waiting lines': 'queues',
  'gives up on': 'marks as unreachable',
};
const WORD = new RegExp(`\\b(${Object.keys(WORDS).join('|')})\\b`, 'gi');

/** Runs a check over every comment of a file. */
function forEachComment(messages, check) {
  return {
    meta: { type: 'suggestion', messages, schema: [] },
    create(context) {
      const { sourceCode } = context;
      return {
        Program() {
          sourceCode.getAllComments().forEach((comment) => check(comment, (messageId, data, loc) => context.report({ loc: loc ?? comment.loc, messageId, data }), sourceCode));
        },
      };
    },
  };
}

const opening = forEachComment(
  { opening: "a docstring opens with the noun or the verb that a reader searches for, not with '{{word}}'" },
  ({ type, value }, report) => {
    const word = type === 'Block' && value.startsWith('*') ? /^\*[\s*]*(?:@internal\s+)?([A-Za-z]+)/.exec(value)?.[1] : undefined;
    if (word !== undefined && OPENINGS.includes(word)) report('opening', { word });
  },
);

const lineLength = forEachComment(
  { long: `a line of a comment has at most ${LONGEST_LINE} characters, got {{length}}` },
  ({ loc, value }, report, sourceCode) => {
    for (let line = loc.start.line; line <= loc.end.line; line++) {
      const text = sourceCode.lines[line - 1];
      const isProse = /^\s*(\/\/|\/?\*)/.test(text) && !/https?:\/\/\S{60}/.test(value);
      if (isProse && text.length > LONGEST_LINE) report('long', { length: text.length }, { line, column: 0 });
    }
  },
);

const words = forEachComment(
  { word: "'{{word}}' is not the field's term; write {{instead}}" },
  ({ value }, report) => {
    for (const [word] of value.matchAll(WORD)) report('word', { word, instead: WORDS[word.toLowerCase()] });
  },
);

/** Packages first, then folders above from the farthest to the nearest, then the own folder. */
function distance({ source: { value } }) {
  return value.startsWith('.') ? -value.split('/').filter((part) => part === '..').length : -Infinity;
}

/** Runs of imports that may change places: an import for its side effects stays where it is. */
function importRuns(body) {
  const runs = [[]];
  for (const statement of body) {
    if (statement.type === 'ImportDeclaration' && statement.specifiers.length > 0) runs.at(-1).push(statement);
    else runs.push([]);
  }
  return runs;
}

const importOrder = {
  meta: {
    type: 'layout',
    fixable: 'code',
    messages: { order: "import '{{name}}' stands behind '{{earlier}}'; packages come first, then folders above from the farthest, then the own folder" },
    schema: [],
  },
  create(context) {
    const { sourceCode } = context;
    const hasCommentBetween = (run) => run.slice(1).some((node, i) => sourceCode.text.slice(run[i].range[1], node.range[0]).trim() !== '');
    return {
      Program({ body }) {
        for (const run of importRuns(body)) {
          const wrong = run.findIndex((node, i) => i > 0 && distance(node) < distance(run[i - 1]));
          if (wrong < 0) continue;
          const sorted = [...run].sort((a, b) => Math.sign(distance(a) - distance(b)) || 0);
          const range = [run[0].range[0], run.at(-1).range[1]];
          context.report({
            node: run[wrong],
            messageId: 'order',
            data: { name: run[wrong].source.value, earlier: run[wrong - 1].source.value },
            fix: hasCommentBetween(run) ? null : (fixer) => fixer.replaceTextRange(range, sorted.map((node) => sourceCode.getText(node)).join('\n')),
          });
        }
      },
    };
  },
};

const TITLED = /^(describe|it|test)$/;

/** Title of a test call, as in `test('…')` and `test.each(rows)('…')`; undefined for any other call. */
function titleOf({ callee, arguments: [title] }) {
  let name = callee;
  while (name.type === 'MemberExpression' || name.type === 'CallExpression') name = name.type === 'CallExpression' ? name.callee : name.object;
  return name.type === 'Identifier' && TITLED.test(name.name) && title?.type === 'Literal' && typeof title.value === 'string' ? title : undefined;
}

const titles = {
  meta: { type: 'suggestion', messages: { word: "'{{word}}' is not the field's term; write {{instead}}" }, schema: [] },
  create(context) {
    return {
      CallExpression(node) {
        const title = titleOf(node);
        for (const [word] of title?.value.matchAll(WORD) ?? []) context.report({ node: title, messageId: 'word', data: { word, instead: WORDS[word.toLowerCase()] } });
      },
    };
  },
};

module.exports = { rules: { 'import-order': importOrder, 'docstring-opening': opening, 'comment-length': lineLength, 'field-terms': words, 'title-terms': titles } };
