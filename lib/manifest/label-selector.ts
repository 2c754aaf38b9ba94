import { type Fields, fieldsAt, fieldsListAt, listAt, textAt } from '../values/fields';

/**
 * Returns whether labels satisfy a map of equalities, such as the selector of a Service. An empty map selects
 * nothing, as in a Service.
 */
export function matchesEqualities(selector: Fields, labels: Fields): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

/**
 * Returns whether labels satisfy a LabelSelector (`matchLabels` and `matchExpressions`). As in the API, an empty
 * selector matches everything, and a missing one matches nothing. An operator or a field that the API does not know
 * matches nothing.
 */
export function matchesLabelSelector(selector: Fields | undefined, labels: Fields): boolean {
  if (!selector || Object.keys(selector).some((key) => key !== 'matchLabels' && key !== 'matchExpressions')) return false;
  const equalities = Object.entries(fieldsAt(selector, 'matchLabels') ?? {});
  return equalities.every(([key, value]) => labels[key] === value)
    && fieldsListAt(selector, 'matchExpressions').every((expression) => matchesExpression(expression, labels));
}

function matchesExpression(expression: Fields, labels: Fields): boolean {
  const key = textAt(expression, 'key') ?? '';
  const present = Object.hasOwn(labels, key);
  const listed = present && listAt(expression, 'values').includes(labels[key]);
  switch (textAt(expression, 'operator')) {
    case 'In': return listed;
    case 'NotIn': return !listed;
    case 'Exists': return present;
    case 'DoesNotExist': return !present;
    default: return false;
  }
}
