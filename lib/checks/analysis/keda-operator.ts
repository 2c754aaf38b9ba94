import { givenSetting } from '../../keda/admission/given-setting';
import { traitsOf } from '../../keda/catalogue/scaler-traits';
import { KedaVersion } from '../../keda/keda-version';
import { kedaCluster } from '../../manifest/keda-cluster';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type Fields, textAt } from '../../values/fields';
import { settingOf, type Trigger } from './autoscalers';
import { type CalledService, servicesAt } from './called-services';

/** Namespace into which KEDA's documentation installs it. */
const DEFAULT_NAMESPACE = 'keda';

/** KEDA's operator, which reads the sources of all triggers. */
export interface KedaOperator {
  readonly namespace: string;
  /** Its Deployment; undefined where it is not among the manifests. */
  readonly workload?: Manifest;
}

/** The rules ask for each trigger, and the search goes through all Deployments. */
const CACHE = new WeakMap<ManifestIndex, KedaOperator>();

/** KEDA's operator in the input, or where it is by default. */
export function kedaOperatorOf(manifests: ManifestIndex): KedaOperator {
  const known = CACHE.get(manifests) ?? findOperator(manifests);
  CACHE.set(manifests, known);
  return known;
}

function findOperator(manifests: ManifestIndex): KedaOperator {
  const workload = manifests.ofKind('Deployment', 'apps').find((each) => (
    each.metadata.name === 'keda-operator' || textAt(manifests.podTemplateOf(each)?.labels, 'app.kubernetes.io/name') === 'keda-operator'
  ));
  return workload ? { namespace: namespaceOf(workload), workload } : { namespace: DEFAULT_NAMESPACE };
}

/** Setting of a trigger that says where its source is, with the host:port of each address. */
export interface TriggerAddress {
  readonly setting: string;
  readonly value: string;
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
}

/** Address that KEDA dials for a trigger; undefined where none is given in the input. */
export function addressOf(manifests: ManifestIndex, scaled: Manifest, trigger: Trigger): TriggerAddress | undefined {
  const setting = traitsOf(trigger.type).address;
  if (setting === undefined) return undefined;
  const given = givenSetting(scaled as unknown as Fields, trigger.fields, setting, kedaCluster(manifests), KedaVersion.NEWEST.minor);
  const value = given ?? settingOf(trigger, setting);
  if (typeof value !== 'string') return undefined;
  const hosts = Array.from(value.matchAll(/(?:^|,)\s*(?:(\w+):\/\/)?(?:[^@/,]*@)?([A-Za-z][\w.-]*)(?::(\d+))?(?=[/,?\s]|$)/g), ([, scheme, host, port]) => (
    { host, port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port) }
  ));
  return { setting, value, hosts };
}

/** Services of the input that KEDA dials for a trigger, by names that hold a namespace. */
export function servicesReadFor(manifests: ManifestIndex, scaled: Manifest, trigger: Trigger): readonly CalledService[] {
  const hosts = addressOf(manifests, scaled, trigger)?.hosts ?? [];
  return hosts.filter(({ host }) => host.includes('.')).flatMap(({ host, port }) => servicesAt(manifests, kedaOperatorOf(manifests).namespace, host, port));
}
