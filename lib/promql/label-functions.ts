import { UserError } from '../values/user-error';
import { withLabel } from './labels';
import { anchoredPattern } from './matcher';
import { distinct, type Vector } from './value';

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** label_replace(): sets a label to a text made of what a pattern found in another. */
export function labelReplace(vector: Vector, [label, replacement, from, pattern]: readonly string[]): Vector {
  requireLabelName('label_replace', label);
  const expression = anchoredPattern(pattern);
  return distinct(vector.map((element) => {
    const match = expression.exec(element.labels.get(from) ?? '');
    return match ? { ...element, labels: withLabel(element.labels, label, expand(replacement, match)) } : element;
  }));
}

/** label_join(): sets a label to the values of others with a text between them. */
export function labelJoin(vector: Vector, [label, separator, ...from]: readonly string[]): Vector {
  requireLabelName('label_join', label);
  return distinct(vector.map((element) => ({
    ...element, labels: withLabel(element.labels, label, from.map((name) => element.labels.get(name) ?? '').join(separator)),
  })));
}

/** `$1`, `${1}`, `$name`, `${name}` and `$$`; a group that is not there is empty. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (_, bare, braced) => {
    const name = bare ?? braced;
    if (name === undefined) return '$';
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
  });
}

function requireLabelName(name: string, label: string): void {
  if (!LABEL_NAME.test(label)) throw new UserError(`${name} sets '${label}', which is not a label name; use letters, digits and underscores`);
}
