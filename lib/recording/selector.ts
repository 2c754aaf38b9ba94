import { type Counted, traitsOf } from '../keda/catalogue/scaler-traits';
import { fieldsListAt, nameOf, textAt } from '../manifest';
import { quoted } from '../promql/selectors';
import { type LabelNames, type Subject } from './known-series';
import { podsOf, type RecordingTarget } from './targets';

/** Subjects of triggers whose value is a length of a queue. */
const QUEUED: readonly Counted[] = ['waiting', 'unfinished', 'running'];

/** Kinds by the subject of their series in kube-state-metrics and Argo Rollouts. */
const KINDS: Readonly<Partial<Record<Subject, string>>> = { deployment: 'Deployment', statefulset: 'StatefulSet', rollout: 'Rollout' };

/**
 * Matchers of the series of a target, with every value escaped.
 *
 * @returns undefined where such series cannot be about the target.
 */
export function matchersOf(subject: Subject, [namespaceLabel, nameLabel]: LabelNames, target: RecordingTarget): string | undefined {
  const { namespace, hpaName, services, autoscaler, members } = target;
  const inNamespace = namespaceLabel === '' ? '' : `${namespaceLabel}=${quoted(namespace)},`;
  switch (subject) {
    case 'pods':
    case 'containers':
      return `${inNamespace}${nameLabel}=~${quoted(podsOf(target))}`;
    case 'deployment':
    case 'statefulset':
    case 'rollout':
      return anyOf(inNamespace, nameLabel, members.filter(({ kind }) => kind === KINDS[subject]).map(({ name }) => name));
    case 'hpa':
    case 'old-hpa':
      return `${inNamespace}${nameLabel}=${quoted(hpaName)}`;
    case 'istio':
      return anyOf(inNamespace, nameLabel, members.map(({ name }) => name));
    case 'service':
      return anyOf(inNamespace, nameLabel, services);
    case 'envoy':
      return services.length === 0 ? undefined : `${nameLabel}=~${quoted(`outbound\\|[0-9]+\\|[^|]*\\|(?:${literals(services)})\\.${literal(namespace)}\\.svc.*`)}`;
    case 'traefik':
      return services.length === 0 ? undefined : `${nameLabel}=~${quoted(`${literal(namespace)}-(?:${literals(services)})-[^@]*@kubernetes.*`)}`;
    case 'keda': {
      const triggers = fieldsListAt(autoscaler, 'spec', 'triggers');
      const queues = triggers.flatMap((trigger, i) => QUEUED.includes(traitsOf(textAt(trigger, 'type') ?? '').counts) ? [`s${i}-.*`] : []);
      return autoscaler.kind !== 'ScaledObject' || queues.length === 0 ? undefined
        : `${inNamespace}${nameLabel}=${quoted(nameOf(autoscaler))},metric=~${quoted(queues.join('|'))}`;
    }
  }
}

function anyOf(inNamespace: string, label: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  return `${inNamespace}${label}${names.length === 1 ? `=${quoted(names[0])}` : `=~${quoted(literals(names))}`}`;
}

function literals(names: readonly string[]): string {
  return names.map(literal).join('|');
}

/** Name as a regular expression that matches it alone. */
function literal(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
