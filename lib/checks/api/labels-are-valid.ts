import { type Fields, fieldsAt } from '../../values/fields';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type Manifest } from '../../manifest/manifest';
import { isLabelValue, isQualifiedName } from '../../values/names';
import { type Rule } from '../rule/rule';

export const labelsAreValid: Rule = {
  id: 'KSC036',
  title: 'labels and annotations have a valid form',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses the object',
  whatToChange: "quote numbers and booleans; use letters, digits, '-', '_' and '.', at most 63 characters",
  source: 'kubernetes docs, labels and selectors',
  *check(manifests) {
    for (const manifest of manifests.all) {
      for (const [where, labels, isLabel, path] of labelsOf(manifests, manifest)) {
        for (const [key, value] of Object.entries(labels)) {
          const fault = faultOf(key, value, isLabel);
          if (fault === undefined) continue;
          const isQuotable = typeof value === 'number' || typeof value === 'boolean';
          yield { manifest, message: `${where} ${fault}`, ...(isQuotable && path && { fix: { path: [...path, key], quotes: true } }) };
        }
      }
    }
  },
};

type LabelMap = readonly [where: string, labels: Fields, isLabel: boolean, path?: readonly string[]];

function labelsOf(manifests: ManifestIndex, manifest: Manifest): LabelMap[] {
  const template = fieldsAt(manifest, 'spec', 'workloadRef') || manifest.kind === 'Pod' ? undefined : manifests.podTemplateOf(manifest);
  const pods = fieldsAt(manifest, 'spec', 'template', 'metadata') ? ['spec', 'template', 'metadata'] : undefined;
  return [
    ['metadata.labels', fieldsAt(manifest, 'metadata', 'labels') ?? {}, true, ['metadata', 'labels']],
    ['metadata.annotations', fieldsAt(manifest, 'metadata', 'annotations') ?? {}, false, ['metadata', 'annotations']],
    ['the pod template', template?.labels ?? {}, true, pods && [...pods, 'labels']],
    ['the pod template', template?.annotations ?? {}, false, pods && [...pods, 'annotations']],
  ];
}

function faultOf(key: string, value: unknown, isLabel: boolean): string | undefined {
  const what = isLabel ? 'label' : 'annotation';
  if (!isQualifiedName(isLabel ? key : key.toLowerCase())) return `has the ${what} key '${key}'; use [prefix/]name with at most 63 characters in the name`;
  if (value !== null && typeof value !== 'string') return `has the ${what} ${key} with the value ${JSON.stringify(value)}; quote it, since it must be a string`;
  if (isLabel && !isLabelValue(value ?? '')) return `has the label ${key} with the value '${value}'; use letters, digits, '-', '_' and '.', at most 63`;
  return undefined;
}
