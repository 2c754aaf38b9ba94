/** ESLint rules for the language of comments. */
const OPENINGS = ['What', 'Whether', 'Who', 'Whose', 'Where', 'How', 'Of'];
const LONGEST_LINE = 120;
/** Words that the field does not use for what is meant here, and the field's term. */
const WORDS = {
  agenda: 'event queue',
  duty: 'role',
  riddle: 'question',
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

module.exports = { rules: { 'docstring-opening': opening, 'comment-length': lineLength, 'field-terms': words } };
