const NAME = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)$/;
const DNS = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** Returns whether Kubernetes parses a text as a label selector, as in `app=web,tier in (a,b),!canary`. */
export function isLabelSelector(text: string): boolean {
  const rest = text.trim();
  return rest === '' || split(rest).every((part) => isRequirement(part.trim()));
}

/** Splits a text at the commas outside of parentheses. */
function split(text: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

function isRequirement(part: string): boolean {
  const set = /^([^\s(!=<>]+)\s+(?:in|notin)\s*\(([^()]*)\)$/.exec(part);
  if (set) return isKey(set[1]) && set[2].split(',').every((value) => isValue(value.trim()));
  const absent = /^!\s*([^\s(!=<>]+)$/.exec(part);
  if (absent) return isKey(absent[1]);
  const compared = /^([^\s(!=<>]+)\s*(==|!=|=|>|<)\s*([^\s(!=<>]*)$/.exec(part);
  if (compared) return isKey(compared[1]) && (['>', '<'].includes(compared[2]) ? /^[+-]?\d+$/.test(compared[3]) : isValue(compared[3]));
  return isKey(part);
}

function isKey(key: string): boolean {
  const [first, second, ...more] = key.split('/');
  const name = second ?? first;
  return more.length === 0 && name.length <= 63 && NAME.test(name) && (second === undefined || (first.length <= 253 && DNS.test(first)));
}

function isValue(value: string): boolean {
  return value === '' || (value.length <= 63 && NAME.test(value));
}
