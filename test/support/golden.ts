import { isDeepStrictEqual } from 'node:util';

type Json = Record<string, any>;

/**
 * Fields that a cluster cannot change in place, or that others refer to: changing one takes work by hand, or an outage.
 */
const FIXED = [
  'spec.selector',
  'spec.podSelector',
  'spec.scaleTargetRef',
  'spec.volumeClaimTemplates',
  'spec.serviceName',
  'spec.podManagementPolicy',
  'spec.clusterIP',
  'roleRef',
];

/**
 * Changes that an upgrade cannot make by itself, as in 'Deployment rag/web spec.selector'; for an object that is gone,
 * its name alone.
 */
export function breakingChanges(before: readonly Json[], after: readonly Json[]): string[] {
  return before.flatMap((old) => {
    const now = after.find((each) => identity(each) === identity(old));
    if (!now) return [label(old)];
    return FIXED.filter((path) => !isDeepStrictEqual(at(old, path), at(now, path))).map((path) => `${label(old)} ${path}`);
  });
}

/** The changes that the changelog's section of what is not released yet does not name in backticks. */
export function unannounced(changes: readonly string[], changelog: string): string[] {
  const unreleased = /^## \[Unreleased\]\n([^]*?)(?=^## \[|$(?![^]))/m.exec(changelog)?.[1] ?? '';
  return changes.filter((change) => !unreleased.includes(`\`${change}\``));
}

function identity({ apiVersion, kind, metadata }: Json): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [group, kind, metadata.namespace ?? '', metadata.name].join('/');
}

function label({ kind, metadata }: Json): string {
  return `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;
}

function at(manifest: Json, path: string): unknown {
  return path.split('.').reduce((value: any, key) => value?.[key], manifest);
}
