import { scalerTypes, versionsOf } from '../../keda/catalogue/setting';
import { KedaVersion } from '../../keda/keda-version';
import { describeProblem } from '../../keda/problem';
import { misspeltSettings } from '../../keda/scaler/judge-trigger';
import { type SpannedProblem } from '../../keda/version-span';
import { TimeZone } from '../../schedule/time-zone';
import { nearest } from '../../values/nearest';
import { textAt } from '../../values/fields';
import { type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { settingOf, type Trigger, triggersOf } from '../analysis/autoscalers';
import { kedaObjects, kedaProblems } from '../analysis/keda';
import { faultsOf } from '../api-types/manifest-faults';
import { type Rule, type Violation } from '../rule/rule';

export const triggerIsComplete: Rule = {
  id: 'KSC067',
  title: 'KEDA accepts the object and can build its triggers',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'KEDA refuses the object, cannot build a trigger, or makes a HorizontalPodAutoscaler that the API server refuses: none of its triggers scales anything',
  whatToChange: 'correct the field that the finding names; set the KEDA version by --keda or Cluster.declare({ kedaVersion })',
  source: 'keda apis/keda/v1alpha1, *_webhook.go; keda pkg/scalers, *_scaler.go; keda config/crd/bases and controllers/keda/hpa.go; KEDA 2.16 to 2.21',
  *check(manifests, { clusterOf }) {
    for (const manifest of kedaObjects(manifests)) {
      const cluster = clusterOf(manifest);
      const { kedaVersion, kubernetesVersion } = cluster;
      const told = new Set([...faultsOf(manifests, manifest, kubernetesVersion.minor)].map(({ path }) => path));
      const problems = kedaProblems(manifests, manifest, cluster);
      for (const problem of problems) {
        if (isToldElsewhere(problem, told, manifest)) continue;
        yield { manifest, message: describe(problem), ...(isUncertain(problem, manifest, kedaVersion) && { severity: 'warning' as const }) };
      }
      yield* otherAuthentications(manifests, manifest);
      yield* passedOver(manifest, kedaVersion ?? KedaVersion.NEWEST, problems);
    }
  },
};

function describe(problem: SpannedProblem): string {
  const { versions } = problem;
  return versions === undefined ? describeProblem(problem) : `${describeProblem(problem)} (${versions})`;
}

/**
 * Bounds, other autoscalers and requests have rules of their own, and so have fields that the API does not know or that
 * have another type.
 */
function isToldElsewhere({ subject, field, trigger }: SpannedProblem, told: ReadonlySet<string>, manifest: Manifest): boolean {
  switch (subject) {
    case 'bounds':
    case 'autoscalers': return true;
    case 'requests': return triggersOf(manifest)[trigger ?? 0]?.fields.metricType !== 'AverageValue';
    case 'fields': return told.has(field) || [...told].some((path) => path !== '' && (field.startsWith(`${path}.`) || path.startsWith(`${field}.`)));
    default: return false;
  }
}

/** A type that resembles none that is known may be one of a later version. */
function isUncertain({ trigger, stage }: SpannedProblem, manifest: Manifest, version: KedaVersion | undefined): boolean {
  if (version || trigger === undefined || stage !== 'scaler') return false;
  const { type } = triggersOf(manifest)[trigger];
  return type !== '' && versionsOf(type) === undefined && nearest(type, scalerTypes(KedaVersion.NEWEST.minor)) === undefined;
}

const AUTHENTICATIONS: Readonly<Record<string, string>> = { TriggerAuthentication: 'ClusterTriggerAuthentication', ClusterTriggerAuthentication: 'TriggerAuthentication' };

/** An authentication that is not there, beside one of the same name and the other kind: KEDA goes on without it. */
function* otherAuthentications(manifests: ManifestIndex, manifest: Manifest): Iterable<Violation> {
  const isThere = (kind: string, name: string): boolean => manifests.ofKind(kind, 'keda.sh')
    .some((each) => nameOf(each) === name && (kind === 'ClusterTriggerAuthentication' || namespaceOf(each) === namespaceOf(manifest)));
  for (const [index, { fields }] of triggersOf(manifest).entries()) {
    const name = textAt(fields, 'authenticationRef', 'name');
    const kind = textAt(fields, 'authenticationRef', 'kind') ?? 'TriggerAuthentication';
    const other = Object.hasOwn(AUTHENTICATIONS, kind) ? AUTHENTICATIONS[kind] : undefined;
    if (name === undefined || other === undefined || isThere(kind, name) || !isThere(other, name)) continue;
    yield { manifest, severity: 'warning', message: `spec.triggers[${index}].authenticationRef names ${kind} ${name}, which is not among the manifests, and ${other} ${name} is; set authenticationRef.kind: ${other}` };
  }
}

/** Settings of streams of Redis that KEDA puts out of force, with what does so. */
function* ignoredOfStreams(trigger: Trigger, path: string, manifest: Manifest): Iterable<Violation> {
  const has = (name: string): boolean => [name, `${name}FromEnv`].some((each) => !['', '0', undefined].includes(settingOf(trigger, each)));
  const ignored = has('consumerGroup')
    ? [['streamLength', 'beside consumerGroup'], ...(has('lagCount') ? [['pendingEntriesCount', 'beside lagCount']] : [])]
    : [['pendingEntriesCount', 'without consumerGroup, where KEDA counts the whole stream'], ['lagCount', 'without consumerGroup, where KEDA counts the whole stream']];
  for (const [name, why] of ignored) {
    if (has(name)) yield { manifest, severity: 'warning', message: `${path}.${name} has no effect ${why}; ${has('consumerGroup') ? 'remove it' : 'set consumerGroup'}` };
  }
}

/** Settings that KEDA accepts and that have no effect. */
function* passedOver(manifest: Manifest, { minor }: KedaVersion, problems: readonly SpannedProblem[]): Iterable<Violation> {
  for (const [index, trigger] of triggersOf(manifest).entries()) {
    const path = `spec.triggers[${index}].metadata`;
    const metadata = Object.fromEntries(Object.keys(trigger.metadata).map((key) => [key, settingOf(trigger, key) ?? '']));
    for (const { given, meant } of misspeltSettings({ type: trigger.type, metadata, minor })) {
      if (problems.some(({ message, trigger: at }) => at === index && message.includes(`rename ${given} to `))) continue;
      yield { manifest, message: `${path}.${given} is not a setting of a ${trigger.type} trigger, and KEDA ignores it; did you mean ${meant}?`, severity: 'warning' };
    }
    if (/^redis-(?:cluster-|sentinel-)?streams$/.test(trigger.type)) yield* ignoredOfStreams(trigger, path, manifest);
    const fault = zoneFault(trigger);
    if (fault !== undefined) yield { manifest, message: `${path}.timezone cannot be read: ${fault}` };
  }
}

/** KEDA reads the zone whenever it asks the trigger, and fails each time. */
function zoneFault(trigger: Trigger): string | undefined {
  const zone = trigger.type === 'cron' ? settingOf(trigger, 'timezone')?.trim() : undefined;
  // Go's name for the zone of the machine
  if (zone === undefined || zone === '' || zone === 'Local') return undefined;
  try {
    TimeZone.of(zone);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
