import { parseDocument } from 'yaml';
import { fieldsAt, type Fields, fieldsListAt, isFields, type ManifestIndex, textAt, valueAt } from '../manifest';
import { duplicateKeys } from '../manifest/kubernetes-yaml';
import { type QuerySubject } from './measured-queries';

/** Query of a prometheus-adapter rule for one workload. */
export interface AdapterQuery {
  readonly text: string;
  /** Label that identifies the pod. */
  readonly podLabel: string;
}

/**
 * Returns the query with which prometheus-adapter serves a metric, from the ConfigMap with its rules; undefined without
 * a matching rule.
 *
 * @param api 'rules' for Pods and Object metrics, 'externalRules' for External ones.
 */
export function adapterQuery(index: ManifestIndex, api: 'rules' | 'externalRules', metric: string, subject: QuerySubject): AdapterQuery | undefined {
  for (const config of adapterConfigs(index)) {
    for (const rule of fieldsListAt(config, api)) {
      const query = textAt(rule, 'metricsQuery');
      if (query !== undefined && metricOf(rule) === metric) return fill(query, rule, api, subject);
    }
  }
  return undefined;
}

function adapterConfigs(index: ManifestIndex): Fields[] {
  return index.ofKind('ConfigMap', '').flatMap((manifest) => Object.values(fieldsAt(manifest, 'data') ?? {}).flatMap((text) => {
    if (typeof text !== 'string' || !text.includes('metricsQuery')) return [];
    const config = tryParse(text);
    return isFields(config) && (Array.isArray(config.rules) || Array.isArray(config.externalRules)) ? [config] : [];
  }));
}

function tryParse(text: string): unknown {
  try {
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
    return document.errors.length > 0 || duplicateKeys(document).length > 0 ? undefined : document.toJS();
  } catch {
    return undefined;
  }
}

/** Returns the metric name under which the adapter serves a rule's series. */
function metricOf(rule: Fields): string | undefined {
  const series = seriesOf(rule);
  const as = textAt(rule, 'name', 'as') ?? '';
  const pattern = textAt(rule, 'name', 'matches');
  if (pattern === undefined || pattern === '') return as === '' || as.includes('$') ? series : as;
  try {
    const match = new RegExp(pattern).exec(series ?? '');
    return match === null ? undefined : (as === '' ? '$1' : as).replace(/\$\{?(\d+)\}?/g, (_, group: string) => match[Number(group)] ?? '');
  } catch {
    return undefined;
  }
}

function seriesOf(rule: Fields): string | undefined {
  const query = textAt(rule, 'seriesQuery') ?? '';
  return /^[a-zA-Z_:][\w:]*/.exec(query)?.[0] ?? /__name__\s*=\s*"([^"]+)"/.exec(query)?.[1];
}

function fill(query: string, rule: Fields, api: 'rules' | 'externalRules', { namespace, workload }: QuerySubject): AdapterQuery {
  const [podLabel, namespaceLabel] = [labelOf(rule, 'pod'), labelOf(rule, 'namespace')];
  const namespaced = valueAt(rule, 'resources', 'namespaced') !== false;
  const ofPods = api === 'rules' ? `,${podLabel}=~"${workload.replaceAll('.', '\\\\.')}-.+"` : '';
  const text = query.replaceAll('<<.Series>>', seriesOf(rule) ?? '').replaceAll('<<.GroupBy>>', api === 'rules' ? podLabel : namespaceLabel)
    .replaceAll('<<.LabelMatchers>>', namespaced ? `${namespaceLabel}="${namespace}"${ofPods}` : '');
  return { text, podLabel };
}

/** Returns the label of a resource, from the rule's overrides or its template. */
function labelOf(rule: Fields, resource: 'pod' | 'namespace'): string {
  const overrides = Object.entries(fieldsAt(rule, 'resources', 'overrides') ?? {});
  const found = overrides.find(([, override]) => [resource, `${resource}s`].includes(textAt(override, 'resource') ?? ''));
  return found?.[0] ?? textAt(rule, 'resources', 'template')?.replace('<<.Resource>>', resource) ?? resource;
}
