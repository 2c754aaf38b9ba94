import { valueAt } from '../../values/fields';
import { groupOf, type Manifest } from '../../manifest/manifest';
import { isDnsLabel, isDnsSubdomain, isPathSegment, isServiceName } from '../../values/names';
import { isBuiltIn } from '../api-types/manifest-faults';
import { type Rule } from '../rule/rule';
import { isToolFile } from '../analysis/tool-files';

interface NameForm {
  readonly fits: (name: string) => boolean;
  readonly form: string;
}

const SUBDOMAIN: NameForm = { fits: isDnsSubdomain, form: "lower-case letters, digits, '-' and '.', at most 253" };
const LABEL: NameForm = { fits: isDnsLabel, form: "lower-case letters, digits and '-', at most 63" };
const SEGMENT: NameForm = { fits: isPathSegment, form: "no '/' and no '%'" };
const SERVICE: NameForm = { fits: isServiceName, form: "lower-case letters, digits and '-', beginning with a letter, at most 63" };
/** From this version on, a Service may be called as a Pod may. */
const SERVICE_IS_A_LABEL = 36;
const FORMS: Readonly<Record<string, NameForm>> = {
  Service: LABEL,
  Namespace: LABEL,
  Role: SEGMENT,
  RoleBinding: SEGMENT,
  ClusterRole: SEGMENT,
  ClusterRoleBinding: SEGMENT,
  PodDisruptionBudget: SEGMENT,
  CronJob: { fits: (name) => isDnsSubdomain(name) && name.length <= 52, form: "lower-case letters, digits, '-' and '.', at most 52, since its Jobs add 11" },
};

/** The API server finds a name for it, or it is a question that is answered and not kept. */
const NAMED_BY_ITSELF = /^(?:LimitRange|\w+Review|TokenRequest)$/;

export const nameIsValid: Rule = {
  id: 'KSC035',
  title: 'object has a name that its kind allows',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses the object',
  whatToChange: 'rename the object',
  source: 'kubernetes docs, object names and ids',
  *check(manifests, { clusterOf }) {
    for (const manifest of manifests.all) {
      const fault = faultOf(manifest, clusterOf(manifest).kubernetesVersion.minor);
      if (fault !== undefined && manifest.apiVersion !== 'autoscaling/v2') yield { manifest, message: fault };
    }
  },
};

function faultOf({ apiVersion, kind, metadata }: Manifest, minor: number): string | undefined {
  const { name, namespace } = metadata;
  // A transformer or a generator of kustomize.
  if (apiVersion === 'builtin') return undefined;
  const form = kind === 'Service' && minor < SERVICE_IS_A_LABEL ? SERVICE : Object.hasOwn(FORMS, kind) ? FORMS[kind] : SUBDOMAIN;
  if ((name ?? '') === '') {
    // A file of a tool, as that of kind or kubeadm: no server keeps it.
    if (!isBuiltIn(groupOf(apiVersion)) && Object.keys(metadata).length === 0) return undefined;
    return (valueAt(metadata, 'generateName') ?? '') === '' && !isToolFile(kind) && !NAMED_BY_ITSELF.test(kind) ? 'has no name; set metadata.name' : undefined;
  }
  if (typeof name !== 'string' || !form.fits(name)) return `has the name '${String(name)}'; use ${form.form}`;
  if ((namespace ?? '') !== '' && (typeof namespace !== 'string' || !isDnsLabel(namespace))) return `is in the namespace '${String(namespace)}'; use ${LABEL.form}`;
  return undefined;
}
