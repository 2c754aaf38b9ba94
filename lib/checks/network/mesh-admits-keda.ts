import { type Fields, fieldsAt, textAt } from '../../values/fields';
import { describeManifest, type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { scaledByKeda, triggersOf } from '../analysis/autoscalers';
import { istioProxyOf } from '../analysis/injectors';
import { addressOf, type KedaOperator, kedaOperatorOf } from '../analysis/keda-operator';
import { servicesAt } from '../analysis/called-services';
import { type Rule, type Violation } from '../rule/rule';

/** Namespace whose policies hold for the whole mesh. */
const ROOT = 'istio-system';
/** APIs that KEDA and other metrics servers answer for the API server. */
const METRICS_APIS = /(?:^|\.)metrics\.k8s\.io$/;

export const meshAdmitsKeda: Rule = {
  id: 'KSC157',
  title: 'source of a trigger accepts connections from outside the mesh',
  topic: 'correctness',
  severity: 'warning',
  reason: 'a PeerAuthentication with mode STRICT refuses connections without a certificate of the mesh: KEDA, which runs outside of it, cannot read its sources, and the API server cannot reach a metrics server',
  whatToChange: 'set the mode to PERMISSIVE for that port, or exclude the port from the mesh',
  source: 'istio docs, PeerAuthentication; keda docs, FAQ, service mesh; kedacore/keda issues 3852 and 4106',
  *check(manifests) {
    if (manifests.ofKind('PeerAuthentication', 'security.istio.io').length === 0) return;
    if (!isInMesh(manifests, kedaOperatorOf(manifests))) {
      for (const scaled of scaledByKeda(manifests)) yield* closedSources(manifests, scaled);
    }
    for (const service of manifests.ofKind('APIService', 'apiregistration.k8s.io')) yield* closedServer(manifests, service);
  },
};

function* closedSources(manifests: ManifestIndex, scaled: Manifest): Iterable<Violation> {
  for (const trigger of triggersOf(scaled)) {
    for (const { host, port } of addressOf(manifests, scaled, trigger)?.hosts ?? []) {
      const [, namespace, kind = 'svc'] = host.split('.');
      if (namespace === undefined || kind !== 'svc') continue;
      const called = servicesAt(manifests, namespace, host, port)[0];
      const policy = strictPolicy(manifests, namespace, called?.port ?? port, called?.callee);
      if (policy) yield { manifest: scaled, message: `${trigger.label} reads ${host}:${port}, where ${describeManifest(policy)} accepts only connections of the mesh, and KEDA is outside of it; set mode: PERMISSIVE for that port` };
    }
  }
}

function* closedServer(manifests: ManifestIndex, service: Manifest): Iterable<Violation> {
  const [name, namespace] = ['name', 'namespace'].map((field) => textAt(service, 'spec', 'service', field));
  if (!METRICS_APIS.test(textAt(service, 'spec', 'group') ?? '') || name === undefined || namespace === undefined) return;
  const called = servicesAt(manifests, namespace, name, Number(fieldsAt(service, 'spec', 'service')?.port ?? 443))[0];
  const policy = strictPolicy(manifests, namespace, called?.port ?? 443, called?.callee);
  if (policy) yield { manifest: service, message: `is served by ${namespace}/${name}, where ${describeManifest(policy)} accepts only connections of the mesh, and the API server is outside of it; keep its pods out of the mesh, or set mode: PERMISSIVE for that port` };
}

/** The PeerAuthentication that closes a port of a workload, or of a namespace whose pods are in the mesh. */
function strictPolicy(manifests: ManifestIndex, namespace: string, port: number, workload?: Manifest): Manifest | undefined {
  if (workload ? !hasProxy(manifests, workload, port) : !isInjected(manifests, namespace)) return undefined;
  const policies = manifests.ofKind('PeerAuthentication', 'security.istio.io');
  const selects = (policy: Manifest): boolean => {
    const labels = fieldsAt(policy, 'spec', 'selector', 'matchLabels');
    return labels !== undefined && workload !== undefined && manifests.workloadsMatching({ matchLabels: labels }, namespaceOf(policy)).includes(workload);
  };
  const levels = [
    policies.filter((policy) => namespaceOf(policy) === namespace && selects(policy)),
    ...[namespace, ROOT].map((each) => policies.filter((policy) => namespaceOf(policy) === each && !fieldsAt(policy, 'spec', 'selector'))),
  ];
  for (const policy of levels.flat()) {
    const mode = modeOf(policy, port);
    if (mode !== undefined && mode !== 'UNSET') return mode === 'STRICT' ? policy : undefined;
  }
  return undefined;
}

function modeOf(policy: Manifest, port: number): string | undefined {
  return textAt(policy, 'spec', 'portLevelMtls', String(port), 'mode') ?? textAt(policy, 'spec', 'mtls', 'mode');
}

function hasProxy(manifests: ManifestIndex, workload: Manifest, port: number): boolean {
  const proxy = istioProxyOf(manifests, workload);
  return proxy !== undefined && !(proxy.pod('traffic.sidecar.istio.io/excludeInboundPorts') ?? '').split(',').map((each) => each.trim()).includes(String(port));
}

function isInjected(manifests: ManifestIndex, namespace: string): boolean {
  const labels: Fields = fieldsAt(manifests.ofKind('Namespace', '').find((each) => nameOf(each) === namespace), 'metadata', 'labels') ?? {};
  return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined || labels['istio.io/dataplane-mode'] === 'ambient';
}

/** An operator that is not in the input is taken to be where KEDA's documentation wants it: outside. */
function isInMesh(manifests: ManifestIndex, { namespace, workload }: KedaOperator): boolean {
  return (workload !== undefined && istioProxyOf(manifests, workload) !== undefined) || isInjected(manifests, namespace);
}
