import { groupOf, type Manifest } from '../../manifest/manifest';
import { type Fields, fieldsAt, listAt, textAt } from '../../values/fields';
import { nearest } from '../../values/nearest';
import { allKinds, isIn, kindOf } from '../api-types/api-type';
import { isBuiltIn } from '../api-types/manifest-faults';
import { isLive } from '../analysis/derived';
import { type Rule, type Violation } from '../rule/rule';
import { isToolFile } from '../analysis/tool-files';

/** API versions removed before the oldest supported version: by group version, and by kind where they differ. */
const REMOVED: ReadonlyMap<string, number> = new Map(Object.entries({
  'extensions/v1beta1': 16,
  'extensions/v1beta1 Ingress': 22,
  'apps/v1beta1': 16,
  'apps/v1beta2': 16,
  'admissionregistration.k8s.io/v1beta1': 22,
  'apiextensions.k8s.io/v1beta1': 22,
  'apiregistration.k8s.io/v1beta1': 22,
  'authentication.k8s.io/v1beta1 TokenReview': 22,
  'authorization.k8s.io/v1beta1': 22,
  'certificates.k8s.io/v1beta1 CertificateSigningRequest': 22,
  'coordination.k8s.io/v1beta1 Lease': 22,
  'networking.k8s.io/v1beta1 Ingress': 22,
  'networking.k8s.io/v1beta1 IngressClass': 22,
  'rbac.authorization.k8s.io/v1beta1': 22,
  'scheduling.k8s.io/v1beta1 PriorityClass': 22,
  'storage.k8s.io/v1beta1': 22,
  'autoscaling/v2beta1': 25,
  'batch/v1beta1': 25,
  'discovery.k8s.io/v1beta1': 25,
  'events.k8s.io/v1beta1': 25,
  'node.k8s.io/v1beta1': 25,
  'policy/v1beta1': 25,
  'autoscaling/v2beta2': 26,
  'flowcontrol.apiserver.k8s.io/v1beta1': 26,
  'storage.k8s.io/v1beta1 CSIStorageCapacity': 27,
}));

/** Versions whose successor has the same fields with the same meaning, so that nothing but the version changes. */
const SAME_FIELDS: ReadonlySet<string> = new Set([
  'autoscaling/v2beta2 HorizontalPodAutoscaler', 'batch/v1beta1 CronJob', 'policy/v1beta1 PodDisruptionBudget',
  'coordination.k8s.io/v1beta1 Lease', 'networking.k8s.io/v1beta1 IngressClass', 'scheduling.k8s.io/v1beta1 PriorityClass', 'storage.k8s.io/v1beta1 StorageClass',
  ...['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'].map((kind) => `rbac.authorization.k8s.io/v1beta1 ${kind}`),
]);

/** Kinds that nothing took the place of under their name. */
const SUCCESSORS: ReadonlyMap<string, string> = new Map([['PodSecurityPolicy', 'the labels of Pod Security admission']]);

const [KEDA_1, KEDA_2] = ['keda.k8s.io', 'keda.sh'];
/** Fields of scaleTargetRef in KEDA 1, and their names in KEDA 2. */
const RENAMED: Readonly<Record<string, string>> = { deploymentName: 'name', containerName: 'envSourceContainerName' };

export const apiVersionIsServed: Rule = {
  id: 'KSC013',
  title: 'cluster serves the API version of the object',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server does not know the API version: the apply fails',
  whatToChange: 'use an API version that the cluster serves',
  source: 'kubernetes docs, deprecated API migration guide; kubernetes api/openapi-spec/swagger.json of each version; keda docs, migration guide to version 2',
  *check(manifests, { clusterOf }) {
    for (const manifest of manifests.all) {
      const { kubernetesVersion: { minor }, isAssumed } = clusterOf(manifest);
      const fault = faultOf(manifest, minor);
      if (fault) yield { manifest, message: fault.message, ...(fault.severity && { severity: fault.severity }), ...(!fault.isLater && fixOf(manifest, minor)), ...(fault.isLater && isAssumed ? { severity: 'warning' } : {}) };
    }
  },
};

type Fault = Pick<Violation, 'message' | 'severity'> & { readonly isLater?: true };

function faultOf(manifest: Manifest, minor: number): Fault | undefined {
  const { apiVersion, kind } = manifest;
  if (groupOf(apiVersion) === KEDA_1) return { message: ofKeda1(manifest) };
  const found = kindOf(apiVersion, kind);
  if (found && isIn(minor, found)) return undefined;
  if (found?.since !== undefined && minor < found.since) {
    if (isLive(manifest)) return undefined;
    const message = `${apiVersion} ${kind} exists from Kubernetes 1.${found.since} on, and the cluster has 1.${minor}; set --kubernetes to the version of the cluster${orElse(manifest, minor)}`;
    return { message, isLater: true };
  }
  const removed = found ? found.until! + 1 : REMOVED.get(`${apiVersion} ${kind}`) ?? REMOVED.get(apiVersion);
  if (removed !== undefined) return { message: `${apiVersion} ${kind} was removed in Kubernetes 1.${removed}${orElse(manifest, minor)}` };
  const isOfKeda = groupOf(apiVersion) === KEDA_2;
  if (isOfKeda ? isLive(manifest) : !isBuiltIn(groupOf(apiVersion)) || isToolFile(kind)) return undefined;
  const lacks = `${isOfKeda ? 'KEDA' : 'Kubernetes'} has no ${kind} in ${apiVersion}`;
  const other = bestVersion(manifest, minor);
  if (other !== undefined) return { message: `${lacks}; use ${other}` };
  const near = nearest(kind, allKinds().filter(([version]) => version === apiVersion).map(([, each]) => each));
  if (near !== undefined) return { message: `${lacks}; did you mean ${near}?` };
  // a later version of KEDA may have it
  return { message: `${lacks}; correct the kind or the apiVersion`, ...(isOfKeda && { severity: 'warning' as const }) };
}

/** An object that KEDA 2 does not read, with the fields that have other names there. */
function ofKeda1(manifest: Manifest): string {
  const { apiVersion, kind } = manifest;
  const isJob = textAt(manifest, 'spec', 'scaleType') === 'job';
  const renamed = isJob ? [] : Object.entries(RENAMED).filter(([name]) => textAt(manifest, 'spec', 'scaleTargetRef', name) !== undefined).map(([name, now]) => `${name} is ${now}`);
  const fields = renamed.length === 0 ? '' : `, where scaleTargetRef.${renamed.join(' and ')}`;
  return `${apiVersion} ${kind} is an object of KEDA 1, which KEDA 2 ignores; use ${KEDA_2}/v1alpha1${isJob ? ' ScaledJob' : ''}${fields}`;
}

function fixOf(manifest: Manifest, minor: number): Pick<Violation, 'fix'> {
  const { apiVersion, kind } = manifest;
  const best = groupOf(apiVersion) === KEDA_1 ? undefined : bestVersion(manifest, minor);
  if (best === undefined || !SAME_FIELDS.has(`${apiVersion} ${kind}`)) return {};
  // An empty selector of a PodDisruptionBudget selected no pod in v1beta1, and selects all in v1.
  if (kind === 'PodDisruptionBudget' && !selects(fieldsAt(manifest, 'spec', 'selector'))) return {};
  return { fix: { path: ['apiVersion'], set: best } };
}

function selects(selector: Fields | undefined): boolean {
  return Object.keys(fieldsAt(selector, 'matchLabels') ?? {}).length > 0 || listAt(selector, 'matchExpressions').length > 0;
}

function orElse(manifest: Manifest, minor: number): string {
  const instead = SUCCESSORS.get(manifest.kind) ?? bestVersion(manifest, minor);
  return instead === undefined ? '' : `; use ${instead}`;
}

/**
 * The API version in which a kind is best served: of the same group where there is one, a stable one, the latest of
 * these.
 */
function bestVersion({ apiVersion, kind }: Manifest, minor: number): string | undefined {
  const worth = (each: string): number => {
    const [, major, level, step] = /v(\d+)(alpha|beta)?(\d*)$/.exec(each)!;
    const maturity = level === undefined ? 2 : level === 'beta' ? 1 : 0;
    return ((Number(groupOf(each) === groupOf(apiVersion)) * 3 + maturity) * 100 + Number(major)) * 100 + Number(step);
  };
  const served = allKinds().filter(([each, name]) => name === kind && isIn(minor, kindOf(each, name)!)).map(([each]) => each);
  return served.sort((a, b) => worth(b) - worth(a))[0];
}
